/** Experiments with peaks: those of one factor or mark, or all that have a peak at the element. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import type { Answer } from '../../../api/ask.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { count } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, type Sure } from '../element.ts';

type Experiment = Sure<
  Answer<'/api/v1/ccres/{accession}/peaks/experiments'>['experiments'][number],
  'file' | 'peaks' | 'elements' | 'target'
>;

const COLUMNS: readonly Column<Experiment>[] = [
  {
    key: 'target',
    head: 'Target',
    name: 'Target',
    width: '0.8fr',
    sortBy: ({ target }) => target,
    cell: ({ target }) => target,
  },
  {
    key: 'experiment',
    head: 'Experiment',
    name: 'Experiment',
    sortBy: ({ experiment }) => experiment,
    cell: ({ experiment }) => experiment ?? 'not given',
  },
  {
    key: 'biosample',
    head: 'Biosample',
    name: 'Biosample',
    width: '2fr',
    sortBy: ({ biosample }) => biosample,
    cell: ({ biosample }) => biosample ?? 'not given',
  },
  {
    key: 'here',
    head: 'Peak here',
    name: 'Peak here',
    width: 100,
    sortBy: ({ isOverlapping }) => (isOverlapping ? 1 : 0),
    cell: ({ isOverlapping }) => (isOverlapping ? 'yes' : <span className="soft">no</span>),
  },
  {
    key: 'file',
    head: 'File',
    name: 'File',
    width: '1.4fr',
    cell: ({ file }) => <span title={file}>{file}</span>,
  },
  {
    key: 'peaks',
    head: 'Peaks',
    name: 'Peaks in all',
    isNumber: true,
    width: 90,
    sortBy: ({ peaks }) => peaks,
    cell: ({ peaks }) => count(peaks),
  },
  {
    key: 'elements',
    head: 'Elements hit',
    name: 'Elements with a peak',
    isNumber: true,
    width: 110,
    sortBy: ({ elements }) => elements,
    cell: ({ elements }) => count(elements),
  },
];

interface ExperimentsPanelProps extends PartProps {
  /** Undefined: all that have a peak here. */
  readonly target: string | undefined;
  readonly kind: 'tf' | 'histone' | undefined;
  readonly about: string | undefined;
}

export function ExperimentsPanel({ element, target, kind, about }: ExperimentsPanelProps): ReactNode {
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/peaks/experiments',
    {
      path: { accession: nameOf(element) },
      query: {
        limit: ALL_ROWS,
        ...(target === undefined ? { overlapping: 'true' } : { target }),
        ...(kind === undefined ? {} : { kind }),
      },
    },
    { kind: 'peaks' },
  );
  return (
    <Panel
      title={target === undefined ? 'Experiments with a peak here' : `Experiments of ${target}`}
      isFlush
      note={about}
    >
      <AnswerState answer={answer} what="experiments" kind="peaks" rows={5}>
        {({ experiments }) =>
          experiments.length === 0 ? (
            <Empty title="No experiment has a peak here" />
          ) : (
            <RowTable
              label="Experiments"
              rows={experiments as readonly Experiment[]}
              columns={COLUMNS}
              keyOf={({ file }) => file}
              firstSort={{ by: 'here', isDescending: true }}
              narrow={(row) => (
                <>
                  <div>
                    <span>
                      {row.target} {row.experiment ?? ''}
                    </span>
                    <span>{row.isOverlapping ? 'peak here' : 'no peak'}</span>
                  </div>
                  <div className="soft">
                    <span className="cut">{row.biosample ?? 'not given'}</span>
                    <span>{count(row.peaks)} peaks</span>
                  </div>
                </>
              )}
            />
          )
        }
      </AnswerState>
    </Panel>
  );
}
