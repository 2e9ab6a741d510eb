/** What assays of function found at the element: a table of each assay, since each measures something else. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../../api/answer.ts';
import { type Answer, addressOf } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { DownloadMenu } from '../../../parts/download-menu.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { AnswerState, Empty, Partial } from '../../../parts/states.tsx';
import { count, counted, place } from '../../../words/numbers.ts';
import { ALL_ROWS, nameOf, type PartProps, type Sure } from '../element.ts';
import { grouped } from '../grouped.ts';

type Tested = Sure<
  Answer<'/api/v1/ccres/{accession}/functional'>['tested'][number],
  'assay' | 'chrom' | 'start' | 'end' | 'overlapBp' | 'file'
>;

/** Columns of the file that are shown in words elsewhere. */
const SHOWN = new Set(['name', 'id', 'biosample', 'chrom', 'start', 'end']);
const MOST_VALUES = 8;

function Found({ active, note }: Tested): ReactNode {
  if (active === null) return <span className="soft">not known</span>;
  if (active)
    return (
      <span className="found yes">
        <Icon name="check" /> active
      </span>
    );
  return <span className="found">not active{note === null ? '' : ', not confident'}</span>;
}

function columnsOf(tested: readonly Tested[]): readonly Column<Tested>[] {
  const names = [...new Set(tested.flatMap(({ values }) => Object.keys(values)))].filter(
    (name) => !SHOWN.has(name),
  );
  return [
    {
      key: 'name',
      head: 'Tested',
      name: 'Tested',
      width: 'minmax(80px,1fr)',
      sortBy: ({ name }) => name,
      cell: ({ name }) => name ?? 'not named',
    },
    {
      key: 'found',
      head: 'Found',
      name: 'Found',
      width: 168,
      sortBy: ({ active }) => (active === null ? null : active ? 1 : 0),
      cell: Found,
    },
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'Biosample',
      width: 'minmax(100px,1.4fr)',
      sortBy: ({ biosample }) => biosample,
      cell: ({ biosample }) => <span title={biosample ?? undefined}>{biosample ?? 'not stated'}</span>,
    },
    {
      key: 'place',
      head: 'Place',
      name: 'Place',
      width: 196,
      sortBy: ({ start }) => start,
      cell: (row) => place(row),
    },
    {
      key: 'overlap',
      head: 'Shared, bp',
      name: 'Bases shared with the element',
      isNumber: true,
      width: 104,
      sortBy: ({ overlapBp }) => overlapBp,
      cell: ({ overlapBp }) => count(overlapBp),
    },
    ...names.slice(0, MOST_VALUES).map(
      (name): Column<Tested> => ({
        key: name,
        head: <span title={name}>{name}</span>,
        name,
        width: `minmax(${Math.max(64, name.length * 8 + 20)}px,0.9fr)`,
        isNumber: tested.every(
          ({ values }) => values[name] === undefined || Number.isFinite(Number(values[name])),
        ),
        sortBy: ({ values }) => (Number.isFinite(Number(values[name])) ? Number(values[name]) : values[name]),
        cell: ({ values }) => (
          <span title={values[name]}>{values[name]?.replace(/^-(?=[\d.])/, '\u2212') ?? 'not given'}</span>
        ),
      }),
    ),
  ];
}

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
        columns={columnsOf(tested)}
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
