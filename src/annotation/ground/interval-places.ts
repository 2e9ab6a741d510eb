/** Regions of a file on the chromosomes of the registry: checked, counted and sorted. */

import { CisregError } from '../../errors.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import type { Regions } from '../../genome/regions.ts';
import { type SortedRegions, sortRegions } from '../../genome/sorted-regions.ts';
import type { Progress } from '../../progress.ts';

export interface PlacedRows {
  /** Those on chromosomes of the registry, by chromosome and start. */
  readonly sorted: SortedRegions;
  /** The row in the file of each sorted row. */
  readonly order: Int32Array;
  /** How many are on other chromosomes. */
  readonly elsewhere: number;
}

export interface PlaceOptions {
  /** The path, for errors. */
  readonly file: string;
  /** As the configuration names it, for notes. */
  readonly name: string;
  /** What the rows are: `peaks`. */
  readonly what: string;
  readonly chromSizes: ChromSizes;
  readonly progress: Progress;
}

/** Names of chromosomes that a message shows. */
const SHOWN = 3;

/**
 * Sorts the rows that lie on chromosomes of the registry; others are counted and said. Throws CisregError ASSEMBLY where there are
 * rows and none lies on any, FORMAT with the line for one that ends beyond its chromosome.
 */
export function placedRows(
  regions: Regions & { readonly line?: Int32Array },
  { file, name, what, chromSizes, progress }: PlaceOptions,
): PlacedRows {
  const { chromNames, chrom, start, end, line } = regions;
  const sizeBp = chromNames.map((own) => chromSizes.sizes[chromSizes.index.get(own) ?? -1] ?? -1);
  const rows = new Int32Array(chrom.length);
  let kept = 0;
  for (let i = 0; i < chrom.length; i++) {
    const most = sizeBp[chrom[i]!]!;
    if (most < 0) continue;
    if (end[i]! > most) {
      const place = `${chromNames[chrom[i]!]}:${start[i]}-${end[i]}`;
      throw new CisregError(
        'FORMAT',
        `${place} ends beyond the chromosome, expected at most ${most}; is it of this assembly?`,
        { where: { file, line: line?.[i] } },
      );
    }
    rows[kept++] = i;
  }
  const elsewhere = chrom.length - kept;
  if (elsewhere > 0) {
    const others = chromNames.filter((_, c) => sizeBp[c]! < 0);
    if (kept === 0) {
      throw new CisregError(
        'ASSEMBLY',
        `has ${what} on ${others.slice(0, SHOWN).join(', ')} and none on a chromosome of the registry (${chromSizes.names.slice(0, SHOWN).join(', ')}); is it of this assembly, with its names of chromosomes?`,
        { where: { file } },
      );
    }
    progress.note(
      `${name}: ${elsewhere} of ${chrom.length} ${what} lie on chromosomes that the registry has not (${others.slice(0, SHOWN).join(', ')})`,
    );
  }
  const taken = rows.subarray(0, kept);
  const { sorted, order } = sortRegions({
    chromNames,
    chrom: gatherInt32(chrom, taken),
    start: gatherInt32(start, taken),
    end: gatherInt32(end, taken),
  });
  return { sorted, order: gatherInt32(taken, order), elsewhere };
}
