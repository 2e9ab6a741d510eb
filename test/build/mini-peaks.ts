/** Random peak files and TSSs of a mini genome, with ties, edges and oddities. */

import type { Random } from '../../src/simulate/random.ts';
import type { Row } from '../genome/rows.ts';

export type Cell = string | number;
export type Cells = readonly Cell[];

/** A place where peaks gather. */
export interface Site extends Row {
  readonly isActive: boolean;
}

const CALL_FDRS =
  '0.02 0.01 0.009999 0.00999 0.005 0.001 0.00100004 0.0005 1e-05 9.9e-06 1e-21 1.2e-40 2.5e-400 0 3E-7'.split(
    ' ',
  );
const DHS_FDRS = '0 1e-05 1e-05 0.0005 0.001 0.00100001 1e-400 0.04'.split(' ');
const Q_VALUES = '-1 -1 0.5 2.9999 3 3.2 10 320'.split(' ');
const WIDTHS = [149, 150, 150, 160, 200, 200, 250, 300, 350, 350, 351, 420];

export function miniSites(random: Random, sizes: ReadonlyMap<string, number>): Site[] {
  const sites: Site[] = [];
  for (const [chrom, size] of sizes) {
    let start = random.whole(0, 8) * 10;
    while (start + 150 < size) {
      sites.push({
        chrom,
        start,
        end: Math.min(start + random.pick([150, 200, 250, 300, 350]), size),
        isActive: random.chance(0.25),
      });
      start += random.pick([50, 150, 200, 300, 400, 500, 650]);
    }
    sites.push({ chrom, start: size - 200, end: size, isActive: true });
  }
  return sites;
}

/** hotspot2 allcalls: one to four stretches a site, apart, touching or one base away; in order. */
export function miniAllcalls(random: Random, sites: readonly Site[]): Cell[][] {
  const rows: Cell[][] = [];
  let chrom = '';
  let reached = 0;
  for (const site of sites) {
    if (site.chrom !== chrom) reached = 0;
    chrom = site.chrom;
    let start = Math.max(site.start, reached + random.pick([0, 1, 2, 5]));
    for (let n = random.whole(1, 4); n > 0 && start < site.end; n--) {
      const end = Math.min(start + random.pick([1, 30, 49, 50, 100, 150, 200]), site.end);
      rows.push([chrom, start, end, 'i', random.pick(CALL_FDRS)]);
      reached = end;
      start = end + random.pick([0, 1, 2]);
    }
  }
  return rows;
}

/** DHSs taken as they are: on a grid of 10 bases, so that starts, ends and whole rows coincide. */
export function miniDhs(
  random: Random,
  sites: readonly Site[],
  sizes: ReadonlyMap<string, number>,
): Cell[][] {
  return peaksAt(random, sites, sizes).map(({ chrom, start, end }) => [
    chrom,
    start,
    end,
    random.pick(DHS_FDRS),
  ]);
}

export function miniNarrowPeaks(
  random: Random,
  sites: readonly Site[],
  sizes: ReadonlyMap<string, number>,
): Cell[][] {
  const peaks = peaksAt(random, sites, sizes);
  // The widest that is a peak, and the narrowest that is an artefact.
  for (const width of [10_000, 10_001, 5000]) peaks.push({ chrom: 'chr1', start: 1000, end: 1000 + width });
  const last = [...sizes].map(([chrom, size]) => ({
    chrom,
    start: size - random.pick([100, 400]),
    end: size,
  }));
  return [...peaks, ...last].map(({ chrom, start, end }, i) => {
    // About a summit at the edge of a chromosome, extents are clipped at its start and not at its end.
    const isLast = i >= peaks.length;
    const summit = isLast ? end - start - 1 : random.chance(0.3) ? -1 : random.whole(0, end - start - 1);
    return [chrom, start, end, `peak${i}`, 0, '.', random.whole(1, 9), -1, random.pick(Q_VALUES), summit];
  });
}

function peaksAt(random: Random, sites: readonly Site[], sizes: ReadonlyMap<string, number>): Row[] {
  return sites.flatMap((site) => {
    if (random.chance(0.3)) return [];
    const width = random.chance(0.7) ? site.end - site.start : random.pick(WIDTHS);
    const start = Math.max(0, site.start + random.pick([0, 0, 0, -10, 10, 50, -50]));
    const end = Math.min(start + width, sizes.get(site.chrom)!);
    return [{ chrom: site.chrom, start, end }];
  });
}

/** Positions of TSSs, many at the edges of the zones of some site; none off the chromosomes of `sizes`. */
export function miniTss(
  random: Random,
  sites: readonly Site[],
  sizes: ReadonlyMap<string, number>,
): (Row & { strand: string })[] {
  return sites
    .filter(({ chrom }) => sizes.has(chrom) && random.chance(0.06))
    .flatMap((site) => {
      const middle = Math.floor((site.start + site.end) / 2);
      const shift = random.pick([0, 1, 100, 199, 200, 201, 1999, 2000, 2001, -200, -201, -2000, -2001, 4000]);
      const position = Math.max(1, middle + shift);
      const strand = random.pick(['+', '-']);
      if (position > sizes.get(site.chrom)!) return [];
      return [{ chrom: site.chrom, start: position, end: position, strand }];
    });
}

/** GTF of those TSSs; every second transcript is tagged basic, if any is. */
export function miniGtf(tss: readonly (Row & { strand: string })[], isTagged: boolean): Cell[][] {
  return tss.flatMap(({ chrom, end, strand }, i) => {
    const [from, to] = strand === '-' ? [Math.max(1, end - 700), end] : [end, end + 700];
    const tag = isTagged && i % 2 === 0 ? ' tag "basic"; tag "CCDS";' : '';
    const names = `gene_id "G${i}.1"; transcript_id "T${i}.1"; gene_type "protein_coding"; gene_name "N${i}";`;
    const row = (feature: string, attributes: string): Cell[] => [
      chrom,
      'TEST',
      feature,
      from,
      to,
      '.',
      strand,
      '.',
      attributes,
    ];
    return [
      row('gene', `gene_id "G${i}.1"; gene_type "protein_coding"; gene_name "N${i}";`),
      row('transcript', `${names}${tag}`),
      row('exon', `${names}${tag}`),
    ];
  });
}

export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: random.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
