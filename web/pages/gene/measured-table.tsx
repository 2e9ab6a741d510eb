/** The table beside the bars: one row a bar, in the same order, with the same selection. */

import type { ReactNode } from 'react';
import type { Column, Sort } from '../../parts/data-table.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { fixed, tpm } from '../../words/numbers.ts';
import type { Measured, Scale } from './measured-rows.ts';

interface MeasuredTableProps {
  readonly label: string;
  readonly unit: string;
  /** On the logarithmic one the logarithm has a column. */
  readonly scale: Scale;
  readonly rows: readonly Measured[];
  readonly sort: Sort | undefined;
  readonly selected?: string | undefined;
  readonly note?: ReactNode;
  readonly heightPx: number;
  onSort(sort: Sort): void;
  onSelect(key: string): void;
}

export function MeasuredTable(props: MeasuredTableProps): ReactNode {
  const { label, unit, scale, rows, sort, selected, note, heightPx, onSort, onSelect } = props;
  return (
    <RowTable<Measured>
      label={label}
      columns={measuredColumns(unit, scale)}
      rows={rows}
      keyOf={({ key }) => key}
      sort={sort}
      onSort={onSort}
      selected={selected}
      onOpen={({ key }) => onSelect(key)}
      height={heightPx}
      note={note}
      narrow={(row) => (
        <>
          <div>
            <span>{row.biosample}</span>
            <span>{row.value === null ? <NoData /> : `${tpm(row.value)} ${unit}`}</span>
          </div>
          <div className="soft">
            <span>
              {row.tissue}, {row.assay}
            </span>
            <span>{row.replicates}</span>
          </div>
        </>
      )}
    />
  );
}

const NoData = () => <span className="soft">no data</span>;

const columns = new Map<string, readonly Column<Measured>[]>();

/** The columns for a unit and a scale; the same array each time. */
export function measuredColumns(unit: string, scale: Scale): readonly Column<Measured>[] {
  const known = columns.get(`${unit} ${scale}`);
  if (known !== undefined) return known;
  const made: readonly Column<Measured>[] = [
    {
      key: 'biosample',
      head: 'Biosample',
      name: 'biosample',
      width: '2fr',
      sortBy: (row) => row.biosample,
      cell: (row) => (
        <span title={row.inRegistry ? row.biosample : `${row.biosample}: not a biosample of this registry`}>
          {row.biosample}
        </span>
      ),
    },
    {
      key: 'tissue',
      head: 'Tissue',
      name: 'tissue',
      width: 88,
      sortBy: (row) => row.tissue,
      cell: (row) => row.tissue,
    },
    {
      key: 'assay',
      head: 'Assay',
      name: 'assay',
      width: 148,
      sortBy: (row) => row.assay,
      cell: (row) => row.assay,
    },
    { key: 'replicates', head: 'Replicates', name: 'replicates', width: 88, cell: (row) => row.replicates },
    {
      key: 'value',
      head: unit,
      name: unit,
      width: 72,
      isNumber: true,
      sortBy: (row) => row.value,
      cell: (row) => (row.value === null ? <NoData /> : tpm(row.value)),
    },
    {
      key: 'log10',
      head: 'log₁₀',
      name: `log10(${unit} + 1)`,
      width: 72,
      isNumber: true,
      sortBy: (row) => row.log10,
      cell: (row) => (row.log10 === null ? <NoData /> : fixed(row.log10, 2)),
    },
  ];
  const shown = scale === 'log' ? made : made.filter(({ key }) => key !== 'log10');
  columns.set(`${unit} ${scale}`, shown);
  return shown;
}
