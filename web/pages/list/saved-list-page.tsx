/** A list that was saved under this address. The id stands for its content: it never changes. */

import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem } from '../../api/ask.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Partial } from '../../parts/states.tsx';
import { count, counted } from '../../words/numbers.ts';
import { useElementCounts } from '../elements/element-answers.ts';
import { ElementDownload } from '../elements/element-download.tsx';
import { SelectionActions } from '../elements/selection-actions.tsx';
import './list.css';
import { ListTable } from './list-table.tsx';
import { savedNames, useSavedList } from './saved.ts';

export function SavedListPage(): ReactNode {
  const { list: id = '' } = useParams({ strict: false }) as { list?: string };
  useTitle('Saved list');
  const answer = useSavedList(id);
  return (
    <main className="list-page">
      {answer.data === undefined ? (
        <div className="prose">
          <h1>Saved list</h1>
          <AnswerState answer={answer} what="the list">
            {() => null}
          </AnswerState>
        </div>
      ) : (
        <Saved id={id} madeFor={answer.data.registry.id} size={answer.data.total} />
      )}
    </main>
  );
}

interface SavedProps {
  readonly id: string;
  /** The registry for which it was saved. */
  readonly madeFor: string;
  readonly size: number;
}

function Saved({ id, madeFor, size }: SavedProps): ReactNode {
  const registry = useRegistry();
  const own = useList();
  const filter = { list: id, scope: 'rDHSs' };
  const { data } = useElementCounts(filter);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const total = data?.total;
  const merge = async () => {
    try {
      const names = await savedNames(registry.id, id);
      const fresh = names.filter((name) => !own.has(name));
      own.add(fresh);
      toast(`${count(fresh.length)} of ${counted(names.length, 'element')} added to your list`, {
        name: 'Undo',
        run: () => own.remove(fresh),
      });
    } catch (error) {
      toast(error instanceof Problem ? error.message : String(error));
    }
  };
  const copy = () => {
    const address = `${window.location.origin}${window.location.pathname}`;
    void navigator.clipboard?.writeText(address).then(
      () => toast('Address copied'),
      () => toast(address),
    );
  };
  return (
    <>
      <header className="entity-head">
        <div className="entity-title">
          <h1>{total === undefined ? 'Saved list' : counted(total, 'element')}</h1>
          <span className="soft">
            saved list <code>{id}</code>
          </span>
          <div className="actions">
            <button type="button" className="main" onClick={copy}>
              <Icon name="link" />
              Copy the address
            </button>
            <button type="button" onClick={() => void merge()}>
              Add to your list
            </button>
            <PageLink to="elements" query={filter} className="button">
              Open in Elements
            </PageLink>
            <ElementDownload asking={{ filter }} total={total} isShort />
          </div>
        </div>
        <p className="note head-end">
          Whoever has the address sees the same elements. A list that nobody opens for long may be removed.
        </p>
      </header>
      <div className="grid">
        {madeFor === registry.id ? null : (
          <div className="wide">
            <Partial>
              This list was saved for {madeFor}, where it has {counted(size, 'element')}; {registry.id} knows{' '}
              {total === undefined ? 'some' : count(total)} of them.{' '}
              <PageLink to={path('list', id)} registryId={madeFor}>
                Open it in {madeFor}
              </PageLink>
            </Partial>
          </div>
        )}
        <Panel title="Elements" isFlush className="list-elements">
          <ListTable
            filter={filter}
            checked={checked}
            onChecked={setChecked}
            actions={
              <SelectionActions
                checked={checked}
                asking={{ filter }}
                total={total ?? 0}
                onSelect={(accessions) => setChecked(new Set(accessions))}
                onClear={() => setChecked(new Set())}
              />
            }
          />
        </Panel>
      </div>
    </>
  );
}
