/** Zoom levels: summaries of a signal over windows that grow fourfold from level to level. */

import { deflateSync } from 'node:zlib';
import { type BlockTable, buildBlockTable } from './block-table.ts';
import { ZOOM_RECORD_BYTES } from './layout.ts';

/** Records of a block, as UCSC's tools write them. */
const BLOCK_RECORDS = 1024;

/** One summary: the bases from `start` to `end` of which `valid` have a value. */
export interface ZoomRecord {
  chrom: number;
  start: number;
  end: number;
  valid: number;
  min: number;
  max: number;
  sum: number;
  sumSquares: number;
}

/** A finished level. Offsets of its blocks count from its own first block. */
export interface ZoomLevelData {
  readonly reductionBp: number;
  readonly records: number;
  readonly blocks: BlockTable;
  readonly parts: readonly Uint8Array[];
  /** The largest block before compression. */
  readonly largestBytes: number;
}

export interface ZoomReducer {
  /** Takes the next value in order. */
  addItem(chrom: number, start: number, end: number, value: number): void;
  finish(): ZoomLevelData[];
}

export interface ZoomOptions {
  readonly sizesBp: readonly number[];
  /** Bases of a record in the first level. */
  readonly reductionBp: number;
  readonly isCompressed: boolean;
  /** Levels stay below this; default the size of the largest chromosome. */
  readonly limitBp?: number;
  /** Records reach as far as they may, like those of UCSC's bedToBigBed; default as far as there are values. */
  readonly isFullWidth?: boolean;
}

/**
 * Reduces values to levels of `reductionBp`, four times that, and so on; each level is made from the one before.
 * Holds compressed blocks, about a tenth of the file, and no records.
 */
export function reduceToZooms(options: ZoomOptions): ZoomReducer {
  const { sizesBp, reductionBp, isCompressed, isFullWidth = false } = options;
  const limitBp = options.limitBp ?? sizesBp.reduce((a, b) => Math.max(a, b), 0);
  const levels: Level[] = [];
  for (let reduction = reductionBp; levels.length < 10 && reduction < limitBp; reduction *= 4) {
    levels.push(new Level(reduction, isCompressed));
  }
  levels.forEach((level, i) => {
    level.next = levels[i + 1];
  });
  const first = levels[0];
  const piece: ZoomRecord = { chrom: 0, start: 0, end: 0, valid: 0, min: 0, max: 0, sum: 0, sumSquares: 0 };
  return {
    addItem(chrom, start, end, value) {
      if (first === undefined) return;
      piece.chrom = chrom;
      piece.min = piece.max = value;
      for (let from = start; from < end; ) {
        const limit = first.limitFor(chrom, from);
        const to = Math.min(end, limit);
        piece.start = from;
        piece.end = isFullWidth ? Math.min(limit, sizesBp[chrom]!) : to;
        piece.valid = to - from;
        piece.sum = value * piece.valid;
        piece.sumSquares = value * piece.sum;
        first.add(piece);
        from = to;
      }
    },
    finish: () => levels.map((level) => level.finish()),
  };
}

class Level {
  next: Level | undefined;
  readonly #reductionBp: number;
  readonly #isCompressed: boolean;
  readonly #open: ZoomRecord = {
    chrom: -1,
    start: 0,
    end: 0,
    valid: 0,
    min: 0,
    max: 0,
    sum: 0,
    sumSquares: 0,
  };
  #block = Buffer.alloc(BLOCK_RECORDS * ZOOM_RECORD_BYTES);
  #used = 0;
  #blockStart = 0;
  #blockChrom = -1;
  #blockEnd = 0;
  #offset = 0;
  #records = 0;
  #largest = 0;
  readonly #blocks = buildBlockTable();
  readonly #parts: Uint8Array[] = [];

  constructor(reductionBp: number, isCompressed: boolean) {
    this.#reductionBp = reductionBp;
    this.#isCompressed = isCompressed;
  }

  /** Where a value that starts at `from` must be cut to fit a record. */
  limitFor(chrom: number, from: number): number {
    const open = this.#open;
    const limit = open.start + this.#reductionBp;
    return open.chrom === chrom && from < limit ? limit : from + this.#reductionBp;
  }

  add(record: ZoomRecord): void {
    const open = this.#open;
    if (open.chrom !== record.chrom || record.end > open.start + this.#reductionBp) {
      this.#close();
      Object.assign(open, record);
      return;
    }
    open.end = record.end;
    open.valid += record.valid;
    open.min = Math.min(open.min, record.min);
    open.max = Math.max(open.max, record.max);
    open.sum += record.sum;
    open.sumSquares += record.sumSquares;
  }

  finish(): ZoomLevelData {
    this.#close();
    this.#closeBlock();
    return {
      reductionBp: this.#reductionBp,
      records: this.#records,
      blocks: this.#blocks.finish(),
      parts: this.#parts,
      largestBytes: this.#largest,
    };
  }

  #close(): void {
    const open = this.#open;
    if (open.chrom < 0) return;
    if (this.#blockChrom !== open.chrom || this.#used === this.#block.length) {
      this.#closeBlock();
      this.#blockChrom = open.chrom;
      this.#blockStart = open.start;
    }
    const block = this.#block;
    let to = this.#used;
    for (const word of [open.chrom, open.start, open.end, open.valid]) to = block.writeUInt32LE(word, to);
    for (const value of [open.min, open.max, open.sum, open.sumSquares]) to = block.writeFloatLE(value, to);
    this.#used = to;
    this.#blockEnd = open.end;
    this.#records++;
    this.next?.add(open);
    open.chrom = -1;
  }

  #closeBlock(): void {
    if (this.#used === 0) return;
    const plain = this.#block.subarray(0, this.#used);
    const bytes = this.#isCompressed ? deflateSync(plain) : Buffer.from(plain);
    const chrom = this.#blockChrom;
    const extent = { startChrom: chrom, start: this.#blockStart, endChrom: chrom, end: this.#blockEnd };
    this.#blocks.add(extent, this.#offset, bytes.length);
    this.#parts.push(bytes);
    this.#offset += bytes.length;
    this.#largest = Math.max(this.#largest, this.#used);
    this.#used = 0;
  }
}
