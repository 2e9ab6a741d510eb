/** Whole random inputs of a build, small enough for an oracle that looks at every base and every pair. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { type Random, randomOf } from '../../src/simulate/random.ts';
import {
  type Cells,
  miniAllcalls,
  miniDhs,
  miniGtf,
  miniNarrowPeaks,
  miniSites,
  miniTss,
  type Site,
  shuffled,
} from './mini-peaks.ts';
import type { Track } from './naive-numbers.ts';

export interface MiniOptions {
  /** Keys of registry.yaml beside or in place of the usual ones. */
  readonly yaml?: Readonly<Record<string, unknown>>;
  readonly tss?: 'bed' | 'bed-ends' | 'gtf' | 'gtf-untagged';
  readonly consensus?: 'some' | 'everywhere';
  readonly hasPrevious?: boolean;
  readonly hasStats?: boolean;
  /** Values of every float32 digit in place of quarters. */
  readonly isFine?: boolean;
  /** Peaks format of every anchor; mixed without. */
  readonly format?: string;
  /** Assays of each biosample; random without. */
  readonly assays?: readonly (readonly string[])[];
}

export interface MiniCase {
  readonly registryYaml: string;
  readonly tracks: ReadonlyMap<string, Track>;
}

const SIZES = new Map([
  ['chr1', 36_000],
  ['chr10', 12_000],
  ['chr2', 16_000],
  ['chrM', 4_000],
  ['chrUn_1', 5_000],
]);
const NAMES = ['K562', 'liver, male (3 d)', 'heart/left  ventricle', 'µ-cell +', 'T.h_1-x', 'A  549', 'zz'];
const FORMATS = ['hotspot2-allcalls', 'dhs', 'narrowPeak'];
const ANCHORS = ['DNase', 'ATAC'];
const COLUMNS = 'biosample assay experiment file peaks peaks_format signal zscore lab spot'.split(' ');

/** Writes the input of one build below a new directory. The same seed and options give the same input. */
export async function writeMiniCase(
  directory: string,
  seed: number,
  options: MiniOptions,
): Promise<MiniCase> {
  mkdirSync(directory, { recursive: true });
  const random = randomOf(seed, 'mini');
  const at = (name: string): string => path.join(directory, name);
  const write = (name: string, rows: readonly Cells[]): string => {
    const text = rows.map((row) => `${row.join('\t')}\n`).join('');
    writeFileSync(at(name), name.endsWith('.gz') ? gzipSync(text) : text);
    return name;
  };
  const sites = miniSites(random, SIZES);
  write('chrom.sizes', [...SIZES]);

  const tracks = new Map<string, Track>();
  const rows: Cells[] = [];
  const places: Cells[] = [];
  for (const { biosample, assay, isExtra } of plannedRows(random, options)) {
    const file = `F${rows.length + 1}`;
    const signal = `${file}.bigWig`;
    const chroms = new Map(random.chance(0.15) ? [...SIZES].filter(([name]) => name !== 'chr10') : SIZES);
    const track = miniTrack(random, { sites, chroms, isFine: options.isFine === true });
    await writeTrack(at(signal), track);
    tracks.set(signal, track);
    const isAnchor = ANCHORS.includes(assay);
    const format = options.format ?? random.pick(FORMATS);
    let peaks = '';
    if (isAnchor && (isExtra || random.chance(0.85) || rows.length === 0)) {
      const called = peaksOf(random, format, sites, options);
      places.push(...called.slice(0, 200));
      peaks = write(`${file}.bed${random.chance(0.3) ? '.gz' : ''}`, called);
    }
    const zscore = isExtra ? 'no' : random.pick(['yes', '']);
    const spot = random.pick(['', '0.2', '0.3', '0.5', '0.6']);
    rows.push([
      biosample,
      assay,
      `X-${biosample}`,
      file,
      peaks,
      peaks && format,
      signal,
      zscore,
      'lab',
      spot,
    ]);
  }
  write('datasets.tsv', [COLUMNS, ...rows]);

  const config: Record<string, unknown> = {
    assembly: 'GRCh38',
    chromSizes: 'chrom.sizes',
    datasets: 'datasets.tsv',
  };
  const isWithout = random.chance(0.5);
  const tss = miniTss(random, sites, new Map([...SIZES].filter(([chrom]) => chrom !== 'chr2' || !isWithout)));
  config.tss = writeTss(write, tss, options.tss ?? random.pick(['bed', 'bed-ends', 'gtf', 'gtf-untagged']));
  if (options.consensus !== undefined) {
    config.consensusDhs = write('consensus.bed.gz', consensusRows(random, options.consensus, sites));
  }
  if (options.hasPrevious) {
    config.previous = {
      rdhs: write('old-rdhs.bed', previousRows(random, 'D', [...places, ...siteRows(sites)])),
      ccre: write('old-ccre.bed.gz', previousRows(random, 'E', [...places, ...siteRows(sites)])),
    };
  }
  if (random.chance(0.5)) {
    config.blacklist = write('blacklist.bed', siteRows(sites.filter(() => random.chance(0.1))));
  }
  if (options.hasStats) {
    const stats = rows.map((row) => [row[3]!, random.pick([0.1, 0.25, -0.3]), random.pick([0.4, 0.5, 0.75])]);
    config.normalisation = write('stats.tsv', [['file', 'mean', 'sd'], ...stats]);
  }
  writeFileSync(at('registry.yaml'), stringify({ ...config, ...options.yaml }));
  return { registryYaml: at('registry.yaml'), tracks };
}

interface PlannedRow {
  readonly biosample: string;
  readonly assay: string;
  /** A replicate without Z. */
  readonly isExtra: boolean;
}

function plannedRows(random: Random, { assays }: MiniOptions): PlannedRow[] {
  const drawn =
    assays ??
    NAMES.slice(0, random.whole(4, NAMES.length)).map((_, i) => [
      ...(i === 0 || random.chance(0.6) ? ['DNase'] : []),
      ...['ATAC', 'H3K4me3', 'H3K27ac', 'CTCF'].filter(() => random.chance(0.55)),
      ...['POL2', 'H3K36me3'].filter(() => random.chance(0.15)),
    ]);
  return drawn.flatMap((own, i) =>
    own.flatMap((assay) => {
      const row = { biosample: NAMES[i]!, assay, isExtra: false };
      return ANCHORS.includes(assay) && random.chance(0.3) ? [row, { ...row, isExtra: true }] : [row];
    }),
  );
}

function peaksOf(random: Random, format: string, sites: readonly Site[], options: MiniOptions): Cells[] {
  if (format === 'hotspot2-allcalls') return miniAllcalls(random, sites);
  const rows: Cells[] =
    format === 'dhs' ? miniDhs(random, sites, SIZES) : miniNarrowPeaks(random, sites, SIZES);
  // A chromosome that is excluded and nowhere listed: of no signal, and counted in the percentile.
  if (options.yaml?.exclude === undefined) rows.push(['chrEBV', ...rows[0]!.slice(1)]);
  return random.chance(0.3) ? shuffled(random, rows) : rows;
}

interface TrackOptions {
  readonly sites: readonly Site[];
  readonly chroms: ReadonlyMap<string, number>;
  readonly isFine: boolean;
}

/** Steps around the sites: mostly low, high at active ones, and nothing at some. */
function miniTrack(random: Random, { sites, chroms, isFine }: TrackOptions): Track {
  const track = new Map([...chroms].map(([chrom, size]) => [chrom, new Float32Array(size)]));
  for (const { chrom, start, end, isActive } of sites) {
    if (random.chance(0.12)) continue;
    const isHigh = isActive && random.chance(0.5);
    const level = isHigh
      ? random.pick([8, 12, 16, 20, 24, 32, 64, 128])
      : random.pick([0.25, 0.5, 1, 1, 1, 2, 3, 4]);
    const from = Math.max(0, start + random.pick([0, 0, 0, 25, -40]));
    track
      .get(chrom)
      ?.fill(isFine ? level * (0.5 + random.uniform()) : level, from, end + random.pick([0, 0, 30]));
  }
  return track;
}

async function writeTrack(file: string, track: Track): Promise<void> {
  const chroms = chromSizesOf(
    [...track.keys()],
    [...track.values()].map((values) => values.length),
  );
  const runs = [...track].map(([chrom, values]) => {
    const starts: number[] = [];
    const ends: number[] = [];
    for (let base = 0; base < values.length; base++) {
      if (base > 0 && values[base] === values[base - 1]) ends[ends.length - 1] = base + 1;
      else {
        starts.push(base);
        ends.push(base + 1);
      }
    }
    // Zeros are stored on one chromosome and left out on the others: both are a signal of 0.
    const kept = starts.map((_, i) => i).filter((i) => chrom === 'chr2' || values[starts[i]!] !== 0);
    return {
      chrom,
      starts: Int32Array.from(kept, (i) => starts[i]!),
      ends: Int32Array.from(kept, (i) => ends[i]!),
      values: Float32Array.from(kept, (i) => values[starts[i]!]!),
      length: kept.length,
    };
  });
  await writeBigWig(file, chroms, runs);
}

function writeTss(
  write: (name: string, rows: readonly Cells[]) => string,
  tss: ReturnType<typeof miniTss>,
  kind: NonNullable<MiniOptions['tss']>,
): string {
  if (kind === 'gtf' || kind === 'gtf-untagged') return write('genes.gtf.gz', miniGtf(tss, kind === 'gtf'));
  const back = kind === 'bed' ? 0 : 1;
  return write(
    'tss.bed',
    tss.map(({ chrom, end, strand }, i) => [chrom, end - back, end, `T${i}`, '.', strand, `G${i}`]),
  );
}

function consensusRows(random: Random, kind: 'some' | 'everywhere', sites: readonly Site[]): Cells[] {
  if (kind === 'everywhere') {
    // Tiles that every rDHS overlaps, few are within one and few hold one.
    return [...SIZES].flatMap(([chrom, size]) =>
      Array.from({ length: Math.ceil(size / 130) }, (_, i) => [chrom, i * 130, i * 130 + 130]),
    );
  }
  return sites.flatMap(({ chrom, start, end }): Cells[] => {
    if (random.chance(0.3)) return [];
    // From within, from before its start or past its end, by about the 135 bases that decide.
    const shared = random.pick([20, 100, 134, 135, 136]);
    const site = random.pick([
      [start + 20, start + 20 + random.pick([20, 100, 135])],
      [start - 100, start + shared],
      [end - shared, end + 100],
      [end - shared, end + 100],
      [end, end + 50],
    ] as const);
    return [[chrom, Math.max(0, site[0]), site[1]]];
  });
}

const siteRows = (sites: readonly Site[]): Cells[] =>
  sites.map(({ chrom, start, end }) => [chrom, start, end]);

/** Old accessions of some places, some twice, and of places that no longer are. */
function previousRows(random: Random, letter: string, places: readonly Cells[]): Cells[] {
  let number = 7;
  const prefixes = [`EH38${letter}`, `EH37${letter}`, `XY01${letter}`, 'FOO'];
  const next = (): string => `${random.pick(prefixes)}${String(number++).padStart(7, '0')}`;
  const seen = new Set<string>();
  const rows = places.flatMap(([chrom, start, end]): Cells[] => {
    const place = `${chrom}:${start}-${end}`;
    if (seen.has(place) || !random.chance(0.3)) return [];
    seen.add(place);
    const row = (): Cells => [chrom!, start!, end!, next()];
    return random.chance(0.15) ? [row(), row()] : [row()];
  });
  // Beyond seven digits, sometimes.
  number += random.pick([1000, 12_345_678]);
  rows.push(['chr99', 100, 300, next()], ['chr1', 900_000, 900_200, next()]);
  return shuffled(random, rows);
}
