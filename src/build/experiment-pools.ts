/** The pooled DHSs of a configuration by experiment: what rDHSs are selected from, for analyses that select again. */

import { asSorted, type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { compareText } from '../genome/text-order.ts';
import { consensusSupport } from '../registry/consensus.ts';
import type { DhsFile } from './dhs-stage.ts';
import type { BuildInputs } from './inputs.ts';
import { openPools, type Pool } from './rdhs-step.ts';
import { readSortedBed } from './sorted-bed.ts';

/** One chromosome's DHSs that pass the filters of the build. */
export interface NamedPool extends Pool {
  /** Index of the experiment of each DHS. */
  readonly experiment: Int32Array;
  compareNames(i: number, j: number): number;
  /** Overlap with the consensus DHSs; undefined without a list. */
  readonly support: Uint8Array | undefined;
}

export interface ExperimentPools {
  /** Experiments that give DHSs, in the order of datasets.tsv; a row without one is an experiment of its own. */
  readonly experiments: readonly string[];
  readonly chromosomes: number;
  /** Reads a chromosome. */
  chromosome(c: number): NamedPool;
  close(): void;
}

/** Opens the DHSs of all datasets but those with a low SPOT. */
export async function openExperimentPools(
  inputs: BuildInputs,
  dhsFiles: readonly DhsFile[],
): Promise<ExperimentPools> {
  const { config, rdhsChroms, datasets } = inputs;
  const consensus = config.consensusDhs && (await readSortedBed(config.consensusDhs.path, inputs.chromSizes));
  const pools = openPools(inputs, dhsFiles);
  const left = new Set(pools.lowSpot.map(({ dataset }) => dataset));
  const nameOf = (index: number) => datasets[index]!.experiment || datasets[index]!.file;
  const pooled = dhsFiles.filter(({ dataset }) => !left.has(dataset));
  const experiments = [...new Set(pooled.map(({ index }) => nameOf(index)))];
  const rank = new Map(experiments.map((name, e) => [name, e]));
  return {
    experiments,
    chromosomes: rdhsChroms.length,
    chromosome: (c) => {
      const pool = pools.chromosome(c);
      const name = (row: number) => `${datasets[pool.dataset[row]!]!.file}-${pool.ordinal[row]}`;
      return {
        ...pool,
        experiment: pool.dataset.map((index) => rank.get(nameOf(index))!),
        compareNames: (i, j) => compareText(name(i), name(j)),
        support: consensus && supportOf(pool, rdhsChroms[c]!, consensus),
      };
    },
    close: () => pools.close(),
  };
}

/** The support of every DHS of a chromosome, in the order of the pool. */
function supportOf(pool: Pool, chrom: string, consensus: SortedRegions): Uint8Array {
  const regions = {
    chromNames: [chrom],
    chrom: new Int32Array(pool.start.length),
    start: pool.start,
    end: pool.end,
  };
  const { sorted, order } = sortRegions(regions);
  const support = new Uint8Array(order.length);
  for (const [k, level] of consensusSupport(asSorted(sorted), consensus).entries())
    support[order[k]!] = level;
  return support;
}
