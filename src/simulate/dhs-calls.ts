/** What a peak caller says of a data set of a simulated genome, in each of the three formats of a build. */

import type { Dataset } from './datasets.ts';
import type { PlantedElement } from './element-table.ts';
import type { SimulatedGenome } from './layout.ts';
import { streamOf } from './plan.ts';
import type { Random } from './random.ts';
import { peakHeight } from './signal-tracks.ts';

/** A called region, 0-based half-open; `order` is -log10 of its best FDR, rounded up. */
interface Call {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
  readonly order: number;
  /** A region of an element or of an excluded chromosome; others are weak. */
  readonly isStrong: boolean;
  readonly isExact: boolean;
  readonly height: number;
}

/** Of active elements this share is called. */
const SENSITIVITY = 0.97;
const WEAK_SHARE = 0.12;
const JITTER = 12;

/** The rows of the peak file of a DNase data set. */
export function* peaksText(genome: SimulatedGenome, dataset: Dataset): Generator<string> {
  const random = streamOf(genome, `calls ${dataset.file}`);
  const calls = callsOf(genome, dataset, random);
  if (dataset.peaksFormat === 'hotspot2-allcalls') {
    yield* allcallsText(genome, calls, random);
    return;
  }
  const { names } = genome.plan.chroms;
  for (const [i, call] of calls.entries()) {
    const place = `${names[call.chrom]}\t${call.start}\t${call.end}`;
    if (dataset.peaksFormat === 'dhs') {
      yield `${place}\t${fdrText(random, call.order)}\n`;
      continue;
    }
    const q = Math.min(call.order, 320) + random.whole(0, 99) / 100;
    const summit = (call.end - call.start) >> 1;
    const score = Math.min(1000, Math.round(call.height * 100));
    yield `${place}\tpeak_${i + 1}\t${score}\t.\t${call.height.toFixed(4)}\t${(q + 1).toFixed(2)}\t${q.toFixed(2)}\t${summit}\n`;
  }
}

function callsOf(genome: SimulatedGenome, dataset: Dataset, random: Random): readonly Call[] {
  const calls: Call[] = [];
  for (const element of genome.elements) {
    if (!genome.elements.isActive(element.index, dataset.biosample) || !random.chance(SENSITIVITY)) continue;
    calls.push(strongCall(element, random));
  }
  for (const { chrom, start, end } of genome.excludedLoci) {
    calls.push({ chrom, start, end, order: 900, isStrong: true, isExact: true, height: 5 });
  }
  for (const { chrom, start, end } of genome.weakLoci) {
    if (!random.chance(WEAK_SHARE)) continue;
    calls.push({ chrom, start, end, order: random.whole(2, 5), isStrong: false, isExact: true, height: 0.1 });
  }
  return calls.sort((a, b) => a.chrom - b.chrom || a.start - b.start);
}

function strongCall(element: PlantedElement, random: Random): Call {
  const height = peakHeight(element) * random.logNormal10(0.1);
  // Strong sites have rates far below what a double can hold.
  const isExtreme = element.strength > 1.5;
  const order = isExtreme ? random.whole(300, 4800) : Math.round(12 + 40 * height * random.uniform());
  const shift = () => (element.isExact ? 0 : random.whole(-JITTER, JITTER));
  return {
    chrom: element.chrom,
    start: element.start + shift(),
    end: element.end + shift(),
    order,
    isStrong: true,
    isExact: element.isExact,
    height,
  };
}

/** Runs of equal FDR: low shoulders, then steps up to the best rate in the middle and down again. */
function* allcallsText(genome: SimulatedGenome, calls: readonly Call[], random: Random): Generator<string> {
  const { names } = genome.plan.chroms;
  let chrom = -1;
  let reached = 0;
  let rows = '';
  const put = (from: number, to: number, order: number) => {
    const start = Math.max(from, reached);
    if (start >= to) return;
    rows += `${names[chrom]}\t${start}\t${to}\ti\t${fdrText(random, order)}\n`;
    reached = to;
  };
  for (const [i, call] of calls.entries()) {
    if (call.chrom !== chrom) {
      chrom = call.chrom;
      reached = 0;
    }
    const next = calls[i + 1];
    const limit = next !== undefined && next.chrom === chrom ? next.start : call.end + 200;
    if (call.isStrong) {
      const left = call.isExact ? 0 : random.whole(0, 60);
      const right = call.isExact ? 0 : random.whole(0, 60);
      // Order 1 is what hotspot2 also lists: rates of some percent, which no threshold keeps.
      put(Math.max(0, call.start - left - 25), call.start - left, 1);
      put(call.start - left, call.start, 3);
      steps(call, put);
      put(call.end, Math.min(limit, call.end + right), 3);
      put(call.end + right, Math.min(limit, call.end + right + 25), 1);
    } else put(call.start, call.end, call.order);
    yield rows;
    rows = '';
  }
}

const STEPS = 4;

function steps(call: Call, put: (from: number, to: number, order: number) => void): void {
  const lowest = 5;
  const width = call.end - call.start;
  const edge = (step: number) => Math.round((width * step) / (2 * STEPS + 1));
  for (let step = 0; step <= 2 * STEPS; step++) {
    const height = 1 - Math.abs(step - STEPS) / STEPS;
    const order = Math.round(lowest + (call.order - lowest) * height * height);
    put(call.start + edge(step), call.start + edge(step + 1), order);
  }
}

/** A rate of that order as hotspot2 prints it: a plain decimal where it is not small. */
function fdrText(random: Random, order: number): string {
  const mantissa = (101 + random.whole(0, 898)) / 100;
  if (order > 4) return `${mantissa}e-${String(order).padStart(2, '0')}`;
  // At most 5 %: what hotspot2 writes at all.
  const rate = order === 1 ? 0.01 + mantissa * 0.004 : Math.min(0.05, mantissa * 10 ** -order);
  return String(Number(rate.toPrecision(4)));
}
