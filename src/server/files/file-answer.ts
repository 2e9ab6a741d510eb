/** Sends a file: whole, by a range, or not at all where the visitor has it. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../answers/problem.ts';
import { fileAnswer } from './byte-range.ts';
import type { OpenFile } from './open-file.ts';

/** Answers with `file`, which is closed by this. Routes that use it have `compress: false`: ranges are of the bytes as they are. */
export async function sendFile(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  file: OpenFile,
  contentType: string,
): Promise<unknown> {
  const { sizeBytes, etag, lastModified } = file;
  const { status, start, end } = fileAnswer(request.method, request.headers, file);
  void reply.header('accept-ranges', 'bytes').header('cache-control', 'no-cache');
  if (status === 416) {
    await file.close();
    void reply.header('content-range', `bytes */${sizeBytes}`);
    throw new RequestError(416, `range is ${request.headers.range}, but the file has ${sizeBytes} bytes`);
  }
  if (etag !== undefined) void reply.header('etag', etag);
  if (lastModified !== undefined) void reply.header('last-modified', lastModified.toUTCString());
  void reply.code(status);
  if (status === 304 || status === 412) {
    await file.close();
    return reply.send();
  }
  void reply.type(contentType).header('content-length', end - start);
  if (status === 206) void reply.header('content-range', `bytes ${start}-${end - 1}/${sizeBytes}`);
  if (request.method === 'HEAD') {
    await file.close();
    return reply.send();
  }
  return reply.send(file.stream(start, end));
}
