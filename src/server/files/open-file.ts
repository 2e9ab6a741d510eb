/** Files that are sent, wherever they lie: on disk, in memory, or below the operator's address. */

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CisregError } from '../../errors.ts';
import type { ByteSource } from '../../formats/byte-source.ts';
import { addressLocation, lastingVersion } from '../../formats/remote-location.ts';
import { openRemoteSource } from '../../formats/remote-source.ts';
import type { FileVersion } from './byte-range.ts';

/** An open file. It closes when a stream of it ends, or by `close`. */
export interface OpenFile extends FileVersion {
  /** The bytes [start, end). To be called once. */
  stream(start: number, end: number): Readable | Buffer;
  close(): Promise<void>;
}

/** Bytes that a remote file is read by. */
const CHUNK_BYTES = 1 << 20;
/** How long a remote file's size and version are believed. */
const REMOTE_MS = 60_000;

/**
 * A file on disk. Its tag is of its size and time, so copies that keep the time agree; `content` names the content where that
 * is known better. Throws CisregError NOT_FOUND where it has gone.
 */
export async function openLocal(file: string, content?: string): Promise<OpenFile> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new CisregError(cause.code === 'ENOENT' ? 'NOT_FOUND' : 'IO', 'this file is not there any more', {
      cause,
    });
  });
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw new CisregError('NOT_FOUND', 'this file is not there any more');
  }
  return {
    sizeBytes: stat.size,
    etag: tagOf(content ?? `${stat.size} ${stat.mtimeMs}`),
    lastModified: content === undefined ? stat.mtime : undefined,
    stream: (start, end) => {
      // An empty range would be read as one of the whole file.
      if (end > start) return handle.createReadStream({ start, end: end - 1 });
      // The answer is whole without it.
      handle.close().catch(() => {});
      return Buffer.alloc(0);
    },
    close: () => handle.close(),
  };
}

/** Text that is made for the answer. */
export function openText(text: string): OpenFile {
  const bytes = Buffer.from(text);
  return {
    sizeBytes: bytes.length,
    etag: tagOf(text),
    lastModified: undefined,
    stream: (start, end) => bytes.subarray(start, end),
    close: async () => {},
  };
}

/** Files below the operator's address, each looked at once a minute. */
export function remoteFiles(): (address: string) => Promise<OpenFile> {
  const known = new Map<string, { untilMs: number; opened: Promise<RemoteFile> }>();
  return async (address) => {
    let own = known.get(address);
    if (own === undefined || own.untilMs < Date.now()) {
      own = { untilMs: Date.now() + REMOTE_MS, opened: openRemote(address) };
      known.set(address, own);
    }
    const asked = own;
    // What failed, or has another version now, is looked at anew by who asks next.
    const forget = () => {
      if (known.get(address) === asked) known.delete(address);
    };
    const { source, etag } = await asked.opened.catch((error: unknown) => {
      forget();
      throw error;
    });
    return {
      sizeBytes: source.sizeBytes,
      etag,
      lastModified: undefined,
      stream: (start, end) =>
        Readable.from(chunks(source, start, end), { objectMode: false }).once('error', forget),
      close: async () => {},
    };
  };
}

interface RemoteFile {
  readonly source: ByteSource;
  readonly etag: string | undefined;
}

async function openRemote(address: string): Promise<RemoteFile> {
  const source = await openRemoteSource(addressLocation(address));
  // What is read has this version, or reading ends.
  const version = lastingVersion(source.pinned.version);
  return {
    source,
    etag: version === undefined ? undefined : tagOf(`${address} ${source.sizeBytes} ${version}`),
  };
}

async function* chunks(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += CHUNK_BYTES) yield source.read(at, Math.min(CHUNK_BYTES, end - at));
}

function tagOf(content: string): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}
