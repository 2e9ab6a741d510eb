/** Several elements side by side: a column each. */

import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { toast } from '../../frame/toasts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { counted } from '../../words/numbers.ts';
import { resolved } from '../list/resolve.ts';
import { ActivityStrip } from './activity-strip.tsx';
import { AddElement } from './add-element.tsx';
import './compare.css';
import { ElementColumns } from './element-columns.tsx';
import { MOST_COMPARED } from './most-compared.ts';

export function ComparePage(): ReactNode {
  useTitle('Compare elements');
  const { id } = useRegistry();
  const [query, change] = useQueryState();
  const accessions = useMemo(
    () => [
      ...new Set(
        (query.accessions ?? '')
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      ),
    ],
    [query.accessions],
  );
  const shown = accessions.slice(0, MOST_COMPARED);
  const answer = useAnswer(
    '/api/v1/compare',
    { query: { accessions: shown.join(',') } },
    { isWanted: shown.length > 0 },
  );
  const set = (next: readonly string[]) => change({ accessions: next.join(',') });
  const remove = async (gone: readonly string[]) => {
    const left = accessions.filter((one) => !gone.includes(one.toUpperCase()));
    if (left.length < accessions.length) return set(left);
    // It was asked for by an accession of an earlier registry, which may stand for others too.
    try {
      const { now } = await resolved(id, accessions);
      set(
        accessions.flatMap((one) => {
          const names = now.get(one) ?? [one];
          return names.some((name) => gone.includes(name))
            ? names.filter((name) => !gone.includes(name))
            : [one];
        }),
      );
    } catch (error) {
      toast(`${gone[1]} stays: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <main className="compare-elements">
      <header className="entity-head">
        <div className="entity-title">
          <h1>
            {accessions.length === 0
              ? 'Compare elements'
              : `${counted(shown.length, 'element')} side by side`}
          </h1>
          <div className="actions">
            {accessions.length === 0 ? null : (
              <PageLink
                to="elements"
                query={{ accession: accessions.join(','), scope: 'rDHSs' }}
                className="button"
              >
                Open in Elements
              </PageLink>
            )}
          </div>
        </div>
        <AddElement accessions={accessions} onChange={set} />
        {accessions.length > MOST_COMPARED ? (
          <p className="field-error">
            {accessions.length} were asked for; the first {MOST_COMPARED} are shown. Remove some to see the
            others.
          </p>
        ) : null}
      </header>
      {shown.length === 0 ? (
        <div className="grid">
          <Panel title="Nothing to compare yet">
            <Empty title="Add accessions above, or take those of your list">
              <PageLink to="elements">Find elements</PageLink>
            </Empty>
          </Panel>
        </div>
      ) : (
        <div className="grid">
          <Panel title="Facts" isFlush note="Z: highest over biosamples; high: above 1.64">
            <AnswerState answer={answer} what="the elements" rows={14}>
              {({ elements }) => (
                <ElementColumns elements={elements} onRemove={(gone) => void remove(gone)} />
              )}
            </AnswerState>
          </Panel>
          <Panel title="Activity across biosamples" className="activity">
            <AnswerState answer={answer} what="the activity" rows={8}>
              {({ elements }) => <ActivityStrip elements={elements} />}
            </AnswerState>
          </Panel>
        </div>
      )}
    </main>
  );
}
