/** Histograms of sets of every size against one that looks at each value and each edge. */

import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../src/store/element-histogram.ts';
import type { ElementStore } from '../../src/store/element-store.ts';
import { emptyWindow, hasRow, type RowSet } from '../../src/store/row-set.ts';
import { seeded } from '../genome/random.ts';

const random = seeded(20);
const NO_SIGNAL = -10;

/** One column, which is the max-Z of DNase and the Z of every biosample, read in blocks. */
function storeOf(z: Float32Array): ElementStore {
  const block = 1 << 14;
  return {
    table: { rows: z.length, maxZ: [z] },
    zRows: (_biosample: string, _assay: string, [from, to]: readonly [number, number]) => z.slice(from, to),
    eachZ(_biosample: string, _assay: string, visit: (z: Float32Array, first: number) => void) {
      const room = new Float32Array(block);
      for (let first = 0; first < z.length; first += block) {
        const part = room.subarray(0, Math.min(block, z.length - first));
        part.set(z.subarray(first, first + part.length));
        visit(part, first);
      }
    },
  } as unknown as ElementStore;
}

/** Values of which none stands on an edge between bins, unless that is a quarter. */
function values(count: number, hasQuarters: boolean): Float32Array {
  const special = [Number.NaN, Infinity, -Infinity, NO_SIGNAL, NO_SIGNAL, NO_SIGNAL, 0, -0, 1e-40];
  return Float32Array.from({ length: count }, () => {
    if (random.chance(0.2)) return random.pick(special);
    if (random.chance(0.2) && hasQuarters) return random.int(-100, 100) / 4;
    return random.int(-(2 ** 31), 2 ** 31 - 1) * (random.chance(0.1) ? 1e-7 : 7e-9);
  });
}

function setOfSome(first: number, rows: number, share: number): RowSet {
  const set = emptyWindow({ first, end: first + rows });
  for (let row = 0; row < rows; row++) {
    if (random.chance(share)) set.words[row >>> 5]! |= 1 << (row & 31);
  }
  return set;
}

function naive(z: Float32Array, set: RowSet, range: { from: number; to: number; bins: number }) {
  const { from, to, bins } = range;
  const found = { from, to, bins: Array<number>(bins).fill(0), below: 0, above: 0, unknown: 0, noSignal: 0 };
  const edges = Array.from({ length: bins + 1 }, (_, i) => from + (i * (to - from)) / bins);
  for (const [row, x] of z.entries()) {
    if (!hasRow(set, row)) continue;
    if (x === NO_SIGNAL) found.noSignal++;
    else if (x < from) found.below++;
    else if (x >= to) found.above++;
    else if (Number.isNaN(x)) found.unknown++;
    else found.bins[edges.findIndex((edge, i) => x >= edge && x < edges[i + 1]!)]!++;
  }
  return found;
}

/** Edges of quarters; such as no arithmetic in doubles hits; such as no float32 has. */
const ROUND = [
  [-10, 10, 40],
  [-2, 10, 48],
  [-11, -3, 16],
  [-20, -12, 2],
  [0, 1, 1],
] as const;
const ODD = [
  [-16.125, -3.875, 2],
  [-59, 39, 2],
  [-59, 88, 3],
  [-108, 88, 2],
  [0, 13.375, 2],
  [-5, 19.5, 2],
  [-10, 14.5, 2],
  [-4, 10, 48],
  [-16.125, 8.375, 8],
  [0.1, 0.7, 7],
] as const;

describe('histogramOf', () => {
  it('counts each value in its bin, in sets of a few rows and of many', () => {
    for (const [from, to, bins] of [...ROUND, ...ODD]) {
      const hasQuarters = ROUND.some((own) => own[0] === from && own[1] === to);
      for (const rows of [1, 100, 70_001, 140_000]) {
        const z = values(rows, hasQuarters);
        const store = storeOf(z);
        const sets = [setOfSome(0, rows, 0.4), setOfSome(0, rows, 1)];
        // A place: its rows alone.
        if (rows > 100) sets.push(setOfSome(320, 1000, 0.5), setOfSome(64, rows - 64, 0.5));
        for (const set of sets) {
          const expected = naive(z, set, { from, to, bins });
          for (const value of [
            { by: 'maxZ', assay: 'DNase' },
            { by: 'z', assay: 'DNase', biosample: 'any' },
          ] as const) {
            const found = histogramOf(store, { value, from, to, bins }, set);
            expect({ ...found, bins: [...found.bins] }).toEqual(expected);
          }
        }
      }
    }
  });
});
