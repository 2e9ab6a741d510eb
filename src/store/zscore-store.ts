/**
 * The column store of Z-scores: for each dataset a column of Z, of signal and of high bits, rows as in rDHSs.bed,
 * and a row-major copy of Z. docs/formats.md describes it byte by byte.
 */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { AtomicFile, writeFileAtomically } from '../formats/atomic-file.ts';
import { floatToSix } from '../formats/six-digits.ts';
import { HIGH_Z, type Normalisation, zScore } from '../registry/zscores.ts';

/** One dataset's column. `base` is the path of its three files without their endings, relative to zscores/. */
export interface ZColumn extends Normalisation {
  readonly file: string;
  readonly biosample: string;
  readonly assay: string;
  readonly experiment: string;
  /** Elements with signal. */
  readonly nonZero: number;
  readonly base: string;
}

export interface ZManifest {
  readonly formatVersion: number;
  readonly rows: number;
  /** Z of row r in column c stands at float (r * columns + c) of this file. */
  readonly rowMajor: string;
  readonly columns: readonly ZColumn[];
}

export const Z_MANIFEST = 'manifest.json';
export const ROW_MAJOR = 'rows.z.f32';

/** The three files of a column. */
export function columnFiles(base: string): string[] {
  return ['.z.f32', '.signal.f32', '.high.bits'].map((ending) => `${base}${ending}`);
}

/** Writes BASE.z.f32, BASE.signal.f32 (little endian) and BASE.high.bits (row r is bit r % 8 of byte r >> 3). */
export async function writeZColumn(base: string, signal: Float64Array, z: Float64Array): Promise<void> {
  await writeFileAtomically(`${base}.z.f32`, viewOf(Float32Array.from(z)));
  await writeFileAtomically(`${base}.signal.f32`, viewOf(Float32Array.from(signal)));
  await writeFileAtomically(`${base}.high.bits`, highBits(z));
}

/** Which Z are high, packed: row r is bit r % 8 of byte r >> 3. Taken in double precision. */
export function highBits(z: Float64Array): Uint8Array {
  const high = new Uint8Array((z.length + 7) >> 3);
  for (let i = 0; i < z.length; i++) if (z[i]! > HIGH_Z) high[i >> 3]! |= 1 << (i & 7);
  return high;
}

/** Z of all rows, as stored (float32). */
export function readZ(directory: string, column: ZColumn, rows: number): Float32Array {
  return new Float32Array(readWhole(path.join(directory, `${column.base}.z.f32`), rows * 4).buffer);
}

/** Signal of all rows; floatToSix gives the double of its six digits back. */
export function readSignal(directory: string, column: ZColumn, rows: number): Float32Array {
  return new Float32Array(readWhole(path.join(directory, `${column.base}.signal.f32`), rows * 4).buffer);
}

/** The high bits of all rows, packed. */
export function readHigh(directory: string, column: ZColumn, rows: number): Uint8Array {
  return readWhole(path.join(directory, `${column.base}.high.bits`), (rows + 7) >> 3);
}

/** Sets `bit` in `flags` for every row that is high in a packed column. */
export function addHighBit(flags: Uint8Array, packed: Uint8Array, bit: number): void {
  for (let i = 0; i < flags.length; i++) if ((packed[i >> 3]! >> (i & 7)) & 1) flags[i]! |= bit;
}

/** The Z of a stored signal in full double precision: what the high bit was taken from. */
export function exactZ(storedSignal: number, normalisation: Normalisation): number {
  return zScore(floatToSix(storedSignal), normalisation);
}

const BLOCK_BYTES = 1 << 26;
/**
 * Rows of a block at least: of each block every column is opened once, which takes a millisecond where many machines share the disk. Of 5,000 columns a
 * block then takes 655 MB.
 */
export const LEAST_BLOCK_ROWS = 1 << 15;

/** Writes the row-major copy from the columns, a block of rows at a time: memory is `blockBytes`, and a column's part of it. */
export async function writeRowMajor(
  directory: string,
  columns: readonly ZColumn[],
  rows: number,
  blockBytes = Math.max(BLOCK_BYTES, 4 * columns.length * LEAST_BLOCK_ROWS),
): Promise<void> {
  const width = columns.length;
  const blockRows = Math.max(1, Math.floor(blockBytes / (4 * Math.max(1, width))));
  await using out = new AtomicFile(path.join(directory, ROW_MAJOR));
  const block = new Float32Array(Math.min(blockRows, rows) * width);
  const slice = new Float32Array(Math.min(blockRows, rows));
  for (let from = 0; from < rows; from += blockRows) {
    const count = Math.min(blockRows, rows - from);
    const bytes = new Uint8Array(slice.buffer, 0, count * 4);
    for (const [c, column] of columns.entries()) {
      readAt(path.join(directory, `${column.base}.z.f32`), bytes, from * 4);
      for (let r = 0; r < count; r++) block[r * width + c] = slice[r]!;
    }
    out.write(viewOf(block.subarray(0, count * width)));
  }
  await out.commit();
}

/** Fills `into` with the stored signal of the rows from `from` on. */
export function readSignalRows(directory: string, column: ZColumn, from: number, into: Float32Array): void {
  readAt(path.join(directory, `${column.base}.signal.f32`), viewOf(into), from * 4);
}

/** Fills `into` with the stored Z of the rows from `from` on. */
export function readZRows(directory: string, column: ZColumn, from: number, into: Float32Array): void {
  readAt(path.join(directory, `${column.base}.z.f32`), viewOf(into), from * 4);
}

/** The stored signal of one row in one column. */
export function readSignalAt(directory: string, column: ZColumn, row: number): number {
  const value = new Float32Array(1);
  readAt(path.join(directory, `${column.base}.signal.f32`), new Uint8Array(value.buffer), row * 4);
  return value[0]!;
}

/** Whether one row is high in one column. */
export function readHighAt(directory: string, column: ZColumn, row: number): boolean {
  const byte = new Uint8Array(1);
  readAt(path.join(directory, `${column.base}.high.bits`), byte, row >> 3);
  return ((byte[0]! >> (row & 7)) & 1) === 1;
}

/** The bits are taken in double precision: a float32 that is not this one has the side of its double. */
const HIGH_Z_FLOAT = Math.fround(HIGH_Z);

/** Z of one row in every column of the manifest, as stored, from the row-major copy; and which of them are high by the stored bits. */
export interface RowZ {
  readonly z: Float32Array;
  readonly isHigh: readonly boolean[];
}

const unused = new FinalizationRegistry<number>(closeSync);

/** Reads rows of the row-major copy, which is opened by the first and stays open for as long as the reader is used. */
export function rowReader(directory: string, { columns, rowMajor }: ZManifest): (row: number) => RowZ {
  const file = path.join(directory, rowMajor);
  let descriptor: number | undefined;
  const read = (row: number): RowZ => {
    if (descriptor === undefined) {
      descriptor = openSync(file, 'r');
      unused.register(read, descriptor);
    }
    const z = new Float32Array(columns.length);
    fill(descriptor, file, viewOf(z), row * columns.length * 4);
    const isHigh = columns.map((column, c) =>
      z[c] === HIGH_Z_FLOAT ? readHighAt(directory, column, row) : z[c]! > HIGH_Z_FLOAT,
    );
    return { z, isHigh };
  };
  return read;
}

/** Reads zscores/manifest.json. */
export function readZManifest(directory: string): ZManifest {
  const file = path.join(directory, Z_MANIFEST);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ZManifest;
  } catch (cause) {
    throw new CisregError(
      'IO',
      'cannot be read as the manifest of a Z-score store; build the registry again',
      {
        where: { file },
        cause,
      },
    );
  }
}

function readWhole(file: string, bytes: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(bytes);
  readAt(file, target, 0);
  return target;
}

function readAt(file: string, target: Uint8Array, position: number): void {
  const descriptor = openSync(file, 'r');
  try {
    fill(descriptor, file, target, position);
  } finally {
    closeSync(descriptor);
  }
}

function fill(descriptor: number, file: string, target: Uint8Array, position: number): void {
  for (let at = 0; at < target.length; ) {
    const got = readSync(descriptor, target, at, Math.min(target.length - at, 1 << 30), position + at);
    if (got === 0) {
      throw new CisregError(
        'TRUNCATED',
        `ends early, expected ${target.length} bytes; build the registry again`,
        {
          where: { file, byte: position + at },
        },
      );
    }
    at += got;
  }
}

function viewOf(array: Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
