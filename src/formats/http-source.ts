/** An http(s) address as a byte source, by range requests (RFC 9110, section 14). */

import { CisregError, type ErrorCode } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

// Without identity a server may compress on the way, and the ranges are then those of something else.
const IDENTITY = { 'accept-encoding': 'identity' };

/**
 * Opens an address and learns its size from a request for one byte. Throws CisregError: NOT_FOUND (404, 410), IO
 * (other answers, a server that ignores ranges or does not tell the size, no connection). A resource that changes
 * while it is read gives IO, told by its ETag, or its date where it has none.
 */
export async function openHttpSource(address: string): Promise<ByteSource> {
  const first = await request(address, 0, 1);
  await first.response.body?.cancel();
  const { sizeBytes } = first;
  const version = versionOf(first.response);
  return {
    name: address,
    sizeBytes,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, sizeBytes - offset));
      if (wanted === 0) return new Uint8Array(0);
      const answer = await request(address, offset, wanted);
      if (answer.sizeBytes !== sizeBytes || versionOf(answer.response) !== version) {
        await answer.response.body?.cancel();
        throw httpError(address, 'IO', 'changed while it was read; run the command again');
      }
      const bytes = await bodyOf(address, answer.response);
      if (bytes.length !== wanted) {
        const message = `the server sent ${bytes.length} bytes, expected ${wanted}; try again`;
        throw new CisregError('TRUNCATED', message, { where: { file: address, byte: offset } });
      }
      return bytes;
    },
    close: async () => {},
  };
}

interface Answer {
  readonly response: Response;
  readonly sizeBytes: number;
}

async function request(address: string, offset: number, length: number): Promise<Answer> {
  const headers = { ...IDENTITY, range: `bytes=${offset}-${offset + length - 1}` };
  const response = await fetch(address, { headers }).catch((error: unknown) => {
    throw httpError(
      address,
      'IO',
      `cannot be reached (${reasonOf(error)}); check the address and the network`,
      error,
    );
  });
  // An empty resource has no first byte: 416 with `bytes */0`.
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 416 && range !== null && Number(range[2]) === 0) return { response, sizeBytes: 0 };
  if (response.status === 206 && range !== null && Number(range[1]) === offset) {
    return { response, sizeBytes: Number(range[2]) };
  }
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) {
    throw httpError(address, 'NOT_FOUND', `the server answered ${response.status}; check the address`);
  }
  if (response.ok) {
    const message = `the server answered ${response.status} to a range request, expected 206 with the size; download the file`;
    throw httpError(address, 'IO', message);
  }
  const answer = `${response.status} ${response.statusText}`.trim();
  throw httpError(address, 'IO', `the server answered ${answer}, expected 206; check the address`);
}

async function bodyOf(address: string, response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw httpError(address, 'TRUNCATED', `the answer broke off (${reasonOf(error)}); try again`, error);
  }
}

function versionOf(response: Response): string | null {
  return response.headers.get('etag') ?? response.headers.get('last-modified');
}

function httpError(address: string, code: ErrorCode, message: string, cause?: unknown): CisregError {
  return new CisregError(code, message, { where: { file: address }, cause });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message;
}
