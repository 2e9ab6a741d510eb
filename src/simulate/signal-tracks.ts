/** The signal of one data set along a simulated genome: background, gaps, and a bump on each active element. */

import type { WigRun } from '../formats/bbi/bigwig-writer.ts';
import type { Dataset } from './datasets.ts';
import type { Locus, PlantedElement } from './element-table.ts';
import type { SimulatedGenome } from './layout.ts';
import { streamOf } from './plan.ts';
import type { Random } from './random.ts';

/**
 * How an assay looks. Z-scores are taken over all rDHSs, of which some 13 % are active in a biosample; with a tenth
 * to a fifth active, a bump of 10^1.4 over a background that scatters by 10^0.24 stands at Z of 2 to 3.
 */
interface AssayShape {
  /** Typical background. */
  readonly base: number;
  /** Standard deviation of log10 of the background. */
  readonly scatter: number;
  /** Length of a background segment: at least, and how much more on average. */
  readonly leastSegmentBp: number;
  readonly meanSegmentBp: number;
  /** log10 of bump over background. */
  readonly rise: number;
  /** How far a bump reaches beyond its element on either side. */
  readonly reachBp: number;
  readonly stepBp: number;
  /** The height at the element's centre against that of the flanks (1: a peak; below: nucleosomes beside it). */
  readonly isDomain: boolean;
  /** Values are whole multiples of this, as in files of few digits. */
  readonly unit: number;
}

const PEAK = {
  scatter: 0.24,
  leastSegmentBp: 100,
  meanSegmentBp: 500,
  rise: 1.45,
  reachBp: 40,
  stepBp: 30,
  isDomain: false,
};
const DOMAIN = {
  scatter: 0.22,
  leastSegmentBp: 100,
  meanSegmentBp: 900,
  rise: 1.35,
  reachBp: 620,
  stepBp: 110,
  isDomain: true,
};

const SHAPES: Readonly<Record<Dataset['assay'], AssayShape>> = {
  DNase: { ...PEAK, base: 0.06, unit: 0.001 },
  CTCF: { ...PEAK, base: 0.6, meanSegmentBp: 600, unit: 0.01 },
  H3K4me3: { ...DOMAIN, base: 0.5, unit: 0.01 },
  H3K27ac: { ...DOMAIN, base: 0.7, unit: 0.01 },
  POLR2A: { ...PEAK, base: 0.8, meanSegmentBp: 800, unit: 0.01 },
};

/** Shares of background segments that are not covered at all, and that are covered by zeros. */
const GAP_SHARE = 0.07;
const ZERO_SHARE = 0.03;

/** Of elements without the mark this share has it all the same, as artefacts and mixed samples make it. */
const STRAY_SHARE = 0.001;

/** Whether an element carries an assay's mark where it is active. */
export function carriesMark(
  element: Pick<PlantedElement, 'planted' | 'isCtcfBound'>,
  assay: Dataset['assay'],
): boolean {
  const { planted } = element;
  if (assay === 'DNase') return true;
  if (assay === 'CTCF') return element.isCtcfBound;
  if (assay === 'H3K27ac') return planted === 'PLS' || planted === 'pELS' || planted === 'dELS';
  return planted === 'PLS' || (assay === 'H3K4me3' && planted === 'DNase-H3K4me3');
}

/** The signal of a data set as runs of values, a run a chromosome. */
export function* signalRuns(genome: SimulatedGenome, dataset: Dataset): Generator<WigRun> {
  const { chroms, background: segments } = genome.plan;
  const typical = SHAPES[dataset.assay];
  const shape =
    segments === undefined
      ? typical
      : { ...typical, leastSegmentBp: segments.leastBp, meanSegmentBp: segments.meanBp };
  const random = streamOf(genome, `signal ${dataset.file}`);
  const bumps = bumpsOf(genome, dataset, shape, random);
  let next = 0;
  for (const [chrom, name] of chroms.names.entries()) {
    const sizeBp = chroms.sizes[chrom]!;
    const track = newTrack(sizeBp, shape);
    let at = 0;
    for (; bumps[next]?.chrom === chrom; next++) {
      const bump = bumps[next]!;
      if (bump.to <= at) continue;
      background(track, random, at, bump.from);
      raise(track, random, bump, Math.max(at, bump.from));
      at = bump.to;
    }
    background(track, random, at, sizeBp);
    const { starts, ends, values, length } = track;
    yield { chrom: name, starts, ends, values, length };
  }
}

interface Bump {
  readonly chrom: number;
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

function bumpsOf(
  genome: SimulatedGenome,
  dataset: Dataset,
  shape: AssayShape,
  random: Random,
): readonly Bump[] {
  const height = shape.base * 10 ** shape.rise;
  const bumps: Bump[] = [];
  const add = (place: Locus, strength: number) =>
    bumps.push({
      chrom: place.chrom,
      from: Math.max(0, place.start - shape.reachBp),
      to: Math.min(genome.plan.chroms.sizes[place.chrom]!, place.end + shape.reachBp),
      height: height * strength * random.logNormal10(0.1),
    });
  for (const element of genome.elements) {
    const isMarked =
      genome.elements.isActive(element.index, dataset.biosample) && carriesMark(element, dataset.assay);
    if (isMarked || random.chance(STRAY_SHARE)) add(element, element.strength);
  }
  if (dataset.assay === 'DNase') for (const locus of genome.excludedLoci) add(locus, 5);
  return bumps.sort((a, b) => a.chrom - b.chrom || a.from - b.from);
}

interface Track {
  readonly shape: AssayShape;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float32Array;
  length: number;
}

function newTrack(sizeBp: number, shape: AssayShape): Track {
  // A bump's last step and a segment cut short by a bump are the only pieces of less than 25 bases.
  const room = Math.ceil(sizeBp / 25) + 100;
  return {
    shape,
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    values: new Float32Array(room),
    length: 0,
  };
}

function put(track: Track, from: number, to: number, value: number): void {
  const at = track.length++;
  track.starts[at] = from;
  track.ends[at] = to;
  const { unit } = track.shape;
  track.values[at] = Math.round(value / unit) * unit;
}

function background(track: Track, random: Random, from: number, to: number): void {
  const { base, scatter, leastSegmentBp, meanSegmentBp } = track.shape;
  let at = from;
  while (at < to) {
    const end = Math.min(to, at + leastSegmentBp + Math.round(random.exponential(meanSegmentBp)));
    const fate = random.uniform();
    if (fate >= GAP_SHARE + ZERO_SHARE) put(track, at, end, base * random.logNormal10(scatter));
    else if (fate >= GAP_SHARE) put(track, at, end, 0);
    at = end;
  }
}

function raise(track: Track, random: Random, bump: Bump, from: number): void {
  const { stepBp, isDomain } = track.shape;
  const width = bump.to - bump.from;
  for (let at = from; at < bump.to; at += stepBp) {
    const end = Math.min(bump.to, at + stepBp);
    const middle = Math.sin((Math.PI * ((at + end) / 2 - bump.from)) / width);
    const profile = isDomain ? 1.1 - 0.4 * middle ** 8 : 0.35 + 0.65 * middle;
    put(track, at, end, bump.height * profile * (0.9 + 0.2 * random.uniform()));
  }
}

/** The typical DNase signal of an active element in a data set's biosample, as peak files state it. */
export function peakHeight(element: Pick<PlantedElement, 'strength'>): number {
  return SHAPES.DNase.base * 10 ** SHAPES.DNase.rise * element.strength;
}
