/** What files of links name, in the registry's terms: genes by any name, places on its chromosomes; what is not known is counted. */

import { CisregError } from '../../errors.ts';
import { firstAtLeast } from '../../genome/binary-search.ts';
import type { Place } from '../../genome/region-text.ts';
import type { Progress } from '../../progress.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { withoutVersion } from '../genes/gene-name-index.ts';
import type { GeneTable } from '../genes/gene-table.ts';
import type { LinkSource } from './link-sources.ts';

export interface LinkLookup {
  /** The rows of the gene of a name; those on `chrom` where several have it. Empty, and counted, where none has it. */
  genes(name: string, chrom: string | undefined): readonly number[];
  /** The genes with a start site in a place. */
  genesAt(place: Place): number[];
  /** The rows [from, to) of the elements in a place; undefined, and counted, on a chromosome that the registry has not. Throws FORMAT beyond its end. */
  elements(place: Place, line: number): readonly [from: number, to: number] | undefined;
  /** The element of an accession; undefined, and counted, where the registry has none. */
  element(accession: string): number | undefined;
  /** Says what was not known. Throws CisregError where nothing was. */
  report(progress: Progress): void;
}

/** A lookup for one file. */
export function linkLookup(
  { input, method }: LinkSource,
  { store, genes }: { readonly store: ElementStore; readonly genes: GeneTable },
): LinkLookup {
  const { chromSizes } = store.registry;
  const file = input.path;
  const known = new Map<string, readonly number[]>();
  const asked = { gene: new Tally(), chromosome: new Tally(), accession: new Tally() };
  return {
    genes(name, chrom) {
      let rows = known.get(name);
      if (rows === undefined) {
        rows = genes.find(name);
        if (rows.length === 0) rows = genes.find(withoutVersion(name));
        known.set(name, rows);
      }
      asked.gene.add(name, rows.length > 0);
      if (rows.length < 2) return rows;
      const here = rows.filter((row) => genes.gene(row).chrom === chrom);
      return here.length > 0 ? here : rows;
    },
    genesAt({ chrom, start, end }) {
      const c = genes.regions.chromNames.indexOf(chrom);
      if (c < 0) return [];
      const { chromOffsets, position, gene } = genes.tss;
      const [low, high] = [chromOffsets[c]!, chromOffsets[c + 1]!];
      // The base of a 1-based position p is [p - 1, p).
      const from = firstAtLeast(position, start + 1, low, high);
      const to = firstAtLeast(position, end + 1, low, high);
      return [...new Set(gene.subarray(from, to))].sort((a, b) => a - b);
    },
    elements(place, line) {
      const at = chromSizes.index.get(place.chrom);
      asked.chromosome.add(place.chrom, at !== undefined);
      if (at === undefined) return undefined;
      if (place.end > chromSizes.sizes[at]!) {
        throw new CisregError(
          'FORMAT',
          `${place.chrom}:${place.start}-${place.end} ends beyond the chromosome, expected at most ${chromSizes.sizes[at]}; is it of this assembly?`,
          { where: { file, line } },
        );
      }
      return store.rowsIn(place);
    },
    element(accession) {
      const row = store.rowOf(accession);
      asked.accession.add(accession, row !== undefined);
      return row;
    },
    report(progress) {
      const { names } = chromSizes;
      const hints = {
        gene: 'ids or symbols of `genes`',
        chromosome: `those of the registry (${names.slice(0, 3).join(', ')}); is it of this assembly, with its names of chromosomes?`,
        accession: `accessions of the registry, which begin with ${store.registry.accessionPrefix}`,
      };
      for (const [what, { all, unknown, shown }] of Object.entries(asked) as [keyof typeof hints, Tally][]) {
        if (unknown === 0) continue;
        if (unknown === all) {
          throw new CisregError(
            what === 'chromosome' ? 'ASSEMBLY' : 'FORMAT',
            `none of its ${what}s is known (${shown.join(', ')}), expected ${hints[what]}`,
            { where: { file } },
          );
        }
        progress.note(
          `${input.name} (${method}): ${unknown} of ${all} rows name a ${what} that is not known (${shown.join(', ')})`,
        );
      }
    },
  };
}

/** How many names were asked for, and how many of them are not known. */
class Tally {
  all = 0;
  unknown = 0;
  readonly shown: string[] = [];

  add(name: string, isKnown: boolean): void {
    this.all++;
    if (isKnown) return;
    this.unknown++;
    if (this.shown.length < 3 && !this.shown.includes(name)) this.shown.push(name);
  }
}
