/** A table as a folder: a .npy file for each column of numbers, a .txt file with a line a row for each column of text. */

import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { AtomicFile } from './atomic-file.ts';
import { type NpyArray, type NpyFile, npyOf, writeNpy } from './npy.ts';
import { type TextColumn, textColumnFrom, textColumnOf } from './text-column.ts';

export type ColumnValues = NpyArray | TextColumn | readonly string[];

/** Numbers with more than one dimension, in row-major order. */
export interface Matrix {
  readonly array: NpyArray;
  readonly shape: readonly number[];
}

/** Writes the columns into a directory that exists. Text must not hold a line end. */
export async function writeColumns(
  directory: string,
  columns: Readonly<Record<string, ColumnValues | Matrix>>,
): Promise<void> {
  for (const [name, values] of Object.entries(columns)) {
    if ('shape' in values) await writeNpy(path.join(directory, `${name}.npy`), values.array, values.shape);
    else if (ArrayBuffer.isView(values))
      await writeNpy(path.join(directory, `${name}.npy`), values as NpyArray);
    else {
      const texts = Array.isArray(values)
        ? textColumnFrom(values as readonly string[])
        : (values as TextColumn);
      await writeTexts(path.join(directory, `${name}.txt`), texts);
    }
  }
}

async function writeTexts(file: string, { bytes, offsets, count }: TextColumn): Promise<void> {
  await using out = new AtomicFile(file);
  const end = Buffer.from('\n');
  for (let i = 0; i < count; i++) {
    out.write(bytes.subarray(offsets[i], offsets[i + 1]));
    out.write(end);
  }
  await out.commit();
}

/**
 * Columns that are read when they are first asked for, and kept. Their files are opened with the folder: another folder that takes its place
 * changes nothing here.
 */
export interface ColumnFolder {
  readonly directory: string;
  int32(name: string): Int32Array;
  uint32(name: string): Uint32Array;
  uint16(name: string): Uint16Array;
  uint8(name: string): Uint8Array;
  int8(name: string): Int8Array;
  float32(name: string): Float32Array;
  float64(name: string): Float64Array;
  text(name: string): TextColumn;
  /** The text column as an array of strings: for what is short. */
  texts(name: string): readonly string[];
  /** A column or matrix to be read in place: for what is large. It closes with the folder. */
  inPlace(name: string): NpyFile;
  /** Whether there is a column of numbers of that name. */
  has(name: string): boolean;
  /** The whole of a file that is no column, by its full name. */
  bytes(file: string): Buffer;
  /** What is read from then on, in place or not, throws. */
  close(): void;
}

/** Opens a folder that writeColumns filled. Columns throw CisregError FORMAT where they are not what was written. */
export function openColumns(directory: string): ColumnFolder {
  const files = openAll(directory);
  const kept = new Map<string, unknown>();
  const arrays = new Map<string, NpyFile>();
  let isOpen = true;
  const once = <T>(name: string, make: () => T): T => {
    if (!kept.has(name)) kept.set(name, make());
    return kept.get(name) as T;
  };
  const descriptorOf = (file: string): number => {
    if (!isOpen) throw new Error(`${directory} is closed`);
    const descriptor = files.get(file);
    if (descriptor !== undefined) return descriptor;
    throw new CisregError('FORMAT', 'is not there; make its folder again', {
      where: { file: path.join(directory, file) },
    });
  };
  const inPlace = (name: string): NpyFile => {
    let found = arrays.get(name);
    if (found === undefined) {
      const file = `${name}.npy`;
      found = npyOf(descriptorOf(file), path.join(directory, file));
      files.delete(file);
      arrays.set(name, found);
    }
    return found;
  };
  const numbers =
    <T extends NpyArray>(Type: new (length: number) => T) =>
    (name: string): T =>
      once(name, () => {
        const file = inPlace(name);
        const array = file.read(
          0,
          file.shape.reduce((product, n) => product * n, 1),
        );
        if (array instanceof Type) return array;
        throw new CisregError(
          'FORMAT',
          `holds ${array.constructor.name}, expected ${Type.name}; make it again`,
          {
            where: { file: path.join(directory, `${name}.npy`) },
          },
        );
      });
  const bytes = (file: string) => readWhole(descriptorOf(file));
  const text = (name: string) => once(`${name}.txt`, () => textsOf(bytes(`${name}.txt`)));
  return {
    directory,
    int32: numbers(Int32Array),
    uint32: numbers(Uint32Array),
    uint16: numbers(Uint16Array),
    uint8: numbers(Uint8Array),
    int8: numbers(Int8Array),
    float32: numbers(Float32Array),
    float64: numbers(Float64Array),
    text,
    texts: (name) =>
      once(`${name}[]`, () => {
        const column = text(name);
        return Array.from({ length: column.count }, (_, i) => column.at(i));
      }),
    inPlace,
    has: (name) => arrays.has(name) || files.has(`${name}.npy`),
    bytes,
    close: () => {
      isOpen = false;
      for (const own of arrays.values()) own.close();
      for (const descriptor of files.values()) closeSync(descriptor);
      files.clear();
      kept.clear();
    },
  };
}

/** The descriptors of all files of a folder. */
function openAll(directory: string): Map<string, number> {
  const files = new Map<string, number>();
  try {
    for (const name of readdirSync(directory)) files.set(name, openSync(path.join(directory, name), 'r'));
    return files;
  } catch (error) {
    for (const descriptor of files.values()) closeSync(descriptor);
    throw error;
  }
}

/** A read takes at most 2 GiB. */
const MOST_AT_ONCE = 1 << 30;

function readWhole(descriptor: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(fstatSync(descriptor).size);
  let at = 0;
  while (at < bytes.length) {
    const got = readSync(descriptor, bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), at);
    if (got === 0) break;
    at += got;
  }
  return bytes.subarray(0, at);
}

const NEWLINE = 10;

/** The lines of a file without their ends, moved together in the buffer that was read. */
function textsOf(bytes: Buffer): TextColumn {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === NEWLINE) count++;
  const offsets = new Uint32Array(count + 1);
  let used = 0;
  let row = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === NEWLINE) offsets[++row] = used;
    else bytes[used++] = bytes[i]!;
  }
  return textColumnOf(bytes.subarray(0, used), offsets);
}
