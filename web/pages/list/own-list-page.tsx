/** The visitor's own list: kept in this browser until it is saved under an address. */

import { type ReactNode, useMemo, useState } from 'react';
import { useList } from '../../frame/list.ts';
import { useRegistry, useShown } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { toast } from '../../frame/toasts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Empty, Partial, ProblemNote, Skeleton } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { AddAccessions } from './add-accessions.tsx';
import './list.css';
import { LiftPanel } from './lift-panel.tsx';
import { ListActions } from './list-actions.tsx';
import { ListTable } from './list-table.tsx';
import { MergeList } from './merge-list.tsx';
import { useResolved } from './resolve.ts';

/** So many unknown ones are named in the page; the others by number, with a button that removes all. */
const NAMED = 12;

export function OwnListPage(): ReactNode {
  useTitle('List');
  const { id } = useRegistry();
  const { all } = useShown();
  const list = useList();
  const { accessions } = list;
  const answer = useResolved(accessions);
  const known = useMemo(() => {
    const given = new Set(accessions);
    return answer.data?.known.filter((one) => given.has(one)) ?? [];
  }, [answer.data, accessions]);
  const unknown = answer.data?.unknown.filter((one) => list.has(one)) ?? [];
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const remove = (gone: readonly string[]) => {
    list.remove(gone);
    setChecked(new Set());
    toast(`${counted(gone.length, 'element')} removed from the list`, {
      name: 'Undo',
      run: () => list.add(gone),
    });
  };
  const clear = () => {
    const before = accessions;
    list.clear();
    setChecked(new Set());
    toast(`The list of ${counted(before.length, 'element')} was cleared`, {
      name: 'Undo',
      run: () => list.add(before),
    });
  };
  return (
    <main className="list-page">
      <header className="entity-head">
        <div className="entity-title">
          <h1>{accessions.length === 0 ? 'Your list is empty' : counted(accessions.length, 'element')}</h1>
          <span className="soft">
            {accessions.length === 0 ? '' : 'in your list, '}kept in this browser for {id}
          </span>
          {known.length === 0 ? null : <ListActions accessions={known} onClear={clear} />}
        </div>
        <div className="head-end" />
      </header>
      <div className="grid">
        <Panel
          title="Elements"
          columns={9}
          isFlush
          className="list-elements"
          note={answer.data === undefined ? undefined : `n = ${count(known.length)}`}
        >
          {unknown.length === 0 ? null : (
            <div className="inset">
              <Partial>
                {counted(unknown.length, 'accession')} not known to {id}: {unknown.slice(0, NAMED).join(', ')}
                {unknown.length > NAMED ? ` and ${count(unknown.length - NAMED)} more` : ''}.{' '}
                <button type="button" className="link" onClick={() => remove(unknown)}>
                  Remove {unknown.length === 1 ? 'it' : 'them'}
                </button>
              </Partial>
            </div>
          )}
          {accessions.length === 0 ? (
            <Empty title="No element yet">
              <p>
                Add elements from any table, or paste accessions here. The list stays in this browser until it
                is saved under an address.
              </p>
            </Empty>
          ) : answer.error !== null ? (
            <ProblemNote problem={answer.error} what="The list" onRetry={() => void answer.refetch()} />
          ) : answer.data === undefined ? (
            <Skeleton rows={10} />
          ) : known.length === 0 ? null : (
            <ListTable
              filter={{ accession: known.join(','), scope: 'rDHSs' }}
              checked={checked}
              onChecked={setChecked}
              onRemove={(names) => remove(asGiven(names, answer.data.now))}
            />
          )}
        </Panel>
        <div className="side">
          <AddAccessions />
          <MergeList />
          {all.length > 1 && known.length > 0 ? <LiftPanel accessions={known} /> : null}
        </div>
      </div>
    </main>
  );
}

/** The names of the list that stand for elements: a list may have an older accession, or the one of the rDHS. */
function asGiven(names: readonly string[], now: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const gone = new Set(names);
  return [...now].filter(([, own]) => own.some((name) => gone.has(name))).map(([given]) => given);
}
