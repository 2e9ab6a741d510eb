/** Elements beside their links: what names and places them, and no more. */

import type { Link } from '../../annotation/links/link-table.ts';
import { locationText } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import type { ListColumn } from '../answers/list-answer.ts';

/** The names, class and place of an element. */
export function slimElement({ table, registry }: ElementStore, row: number) {
  const { chrom, start, end } = placeAt(table.regions, row);
  const code = table.classCode[row]!;
  return {
    accession: ccreAccession(table, row) ?? null,
    rdhs: rdhsAccession(table, row),
    class: code === NOT_CCRE ? null : CLASS_NAMES[registry.scheme].agnostic[code]!,
    chrom,
    start,
    end,
    location: locationText({ chrom, start, end }),
  };
}

/** The same as columns. */
export function linkElementColumns(store: ElementStore): readonly ListColumn<Link>[] {
  const column = (
    name: keyof ReturnType<typeof slimElement>,
    type: 'text' | 'whole',
    description: string,
  ): ListColumn<Link> => ({
    name,
    type,
    description,
    value: ({ element }) => slimElement(store, element)[name],
  });
  return [
    column('chrom', 'text', 'Chromosome of the element'),
    column('start', 'whole', 'Its start, 0-based'),
    column('end', 'whole', 'Its end, half-open'),
    column('accession', 'text', 'cCRE'),
    column('rdhs', 'text', 'rDHS'),
    column('class', 'text', 'Class without suffix'),
  ];
}
