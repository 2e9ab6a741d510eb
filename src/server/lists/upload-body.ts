/** A BED as the body of a request: read line by line while it arrives, as text or gzip. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CisregError } from '../../errors.ts';
import { inflateGzip } from '../../formats/gzip-stream.ts';
import { type RegionRow, type RegionTable, readRegionRows } from '../../formats/region-rows.ts';
import { textOfStream } from '../../formats/text-lines.ts';
import { RequestError } from '../answers/problem.ts';

/** What a BED may come as; what it is, its first bytes say. */
export const BED_TYPES = [
  'text/plain',
  'text/x-bed',
  'text/tab-separated-values',
  'application/gzip',
  'application/x-gzip',
  'application/octet-stream',
] as const;

/** `body` of a route that takes a BED: anything goes to the reader of BED. */
export const BED_BODY = {
  description: 'A BED of three columns or more, sorted or not; plain or gzip',
  content: Object.fromEntries(BED_TYPES.map((type) => [type, { schema: {} }])),
};

/** Hands bodies of these types on as they arrive, to the routes of `app` alone. */
export function takeBedBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...BED_TYPES], (_, payload, done) => done(null, payload));
}

/** What one body may have. */
export interface BedLimits {
  readonly intervals: number;
  /** Unpacked. */
  readonly bytes: number;
}

const NAME = 'the BED';

/**
 * Reads the rows of a stream, plain or gzip. Throws RequestError: 400 naming the line that does not fit, or where there is no row; 413
 * beyond the limits.
 */
export async function readBedRows(
  stream: AsyncIterable<Uint8Array>,
  limits: BedLimits,
  visit: (row: RegionRow, index: number) => void,
): Promise<RegionTable> {
  try {
    const bytes = limited(inflated(stream), limits.bytes);
    const table = await readRegionRows(textOfStream(bytes, NAME), NAME, {
      name: 'BED',
      minFields: 3,
      visit: (row, index) => {
        if (index >= limits.intervals) throw tooMany(limits.intervals);
        visit(row, index);
      },
    });
    if (table.count === 0) throw new RequestError(400, `${NAME} has no row, expected at least one`, 'body');
    return table;
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
    throw new RequestError(400, error.message, 'body');
  }
}

/**
 * The bytes of a request's body. Who stops reading early leaves the rest to be taken and dropped: an answer that is sent while the visitor
 * still writes would be lost with the connection. Throws RequestError 400 where there is no body, or it ends early.
 */
export async function* bodyBytes(request: FastifyRequest): AsyncGenerator<Uint8Array> {
  const body = request.body as NodeJS.ReadableStream & {
    iterator(options: { destroyOnReturn: boolean }): AsyncIterableIterator<Uint8Array>;
  };
  if (typeof body?.iterator !== 'function') {
    throw new RequestError(400, `there is no body, expected ${NAME} as text/plain or gzip`, 'body');
  }
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk;
  } catch (error) {
    if (!request.raw.complete) throw new RequestError(400, 'the body ended early', 'body');
    throw error;
  } finally {
    body.resume();
  }
}

async function* inflated(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  const whole = async function* () {
    try {
      yield head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  };
  // A body may come a byte at a time; two tell gzip.
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  if (head[0] === 0x1f && head[1] === 0x8b) yield* inflateGzip(NAME, whole());
  else yield* whole();
}

async function* limited(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > most) {
      throw new RequestError(413, `${NAME} is over ${most} bytes unpacked, the most that is taken`, 'body');
    }
    yield chunk;
  }
}

function tooMany(most: number): RequestError {
  return new RequestError(
    413,
    `${NAME} has over ${most} intervals, the most that is taken at once; send it in parts`,
    'body',
  );
}
