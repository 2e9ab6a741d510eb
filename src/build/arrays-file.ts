/** Intermediate results: named typed arrays with a JSON note in one file, written whole or not at all. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { AtomicFile } from '../formats/atomic-file.ts';

const TYPES = { i4: Int32Array, u1: Uint8Array, f4: Float32Array, f8: Float64Array } as const;
type TypeName = keyof typeof TYPES;
type AnyArray = Int32Array | Uint8Array | Float32Array | Float64Array;

/** Arrays start at multiples of this, so that any of them can be viewed in place. */
const ALIGNMENT = 8;

interface Entry {
  readonly type: TypeName;
  readonly offset: number;
  readonly length: number;
}

/** Writes arrays and a note. Layout: header length (u32), JSON header, padding, the arrays, each aligned to 8 bytes. */
export async function writeArrays(
  path: string,
  note: unknown,
  arrays: Record<string, AnyArray>,
): Promise<void> {
  const entries: Record<string, Entry> = {};
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    entries[name] = { type: typeOf(array), offset, length: array.length };
    offset += padded(array.byteLength);
  }
  const header = Buffer.from(JSON.stringify({ note, entries }));
  const lead = Buffer.alloc(padded(4 + header.length));
  lead.writeUInt32LE(header.length, 0);
  header.copy(lead, 4);
  await using file = new AtomicFile(path);
  file.write(lead);
  for (const array of Object.values(arrays)) {
    file.write(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    file.write(new Uint8Array(padded(array.byteLength) - array.byteLength));
  }
  await file.commit();
}

/** An open file of arrays: slices are read when asked for. Close it. */
export class ArraysFile {
  readonly note: unknown;
  private readonly path: string;
  private readonly descriptor: number;
  private readonly entries: Record<string, Entry>;
  private readonly dataOffset: number;

  constructor(path: string) {
    this.path = path;
    this.descriptor = openSync(path, 'r');
    const size = fstatSync(this.descriptor).size;
    const length = Buffer.alloc(4);
    if (readSync(this.descriptor, length, 0, 4, 0) < 4 || length.readUInt32LE(0) > size) throw this.damaged();
    const header = Buffer.alloc(length.readUInt32LE(0));
    readSync(this.descriptor, header, 0, header.length, 4);
    const { note, entries } = JSON.parse(header.toString()) as {
      note: unknown;
      entries: Record<string, Entry>;
    };
    this.note = note;
    this.entries = entries;
    this.dataOffset = padded(4 + header.length);
  }

  int32(name: string, from?: number, to?: number): Int32Array {
    return this.read(name, 'i4', from, to) as Int32Array;
  }

  float32(name: string, from?: number, to?: number): Float32Array {
    return this.read(name, 'f4', from, to) as Float32Array;
  }

  float64(name: string, from?: number, to?: number): Float64Array {
    return this.read(name, 'f8', from, to) as Float64Array;
  }

  length(name: string): number {
    return this.entries[name]?.length ?? 0;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private read(name: string, type: TypeName, from = 0, to = this.length(name)): AnyArray {
    const entry = this.entries[name];
    if (entry?.type !== type) throw this.damaged();
    const array = new TYPES[type](to - from);
    const bytes = new Uint8Array(array.buffer);
    const start = this.dataOffset + entry.offset + from * array.BYTES_PER_ELEMENT;
    // One read takes at most 2 GiB.
    for (let at = 0; at < bytes.length; ) {
      const got = readSync(this.descriptor, bytes, at, Math.min(bytes.length - at, 1 << 30), start + at);
      if (got === 0) throw this.damaged();
      at += got;
    }
    return array;
  }

  private damaged(): CisregError {
    return new CisregError('IO', 'is not what the build wrote; remove the directory .work and build again', {
      where: { file: this.path },
    });
  }
}

function typeOf(array: AnyArray): TypeName {
  const found = (Object.keys(TYPES) as TypeName[]).find((name) => array instanceof TYPES[name]);
  return found!;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
