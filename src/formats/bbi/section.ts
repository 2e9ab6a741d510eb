/** One bigWig section: up to 65,535 values of one chromosome, in one of three layouts. */

import { endianness } from 'node:os';
import { MAX_COORDINATE } from '../../genome/regions.ts';
import {
  BED_GRAPH,
  FIXED_STEP,
  ITEM_BYTES,
  MAX_SECTION_ITEMS,
  SECTION_HEADER_BYTES,
  VARIABLE_STEP,
} from './layout.ts';

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

/** The values of a section; the arrays are longer than `count` and are filled anew by each section. */
export interface SectionItems {
  chrom: number;
  /** What the section's header says it spans. */
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

const HOST_IS_BIG_ENDIAN = endianness() === 'BE';

/**
 * Decodes the section in the first `length` bytes of `block` (whose bytes may be swapped in place) into `items`.
 * Returns what is wrong with it, or undefined: a kind that does not exist, a length that does not fit the number of
 * items, items that are empty, out of order, overlapping, or outside the extent that the section states.
 */
export function decodeSection(
  block: BlockBuffer,
  length: number,
  isBigEndian: boolean,
  items: SectionItems,
): string | undefined {
  const { bytes, words, floats } = block;
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
  const step = words[3]!;
  const span = words[4]!;
  if (start < 0 || end < start) {
    return `an extent of ${start >>> 0}-${end >>> 0}, expected start before end and both up to ${MAX_COORDINATE}`;
  }
  items.chrom = words[0]! >>> 0;
  items.start = start;
  items.end = end;
  items.count = count;
  if (items.starts.length < count) Object.assign(items, itemArrays(MAX_SECTION_ITEMS));
  if (kind === BED_GRAPH) return decodeBedGraph(words, floats, items);
  if (span < 1) return `an item span of ${span}, expected at least 1`;
  if (kind === VARIABLE_STEP) return decodeVariableStep(words, floats, items, span);
  if (kind === FIXED_STEP) return decodeFixedStep(floats, items, step, span);
  return undefined;
}

function decodeBedGraph(words: Int32Array, floats: Float32Array, items: SectionItems): string | undefined {
  const { starts, ends, values, count } = items;
  let reached = items.start;
  for (let i = 0, from = 6; i < count; i++, from += 3) {
    const start = words[from]!;
    const end = words[from + 1]!;
    if (start < reached || end <= start) return misplaced(items, i, start, end, reached);
    reached = end;
    starts[i] = start;
    ends[i] = end;
    values[i] = floats[from + 2]!;
  }
  return reached > items.end ? overEnd(items, reached) : undefined;
}

function decodeVariableStep(
  words: Int32Array,
  floats: Float32Array,
  items: SectionItems,
  span: number,
): string | undefined {
  const { starts, ends, values, count } = items;
  let reached = items.start;
  for (let i = 0, from = 6; i < count; i++, from += 2) {
    const start = words[from]!;
    // In doubles: the sum may pass 2^31.
    const end = start + span;
    if (start < reached || end > items.end) return misplaced(items, i, start, end, reached);
    reached = end;
    starts[i] = start;
    ends[i] = end;
    values[i] = floats[from + 1]!;
  }
  return undefined;
}

function decodeFixedStep(
  floats: Float32Array,
  items: SectionItems,
  step: number,
  span: number,
): string | undefined {
  const { starts, ends, values, count, start } = items;
  if (count > 1 && step < span) return `an item step of ${step}, expected at least the span ${span}`;
  const last = start + (count - 1) * step + span;
  if (last > items.end) return overEnd(items, last);
  for (let i = 0; i < count; i++) {
    starts[i] = start + i * step;
    ends[i] = start + i * step + span;
    values[i] = floats[6 + i]!;
  }
  return undefined;
}

function misplaced(items: SectionItems, i: number, start: number, end: number, reached: number): string {
  const expected = `expected items in order, apart and inside ${items.start}-${items.end}`;
  return `item ${i + 1} at ${start >>> 0}-${end >>> 0} where ${reached} is reached, ${expected}`;
}

function overEnd(items: SectionItems, reached: number): string {
  return `items up to ${reached}, expected none beyond ${items.end}, where its header says that it ends`;
}
