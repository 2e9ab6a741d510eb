/** How conserved the bases of the element are, by each score of the registry. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { type Answer, addressOf } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { count, fixed, share } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, type Sure } from '../element.ts';

type Score = Sure<
  Answer<'/api/v1/ccres/{accession}/conservation'>['scores'][number],
  'name' | 'mean0' | 'coveredBp' | 'file'
>;

export function ConservationTab({ element }: PartProps): ReactNode {
  const { id: registry } = useRegistry();
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/conservation',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'conservation' },
  );
  const { length } = element;
  const columns: readonly Column<Score>[] = [
    {
      key: 'name',
      head: 'Score',
      name: 'Score',
      width: '1.4fr',
      sortBy: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      key: 'mean',
      head: 'Mean where known',
      name: 'Mean over the bases with a value',
      isNumber: true,
      width: 140,
      sortBy: ({ mean }) => mean,
      cell: ({ mean }) => (mean === null ? <span className="soft">no data</span> : fixed(mean, 3)),
    },
    {
      key: 'mean0',
      head: 'Mean, else 0',
      name: 'Mean over all bases, those without a value as 0',
      isNumber: true,
      width: 116,
      sortBy: ({ mean0 }) => mean0,
      cell: ({ mean0 }) => fixed(mean0, 3),
    },
    {
      key: 'covered',
      head: 'Bases with a value',
      name: 'Bases with a value',
      isNumber: true,
      width: 190,
      sortBy: ({ coveredBp }) => coveredBp,
      cell: ({ coveredBp }) => `${count(coveredBp)} of ${count(length)} (${share(coveredBp, length)})`,
    },
    {
      key: 'file',
      head: 'File',
      name: 'File',
      width: '1.6fr',
      cell: ({ file }) => <span title={file}>{file}</span>,
    },
  ];
  return (
    <div className="grid">
      <Panel
        title="Conservation"
        isFlush
        note={`one mean over the ${count(length)} bp of the element, not a profile along it`}
        actions={
          answer.data === undefined ? null : (
            <DownloadMenu
              text=""
              label="Download the conservation scores"
              formats={['tsv', 'ndjson', 'parquet', 'json']}
              file={`${nameOf(element)}-conservation`}
              address={(format) =>
                addressOf('/api/v1/ccres/{accession}/conservation', {
                  path: { accession: nameOf(element) },
                  query: { registry, format },
                })
              }
            />
          )
        }
      >
        <AnswerState answer={answer} what="conservation scores" kind="conservation" rows={3}>
          {({ scores }) => (
            <RowTable
              label="Conservation scores"
              rows={scores as readonly Score[]}
              columns={columns}
              keyOf={({ name }) => name}
              narrow={(own) => (
                <>
                  <div>
                    <span>{own.name}</span>
                    <span>{own.mean === null ? 'no data' : fixed(own.mean, 3)}</span>
                  </div>
                  <div className="soft">
                    <span>
                      {count(own.coveredBp)} of {count(length)} bp
                    </span>
                    <span>{fixed(own.mean0, 3)} with 0 elsewhere</span>
                  </div>
                </>
              )}
            />
          )}
        </AnswerState>
      </Panel>
      <Panel title="What the scores mean" columns={6}>
        <dl className="meanings">
          <dt>phyloP</dt>
          <dd>
            −log10 p of a base against neutral change: above 0 slower than neutral (conserved), below 0
            faster. 0 says nothing either way.
          </dd>
          <dt>phastCons</dt>
          <dd>The probability, 0 to 1, that a base lies in a conserved stretch; neighbours count.</dd>
          <dt>GERP</dt>
          <dd>
            Substitutions that neutral change would have made and that did not happen; higher is more
            conserved.
          </dd>
          <dt>One mean</dt>
          <dd>
            The registry keeps the mean of the element alone: a few conserved bases, as of a motif, hardly
            move it. Base by base the scores are in the file.
          </dd>
          <dt>Bases with a value</dt>
          <dd>
            Bases that do not align to other species have none. The first mean leaves them out, the second
            takes them as 0; where the two differ much, the element is partly new.
          </dd>
        </dl>
      </Panel>
    </div>
  );
}
