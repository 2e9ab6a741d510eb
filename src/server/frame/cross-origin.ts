/** Anyone's page may read: igv.js, notebooks, other people's tools. There is nothing to log in to. */

import type { FastifyInstance, FastifyReply } from 'fastify';

const ALLOWED = {
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'Accept, Content-Type, If-None-Match, If-Range, Range',
  'access-control-max-age': '86400',
};
const EXPOSED =
  'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Retry-After, X-Total';

/** Says so on an answer. */
export function allowAnyOrigin(reply: FastifyReply): void {
  void reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', EXPOSED);
}

/** Says so on every answer, and answers what browsers ask beforehand. */
export function allowEveryOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    allowAnyOrigin(reply);
    if (request.method !== 'OPTIONS') return;
    return reply.code(204).headers(ALLOWED).send();
  });
}
