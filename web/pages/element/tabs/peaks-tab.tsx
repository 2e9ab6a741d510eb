/** Transcription factors and histone marks with peaks at the element: in how many experiments of how many. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { type Answer, addressOf } from '../../../api/ask.ts';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { count, counted } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, type Sure } from '../element.ts';
import { ExperimentsPanel } from './experiments-panel.tsx';

type Kind = 'tf' | 'histone';
type Target = Sure<
  Answer<'/api/v1/ccres/{accession}/peaks'>['targets'][number],
  'target' | 'experiments' | 'overlapping'
> & { readonly kind: Kind };
const NAMES: Readonly<Record<Kind, { readonly title: string; readonly one: string; readonly of: string }>> = {
  tf: { title: 'Transcription factors', one: 'Factor', of: 'factors' },
  histone: { title: 'Histone marks', one: 'Mark', of: 'histone marks' },
};

const columnsOf = (kind: Kind): readonly Column<Target>[] => [
  {
    key: 'target',
    head: NAMES[kind].one,
    name: NAMES[kind].one,
    sortBy: ({ target }) => target,
    cell: ({ target }) => target,
  },
  {
    key: 'overlapping',
    head: 'With a peak here',
    name: 'Experiments with a peak here',
    isNumber: true,
    width: 130,
    sortBy: ({ overlapping }) => overlapping,
    cell: ({ overlapping }) => (
      <span className={overlapping === 0 ? 'soft' : undefined}>{count(overlapping)}</span>
    ),
  },
  {
    key: 'experiments',
    head: 'Experiments',
    name: 'Experiments',
    isNumber: true,
    width: 110,
    sortBy: ({ experiments }) => experiments,
    cell: ({ experiments }) => count(experiments),
  },
];

export function PeaksTab({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query, change] = useQueryState();
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/peaks',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'peaks' },
  );
  const targets = (answer.data?.targets ?? []) as readonly Target[];
  const chosen = targets.find(({ target, kind }) => target === query.target && (query.kind ?? kind) === kind);
  return (
    <div className="grid">
      {(['tf', 'histone'] as const).map((kind) => {
        const own = targets.filter((target) => target.kind === kind);
        const here = own.filter(({ overlapping }) => overlapping > 0).length;
        return (
          <Panel
            key={kind}
            title={NAMES[kind].title}
            isFlush
            columns={6}
            note={
              answer.data === undefined || own.length === 0
                ? undefined
                : `${count(here)} of ${count(own.length)} have a peak here`
            }
            actions={
              <DownloadMenu
                text=""
                label={`Download the ${NAMES[kind].of}`}
                formats={['tsv', 'ndjson', 'parquet', 'json']}
                file={`${nameOf(element)}-${kind}-peaks`}
                address={(format) =>
                  addressOf('/api/v1/ccres/{accession}/peaks', {
                    path: { accession: nameOf(element) },
                    query: { registry, kind, format },
                  })
                }
              />
            }
          >
            <AnswerState answer={answer} what="peaks" kind="peaks" rows={6}>
              {() =>
                own.length === 0 ? (
                  <Empty title={`No peaks of ${NAMES[kind].of} in this registry`} />
                ) : (
                  <RowTable
                    label={NAMES[kind].title}
                    rows={own}
                    columns={columnsOf(kind)}
                    keyOf={({ target }) => target}
                    firstSort={{ by: 'overlapping', isDescending: true }}
                    selected={chosen?.kind === kind ? chosen.target : undefined}
                    onOpen={({ target }) =>
                      change(
                        target === query.target ? { target: undefined, kind: undefined } : { target, kind },
                        { isReplaced: true },
                      )
                    }
                    note="choose a row for its experiments"
                  />
                )
              }
            </AnswerState>
          </Panel>
        );
      })}
      {answer.data === undefined || targets.length === 0 ? null : (
        <ExperimentsPanel
          element={element}
          target={chosen?.target}
          kind={chosen?.kind}
          about={
            chosen === undefined
              ? undefined
              : `${counted(chosen.experiments, 'experiment')}, ${count(chosen.overlapping)} with a peak here`
          }
        />
      )}
    </div>
  );
}
