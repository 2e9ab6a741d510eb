/** Arrays as NumPy writes them (.npy, format version 1.0): what is stored here is read elsewhere in one line. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { AtomicFile } from './atomic-file.ts';

const TYPES = {
  '|i1': Int8Array,
  '|u1': Uint8Array,
  '<i2': Int16Array,
  '<u2': Uint16Array,
  '<i4': Int32Array,
  '<u4': Uint32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
} as const;
type TypeName = keyof typeof TYPES;
export type NpyArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

const MAGIC = '\x93NUMPY\x01\x00';
/** The array begins at a multiple of this, so that it can be mapped into memory. */
const ALIGNMENT = 64;
/** One read takes at most 2 GiB. */
const MOST_AT_ONCE = 1 << 30;

/** Writes an array in row-major order; `shape` is one dimension unless it is given. */
export async function writeNpy(
  path: string,
  array: NpyArray,
  shape: readonly number[] = [array.length],
): Promise<void> {
  const descr = (Object.keys(TYPES) as TypeName[]).find((name) => array instanceof TYPES[name])!;
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const length = Math.ceil((MAGIC.length + 2 + dict.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = Buffer.alloc(length, ' ', 'latin1');
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt16LE(length - MAGIC.length - 2, MAGIC.length);
  header.write(dict, MAGIC.length + 2, 'latin1');
  header.write('\n', length - 1, 'latin1');
  await using file = new AtomicFile(path);
  file.write(header);
  file.write(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  await file.commit();
}

/** An array and its shape. Throws CisregError FORMAT where the file is none that writeNpy made. */
export function readNpy(path: string): { array: NpyArray; shape: readonly number[] } {
  const file = openNpy(path);
  try {
    return {
      array: file.read(
        0,
        file.shape.reduce((product, n) => product * n, 1),
      ),
      shape: file.shape,
    };
  } finally {
    file.close();
  }
}

/** An open array, read where it is asked for. Close it. */
export interface NpyFile {
  readonly shape: readonly number[];
  /** The values [from, to) in row-major order. */
  read(from: number, to: number): NpyArray;
  close(): void;
}

/** Opens an array without reading it. Throws as readNpy does. */
export function openNpy(path: string): NpyFile {
  const descriptor = openSync(path, 'r');
  try {
    return npyOf(descriptor, path);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The array of an open descriptor, which is the array's from now on unless this throws, as readNpy does; `path` names it in errors. */
export function npyOf(descriptor: number, path: string): NpyFile {
  let isOpen = true;
  const damaged = () =>
    new CisregError('FORMAT', 'is no .npy file of this program, or cut short; make it again', {
      where: { file: path },
    });
  const { size } = fstatSync(descriptor);
  const lead = Buffer.alloc(MAGIC.length + 2);
  readSync(descriptor, lead, 0, lead.length, 0);
  const dict = Buffer.alloc(lead.readUInt16LE(MAGIC.length));
  readSync(descriptor, dict, 0, dict.length, lead.length);
  const found = /'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\)/.exec(
    dict.toString('latin1'),
  );
  const Type = TYPES[found?.[1] as TypeName];
  const shape = (found?.[2] ?? '')
    .split(',')
    .filter((n) => n.trim() !== '')
    .map(Number);
  const length = shape.reduce((product, n) => product * n, 1);
  const offset = lead.length + dict.length;
  if (
    lead.toString('latin1', 0, MAGIC.length) !== MAGIC ||
    Type === undefined ||
    size !== offset + length * Type.BYTES_PER_ELEMENT
  ) {
    throw damaged();
  }
  return {
    shape,
    close: () => {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
    },
    read: (from, to) => {
      // The number of a closed descriptor may be another file's by now.
      if (!isOpen) throw new Error(`${path} is closed`);
      const array = new Type(to - from);
      const bytes = new Uint8Array(array.buffer);
      const start = offset + from * Type.BYTES_PER_ELEMENT;
      for (let at = 0; at < bytes.length; ) {
        const got = readSync(descriptor, bytes, at, Math.min(bytes.length - at, MOST_AT_ONCE), start + at);
        if (got === 0) throw damaged();
        at += got;
      }
      return array;
    },
  };
}
