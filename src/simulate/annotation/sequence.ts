/** The bases of the genome: random ones, the variants' where one lies, with unknown ends and masked stretches. */

import { type Stretches, TWO_BIT_BASES, type TwoBitRecord } from '../../formats/two-bit-writer.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import { BASES, type Variants, variantsOf } from './variants.ts';

/** Unknown bases at either end of a main chromosome, where telomeres are; elements and variants keep off them. */
const TELOMERE_BP = 10_000;
const LEAST_MASKED_BP = 30;
const MEAN_MASKED_BP = 270;
const LEAST_PLAIN_BP = 100;
const MEAN_PLAIN_BP = 1400;
/** Bases at a time: a whole number of words of the random stream. */
const PIECE_BP = 1 << 22;

/** The chromosomes as records of a 2bit file; their bases are made when they are asked for. */
export function sequenceRecords(genome: SimulatedGenome): readonly TwoBitRecord[] {
  const { chroms, mainChroms } = genome.plan;
  return chroms.names.map((name, chrom) => {
    const sizeBp = chroms.sizes[chrom]!;
    const gaps =
      chrom < mainChroms
        ? {
            starts: Uint32Array.of(0, sizeBp - TELOMERE_BP),
            ends: Uint32Array.of(TELOMERE_BP, sizeBp),
          }
        : { starts: new Uint32Array(0), ends: new Uint32Array(0) };
    const known = { from: gaps.ends[0] ?? 0, to: gaps.starts[1] ?? sizeBp };
    return {
      name,
      sizeBp,
      gaps,
      masked: maskedStretches(genome, name, known),
      packed: () => packedBases(genome, chrom, gaps),
    };
  });
}

/** Repeats, as RepeatMasker finds them: short, and everywhere between `from` and `to`. */
function maskedStretches(
  genome: SimulatedGenome,
  chrom: string,
  { from, to }: { readonly from: number; readonly to: number },
): Stretches {
  const random = streamOf(genome, `masked ${chrom}`);
  const room = Math.ceil((to - from) / (LEAST_PLAIN_BP + LEAST_MASKED_BP));
  const starts = new Uint32Array(room);
  const ends = new Uint32Array(room);
  let count = 0;
  for (let at = from; ; count++) {
    const start = at + LEAST_PLAIN_BP + Math.round(random.exponential(MEAN_PLAIN_BP));
    if (start >= to) break;
    at = Math.min(to, start + LEAST_MASKED_BP + Math.round(random.exponential(MEAN_MASKED_BP)));
    starts[count] = start;
    ends[count] = at;
  }
  return { starts: starts.slice(0, count), ends: ends.slice(0, count) };
}

/** The bases of a chromosome, four a byte. */
function* packedBases(genome: SimulatedGenome, chrom: number, gaps: Stretches): Generator<Uint8Array> {
  const { chroms } = genome.plan;
  const sizeBp = chroms.sizes[chrom]!;
  const random = streamOf(genome, `sequence ${chroms.names[chrom]}`);
  const variants = variantsOf(genome);
  let next = firstVariantOn(variants, chrom);
  for (let from = 0; from < sizeBp; from += PIECE_BP) {
    const to = Math.min(sizeBp, from + PIECE_BP);
    const bytes = new Uint8Array(Math.ceil((to - from) / 4));
    random.fill(bytes);
    const put = (position: number, code: number) => {
      const at = position - from;
      const shift = 6 - 2 * (at & 3);
      bytes[at >> 2] = (bytes[at >> 2]! & ~(3 << shift)) | (code << shift);
    };
    for (; variants.chrom[next] === chrom && variants.position[next]! < to; next++) {
      put(variants.position[next]!, TWO_BIT_BASES.indexOf(BASES[variants.ref[next]!]!));
    }
    for (const [i, start] of gaps.starts.entries()) {
      for (let at = Math.max(from, start); at < Math.min(to, gaps.ends[i]!); at++) put(at, 0);
    }
    // What the last byte has beyond the end.
    for (let at = to; at & 3; at++) put(at, 0);
    yield bytes;
  }
}

function firstVariantOn({ chrom: chroms, count }: Variants, chrom: number): number {
  const first = chroms.indexOf(chrom);
  return first === -1 ? count : first;
}
