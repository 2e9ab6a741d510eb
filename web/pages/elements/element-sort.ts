/** The order of the table, as the address and the API have it: `position`, `-maxZ.DNase`. */

import type { Sort } from '../../parts/data-table.tsx';
import type { ElementColumn } from './column-list.tsx';

/** Without `sort` in the address: by place in the genome. */
export const FIRST_SORT = 'position';

/** The sort as the table shows it: `by` is the key of a column. Undefined where the column is not shown. */
export function tableSort(text: string | undefined, columns: readonly ElementColumn[]): Sort | undefined {
  const own = text ?? FIRST_SORT;
  const isDescending = own.startsWith('-');
  const by = columns.find(({ sort }) => sort === (isDescending ? own.slice(1) : own))?.key;
  return by === undefined ? undefined : { by, isDescending };
}

/** What the address says after a click on a head; undefined is the order by place. A column that is sorted already turns round. */
export function sortText(
  { by }: Sort,
  { columns, before }: { columns: readonly ElementColumn[]; before: Sort | undefined },
): string | undefined {
  const column = columns.find(({ key }) => key === by);
  if (column?.sort === undefined) return undefined;
  const isDescending = before?.by === by ? !before.isDescending : column.isLargestFirst === true;
  return plainSort(column.sort, isDescending);
}

/** The text of an order; undefined for the one that needs none. */
export const plainSort = (sort: string, isDescending: boolean): string | undefined =>
  isDescending ? `-${sort}` : sort === FIRST_SORT ? undefined : sort;
