/** A table whose rows are all in the page: sorted here, by any column that can be. */

import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { type Column, DataTable, type Sort } from './data-table.tsx';

type RowTableProps<Row> = Omit<Parameters<typeof DataTable<Row>>[0], 'total' | 'at' | 'onView'> & {
  readonly rows: readonly Row[];
  /** How it is sorted at first; default as the rows come. */
  readonly firstSort?: Sort;
  /** The rows that come into view, in the order that is shown. */
  onView?(rows: readonly Row[]): void;
};

export function RowTable<Row>({ rows, firstSort, onView, ...rest }: RowTableProps<Row>): ReactNode {
  const [own, setOwn] = useState(firstSort);
  const sort = rest.sort ?? own;
  const sorted = useMemo(() => sortedRows(rows, rest.columns, sort), [rows, rest.columns, sort]);
  const view = useCallback(
    (first: number, end: number) => onView?.(sorted.slice(first, end)),
    [sorted, onView],
  );
  const { selected, keyOf } = rest;
  // A row that was chosen elsewhere (in a plot, in the address) comes into view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each choice; sorting leaves the view where it is
  const revealed = useMemo(() => {
    const row = selected === undefined ? -1 : sorted.findIndex((own) => keyOf(own) === selected);
    return row < 0 ? undefined : { row };
  }, [selected, rows.length]);
  return (
    <DataTable<Row>
      revealed={revealed}
      {...rest}
      total={sorted.length}
      at={(index) => sorted[index]}
      sort={sort}
      onSort={rest.onSort ?? setOwn}
      onView={view}
    />
  );
}

/** The rows in the order of a column; rows without a value come last either way, equal ones keep their order. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const by = columns.find(({ key }) => key === sort?.by)?.sortBy;
  if (by === undefined || by === true) return rows;
  const sign = sort?.isDescending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [by(one), by(other)];
    if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
    if (b === null || b === undefined) return -1;
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
    return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}
