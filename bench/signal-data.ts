/** Seeded inputs of genome scale for the benchmark of `cisreg signal`; made once and kept. */

import { existsSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBigWig } from '../src/formats/bbi/bigwig-writer.ts';
import type { WigRun } from '../src/formats/bbi/wig-run.ts';
import { chromSizesOf } from '../src/genome/chrom-sizes.ts';
import { compareText } from '../src/genome/text-order.ts';

/** Bases in millions of 24 chromosomes: the proportions of GRCh38. */
const MEGABASES = [
  248, 242, 198, 190, 182, 171, 159, 145, 138, 134, 135, 133, 114, 107, 102, 90, 83, 80, 59, 64, 47, 51, 156,
  57,
];
const NAMES = MEGABASES.map((_, i) => `chr${i < 22 ? i + 1 : 'XY'[i - 22]}`);
const CHROMS = chromSizesOf(
  NAMES,
  MEGABASES.map((megabases) => megabases * 1_000_000),
);
const ITEMS = 64_000_000;
const REGIONS = 2_083_035;
const RUN_ITEMS = 65_536;

export interface SignalData {
  /** bedGraph sections of values over all bases, as fold change over control. */
  readonly foldChange: string;
  /** variableStep sections of 20 bases with gaps, as DNase read depth. */
  readonly dnase: string;
  /** Regions of 150 to 350 bases with names, by chromosome text and start. */
  readonly regions: string;
  readonly regionCount: number;
}

/** A small fast generator (mulberry32); numbers of [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The inputs, from the cache under the system's temporary folder or made now (a minute or two). */
export async function signalData(): Promise<SignalData> {
  const dir = join(tmpdir(), 'cisreg-bench');
  mkdirSync(dir, { recursive: true });
  const foldChange = join(dir, 'fold-change-64m.bw');
  const dnase = join(dir, 'dnase-64m.bw');
  const regions = join(dir, 'regions-2m.bed');
  if (!existsSync(foldChange)) await writeBigWig(foldChange, CHROMS, signalRuns(1, foldChangeStep));
  if (!existsSync(dnase)) await writeBigWig(dnase, CHROMS, signalRuns(2, dnaseStep));
  if (!existsSync(regions)) await writeFile(regions, regionText());
  return { foldChange, dnase, regions, regionCount: REGIONS };
}

/** Gives the gap before an item, its size and its value. */
type Step = (random: () => number, item: { gap: number; size: number; value: number }) => void;

const MEAN_BASES = CHROMS.sizes.reduce((a, b) => a + b, 0) / ITEMS;

// The repetitions are such that a value takes the bytes that it takes in real tracks: 4.4 and 2.1.
const foldChangeStep: Step = (random, item) => {
  item.gap = 0;
  item.size = 1 + Math.floor(random() * (2 * MEAN_BASES - 1));
  item.value = Math.fround((Math.floor(-4 * Math.log(1 - random())) + 1) * 0.08731);
};

const dnaseStep: Step = (random, item) => {
  item.gap = random() < 0.01 ? 20 * Math.floor(random() * 10 * (MEAN_BASES - 20)) : 0;
  item.size = 20;
  if (random() < 0.3 || item.gap > 0) {
    item.value = Math.fround(Math.floor(-3 * Math.log(1 - random())) * 0.030117);
  }
};

function* signalRuns(seed: number, step: Step): Generator<WigRun> {
  const random = seededRandom(seed);
  const item = { gap: 0, size: 0, value: 0 };
  for (const [c, chrom] of CHROMS.names.entries()) {
    const sizeBp = CHROMS.sizes[c]!;
    let at = 0;
    while (at < sizeBp) {
      const starts = new Int32Array(RUN_ITEMS);
      const ends = new Int32Array(RUN_ITEMS);
      const values = new Float32Array(RUN_ITEMS);
      let length = 0;
      for (; length < RUN_ITEMS; length++) {
        step(random, item);
        const start = at + item.gap;
        at = start + item.size;
        if (at > sizeBp) break;
        starts[length] = start;
        ends[length] = at;
        values[length] = item.value;
      }
      yield { chrom, starts, ends, values, length };
    }
  }
}

function regionText(): string {
  const random = seededRandom(3);
  const total = CHROMS.sizes.reduce((a, b) => a + b, 0);
  const lines: string[] = [];
  for (const chrom of [...CHROMS.names].sort(compareText)) {
    const sizeBp = CHROMS.sizes[CHROMS.index.get(chrom)!]!;
    const here = Math.min(REGIONS - lines.length, Math.ceil((REGIONS * sizeBp) / total));
    const starts = Int32Array.from({ length: here }, () => Math.floor(random() * (sizeBp - 400))).sort();
    for (const start of starts) {
      const end = start + 150 + Math.floor(random() * 201);
      lines.push(`${chrom}\t${start}\t${end}\tEH38D${String(lines.length + 1).padStart(7, '0')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
