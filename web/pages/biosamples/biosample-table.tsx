/** The biosamples as a table. Its boxes are what the lasso is for the mouse. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { fileName, saveAs, tsvOf } from '../../parts/download.ts';
import { Icon } from '../../parts/icon.tsx';
import { AssaySquares } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { Empty } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';
import { type Biosample, FILTERS, inWords, otherFields, said, type useAssays } from './biosample.ts';
import { ChosenActions } from './chosen-actions.tsx';

interface BiosampleTableProps {
  readonly rows: readonly Biosample[];
  readonly all: readonly Biosample[];
  readonly assays: ReturnType<typeof useAssays>;
  readonly chosen: ReadonlySet<string>;
  onChoose(keys: Iterable<string>): void;
  readonly hovered: string | undefined;
  onHover(key: string | undefined): void;
}

/** Fields of the sheet that say how good a dataset is. */
const isQuality = (name: string): boolean => /qualit|score|spot|frip|rsc|nsc|depth|reads/i.test(name);

/** A registry of so many is as high as its rows. */
const WITHOUT_SCROLLING = 15;

export function BiosampleTable(props: BiosampleTableProps): ReactNode {
  const { rows, all, assays, chosen, onChoose, hovered, onHover } = props;
  const { id } = useRegistry();
  const [query, change] = useQueryState();
  const columns = useMemo(() => columnsOf(all, assays.of), [all, assays]);
  const toggle = (one: Biosample, isOn: boolean) =>
    onChoose(isOn ? [...chosen, one.key] : [...chosen].filter((key) => key !== one.key));
  const sortBy = query.sort?.replace(/^-/, '');
  const areAllChosen = rows.length > 0 && rows.every(({ key }) => chosen.has(key));
  return (
    <Panel
      title="Table"
      columns={7}
      isFlush
      note="boxes choose, as drawing around points does"
      actions={
        <>
          <button
            type="button"
            className="quiet"
            onClick={() => onChoose(areAllChosen ? [] : new Set([...chosen, ...rows.map(({ key }) => key)]))}
          >
            {areAllChosen ? 'Choose none' : `Choose all ${count(rows.length)}`}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => saveAs(fileName(`${id} biosamples`, 'tsv'), sheetOf(rows, all, assays))}
          >
            <Icon name="download" />
            TSV
          </button>
        </>
      }
    >
      {rows.length === 0 ? (
        <Empty title="No biosample passes the filters">
          <button
            type="button"
            onClick={() => change(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
          >
            Clear filters
          </button>
        </Empty>
      ) : (
        <RowTable<Biosample>
          label="Biosamples"
          rows={rows}
          columns={columns}
          keyOf={({ key }) => key}
          {...(all.length > WITHOUT_SCROLLING ? { height: 460 } : {})}
          selected={hovered}
          checked={chosen}
          onCheck={toggle}
          onHover={(row) => onHover(row?.key)}
          sort={sortBy === undefined ? undefined : { by: sortBy, isDescending: query.sort!.startsWith('-') }}
          onSort={({ by, isDescending }) =>
            change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
          }
          actions={<span>{chosen.size === 0 ? 'None chosen' : `${count(chosen.size)} chosen`}</span>}
          note="squares: DNase, H3K4me3, H3K27ac, CTCF; dashed: not assayed"
          narrow={(one) => (
            <>
              <div>
                <PageLink to={path('biosample', one.key)}>{one.biosample}</PageLink>
                <AssaySquares assayed={Object.keys(one.files)} />
              </div>
              <div className="soft">
                {[...new Set(['tissue', 'sampleType', 'lifeStage'].map((name) => said(one, name)))].join(
                  ', ',
                )}
              </div>
            </>
          )}
        />
      )}
      <ChosenActions chosen={all.filter(({ key }) => chosen.has(key))} onChoose={onChoose} />
    </Panel>
  );
}

function columnsOf(
  all: readonly Biosample[],
  assaysOf: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Column<Biosample>[] {
  const field = (name: string, width: string): Column<Biosample> => ({
    key: name,
    head: inWords(name),
    name: inWords(name),
    width,
    sortBy: (one) => one.metadata[name],
    cell: (one) => one.metadata[name] ?? <span className="soft">not given</span>,
  });
  return [
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'Biosample',
      width: '2.4fr',
      sortBy: ({ biosample }) => biosample,
      cell: ({ key, biosample }) => (
        <span title={biosample}>
          <PageLink to={path('biosample', key)}>{biosample}</PageLink>
        </span>
      ),
    },
    field('tissue', '1fr'),
    field('sampleType', '1.1fr'),
    field('lifeStage', '1fr'),
    {
      key: 'assays',
      head: 'Assays',
      name: 'Assays',
      width: 76,
      sortBy: ({ key }) => assaysOf.get(key)?.size ?? 0,
      cell: ({ files }) => <AssaySquares assayed={Object.keys(files)} />,
    },
    ...otherFields(all)
      .filter(isQuality)
      .map((name) => field(name, '0.8fr')),
  ];
}

function sheetOf(
  rows: readonly Biosample[],
  all: readonly Biosample[],
  { names, of }: ReturnType<typeof useAssays>,
): string {
  const fields = [...new Set(all.flatMap(({ metadata }) => Object.keys(metadata)))];
  return tsvOf(
    ['biosample', 'key', ...fields, ...names],
    rows.map((one) => [
      one.biosample,
      one.key,
      ...fields.map((name) => one.metadata[name]),
      ...names.map((assay) => one.files[assay] ?? (of.get(one.key)?.has(assay) ? 'assayed' : undefined)),
    ]),
  );
}
