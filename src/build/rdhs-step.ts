/** From the DHSs of all datasets to the rDHSs of the registry: pool, filter, select, accession, consensus. */

import { CisregError } from '../errors.ts';
import { gatherFloat64, gatherInt32, rowsWhere } from '../genome/gather.ts';
import { asSorted, type SortedRegions } from '../genome/sorted-regions.ts';
import { compareText } from '../genome/text-order.ts';
import type { Progress } from '../progress.ts';
import { assignAccessions } from '../registry/accessions.ts';
import { filterByConsensus } from '../registry/consensus.ts';
import { percentile } from '../registry/percentile.ts';
import { selectRdhs } from '../registry/rdhs.ts';
import { ArraysFile, writeArrays } from './arrays-file.ts';
import type { Dataset } from './datasets.ts';
import type { DhsCounts } from './dhs-step.ts';
import type { StepInputs } from './inputs.ts';
import { readPrevious } from './previous.ts';
import { readSortedBed } from './sorted-bed.ts';

/** What each filter left. */
export interface RdhsCounts {
  /** The least signal of a pooled DHS, given or computed. */
  readonly minSignal: number;
  readonly lowSpotDatasets: number;
  readonly lowSpotDhs: number;
  readonly lowSignalDhs: number;
  readonly pooledDhs: number;
  readonly selectedRdhs: number;
  readonly reusedAccessions: number;
  readonly consensus:
    | {
        readonly complete: number;
        readonly long: number;
        readonly partial: number;
        readonly partialKept: number;
        readonly none: number;
        readonly minPartialSignal: number | null;
      }
    | undefined;
  readonly rdhs: number;
}

/** The rDHSs in registry order. `dataset` and `ordinal` name the DHS that each one is. */
export interface Rdhs {
  readonly regions: SortedRegions;
  readonly number: Float64Array;
  readonly signal: Float64Array;
  readonly dataset: Int32Array;
  readonly ordinal: Int32Array;
}

interface PoolSource {
  readonly dataset: number;
  readonly file: ArraysFile;
  readonly offsets: Int32Array;
}

/** The DHSs of all datasets, open to be read a chromosome at a time. Close it. */
export interface DhsPools {
  /** The least signal, given or computed. */
  readonly minSignal: number;
  /** Those of datasets with a SPOT below minSpot, which are in no pool. */
  readonly lowSpot: readonly { readonly dataset: Dataset; readonly file: ArraysFile }[];
  /** The DHSs on chromosome c of rdhsChroms with at least the least signal. */
  chromosome(c: number): Pool;
  close(): void;
}

/** Opens what the DHS steps left. */
export function openPools(
  inputs: StepInputs,
  dhsFiles: readonly { dataset: Dataset; index: number; path: string }[],
): DhsPools {
  const { config } = inputs;
  const sources = dhsFiles.map(({ index, path }) => {
    const file = new ArraysFile(path);
    return { dataset: index, file, offsets: file.int32('chromOffsets') };
  });
  const close = () => {
    for (const { file } of sources) file.close();
  };
  try {
    const minSignal =
      config.dhs.minSignal ??
      percentile(function* () {
        for (const { file } of sources) yield file.float64('signals');
      }, config.dhs.minSignalPercentile);
    const isLowSpot = (k: number) => {
      const { spot } = dhsFiles[k]!.dataset;
      return config.minSpot !== undefined && spot !== undefined && spot < config.minSpot;
    };
    const pooled = sources.filter((_, k) => !isLowSpot(k));
    return {
      minSignal,
      lowSpot: sources.flatMap(({ file }, k) =>
        isLowSpot(k) ? [{ dataset: dhsFiles[k]!.dataset, file }] : [],
      ),
      chromosome: (c) => poolChromosome(pooled, c, minSignal),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Runs the step and writes `out`; memory is bounded by the DHSs of the largest chromosome. */
export async function runRdhsStep(
  inputs: StepInputs,
  dhsFiles: readonly { dataset: Dataset; index: number; path: string }[],
  out: string,
  progress: Progress,
): Promise<RdhsCounts> {
  const { config } = inputs;
  const pools = openPools(inputs, dhsFiles);
  const { minSignal, lowSpot } = pools;
  try {
    progress.step('selecting rDHSs', inputs.rdhsChroms.length, 'chromosomes');
    const picked = new PickedRdhs();
    const counts = { lowSignal: 0, pooled: 0 };
    for (let c = 0; c < inputs.rdhsChroms.length; c++) {
      const pool = pools.chromosome(c);
      counts.pooled += pool.start.length;
      counts.lowSignal += pool.below;
      const name = (row: number) => `${inputs.datasets[pool.dataset[row]!]!.file}-${pool.ordinal[row]}`;
      const rows = selectRdhs(pool, (i, j) => compareText(name(i), name(j)));
      picked.add(pool, rows);
      progress.advance(1);
    }
    const selected = picked.finish(inputs.rdhsChroms);
    if (selected.regions.start.length === 0) {
      throw new CisregError(
        'CONFIG',
        `no DHS passes the filters${Number.isNaN(minSignal) ? '' : ` (least signal ${minSignal})`}, expected some; look at the peaks, and at dhs, exclude, chromosomes and minSpot in the configuration`,
        { where: { file: config.file } },
      );
    }

    if (lowSpot.length > 0) {
      const names = lowSpot.map(({ dataset }) => dataset.file);
      progress.note(`DHSs of datasets with a spot below ${config.minSpot} are left out: ${names.join(', ')}`);
    }
    const previous = config.previousRdhs && (await readPrevious(config.previousRdhs.path, 'D', progress));
    const { numbers, reused } = assignAccessions(selected.regions, previous, config.previousRdhs?.path);
    const numbered = { ...selected, number: numbers };
    const consensus =
      config.consensusDhs &&
      filterByConsensus(
        selected.regions,
        selected.signal,
        await readSortedBed(config.consensusDhs.path, inputs.chromSizes),
      );
    const final = consensus === undefined ? numbered : keepRows(numbered, consensus.keep);
    const rdhsCounts: RdhsCounts = {
      minSignal,
      lowSpotDatasets: lowSpot.length,
      lowSpotDhs: lowSpot.reduce((total, { file }) => total + (file.note as DhsCounts).pooled, 0),
      lowSignalDhs: counts.lowSignal,
      pooledDhs: counts.pooled,
      selectedRdhs: numbers.length,
      reusedAccessions: reused,
      consensus: consensus && {
        ...consensus.counts,
        partialKept: consensus.partialKept,
        minPartialSignal: consensus.minPartialSignal ?? null,
      },
      rdhs: final.number.length,
    };
    await writeArrays(out, rdhsCounts, {
      chrom: final.regions.chrom,
      start: final.regions.start,
      end: final.regions.end,
      number: final.number,
      signal: final.signal,
      dataset: final.dataset,
      ordinal: final.ordinal,
    });
    return rdhsCounts;
  } finally {
    pools.close();
  }
}

/** Reads back what runRdhsStep wrote. */
export function loadRdhs(path: string, chromNames: readonly string[]): Rdhs {
  const file = new ArraysFile(path);
  try {
    const regions = asSorted({
      chromNames,
      chrom: file.int32('chrom'),
      start: file.int32('start'),
      end: file.int32('end'),
    });
    return {
      regions,
      number: file.float64('number'),
      signal: file.float64('signal'),
      dataset: file.int32('dataset'),
      ordinal: file.int32('ordinal'),
    };
  } finally {
    file.close();
  }
}

/** The places of the rDHSs alone. */
export function loadRdhsPlaces(path: string, chromNames: readonly string[]): SortedRegions {
  const file = new ArraysFile(path);
  try {
    const [chrom, start, end] = [file.int32('chrom'), file.int32('start'), file.int32('end')];
    return asSorted({ chromNames, chrom, start, end });
  } finally {
    file.close();
  }
}

export interface Pool {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly signal: Float64Array;
  readonly dataset: Int32Array;
  readonly ordinal: Int32Array;
  /** DHSs left out because their signal is below the threshold. */
  readonly below: number;
}

/** All DHSs of one chromosome with at least the least signal. */
function poolChromosome(sources: readonly PoolSource[], c: number, minSignal: number): Pool {
  const total = sources.reduce((sum, { offsets }) => sum + offsets[c + 1]! - offsets[c]!, 0);
  const start = new Int32Array(total);
  const end = new Int32Array(total);
  const signal = new Float64Array(total);
  const dataset = new Int32Array(total);
  const ordinal = new Int32Array(total);
  let filled = 0;
  for (const { dataset: index, file, offsets } of sources) {
    const [from, to] = [offsets[c]!, offsets[c + 1]!];
    const ownSignal = file.float64('signal', from, to);
    const ownStart = file.int32('start', from, to);
    const ownEnd = file.int32('end', from, to);
    const ownOrdinal = file.int32('ordinal', from, to);
    for (let i = 0; i < ownSignal.length; i++) {
      if (ownSignal[i]! < minSignal) continue;
      start[filled] = ownStart[i]!;
      end[filled] = ownEnd[i]!;
      signal[filled] = ownSignal[i]!;
      ordinal[filled] = ownOrdinal[i]!;
      dataset[filled++] = index;
    }
  }
  return {
    start: start.subarray(0, filled),
    end: end.subarray(0, filled),
    signal: signal.subarray(0, filled),
    dataset: dataset.subarray(0, filled),
    ordinal: ordinal.subarray(0, filled),
    below: total - filled,
  };
}

/** The selected rDHSs of one chromosome after the other. */
class PickedRdhs {
  private readonly parts: Omit<Pool, 'below'>[] = [];

  /** Adds the rows of a chromosome's pool; called for every chromosome, in order. */
  add(pool: Pool, rows: Int32Array): void {
    this.parts.push({
      start: gatherInt32(pool.start, rows),
      end: gatherInt32(pool.end, rows),
      signal: gatherFloat64(pool.signal, rows),
      dataset: gatherInt32(pool.dataset, rows),
      ordinal: gatherInt32(pool.ordinal, rows),
    });
  }

  finish(chromNames: readonly string[]): Omit<Rdhs, 'number'> {
    const n = this.parts.reduce((sum, { start }) => sum + start.length, 0);
    const all = {
      chrom: new Int32Array(n),
      start: new Int32Array(n),
      end: new Int32Array(n),
      signal: new Float64Array(n),
      dataset: new Int32Array(n),
      ordinal: new Int32Array(n),
    };
    let at = 0;
    for (const [c, part] of this.parts.entries()) {
      all.chrom.fill(c, at, at + part.start.length);
      for (const name of ['start', 'end', 'signal', 'dataset', 'ordinal'] as const)
        all[name].set(part[name], at);
      at += part.start.length;
    }
    const { chrom, start, end, ...rest } = all;
    return { regions: asSorted({ chromNames, chrom, start, end }), ...rest };
  }
}

function keepRows(rdhs: Rdhs, keep: Uint8Array): Rdhs {
  const rows = rowsWhere(keep);
  const { chromNames, chrom, start, end } = rdhs.regions;
  return {
    regions: asSorted({
      chromNames,
      chrom: gatherInt32(chrom, rows),
      start: gatherInt32(start, rows),
      end: gatherInt32(end, rows),
    }),
    number: gatherFloat64(rdhs.number, rows),
    signal: gatherFloat64(rdhs.signal, rows),
    dataset: gatherInt32(rdhs.dataset, rows),
    ordinal: gatherInt32(rdhs.ordinal, rows),
  };
}
