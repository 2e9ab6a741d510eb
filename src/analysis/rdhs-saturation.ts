/** Saturation of rDHSs: how many are selected from the DHSs of some of the experiments (paper, figure S6a). */

import { gatherFloat64, gatherInt32 } from '../genome/gather.ts';
import { keepSupported } from '../registry/consensus.ts';
import { type DhsPool, selectRdhs } from '../registry/rdhs.ts';
import { seededOrder } from './seeded-order.ts';

/** The pooled DHSs of one chromosome. */
export interface ExperimentPool extends DhsPool {
  /** The experiment of each DHS, from 0. */
  readonly experiment: Int32Array;
  /** Orders the names of two rows. */
  compareNames(i: number, j: number): number;
  /** Overlap with the consensus DHSs (registry/consensus.ts); undefined without a list. */
  readonly support: Uint8Array | undefined;
}

/** Some of the experiments: the first n of a seeded order. */
export interface Sample {
  readonly n: number;
  /** From 1. */
  readonly repeat: number;
  /** 1 for each experiment in it. */
  readonly isIn: Uint8Array;
}

/** `repeats` samples of every size; of all experiments there is one. A repeat's samples hold each other. */
export function planSamples(
  experiments: number,
  sizes: readonly number[],
  options: { readonly repeats: number; readonly seed: number },
): Sample[] {
  const { repeats, seed } = options;
  return sizes.flatMap((n) =>
    Array.from({ length: n === experiments ? 1 : repeats }, (_, r) => {
      const isIn = new Uint8Array(experiments);
      for (const e of seededOrder(experiments, seed, `repeat ${r}`).subarray(0, n)) isIn[e] = 1;
      return { n, repeat: r + 1, isIn };
    }),
  );
}

/**
 * The number of rDHSs of each sample: selection, then the consensus filter, whose 90th percentile is each sample's own. Holds
 * one chromosome and, with a consensus list, 9 bytes for each selected DHS that it does not confirm.
 */
export function rdhsSaturation(pools: Iterable<ExperimentPool>, samples: readonly Sample[]): number[] {
  const confirmed = samples.map(() => 0);
  const doubtful = samples.map(() => ({ support: [] as Uint8Array[], signal: [] as Float64Array[] }));
  for (const pool of pools) {
    for (const [s, { isIn }] of samples.entries()) {
      const own = pool.experiment.reduce((sum, e) => sum + isIn[e]!, 0);
      const rows = new Int32Array(own);
      let filled = 0;
      for (let i = 0; i < pool.experiment.length; i++) if (isIn[pool.experiment[i]!]) rows[filled++] = i;
      const sampled = {
        start: gatherInt32(pool.start, rows),
        end: gatherInt32(pool.end, rows),
        signal: gatherFloat64(pool.signal, rows),
      };
      const selected = selectRdhs(sampled, (i, j) => pool.compareNames(rows[i]!, rows[j]!));
      const { support } = pool;
      if (support === undefined) {
        confirmed[s]! += selected.length;
        continue;
      }
      const open = selected.filter((i) => support[rows[i]!]! < CONFIRMED);
      confirmed[s]! += selected.length - open.length;
      doubtful[s]!.support.push(Uint8Array.from(open, (i) => support[rows[i]!]!));
      doubtful[s]!.signal.push(gatherFloat64(sampled.signal, open));
    }
  }
  return samples.map((_, s) => {
    const { support, signal } = doubtful[s]!;
    return (
      confirmed[s]! + keepSupported(concat(support, Uint8Array), concat(signal, Float64Array)).partialKept
    );
  });
}

/** From this overlap on the signal does not matter. */
const CONFIRMED = 2;

function concat<T extends Uint8Array | Float64Array>(
  parts: readonly T[],
  type: new (length: number) => T,
): T {
  const whole = new type(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
