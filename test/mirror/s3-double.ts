/**
 * A DOUBLE of S3, not S3: it does what the documentation of GetObject and ListObjectsV2 says, as far as a public bucket is concerned. There is no S3 to run
 * on loopback. Every answer says so in `server: s3-double`.
 */

import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Double {
  readonly origin: string;
  /** The questions of listings, as they came. */
  readonly listings: readonly string[];
  close(): Promise<void>;
}

const MOST_KEYS = 1000;

/** A public bucket with these objects, by key. Multipart: their ETags are no MD5, as those of large objects. */
export async function s3Double(objects: ReadonlyMap<string, Uint8Array>): Promise<S3Double> {
  const listings: string[] = [];
  const keys = [...objects.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const server = createServer((request, response) => {
    response.setHeader('server', 's3-double');
    const url = new URL(request.url!, 'http://localhost');
    if (url.pathname === '/') {
      listings.push(url.search);
      list(response, url.searchParams, { keys, objects });
      return;
    }
    const object = objects.get(decodeURIComponent(url.pathname.slice(1)));
    // A bucket that does not let everybody list it says 403; this one does, and says 404.
    if (object === undefined) {
      refuse(response, 404, 'NoSuchKey');
      return;
    }
    const { range, 'if-match': ifMatch } = request.headers;
    const etag = etagOf(object);
    if (ifMatch !== undefined && ifMatch !== etag) {
      refuse(response, 412, 'PreconditionFailed');
      return;
    }
    const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    if (asked === null) {
      response
        .writeHead(200, { etag, 'content-length': object.length, 'accept-ranges': 'bytes' })
        .end(object);
      return;
    }
    const start = Number(asked[1]);
    if (start >= object.length) {
      response.setHeader('content-range', `bytes */${object.length}`);
      refuse(response, 416, 'InvalidRange');
      return;
    }
    const end = asked[2] === '' ? object.length : Math.min(object.length, Number(asked[2]) + 1);
    const headers = {
      etag,
      'content-length': end - start,
      'content-range': `bytes ${start}-${end - 1}/${object.length}`,
    };
    response.writeHead(206, headers).end(object.subarray(start, end));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    listings,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function list(
  response: ServerResponse,
  asked: URLSearchParams,
  { keys, objects }: { keys: readonly string[]; objects: ReadonlyMap<string, Uint8Array> },
): void {
  if (asked.get('list-type') !== '2') {
    refuse(response, 400, 'InvalidArgument');
    return;
  }
  const token = asked.get('continuation-token');
  const after = token === null ? '' : Buffer.from(token, 'base64').toString('utf8');
  const found = keys.filter((key) => key.startsWith(asked.get('prefix') ?? '') && key > after);
  const page = found.slice(0, Math.min(MOST_KEYS, Number(asked.get('max-keys') ?? MOST_KEYS)));
  const isCut = page.length < found.length;
  const items = page.map((key) => {
    const object = objects.get(key)!;
    return `<Contents><Key>${escaped(key)}</Key><LastModified>2020-01-02T03:04:05.000Z</LastModified><ETag>${escaped(etagOf(object))}</ETag><Size>${object.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const next = isCut
    ? `<NextContinuationToken>${Buffer.from(page.at(-1)!).toString('base64')}</NextContinuationToken>`
    : '';
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>double</Name><KeyCount>${page.length}</KeyCount><IsTruncated>${isCut}</IsTruncated>${items.join('')}${next}</ListBucketResult>`,
  );
}

function etagOf(object: Uint8Array): string {
  return `"${createHash('sha1').update(object).digest('hex').slice(0, 32)}-2"`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>A double says no.</Message></Error>`,
  );
}
