/** Things of the first registry that examples can name. */

import { locationText } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { ccreAccession } from '../../store/element-table.ts';
import { rowsOf } from '../../store/row-set.ts';
import type { ServedRegistries } from '../served.ts';

export interface Examples {
  /** Of two published cCREs. */
  readonly accessions: readonly [string, string];
  /** Where the first of them lies, with 50 kb on either side. */
  readonly region: string;
  /** Two biosamples that have DNase. */
  readonly biosamples: readonly [string, string];
}

/** Escaped for an address. Where there are fewer than two of a kind, the first stands for both. */
export function examplesOf({ all }: ServedRegistries): Examples {
  const { table, registry } = all[0]!.store;
  const [row = 0, next = row] = rowsOf(table.published, 0, 2);
  const { names, sizes, index } = registry.chromSizes;
  const place = row < table.rows ? placeAt(table.regions, row) : { chrom: names[0]!, start: 0, end: 0 };
  const region = locationText({
    chrom: place.chrom,
    start: Math.max(0, place.start - 50_000),
    end: Math.min(sizes[index.get(place.chrom)!]!, place.end + 50_000),
  });
  const dnase = registry.biosamples.filter(({ files }) => files.DNase !== undefined);
  const [a = registry.biosamples[0]?.name ?? 'none', b = a] = dnase.map((own) => own.name);
  const accession = (of: number) => (of < table.rows ? (ccreAccession(table, of) ?? 'none') : 'none');
  return {
    accessions: [accession(row), accession(next)],
    region: encodeURIComponent(region),
    biosamples: [encodeURIComponent(a), encodeURIComponent(b)],
  };
}
