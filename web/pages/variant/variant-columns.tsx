/** Columns that every table of variants has. */

import type { Column } from '../../parts/data-table.tsx';
import { fixed } from '../../words/numbers.ts';
import { VariantLink, withCommas } from '../gwas/hits/hit-columns.tsx';

const R2_PX = 60;
const POSITION_PX = 150;

interface Variant {
  readonly id: string;
  readonly start: number;
  readonly location: string;
}

/** The variant, linked to its page. */
export const idColumn = <Row extends Variant>(): Column<Row> => ({
  key: 'id',
  name: 'Variant',
  head: 'Variant',
  sortBy: ({ id }) => id,
  cell: ({ id }) => <VariantLink id={id} />,
});

/** r² with the lead or with the variant of the page. */
export const r2Column = <Row extends { readonly r2: number }>(): Column<Row> => ({
  key: 'r2',
  name: 'r²',
  head: 'r²',
  isNumber: true,
  width: R2_PX,
  sortBy: ({ r2 }) => r2,
  cell: ({ r2 }) => fixed(r2, 2),
});

/** Its place, 1-based; sorted by the start. */
export const positionColumn = <Row extends Variant>(): Column<Row> => ({
  key: 'position',
  name: 'Position',
  head: 'Position',
  width: POSITION_PX,
  sortBy: ({ start }) => start,
  cell: ({ location }) => withCommas(location),
});
