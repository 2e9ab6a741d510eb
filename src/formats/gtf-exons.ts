/** The exons of a GTF's transcripts, and which part of a transcript is translated. */

import { growingInt32 } from './growing-column.ts';

/** Exons as columns, by transcript and start, 0-based half-open. */
export interface GtfExons {
  /** Those of transcript t are the rows offsets[t] up to offsets[t + 1]; where two of them overlap they are one. */
  readonly offsets: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /**
   * From the first to the last translated base with the stop codon, by transcript, as UCSC's thickStart and thickEnd; both 0 where
   * nothing is translated.
   */
  readonly codingStart: Int32Array;
  readonly codingEnd: Int32Array;
  /** Exons of transcripts that have no row of their own, such as those of tRNAscan: they are left out. */
  readonly ownerless: number;
}

/** Features that say where a transcript is translated: GENCODE's CDS ends before the stop codon. */
const CODING = ['CDS', 'stop_codon'];

export interface ExonRow {
  readonly feature: string;
  readonly transcriptId: string;
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
}

/** Collects the rows of exons and CDS, which may stand before or after those of their transcripts. */
export class ExonCollector {
  readonly #numbers = new Map<string, number>();
  #lastKey = '';
  #lastNumber = -1;
  /** By number: the translated extent of the transcript. */
  readonly #codingStart: number[] = [];
  readonly #codingEnd: number[] = [];
  readonly #owner = growingInt32();
  readonly #start = growingInt32();
  readonly #end = growingInt32();
  #count = 0;

  /** Whether rows of this feature are wanted. */
  static takes(feature: string): boolean {
    return feature === 'exon' || CODING.includes(feature);
  }

  add({ feature, transcriptId, chrom, start, end }: ExonRow): void {
    const number = this.#numberOf(transcriptId, chrom);
    if (feature !== 'exon') {
      this.#codingStart[number] = Math.min(this.#codingStart[number]!, start);
      this.#codingEnd[number] = Math.max(this.#codingEnd[number]!, end);
      return;
    }
    const at = this.#count++;
    for (const column of [this.#owner, this.#start, this.#end]) column.reserve(at + 1);
    this.#owner.values[at] = number;
    this.#start.values[at] = start;
    this.#end.values[at] = end;
  }

  /** The exons by transcript. */
  finish(transcripts: {
    readonly count: number;
    readonly chrom: Int32Array;
    idOf(row: number): string;
  }): GtfExons {
    const { count } = transcripts;
    const rowOf = new Int32Array(this.#codingEnd.length).fill(-1);
    const [codingStart, codingEnd] = [new Int32Array(count), new Int32Array(count)];
    for (let row = 0; row < count; row++) {
      const number = this.#numbers.get(keyOf(transcripts.idOf(row), transcripts.chrom[row]!));
      if (number === undefined) continue;
      rowOf[number] = row;
      if (this.#codingEnd[number]! === 0) continue;
      codingStart[row] = this.#codingStart[number]!;
      codingEnd[row] = this.#codingEnd[number]!;
    }
    return { ...this.#byTranscript(rowOf, count), codingStart, codingEnd };
  }

  #numberOf(transcriptId: string, chrom: number): number {
    const key = keyOf(transcriptId, chrom);
    if (key === this.#lastKey) return this.#lastNumber;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#codingEnd.length;
      this.#numbers.set(key, number);
      this.#codingStart.push(Number.MAX_SAFE_INTEGER);
      this.#codingEnd.push(0);
    }
    this.#lastKey = key;
    this.#lastNumber = number;
    return number;
  }

  #byTranscript(rowOf: Int32Array, count: number): Pick<GtfExons, 'offsets' | 'start' | 'end' | 'ownerless'> {
    const [owner, starts, ends] = [this.#owner.values, this.#start.values, this.#end.values];
    const order = Array.from({ length: this.#count }, (_, i) => i).filter((i) => rowOf[owner[i]!]! >= 0);
    order.sort((a, b) => rowOf[owner[a]!]! - rowOf[owner[b]!]! || starts[a]! - starts[b]!);
    const offsets = new Int32Array(count + 1);
    const [start, end] = [new Int32Array(this.#count), new Int32Array(this.#count)];
    let used = 0;
    let last = -1;
    for (const i of order) {
      const row = rowOf[owner[i]!]!;
      if (row === last && starts[i]! < end[used - 1]!) {
        end[used - 1] = Math.max(end[used - 1]!, ends[i]!);
        continue;
      }
      start[used] = starts[i]!;
      end[used] = ends[i]!;
      used++;
      offsets[row + 1]!++;
      last = row;
    }
    for (let row = 0; row < count; row++) offsets[row + 1]! += offsets[row]!;
    return {
      offsets,
      start: start.slice(0, used),
      end: end.slice(0, used),
      ownerless: this.#count - order.length,
    };
  }
}

/** Transcripts of the pseudoautosomal regions have one id on two chromosomes. */
function keyOf(transcriptId: string, chrom: number): string {
  return `${transcriptId}\t${chrom}`;
}
