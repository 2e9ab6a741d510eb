/** Accessions as visitors have them: of this registry, or of one that came before it. */

import { PREVIOUS } from '../../annotation/registries/previous-accessions.ts';
import { locationText } from '../../genome/region-text.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';

/** What an accession stands for in a registry. */
export interface ResolvedAccession {
  /** Rows of elements: the one that has it; of an older accession those that lie where it was, the most shared bases first. */
  readonly rows: readonly number[];
  /** current: the registry has it. previous: it is of an earlier registry. */
  readonly from: 'current' | 'previous';
}

/** The elements that an accession stands for; undefined where the registry knows nothing by it. */
export function resolveAccession(served: Served, accession: string): ResolvedAccession | undefined {
  const row = served.store.rowOf(accession);
  if (row !== undefined) return { rows: [row], from: 'current' };
  const found = served.annotations().get(PREVIOUS)?.find(accession);
  return found === undefined ? undefined : { rows: found.now.map((own) => own.row), from: 'previous' };
}

/** The one row that an accession stands for; of an older one the element that shares most with it. Throws RequestError 404. */
export function rowOfAccession(served: Served, accession: string, parameter = 'accession'): number {
  const found = resolveAccession(served, accession);
  const [row] = found?.rows ?? [];
  if (row !== undefined) return row;
  if (found !== undefined) throw new RequestError(404, goneText(served, accession), parameter);
  const { accessionPrefix } = served.store.registry;
  throw new RequestError(
    404,
    `${quoted(accession)} is no cCRE or rDHS of ${served.id}, expected an accession such as ${accessionPrefix}E0000001 or ${accessionPrefix}D0000001`,
    parameter,
  );
}

function goneText(served: Served, accession: string): string {
  const { chrom, start, end } = served.annotations().get(PREVIOUS)!.find(accession)!;
  const place =
    chrom === undefined
      ? 'on a chromosome that is not in this one'
      : `at ${locationText({ chrom, start, end })}`;
  return `${quoted(accession)} was an element of an earlier registry, ${place}; ${served.id} has none there`;
}

/** The current accession of a row: the cCRE's, or the rDHS's where it is none. */
export function accessionOfRow({ store: { table } }: Served, row: number): string {
  return ccreAccession(table, row) ?? rdhsAccession(table, row);
}
