/** The element in every biosample: its class there and its four Z-scores. */

import { type ReactNode, useMemo } from 'react';
import type { Column } from '../../../parts/data-table.tsx';
import { ClassName, ZCell } from '../../../parts/marks.tsx';
import { RowTable } from '../../../parts/row-table.tsx';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import type { ActivityChoice, Setters } from './activity-choice.ts';
import { type ActivityRow, NO_TISSUE, sortableZ, zAt } from './activity-rows.ts';

const WHERE: readonly Column<ActivityRow>[] = [
  {
    key: 'biosample',
    head: 'Biosample',
    name: 'Biosample',
    width: 'minmax(150px, 1fr)',
    sortBy: (row) => row.biosample,
    cell: ({ biosample }) => (
      <span className="two-line-name" title={biosample}>
        {biosample}
      </span>
    ),
  },
  {
    key: 'tissue',
    head: 'Tissue',
    name: 'Tissue',
    width: 'minmax(72px, 104px)',
    sortBy: (row) => row.tissue,
    cell: ({ tissue }) => tissue ?? <span className="soft">{NO_TISSUE}</span>,
  },
  {
    key: 'class',
    head: 'Class there',
    name: 'Class there',
    // The longest: DNase-H3K4me3 CTCF.
    width: 180,
    sortBy: (row) => row.className,
    cell: ({ className, isCtcfBound }) => <ClassName name={className} isCtcfBound={isCtcfBound} />,
  },
];

/** The columns; another assay than those of the class takes the place of the tissue. */
function columnsOf(assay: string): readonly Column<ActivityRow>[] {
  const isMore = !CLASS_ASSAYS.some((own) => own === assay);
  const assays = [...CLASS_ASSAYS, ...(isMore ? [assay] : [])];
  return [
    ...WHERE.filter(({ key }) => !isMore || key !== 'tissue'),
    ...assays.map(
      (own, i): Column<ActivityRow> => ({
        key: own,
        head: own,
        name: `${own} Z`,
        isNumber: true,
        // The last one has the inset of the panel.
        width: i === assays.length - 1 ? 98 : 90,
        sortBy: ({ z }) => sortableZ(zAt(z, own)),
        cell: ({ z }) => <ZCell z={zAt(z, own)} assay={own} />,
      }),
    ),
  ];
}

/** Characters of a name that fit one line; longer ones take two. */
const ONE_LINE = 24;
const TWO_LINES_PX = 38;

interface ActivityTableProps {
  readonly rows: readonly ActivityRow[];
  readonly choice: ActivityChoice;
  readonly set: Setters;
  readonly isTall: boolean;
}

export function ActivityTable({ rows, choice, set, isTall }: ActivityTableProps): ReactNode {
  const { assay, sort, selected } = choice;
  const columns = useMemo(() => columnsOf(assay), [assay]);
  const isLong = useMemo(() => rows.some(({ biosample }) => biosample.length > ONE_LINE), [rows]);
  const rowPx = isLong ? TWO_LINES_PX : isTall ? 28 : 27;
  const isChosen = useMemo(
    () => rows.some(({ key, biosample }) => key === selected || biosample === selected),
    [rows, selected],
  );
  return (
    <RowTable<ActivityRow>
      label="Activity by biosample"
      rows={rows}
      columns={columns}
      keyOf={({ key }) => key}
      rowPx={rowPx}
      height={0}
      sort={sort}
      onSort={set.sort}
      selected={selected}
      onOpen={({ key }) => set.selected(key)}
      narrow={(row) => (
        <>
          <div>
            <span className="cut">{row.biosample}</span>
            <ZCell z={zAt(row.z, assay)} assay={assay} />
          </div>
          <div className="soft">
            {row.tissue ?? NO_TISSUE}
            <ClassName name={row.className} isCtcfBound={row.isCtcfBound} />
          </div>
        </>
      )}
      actions={isChosen ? <span>1 selected</span> : null}
      note="bar from 0 to 10, tick at 1.64; hatched is no data, not low"
    />
  );
}
