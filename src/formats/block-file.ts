/**
 * Blocks of one remote file on disk: one sparse file of a table and all blocks in their places. Any number of
 * processes and threads may have it open: a block is written before the entry that says that it is there, and the entry holds its
 * checksum, so that what was half written, lost at a crash or removed meanwhile counts as not there.
 */

import { createHash } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { makeDirectory } from './make-directory.ts';

export const BLOCK_BYTES = 1 << 15;
/** Of the format below: another one has other names. */
const FORMAT = 1;
/** An entry: this mark, and the CRC-32 of the block, both little-endian. */
const MARK = 0x6b6c6243;
const ENTRY_BYTES = 8;
/** Blocks begin at a page of memory, as most file systems have them. */
const PAGE_BYTES = 4096;

export interface BlockFile {
  /** Whether each of blocks `from` to `to` (not included) is there; its bytes may still turn out to be none. */
  has(from: number, to: number): Promise<boolean[]>;
  /** Puts blocks `from` to `to` (not included), which lie side by side, into `target`; returns whether all of them are there and sound. */
  read(from: number, to: number, target: Uint8Array): Promise<boolean>;
  /** Keeps blocks from `from` on; only the last block of the file may be shorter than BLOCK_BYTES. Never rejects: what cannot be kept is fetched again. */
  write(from: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Where the blocks of a file are kept below a cache's directory. */
export function blockFilePath(directory: string, identity: string, sizeBytes: number): string {
  const parts = JSON.stringify([FORMAT, BLOCK_BYTES, identity, sizeBytes]);
  const name = createHash('sha256').update(parts).digest('hex').slice(0, 40);
  return path.join(directory, name.slice(0, 2), `${name}.blocks`);
}

/** Opens the blocks of a file, made if they are not there; undefined where they cannot be kept there: read-only, or no directory. */
export async function openBlockFile(file: string, sizeBytes: number): Promise<BlockFile | undefined> {
  let handle: FileHandle;
  try {
    makeDirectory(path.dirname(file));
    handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o644);
    const now = new Date();
    // What was used last goes last.
    await handle.utimes(now, now);
  } catch {
    return undefined;
  }
  const tableBytes = Math.ceil(sizeBytes / BLOCK_BYTES) * ENTRY_BYTES;
  const dataAt = Math.ceil(tableBytes / PAGE_BYTES) * PAGE_BYTES;
  const entriesOf = async (from: number, to: number) => {
    const entries = Buffer.alloc((to - from) * ENTRY_BYTES);
    // Beyond the end of a file that is still short there are none.
    await handle.read(entries, 0, entries.length, from * ENTRY_BYTES);
    return entries;
  };
  return {
    async has(from, to) {
      const entries = await entriesOf(from, to).catch(() => Buffer.alloc((to - from) * ENTRY_BYTES));
      return Array.from({ length: to - from }, (_, i) => entries.readUInt32LE(i * ENTRY_BYTES) === MARK);
    },
    async read(from, to, target) {
      const offset = from * BLOCK_BYTES;
      const length = Math.min(to * BLOCK_BYTES, sizeBytes) - offset;
      try {
        const { bytesRead } = await handle.read(target, 0, length, dataAt + offset);
        if (bytesRead < length) return false;
        const entries = await entriesOf(from, to);
        for (let i = 0; i < to - from; i++) {
          const block = target.subarray(i * BLOCK_BYTES, Math.min((i + 1) * BLOCK_BYTES, length));
          if (entries.readUInt32LE(i * ENTRY_BYTES) !== MARK) return false;
          if (entries.readUInt32LE(i * ENTRY_BYTES + 4) !== crc32(block)) return false;
        }
        return true;
      } catch {
        return false;
      }
    },
    async write(from, bytes) {
      const entries = Buffer.alloc(Math.ceil(bytes.length / BLOCK_BYTES) * ENTRY_BYTES);
      for (let i = 0; i * BLOCK_BYTES < bytes.length; i++) {
        entries.writeUInt32LE(MARK, i * ENTRY_BYTES);
        entries.writeUInt32LE(
          crc32(bytes.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES)),
          i * ENTRY_BYTES + 4,
        );
      }
      try {
        await writeWhole(handle, bytes, dataAt + from * BLOCK_BYTES);
        await writeWhole(handle, entries, from * ENTRY_BYTES);
      } catch {
        // A full disk, say: the file is read all the same.
      }
    },
    close: () => handle.close(),
  };
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await handle.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
  }
}
