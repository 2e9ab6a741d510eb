/** Streams the bytes of a path, of standard input or of an http address, inflated where they are gzip. */

import { open } from 'node:fs/promises';
import { CisregError } from '../errors.ts';
import { inflateGzip } from './gzip-stream.ts';
import { httpRequest, reasonOf } from './http-request.ts';
import { missingFile } from './missing-file.ts';
import { refusedAnswer } from './refused-answer.ts';
import { isAddress, refuseUser, shownAddress } from './shown-address.ts';

const READ_BYTES = 1 << 20;
/** How often an address is tried: who mistyped it should not wait long to hear it. */
const ATTEMPTS_TO_OPEN = 4;

/** How error messages call a location: itself, an address without its query, or `standard input` for `-`. */
export function locationName(location: string): string {
  return location === '-' ? 'standard input' : shownAddress(location);
}

export interface ReadOptions {
  /**
   * Bytes of a file hold until the next are asked for, and are then written over: for who keeps none of them, since what is made anew a megabyte at a time
   * stays with the process for long. Default false.
   */
  readonly reuse?: boolean;
}

/**
 * The bytes of `location` in order: a path, `-` for standard input, or an http(s) URL. gzip and bgzip are told
 * by their magic bytes and inflated. Throws CisregError: NOT_FOUND (no such file, 404), IO (a directory, no
 * permission, other http answers), TRUNCATED (a gzip, BGZF or http body that ends early), FORMAT (a corrupt gzip,
 * bytes after its end). Ending the iteration early closes what was opened.
 */
export async function* openByteStream(
  location: string,
  { reuse = false }: ReadOptions = {},
): AsyncGenerator<Uint8Array> {
  const name = locationName(location);
  // A generator that waits for a slow pipe or server cannot be ended from outside; its source can.
  const stop = new AbortController();
  const raw = rawBytes(location, { signal: stop.signal, reuse });
  try {
    const head: Uint8Array[] = [];
    let headBytes = 0;
    // A pipe may hand over a single byte; two are needed to know.
    while (headBytes < 2) {
      const next = await raw.next();
      if (next.done) break;
      head.push(next.value);
      headBytes += next.value.length;
    }
    const first = Buffer.concat(head);
    const whole = resumed(first, raw);
    if (first[0] === 0x1f && first[1] === 0x8b) yield* inflateGzip(name, whole);
    else yield* whole;
  } finally {
    stop.abort();
  }
}

function rawBytes(
  location: string,
  { signal, reuse }: { readonly signal: AbortSignal; readonly reuse: boolean },
): AsyncGenerator<Uint8Array> {
  if (location === '-') return stdinBytes(signal);
  return isAddress(location) ? httpBytes(location, signal) : fileBytes(location, reuse);
}

async function* resumed(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** The chunk at hand, the one before, and the next, which is on its way. */
const REUSED_CHUNKS = 3;

async function* fileBytes(path: string, reuse: boolean): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(path, error);
  });
  const chunks: Buffer[] = [];
  const read = async (turn: number): Promise<Uint8Array> => {
    // A fresh buffer each time, unless it was said that nobody keeps what was given.
    const chunk = (reuse && chunks[turn % REUSED_CHUNKS]) || Buffer.allocUnsafeSlow(READ_BYTES);
    chunks[turn % REUSED_CHUNKS] = chunk;
    const { bytesRead } = await handle.read(chunk, 0, READ_BYTES, null);
    return chunk.subarray(0, bytesRead);
  };
  let next: Promise<Uint8Array> | undefined;
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw directoryError(path);
    for (let turn = 0; ; turn++) {
      const chunk = await (next ?? read(turn));
      if (chunk.length === 0) return;
      // While this one is taken apart. Of a pipe nothing is asked for that nobody may come to want: it could not be closed until that came.
      next = found.isFile() ? read(turn + 1) : undefined;
      // Whether it fails is asked when it is waited for.
      next?.catch(() => {});
      yield chunk;
    }
  } catch (error) {
    throw error instanceof CisregError ? error : fileError(path, error);
  } finally {
    await next?.catch(() => {});
    await handle.close();
  }
}

async function* stdinBytes(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.addEventListener('abort', () => process.stdin.destroy());
  try {
    for await (const chunk of process.stdin) {
      yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    }
  } catch (error) {
    throw fileError(locationName('-'), error);
  }
}

async function* httpBytes(address: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  refuseUser(address);
  const { status, headers, body } = await httpRequest(address, {
    signal,
    attempts: ATTEMPTS_TO_OPEN,
    mayBeGzip: true,
  });
  if (status !== 200) {
    body.destroy();
    const code = status === 404 || status === 410 ? 'NOT_FOUND' : 'IO';
    throw new CisregError(code, refusedAnswer(status, 200), {
      where: { file: shownAddress(address) },
    });
  }
  const stated = headers['content-length'];
  const expected = stated === undefined ? undefined : Number(stated);
  let received = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw shortBody(address, received, expected, error);
  }
  if (expected !== undefined && received !== expected) throw shortBody(address, received, expected);
}

function shortBody(
  address: string,
  received: number,
  expected: number | undefined,
  cause?: unknown,
): CisregError {
  const wanted = expected === undefined ? 'a whole body' : `${expected} bytes`;
  return new CisregError(
    'TRUNCATED',
    `the answer ended after ${received} bytes, expected ${wanted}; try again`,
    {
      where: { file: shownAddress(address) },
      cause,
    },
  );
}

function directoryError(path: string): CisregError {
  return new CisregError('IO', 'is a directory, expected a file', { where: { file: path } });
}

function fileError(path: string, error: unknown): CisregError {
  const options = { where: { file: path }, cause: error };
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new CisregError('NOT_FOUND', missingFile(path), options);
  if (code === 'EISDIR') return directoryError(path);
  if (code === 'EACCES' || code === 'EPERM')
    return new CisregError('IO', 'may not be read: permission denied; change its mode or owner', options);
  return new CisregError('IO', `cannot be read (${reasonOf(error)})`, options);
}
