/** The DHSs of one dataset with their signal: a task of a worker. */

import { CisregError } from '../errors.ts';
import { readAllcalls, readFdrBed } from '../formats/allcalls.ts';
import { openBigBed } from '../formats/bbi/bigbed.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { type NarrowPeaks, parseNarrowPeakRest, readNarrowPeak } from '../formats/narrow-peak.ts';
import type { Location } from '../formats/remote-location.ts';
import { chromSizesOf } from '../genome/chrom-sizes.ts';
import { gatherFloat64, gatherInt32, rowsWhere } from '../genome/gather.ts';
import { bedPlaceText } from '../genome/region-text.ts';
import type { Regions } from '../genome/regions.ts';
import { sortRegions } from '../genome/sorted-regions.ts';
import { callDhs } from '../registry/dhs.ts';
import { planRegions } from '../signal/region-plan.ts';
import { writeArrays } from './arrays-file.ts';
import { namingHint, patternOf } from './chrom-names.ts';
import type { DhsFilter } from './config.ts';
import type { PeaksFormat } from './datasets.ts';
import { isBigBed } from './peaks-format.ts';
import { roundedMeans } from './rounded-means.ts';

export interface DhsTask {
  readonly file: string;
  readonly peaks: string;
  readonly format: PeaksFormat;
  readonly signal: Location;
  readonly filter: DhsFilter;
  readonly chromNames: readonly string[];
  readonly chromSizes: readonly number[];
  readonly exclude: readonly string[];
  /** The subset to look at; undefined: all. */
  readonly chromosomes: readonly string[] | undefined;
  /** Chromosomes that give rDHSs, in C-locale order: the pool is laid out by them. */
  readonly rdhsChroms: readonly string[];
  readonly out: string;
}

/** What became of the DHSs of one dataset, filter by filter, in this order. */
export interface DhsCounts {
  readonly called: number;
  readonly artefacts: number;
  readonly excludedChromosome: number;
  readonly fdr: number;
  readonly tooNarrow: number;
  readonly tooWide: number;
  /** What is left for the signal threshold. */
  readonly pooled: number;
  /** Rows of narrowPeak without an FDR (-1): they pass the FDR filter. */
  readonly withoutFdr: number;
}

/** Sites of a dataset before any filter. */
interface Sites extends Regions {
  /** NaN where the row has none. */
  readonly fdr: Float64Array;
  /** Their number in names: place in the called order, or line. */
  readonly ordinal: Int32Array;
}

/**
 * Reads or calls the DHSs, takes their signal and writes two things: the signals of all (for the percentile), and the
 * columns of those that pass the filters but the signal one, by chromosome (for the pool).
 */
export async function runDhsTask(task: DhsTask): Promise<DhsCounts> {
  const read = await readSites(task);
  const { sites, artefacts } =
    task.format === 'narrowPeak' ? resizePeaks(read, task.filter) : { sites: read, artefacts: 0 };
  const signals = await roundedMeans(task.signal, planRegions(sites, 0), (i) => dhsName(task.file, sites, i));

  const rank = new Map(task.rdhsChroms.map((name, c) => [name, c]));
  const chromRank = sites.chromNames.map((name) => rank.get(name) ?? -1);
  const counts = { excludedChromosome: 0, fdr: 0, tooNarrow: 0, tooWide: 0, withoutFdr: 0 };
  const pass = new Int32Array(sites.start.length);
  let pooled = 0;
  for (let i = 0; i < sites.start.length; i++) {
    const width = sites.end[i]! - sites.start[i]!;
    if (Number.isNaN(sites.fdr[i])) counts.withoutFdr++;
    if (chromRank[sites.chrom[i]!]! < 0) counts.excludedChromosome++;
    else if (sites.fdr[i]! > task.filter.maxFdr) counts.fdr++;
    else if (width < task.filter.minWidth) counts.tooNarrow++;
    else if (width > task.filter.maxWidth) counts.tooWide++;
    else pass[pooled++] = i;
  }
  const kept = pass.subarray(0, pooled);
  const { sorted, order } = sortRegions({
    chromNames: task.rdhsChroms,
    chrom: kept.map((i) => chromRank[sites.chrom[i]!]!),
    start: gatherInt32(sites.start, kept),
    end: gatherInt32(sites.end, kept),
  });
  const result: DhsCounts = { called: sites.start.length + artefacts, artefacts, ...counts, pooled };
  await writeArrays(task.out, result, {
    signals,
    chromOffsets: sorted.chromOffsets,
    start: sorted.start,
    end: sorted.end,
    signal: gatherFloat64(signals, gatherInt32(kept, order)),
    ordinal: gatherInt32(sites.ordinal, gatherInt32(kept, order)),
  });
  return result;
}

/** How messages call a DHS. */
function dhsName(file: string, sites: Sites, row: number): string {
  return `DHS ${file}-${sites.ordinal[row]} (${bedPlaceText(sites, row)})`;
}

async function readSites(task: DhsTask): Promise<Sites> {
  if (task.format === 'hotspot2-allcalls') {
    const calls = await readAllcalls(task.peaks);
    checkPlaces(calls, calls.line, task);
    const { dhs } = callDhs(calls);
    return chosen({ ...dhs, ordinal: Int32Array.from(dhs.start, (_, i) => i + 1) }, task.chromosomes);
  }
  if (task.format === 'dhs') {
    const dhs = await readFdrBed(task.peaks);
    checkPlaces(dhs, dhs.line, task);
    return chosen({ ...dhs, ordinal: dhs.line }, task.chromosomes);
  }
  const peaks = await readPeaks(task.peaks);
  checkPlaces(peaks, peaks.line, task);
  const fdr = Float64Array.from(peaks.qValue, fdrOfQ);
  return chosen({ ...peaks, fdr, ordinal: peaks.line, summit: peaks.summit }, task.chromosomes);
}

/** 10^-q, NaN for -1. For whole q the power of V8 can miss the nearest double, which the text 1e-q gives. */
function fdrOfQ(q: number): number {
  if (q === -1) return Number.NaN;
  return Number.isInteger(q) ? Number(`1e-${q}`) : 10 ** -q;
}

/** narrowPeak as text or bigBed, told apart by the first bytes. */
async function readPeaks(path: string): Promise<NarrowPeaks> {
  if (!isBigBed(path)) return readNarrowPeak(path);
  const source = await openByteSource(path);
  try {
    const bigBed = await openBigBed(source);
    const rows = await bigBed.readAll();
    return parseNarrowPeakRest(rows, rows.rest, path);
  } finally {
    await source.close();
  }
}

/** Every place must be on a known chromosome (or one that is excluded by name) and end within it. */
function checkPlaces(regions: Regions, line: Int32Array, task: DhsTask): void {
  const chroms = chromSizesOf(task.chromNames, task.chromSizes);
  const excluded = task.exclude.map(patternOf);
  const sizes = regions.chromNames.map((name) => chroms.sizes[chroms.index.get(name) ?? -1]);
  const legal = regions.chromNames.map(
    (name, c) =>
      sizes[c] !== undefined ||
      excluded.some((pattern) => pattern.test(name)) ||
      !(task.chromosomes?.includes(name) ?? true),
  );
  for (let i = 0; i < regions.start.length; i++) {
    const c = regions.chrom[i]!;
    const name = regions.chromNames[c]!;
    const where = { file: task.peaks, line: line[i] };
    if (!legal[c]) {
      throw new CisregError(
        'ASSEMBLY',
        `chromosome ${name} is not in chromSizes${namingHint(name, chroms)}; add it there, or to exclude`,
        { where },
      );
    }
    if (regions.end[i]! > (sizes[c] ?? Number.MAX_VALUE)) {
      throw new CisregError(
        'ASSEMBLY',
        `${name}:${regions.start[i]}-${regions.end[i]} ends beyond the ${sizes[c]} bases of ${name}, expected the assembly of chromSizes`,
        { where },
      );
    }
  }
}

/** The sites on the chosen chromosomes alone. */
function chosen<T extends Sites & { summit?: Int32Array }>(
  sites: T,
  chromosomes: readonly string[] | undefined,
): Sites {
  if (chromosomes === undefined) return sites;
  const wanted = sites.chromNames.map((name) => chromosomes.includes(name));
  const keep = new Uint8Array(sites.start.length);
  for (let i = 0; i < keep.length; i++) keep[i] = wanted[sites.chrom[i]!]! ? 1 : 0;
  return pick(sites, keep);
}

function pick(sites: Sites & { summit?: Int32Array }, keep: Uint8Array): Sites & { summit?: Int32Array } {
  const rows = rowsWhere(keep);
  return {
    chromNames: sites.chromNames,
    chrom: gatherInt32(sites.chrom, rows),
    start: gatherInt32(sites.start, rows),
    end: gatherInt32(sites.end, rows),
    fdr: gatherFloat64(sites.fdr, rows),
    ordinal: gatherInt32(sites.ordinal, rows),
    ...(sites.summit === undefined ? {} : { summit: gatherInt32(sites.summit, rows) }),
  };
}

/** Half the width that a peak gets around its summit: wider than the filter allows, and narrower. */
const WIDE_HALF_BP = 175;
const NARROW_HALF_BP = 75;

/** Drops artefacts and, with `wide: summit`, gives peaks of another width the summit's surroundings. */
function resizePeaks(
  peaks: Sites & { summit?: Int32Array },
  filter: DhsFilter,
): { sites: Sites; artefacts: number } {
  const isPeak = new Uint8Array(peaks.start.length);
  for (let i = 0; i < isPeak.length; i++)
    isPeak[i] = peaks.end[i]! - peaks.start[i]! <= filter.maxPeakWidth ? 1 : 0;
  const kept = pick(peaks, isPeak);
  if (filter.wide === 'summit') {
    for (let i = 0; i < kept.start.length; i++) {
      const width = kept.end[i]! - kept.start[i]!;
      if (width >= filter.minWidth && width <= filter.maxWidth) continue;
      const offset = kept.summit?.[i] ?? -1;
      const summit = offset < 0 ? Math.floor((kept.start[i]! + kept.end[i]!) / 2) : kept.start[i]! + offset;
      const half = width > filter.maxWidth ? WIDE_HALF_BP : NARROW_HALF_BP;
      kept.start[i] = Math.max(0, summit - half);
      kept.end[i] = summit + half;
    }
  }
  return { sites: kept, artefacts: peaks.start.length - kept.start.length };
}
