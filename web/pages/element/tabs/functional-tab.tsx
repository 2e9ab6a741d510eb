/** What assays of function found at the element: a table of each assay, since each measures something else. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { addressOf } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, Partial } from '../../../parts/states.tsx';
import { count, counted, place } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps } from '../element.ts';
import { grouped } from '../grouped.ts';
import { Found, type Tested, testedColumns } from './tested-columns.tsx';

export function FunctionalTab({ element }: PartProps): ReactNode {
  const answer = useAnswer(
    '/api/v1/ccres/{accession}/functional',
    {
      path: { accession: nameOf(element) },
      query: { limit: ALL_ROWS },
    },
    { kind: 'functional' },
  );
  const tested = (answer.data?.tested ?? []) as readonly Tested[];
  const assays = [...grouped(tested, ({ assay }) => assay)].sort(([a], [b]) => a.localeCompare(b));
  return (
    <div className="grid">
      {assays.length > 0 ? (
        assays.map(([assay, own]) => <AssayPanel key={assay} element={element} assay={assay} tested={own} />)
      ) : (
        <Panel title="Functional assays">
          <AnswerState answer={answer} what="functional assays" kind="functional" rows={6}>
            {() => (
              <Empty title="No assay of function tested this element">
                <p>Not tested is not inactive: no tested place of this registry shares a base with it.</p>
              </Empty>
            )}
          </AnswerState>
        </Panel>
      )}
    </div>
  );
}

interface AssayPanelProps extends PartProps {
  readonly assay: string;
  readonly tested: readonly Tested[];
}

function AssayPanel({ element, assay, tested }: AssayPanelProps): ReactNode {
  const { id: registry } = useRegistry();
  const active = tested.filter((one) => one.active === true).length;
  const unknown = tested.filter((one) => one.active === null).length;
  const loose = tested.filter(({ note }) => note !== null);
  return (
    <Panel
      title={assay}
      isFlush
      className="scrolls"
      note={`${counted(tested.length, 'tested place')}, ${count(active)} active${unknown === 0 ? '' : `, ${count(unknown)} not known`}`}
      actions={
        <DownloadMenu
          text=""
          label={`Download ${assay}`}
          formats={['tsv', 'bed', 'ndjson', 'parquet', 'json']}
          file={`${nameOf(element)}-${assay}`}
          address={(format) =>
            addressOf('/api/v1/ccres/{accession}/functional', {
              path: { accession: nameOf(element) },
              query: { registry, assay, format },
            })
          }
        />
      }
    >
      {loose.length === 0 ? null : (
        <div className="panel-note">
          <Partial>
            Is that a confident negative? {counted(loose.length, 'place')} of these{' '}
            {loose.length === 1 ? 'is' : 'are'} not active with {loose[0]!.note}.
          </Partial>
        </div>
      )}
      <RowTable
        label={`${assay}, tested places`}
        rows={tested}
        columns={testedColumns(tested)}
        keyOf={({ name, start, end, biosample, file }) => [name, start, end, biosample, file].join(' ')}
        firstSort={{ by: 'overlap', isDescending: true }}
        narrow={(row) => (
          <>
            <div>
              <span>{row.name ?? 'not named'}</span>
              <Found {...row} />
            </div>
            <div className="soft">
              <span className="cut">{row.biosample ?? place(row)}</span>
              <span>{count(row.overlapBp)} bp shared</span>
            </div>
          </>
        )}
        note={`columns of ${tested[0]!.file} as they stand there`}
      />
    </Panel>
  );
}
