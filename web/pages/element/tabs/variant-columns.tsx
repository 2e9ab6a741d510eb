/** The columns of variants, and where one lies in words. */

import type { Column } from '../../../parts/data-table.tsx';
import { count } from '../../../words/numbers.ts';
import { idColumn, mafColumn } from '../../variant/variant-columns.tsx';
import type { Variant } from './studies-panel.tsx';

export const VARIANT_COLUMNS: readonly Column<Variant>[] = [
  idColumn(),
  {
    key: 'place',
    head: 'Position',
    name: 'Position',
    width: '1.2fr',
    sortBy: ({ start }) => start,
    cell: positionOf,
  },
  {
    key: 'alleles',
    head: 'Alleles',
    name: 'Alleles',
    width: '0.8fr',
    cell: ({ ref, alt }) => (
      <span title={`${ref} to ${alt}`}>
        {ref} &gt; {alt}
      </span>
    ),
  },
  mafColumn(),
  {
    key: 'distance',
    head: 'Distance, bp',
    name: 'Distance to the element, bp',
    isNumber: true,
    width: 104,
    sortBy: ({ distance }) => distance,
    cell: ({ distance }) => (distance === 0 ? 'inside' : count(distance)),
  },
  {
    key: 'studies',
    head: 'Studies',
    name: 'Studies',
    isNumber: true,
    width: 76,
    sortBy: ({ studies }) => studies.length,
    cell: ({ studies }) => (
      <span className={studies.length === 0 ? 'soft' : undefined}>{count(studies.length)}</span>
    ),
  },
];

/** chr1:70,743: one base as one position. */
export function positionOf({ chrom, start, end }: Variant): string {
  const last = end - start > 1 ? `-${count(end)}` : '';
  return `${chrom}:${count(start + 1)}${last}`;
}
