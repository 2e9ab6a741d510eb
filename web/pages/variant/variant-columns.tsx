/** Columns that every table of variants has. */

import type { Column } from '../../parts/data-table.tsx';
import { Accession } from '../../parts/marks.tsx';
import { count, fixed } from '../../words/numbers.ts';
import { VariantLink, withCommas } from '../gwas/hits/hit-columns.tsx';

const R2_PX = 60;
const POSITION_PX = 150;

const none = <span className="soft">none</span>;

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

/** How often the second most frequent allele is seen. */
export const mafColumn = <Row extends { readonly maf: number | null }>(): Column<Row> => ({
  key: 'maf',
  name: 'Minor allele frequency',
  head: 'MAF',
  isNumber: true,
  width: 76,
  sortBy: ({ maf }) => maf,
  cell: ({ maf }) => (maf === null ? <span className="soft">no data</span> : fixed(maf, 3)),
});

/** Reference and alternative, frequency, distance to the nearest TSS, element that it lies in. */
export const factColumns = <
  Row extends {
    readonly ref: string;
    readonly alt: string;
    readonly maf: number | null;
    readonly tssDistance: number | null;
    readonly accession: string | null;
  },
>(): readonly Column<Row>[] => [
  {
    key: 'alleles',
    name: 'Alleles, reference first',
    head: 'Alleles',
    width: 100,
    cell: ({ ref, alt }) => `${ref}>${alt}`,
  },
  mafColumn(),
  {
    key: 'tss',
    name: 'Distance to the nearest TSS, bp',
    head: 'TSS, bp',
    isNumber: true,
    width: 92,
    sortBy: ({ tssDistance }) => tssDistance,
    cell: ({ tssDistance }) => (tssDistance === null ? none : count(tssDistance)),
  },
  {
    key: 'element',
    name: 'In element',
    head: 'In element',
    width: 140,
    sortBy: ({ accession }) => accession,
    cell: ({ accession }) => (accession === null ? none : <Accession accession={accession} />),
  },
];
