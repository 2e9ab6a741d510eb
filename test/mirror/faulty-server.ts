/** A server of files by ranges that fails as it is told, and counts what it sends. */

import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What goes wrong with one answer; nothing of it: the answer is right. */
export interface Fault {
  /** Instead of the file. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** The connection is cut after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Another ETag than the file's; the conditions of the request are then held against it. */
  readonly etag?: string;
  /** Every byte is another. */
  readonly isWrong?: boolean;
  /** The length that is said is so much more than what comes. */
  readonly saysMore?: number;
  /** The whole size that a range tells is so much more. */
  readonly sizeMore?: number;
  readonly hasNoRanges?: boolean;
  readonly waitMs?: number;
  /** Sends pieces with pauses. */
  readonly bytesPerSecond?: number;
}

export interface Seen {
  /** From 1. */
  readonly number: number;
  readonly path: string;
  readonly query: string;
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly headers: IncomingMessage['headers'];
}

export interface FaultyServer {
  readonly origin: string;
  readonly seen: readonly Seen[];
  /** Bytes of bodies that were written to sockets, by path. */
  readonly sent: ReadonlyMap<string, number>;
  fault: (seen: Seen) => Fault | undefined;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** By path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly fault?: (seen: Seen) => Fault | undefined;
  /** A key and a certificate make it https. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

const PIECE_BYTES = 1 << 16;

export async function faultyServer({ files, fault, tls }: ServerOptions): Promise<FaultyServer> {
  const seen: Seen[] = [];
  const sent = new Map<string, number>();
  const own = { fault: fault ?? (() => undefined) };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const [path, query = ''] = request.url!.split('?') as [string, string?];
    const file = files.get(path);
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const size = file?.length ?? 0;
    const start = asked === null ? 0 : Number(asked[1]);
    const end = asked === null || asked[2] === '' ? size : Math.min(size, Number(asked[2]) + 1);
    const one: Seen = { number: seen.length + 1, path, query, start, end, headers: request.headers };
    seen.push(one);
    const plan = own.fault(one) ?? {};
    setTimeout(() => {
      if (plan.status !== undefined || file === undefined) {
        response.writeHead(plan.status ?? 404, plan.headers);
        response.end(plan.text ?? '');
        return;
      }
      sendFile(response, { file, plan, one, isRange: asked !== null, sent });
    }, plan.waitMs ?? 0);
  };
  const server = tls === undefined ? createPlain(answer) : createSecure(tls, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(own, {
    origin: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    seen,
    sent,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** The ETag of a file: what it holds. */
export function etagOf(file: Uint8Array): string {
  let sum = 0;
  for (let i = 0; i < file.length; i += 997) sum = (sum * 31 + file[i]!) >>> 0;
  return `"${sum.toString(16)}-${file.length}"`;
}

interface Sending {
  readonly file: Uint8Array;
  readonly plan: Fault;
  readonly one: Seen;
  readonly isRange: boolean;
  readonly sent: Map<string, number>;
}

function sendFile(response: ServerResponse, { file, plan, one, isRange, sent }: Sending): void {
  const etag = plan.etag ?? etagOf(file);
  const ifMatch = one.headers['if-match'];
  if (ifMatch !== undefined && ifMatch !== etag) {
    response.writeHead(412).end();
    return;
  }
  const byRange = isRange && !plan.hasNoRanges;
  const { start, end } = byRange ? one : { start: 0, end: file.length };
  if (byRange && start >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const size = file.length + (plan.sizeMore ?? 0);
  response.writeHead(byRange ? 206 : 200, {
    etag,
    'content-length': end - start + (plan.saysMore ?? 0),
    ...(plan.hasNoRanges ? {} : { 'accept-ranges': 'bytes' }),
    ...(byRange ? { 'content-range': `bytes ${start}-${end - 1}/${size}` } : {}),
    ...plan.headers,
  });
  const stop = Math.min(end, start + (plan.cutAfter ?? Infinity));
  const pace = plan.bytesPerSecond === undefined ? undefined : Math.max(1, plan.bytesPerSecond / 20);
  let at = start;
  const send = () => {
    // Whoever has gone gets nothing more, and nothing is counted.
    while (at < stop && !response.destroyed) {
      const piece = file.subarray(at, Math.min(stop, at + Math.min(PIECE_BYTES, pace ?? PIECE_BYTES)));
      at += piece.length;
      sent.set(one.path, (sent.get(one.path) ?? 0) + piece.length);
      const goesOn = response.write(plan.isWrong ? piece.map((byte) => byte ^ 0x55) : piece);
      if (pace !== undefined) {
        setTimeout(send, 50);
        return;
      }
      if (!goesOn) {
        response.once('drain', send);
        return;
      }
    }
    if (response.destroyed) return;
    if (stop < end || (plan.saysMore ?? 0) > 0) {
      // What was written has to leave first.
      response.socket?.end();
      setTimeout(() => response.destroy(), 5);
    } else response.end();
  };
  send();
}
