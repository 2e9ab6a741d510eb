/** Inflates a gzip stream of one or many members, and refuses what zlib would pass over in silence. */

import { createGunzip, type Gunzip } from 'node:zlib';
import { CisregError } from '../errors.ts';

/** The empty block that ends every whole BGZF file (SAM specification, 4.1.2). */
const BGZF_END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex');

/** A BGZF header up to and with its BC subfield (SAM specification, 4.1). */
const BGZF_HEADER_BYTES = 18;

/**
 * The inflated bytes of `chunks`, which begin with a gzip member. `name` is what errors call the file.
 * TRUNCATED: it ends inside a member, or is BGZF without the closing empty block. FORMAT: a corrupt member, or
 * bytes after the last one (zlib ignores those, and with them the rest of a damaged file).
 */
export async function* inflateGzip(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  const input: GzipInput = { bytes: 0, head: Buffer.alloc(0), tail: Buffer.alloc(0), failure: undefined };
  const feeding = feed(gunzip, chunks, input);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
    await feeding;
  } catch (error) {
    await feeding;
    throw input.failure ?? gzipError(name, error as NodeJS.ErrnoException);
  } finally {
    // Not waiting for the feeding: it may itself be waiting for a slow pipe, and ends with its source.
    gunzip.destroy();
  }
  if (input.failure !== undefined) throw input.failure;
  if (gunzip.bytesWritten < input.bytes) throw trailing(name, gunzip.bytesWritten);
  if (isBgzf(input.head) && !input.tail.equals(BGZF_END)) {
    throw new CisregError(
      'TRUNCATED',
      'is bgzip without its closing block, so its end is missing; copy it again from its source',
      { where: { file: name } },
    );
  }
}

interface GzipInput {
  bytes: number;
  head: Buffer;
  tail: Buffer;
  failure: unknown;
}

async function feed(gunzip: Gunzip, chunks: AsyncIterable<Uint8Array>, input: GzipInput): Promise<void> {
  try {
    for await (const chunk of chunks) {
      input.bytes += chunk.length;
      if (input.head.length < BGZF_HEADER_BYTES) {
        input.head = Buffer.concat([input.head, chunk.subarray(0, BGZF_HEADER_BYTES)]);
      }
      const last = chunk.subarray(Math.max(0, chunk.length - BGZF_END.length));
      input.tail = Buffer.concat([input.tail, last]);
      input.tail = input.tail.subarray(Math.max(0, input.tail.length - BGZF_END.length));
      // Once zlib saw the last member it takes no more, and would never say that it drained.
      if (gunzip.readableEnded || gunzip.destroyed) return;
      if (!gunzip.write(chunk)) await drainedOrOver(gunzip);
    }
    gunzip.end();
  } catch (error) {
    input.failure = error;
    gunzip.destroy(error as Error);
  }
}

function drainedOrOver(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) gunzip.off(event, done);
      resolve();
    };
    const events = ['drain', 'end', 'close', 'error'] as const;
    for (const event of events) gunzip.on(event, done);
  });
}

function isBgzf(head: Buffer): boolean {
  return head.length >= BGZF_HEADER_BYTES && (head[3]! & 4) !== 0 && head[12] === 66 && head[13] === 67;
}

function gzipError(name: string, error: NodeJS.ErrnoException): unknown {
  if (error.code === 'Z_BUF_ERROR') {
    return new CisregError(
      'TRUNCATED',
      'the gzip stream ends in its middle; copy the file again from its source',
      {
        where: { file: name },
        cause: error,
      },
    );
  }
  if (error.code === 'Z_DATA_ERROR' || error.code === 'Z_NEED_DICT') {
    return new CisregError('FORMAT', `corrupt gzip (${error.message}); copy the file again from its source`, {
      where: { file: name },
      cause: error,
    });
  }
  return error;
}

function trailing(name: string, end: number): CisregError {
  return new CisregError(
    'FORMAT',
    'bytes after the end of the gzip stream; the file is damaged, copy it again',
    {
      where: { file: name, byte: end },
    },
  );
}
