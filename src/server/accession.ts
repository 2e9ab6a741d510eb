/** Accessions as visitors have them: of this registry, or of one that came before it. */

import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';
import type { Served } from './served.ts';

/** What an accession stands for in a registry. */
export interface ResolvedAccession {
  /** Rows of elements: the one that has it; of an older accession those that lie where it was, the most shared bases first. */
  readonly rows: readonly number[];
  /** current: the registry has it. previous: it is of an earlier registry. */
  readonly from: 'current' | 'previous';
}

/** The elements that an accession stands for; undefined where the registry knows nothing by it. */
export function resolveAccession({ store }: Served, accession: string): ResolvedAccession | undefined {
  const row = store.rowOf(accession);
  return row === undefined ? undefined : { rows: [row], from: 'current' };
}

/** The one row that an accession stands for; of an older one the element that shares most with it. Throws RequestError 404. */
export function rowOfAccession(served: Served, accession: string): number {
  const found = resolveAccession(served, accession);
  if (found !== undefined) return found.rows[0]!;
  const { accessionPrefix } = served.store.registry;
  throw new RequestError(
    404,
    `${quoted(accession)} is no cCRE or rDHS of ${served.id}, expected an accession such as ${accessionPrefix}E0000001 or ${accessionPrefix}D0000001`,
    'accession',
  );
}
