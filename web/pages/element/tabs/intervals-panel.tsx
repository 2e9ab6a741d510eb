/** Chromatin states and other intervals at the element, and how much of it each covers. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { type Answer, addressOf } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty } from '../../../parts/states.tsx';
import { count, counted, share } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps } from '../element.ts';

type State = Answer<'/api/v1/ccres/{accession}/intervals'>['states'][number];

export function IntervalsPanel({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/intervals',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'intervals' },
  );
  const { length } = element;
  const columns: readonly Column<State>[] = [
    {
      key: 'state',
      head: 'State',
      name: 'State',
      sortBy: ({ state }) => state,
      cell: ({ state }) => state || 'not named',
    },
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'Biosample',
      width: '1.8fr',
      sortBy: ({ biosample }) => biosample,
      cell: ({ biosample }) => <span title={biosample}>{biosample || 'of no single one'}</span>,
    },
    { key: 'label', head: 'From', name: 'From', sortBy: ({ label }) => label, cell: ({ label }) => label },
    {
      key: 'overlap',
      head: 'Of the element',
      name: 'Bases of the element',
      isNumber: true,
      width: 150,
      sortBy: ({ overlapBp }) => overlapBp,
      cell: ({ overlapBp }) => `${count(overlapBp)} bp (${share(overlapBp, length)})`,
    },
  ];
  return (
    <Panel
      title="States and intervals"
      isFlush
      columns={6}
      note={answer.data === undefined ? undefined : counted(answer.data.total, 'interval')}
      actions={
        answer.data === undefined ? null : (
          <DownloadMenu
            text=""
            label="Download the intervals"
            formats={['tsv', 'bed', 'ndjson', 'parquet', 'json']}
            file={`${nameOf(element)}-intervals`}
            address={(format) =>
              addressOf('/api/v1/ccres/{accession}/intervals', {
                path: { accession: nameOf(element) },
                query: { registry, format },
              })
            }
          />
        )
      }
    >
      <AnswerState answer={answer} what="intervals" kind="intervals" rows={6}>
        {({ states }) =>
          states.length === 0 ? (
            <Empty title="No interval shares a base with this element" />
          ) : (
            <RowTable
              label="States and intervals"
              rows={states}
              columns={columns}
              keyOf={({ label, biosample, state }) => [label, biosample, state].join(' ')}
              firstSort={{ by: 'overlap', isDescending: true }}
              narrow={(own) => (
                <>
                  <div>
                    <span>{own.state || 'not named'}</span>
                    <span>{share(own.overlapBp, length)}</span>
                  </div>
                  <div className="soft">
                    <span className="cut">{own.biosample || 'of no single one'}</span>
                    <span>{own.label}</span>
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
