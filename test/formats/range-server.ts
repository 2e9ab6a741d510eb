/** A local server of files by ranges that counts what it sends, and fails as it is told. */

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What becomes of one answer. */
export interface Fault {
  /** Another status, with no body. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks after so many bytes of the body. */
  readonly cutAfter?: number;
  readonly etag?: string;
}

export interface RangeServer {
  readonly url: string;
  /** Of bodies that were sent, and requests that came, since the last `reset`. */
  readonly counts: { bytes: number; requests: number };
  /** Paths that were asked for, with their queries, since the last `reset`. */
  readonly asked: string[];
  /** Called for each request, numbered from 0 since the last `reset`. */
  fault: (request: { path: string; n: number }) => Fault | undefined;
  reset(): void;
  close(): Promise<void>;
}

/** Serves the files below `directory` on a port of its own; each answer comes `delayMs` after its request. */
export async function serveRanges(
  directory: string,
  { delayMs = 0 }: { delayMs?: number } = {},
): Promise<RangeServer> {
  const counts = { bytes: 0, requests: 0 };
  const asked: string[] = [];
  const own: RangeServer = {
    url: '',
    counts,
    asked,
    fault: () => undefined,
    reset() {
      counts.bytes = 0;
      counts.requests = 0;
      asked.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const n = counts.requests++;
    asked.push(request.url!);
    const name = decodeURIComponent(new URL(request.url!, 'http://x').pathname);
    if (delayMs > 0) await wait(delayMs);
    const fault = own.fault({ path: name, n }) ?? {};
    if (fault.status !== undefined) {
      response.writeHead(fault.status, fault.headers).end();
      return;
    }
    let file: number;
    try {
      file = openSync(path.join(directory, name), 'r');
    } catch {
      response.writeHead(404).end();
      return;
    }
    const { size, mtimeMs } = fstatSync(file);
    const etag =
      fault.etag ??
      `"${createHash('sha256').update(`${name} ${size} ${mtimeMs}`).digest('hex').slice(0, 16)}"`;
    const found = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = found === null ? 0 : Number(found[1]);
    const end = found === null || found[2] === '' ? size : Math.min(size, Number(found[2]) + 1);
    const headers: Record<string, string | number> = { etag, 'accept-ranges': 'bytes', ...fault.headers };
    const { 'if-match': ifMatch } = request.headers;
    if (ifMatch !== undefined && ifMatch !== etag) response.writeHead(412).end();
    else if (found !== null && start >= size)
      response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    else {
      headers['content-length'] = end - start;
      if (found !== null) headers['content-range'] = `bytes ${start}-${end - 1}/${size}`;
      response.writeHead(found === null ? 200 : 206, headers);
      const body = Buffer.alloc(request.method === 'HEAD' ? 0 : end - start);
      readSync(file, body, 0, body.length, start);
      if (fault.cutAfter !== undefined && fault.cutAfter < body.length) {
        counts.bytes += fault.cutAfter;
        response.write(body.subarray(0, fault.cutAfter), () => response.destroy());
      } else {
        counts.bytes += body.length;
        response.end(body);
      }
    }
    closeSync(file);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(own, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
