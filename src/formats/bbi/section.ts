/** One bigWig section: up to 65,535 values of one chromosome, in one of three layouts. */

import { endianness } from 'node:os';
import { MAX_COORDINATE } from '../../genome/regions.ts';
import { BED_GRAPH, FIXED_STEP, ITEM_BYTES, SECTION_HEADER_BYTES, VARIABLE_STEP } from './layout.ts';

/** Bytes of a block, seen as words as well: sections consist of words of four bytes. */
export interface BlockBuffer {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly floats: Float32Array;
}

/** A buffer for blocks of at most `sizeBytes`. */
export function newBlockBuffer(sizeBytes: number): BlockBuffer {
  const buffer = new ArrayBuffer(Math.ceil(sizeBytes / 4) * 4);
  return { bytes: new Uint8Array(buffer), words: new Int32Array(buffer), floats: new Float32Array(buffer) };
}

/** Where the first item of a section lies in the words of its block. */
export const FIRST_ITEM_WORD = SECTION_HEADER_BYTES / 4;

/**
 * A checked section where it lies, until the next block is read. An item takes `stride` words: its start, its end if
 * the items differ in size, and its value as a float. With `at` counted from FIRST_ITEM_WORD in steps of the stride,
 * it begins at words[at], ends at words[at + stride - 2] + span and has the value floats[at + stride - 1].
 */
export interface Section {
  chrom: number;
  /** What the section's header says it spans. */
  start: number;
  end: number;
  count: number;
  words: Int32Array;
  floats: Float32Array;
  stride: number;
  /** What is added to the word that gives the end: 0 where it is the end itself. */
  span: number;
  /** Where items are written that are shorter in the file than here. */
  room: BlockBuffer;
}

/** To be filled by viewSection. */
export function newSection(): Section {
  const room = newBlockBuffer(0);
  const { words, floats } = room;
  return { chrom: 0, start: 0, end: 0, count: 0, words, floats, stride: PAIR, span: 0, room };
}

/** Words of an item with start and value, and with start, end and value. */
const PAIR = 2;
const TRIPLE = 3;

/** The values of a section, copied; the arrays may be longer than `count`. */
export interface SectionItems {
  chrom: number;
  start: number;
  end: number;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  values: Float32Array;
}

/** Room for the values of sections. */
export function newSectionItems(): SectionItems {
  return { chrom: 0, start: 0, end: 0, count: 0, ...itemArrays(1024) };
}

function itemArrays(length: number): Pick<SectionItems, 'starts' | 'ends' | 'values'> {
  return { starts: new Int32Array(length), ends: new Int32Array(length), values: new Float32Array(length) };
}

/** Where item k begins, 0-based. */
export function itemStart({ words, stride }: Section, k: number): number {
  return words[FIRST_ITEM_WORD + k * stride]!;
}

/** Where item k ends, half-open. */
export function itemEnd({ words, stride, span }: Section, k: number): number {
  return words[FIRST_ITEM_WORD + k * stride + stride - 2]! + span;
}

/** Copies items from..to-1. */
export function copyItems(section: Section, from: number, to: number): ReturnType<typeof itemArrays> {
  const { words, floats, stride, span } = section;
  const items = itemArrays(to - from);
  for (let k = from, at = FIRST_ITEM_WORD + from * stride; k < to; k++, at += stride) {
    items.starts[k - from] = words[at]!;
    items.ends[k - from] = words[at + stride - 2]! + span;
    items.values[k - from] = floats[at + stride - 1]!;
  }
  return items;
}

const HOST_IS_BIG_ENDIAN = endianness() === 'BE';

/** Copies the section in the first `length` bytes of `block` into `items`; returns what viewSection returns. */
export function decodeSection(
  block: BlockBuffer,
  length: number,
  isBigEndian: boolean,
  items: SectionItems,
): string | undefined {
  const section = newSection();
  const complaint = viewSection(block, length, isBigEndian, section);
  if (complaint !== undefined) return complaint;
  const { chrom, start, end, count } = section;
  Object.assign(items, { chrom, start, end, count, ...copyItems(section, 0, count) });
  return undefined;
}

/**
 * Lets `section` show the one in the first `length` bytes of `block` (whose bytes may be swapped in place). Returns
 * what is wrong with it, or undefined: a kind that does not exist, a length that does not fit the number of items,
 * items that are empty, out of order, overlapping, or outside the extent that the section states.
 */
export function viewSection(
  block: BlockBuffer,
  length: number,
  isBigEndian: boolean,
  section: Section,
): string | undefined {
  const { bytes, words } = block;
  if (length < SECTION_HEADER_BYTES)
    return `${length} bytes, expected a section header of ${SECTION_HEADER_BYTES}`;
  const kind = bytes[20]!;
  const count = isBigEndian ? (bytes[22]! << 8) | bytes[23]! : bytes[22]! | (bytes[23]! << 8);
  const itemBytes = ITEM_BYTES[kind] ?? 0;
  if (itemBytes === 0)
    return `section kind ${kind}, expected 1 (bedGraph), 2 (variableStep) or 3 (fixedStep)`;
  if (length !== SECTION_HEADER_BYTES + count * itemBytes) {
    const expected = SECTION_HEADER_BYTES + count * itemBytes;
    return `${length} bytes, expected ${expected} for the ${count} items that its header counts`;
  }
  if (isBigEndian !== HOST_IS_BIG_ENDIAN) Buffer.from(bytes.buffer, 0, length).swap32();
  const start = words[1]!;
  const end = words[2]!;
  if (start < 0 || end < start) {
    return `an extent of ${start >>> 0}-${end >>> 0}, expected start before end and both up to ${MAX_COORDINATE}`;
  }
  section.chrom = words[0]! >>> 0;
  section.start = start;
  section.end = end;
  section.count = count;
  const span = words[4]!;
  if (kind === BED_GRAPH) return viewBedGraph(block, section);
  if (span < 1) return `an item span of ${span}, expected at least 1`;
  section.span = span;
  section.stride = PAIR;
  if (kind === VARIABLE_STEP) return viewVariableStep(block, section);
  if (kind === FIXED_STEP) return viewFixedStep(block, section);
  return undefined;
}

function viewBedGraph({ words, floats }: BlockBuffer, section: Section): string | undefined {
  const behind = FIRST_ITEM_WORD + section.count * TRIPLE;
  let reached = section.start;
  for (let at = FIRST_ITEM_WORD; at < behind; at += TRIPLE) {
    const start = words[at]!;
    const end = words[at + 1]!;
    if (start < reached || end <= start)
      return misplaced(section, (at - FIRST_ITEM_WORD) / TRIPLE, start, end, reached);
    reached = end;
  }
  section.words = words;
  section.floats = floats;
  section.stride = TRIPLE;
  section.span = 0;
  return reached > section.end ? overEnd(section, reached) : undefined;
}

function viewVariableStep({ words, floats }: BlockBuffer, section: Section): string | undefined {
  section.words = words;
  section.floats = floats;
  const isRight =
    section.count === 0 ||
    (arePairsApart(words, section) && itemEnd(section, section.count - 1) <= section.end);
  return isRight ? undefined : misplacedStep(words, section);
}

/**
 * Whether items begin in the section, in order and apart, from the signs of differences: without branches, four at a time, it takes half of the
 * time. No difference of whole numbers from 0 up is beyond 32 bits, and the signs of the numbers themselves count too. Where it says no,
 * misplacedStep has the last word.
 */
function arePairsApart(words: Int32Array, { start: from, count, span }: Section): boolean {
  const behind = FIRST_ITEM_WORD + count * PAIR;
  let before = words[FIRST_ITEM_WORD]!;
  let signs = before | (before - from);
  let at = FIRST_ITEM_WORD + PAIR;
  for (; at + 3 * PAIR < behind; at += 4 * PAIR) {
    const a = words[at]!;
    const b = words[at + PAIR]!;
    const c = words[at + 2 * PAIR]!;
    const d = words[at + 3 * PAIR]!;
    signs |= a | b | c | d | (a - before) | (b - a) | (c - b) | (d - c);
    signs |= (a - before - span) | (b - a - span) | (c - b - span) | (d - c - span);
    before = d;
  }
  for (; at < behind; at += PAIR) {
    const start = words[at]!;
    signs |= start | (start - before) | (start - before - span);
    before = start;
  }
  return signs >= 0;
}

/** What is wrong with the first item that is out of order, overlaps the one before or leaves the section's extent. */
function misplacedStep(words: Int32Array, section: Section): string | undefined {
  const { count, span, end: limit } = section;
  let reached = section.start;
  for (let k = 0; k < count; k++) {
    const start = words[FIRST_ITEM_WORD + k * PAIR]!;
    const end = start + span;
    if (start < reached || end > limit) return misplaced(section, k, start, end, reached);
    reached = end;
  }
  return undefined;
}

/** The starts, which are not in the file, are written beside the values: the section looks like one of variableStep. */
function viewFixedStep({ words, floats }: BlockBuffer, section: Section): string | undefined {
  const { start, count, span } = section;
  const step = words[3]!;
  if (count > 1 && step < span) return `an item step of ${step}, expected at least the span ${span}`;
  const last = start + (count - 1) * step + span;
  if (last > section.end) return overEnd(section, last);
  const behind = FIRST_ITEM_WORD + count * PAIR;
  if (section.room.words.length < behind) section.room = newBlockBuffer(4 * behind);
  section.words = section.room.words;
  section.floats = section.room.floats;
  for (let k = 0, at = FIRST_ITEM_WORD; k < count; k++, at += PAIR) {
    section.words[at] = start + k * step;
    section.floats[at + 1] = floats[FIRST_ITEM_WORD + k]!;
  }
  return undefined;
}

function misplaced(section: Section, i: number, start: number, end: number, reached: number): string {
  const expected = `expected items in order, apart and inside ${section.start}-${section.end}`;
  return `item ${i + 1} at ${start >>> 0}-${end >>> 0} where ${reached} is reached, ${expected}`;
}

function overEnd(section: Section, reached: number): string {
  return `items up to ${reached}, expected none beyond ${section.end}, where its header says that it ends`;
}
