/** A line of JSON a request: what an operator needs, and nothing that a visitor's question tells of them. */

import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { onEnd } from './answer-end.ts';

/** A log on standard error; `isQuiet`: failures alone. */
export function loggerOf(
  isQuiet: boolean,
  stream: { write(text: string): void } = process.stderr,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level: isQuiet ? 'error' : 'info',
    stream,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: pathOf(request.url) }),
    },
  };
}

/** Logs requests when they end. Queries and bodies are not: a list of variants may be a patient's. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    // Not onResponse: it does not hear of visitors who leave.
    onEnd(reply, () => {
      const { method, url, ip } = request;
      const line = {
        method,
        path: pathOf(url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        client: ip,
        ...(reply.raw.writableFinished ? {} : { left: true }),
      };
      request.log.info(line, 'request');
    });
  });
}

function pathOf(url: string): string {
  return url.split('?', 1)[0]!.slice(0, 300);
}
