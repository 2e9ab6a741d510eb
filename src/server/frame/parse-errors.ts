/** What is no HTTP, or too much of it, answered on the bare connection. */

import type { Socket } from 'node:net';
import { problemText } from '../answers/problem.ts';
import { LIMITS } from './limits.ts';

const PARSE_ERRORS: Readonly<Record<string, readonly [status: number, reason: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    `address and headers are longer than ${LIMITS.headerBytes} bytes; send long questions in the body of a POST`,
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'the extensions of a chunk are too long'],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    `the headers of the request did not arrive within ${LIMITS.headersMs / 1000} s`,
  ],
};
const NO_HTTP = [400, 'Bad Request', 'this is no request of HTTP/1.1'] as const;

/** Fastify's clientErrorHandler. */
export function answerParseError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Who is gone hears nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, detail] = PARSE_ERRORS[error.code ?? ''] ?? NO_HTTP;
  const body = problemText({ status, detail });
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
