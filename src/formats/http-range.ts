/** A range of a resource, read whole: what breaks off goes on where it broke. */

import { CisregError } from '../errors.ts';
import {
  ATTEMPTS,
  type HttpHead,
  type HttpOptions,
  httpRequest,
  reasonOf,
  waitBefore,
} from './http-request.ts';
import { refusedAnswer } from './refused-answer.ts';
import { shownAddress } from './shown-address.ts';

export interface RangeRead {
  /** Fewer than asked for only at the end of the resource. */
  readonly bytes: Uint8Array;
  /** Of the whole resource. */
  readonly sizeBytes: number;
  /** What tells this version of the resource from others: its ETag, or its date where it has none. */
  readonly version: string | undefined;
  /** Where its redirects led. */
  readonly url: string;
  /** Of the whole resource, as Azure's servers tell it; undefined where the server does not. */
  readonly wholeMd5: string | undefined;
}

/**
 * Reads bytes `start` to `end` (not included). With `version`, of a resource that must still have it. Throws CisregError: NOT_FOUND (404, 410), IO (other
 * answers, no connection, a resource that has changed, a server without ranges), TRUNCATED (one that ends early again and again).
 */
export async function readHttpRange(
  url: string,
  { start, end }: { readonly start: number; readonly end: number },
  options: Omit<HttpOptions, 'range' | 'ifMatch'> & {
    readonly version?: string | undefined;
  } = {},
): Promise<RangeRead> {
  const { attempts = ATTEMPTS } = options;
  const where = { file: shownAddress(url), byte: start };
  let { version } = options;
  let target: Uint8Array | undefined;
  let sizeBytes = 0;
  let filled = 0;
  for (let attempt = 1; ; attempt++) {
    const from = start + filled;
    const answer = await httpRequest(url, { ...options, range: { start: from, end }, ifMatch: version });
    const { status, range } = answer;
    // Nothing lies at or beyond the end.
    if (status === 416 && range?.sizeBytes !== undefined && range.sizeBytes <= from) {
      await answer.body.dump();
      return {
        bytes: new Uint8Array(0),
        sizeBytes: range.sizeBytes,
        version,
        url: answer.url,
        wholeMd5: wholeMd5Of(answer),
      };
    }
    if (status !== 206 || range === undefined || range.start !== from || range.sizeBytes === undefined) {
      answer.body.destroy();
      throw refused(url, status);
    }
    const own = answer.etag ?? answer.headers['last-modified'];
    if (
      (version !== undefined && own !== version) ||
      (target !== undefined && range.sizeBytes !== sizeBytes)
    ) {
      answer.body.destroy();
      throw changed(url);
    }
    version = own;
    sizeBytes = range.sizeBytes;
    target ??= new Uint8Array(Math.min(end, sizeBytes) - start);
    const before = filled;
    let problem = 'the server ended its answer early';
    try {
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        if (chunk.length > target.length - filled) {
          throw new CisregError('IO', 'the server sent more than was asked for; try again', { where });
        }
        target.set(chunk, filled);
        filled += chunk.length;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof CisregError) throw error;
      problem = reasonOf(error);
    }
    if (filled === target.length)
      return { bytes: target, sizeBytes, version, url: answer.url, wholeMd5: wholeMd5Of(answer) };
    // What advances is no failure: only attempts in a row that bring nothing count.
    if (filled > before) attempt = 1;
    if (attempt >= attempts) {
      const message = `${problem} after ${filled} of ${target.length} bytes (tried ${attempt} times); try again`;
      throw new CisregError('TRUNCATED', message, { where });
    }
    await waitBefore(attempt, { ...options, problem });
  }
}

/** An ETag is never taken for one. */
function wholeMd5Of({ headers }: HttpHead): string | undefined {
  return md5OfBase64(headers['x-ms-blob-content-md5']);
}

/** An MD5 as Azure writes it, as 32 hexadecimal digits; undefined for what is none. */
export function md5OfBase64(text: string | undefined): string | undefined {
  const digest = Buffer.from(text ?? '', 'base64');
  return digest.length === 16 ? digest.toString('hex') : undefined;
}

function refused(url: string, status: number): CisregError {
  const where = { file: shownAddress(url) };
  if (status === 412) return changed(url);
  if (status === 404 || status === 410) {
    return new CisregError('NOT_FOUND', `the server answered ${status}; check the address`, { where });
  }
  if (status >= 200 && status < 300) {
    const message = `the server answered ${status} to a range request, expected 206 with the size; download the file`;
    return new CisregError('IO', message, { where });
  }
  return new CisregError('IO', refusedAnswer(status, 206), { where });
}

function changed(url: string): CisregError {
  return new CisregError('IO', 'changed while it was read; run the command again', {
    where: { file: shownAddress(url) },
  });
}
