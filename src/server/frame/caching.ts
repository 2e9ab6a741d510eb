/**
 * What may be kept: an answer is decided by the program, the registries and the question, so its ETag is known before it is made. An address
 * below /v/VERSION names a registry's content, and its answers are for ever.
 */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { VERSION } from '../../version.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { ServedRegistries } from '../served.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False for a route whose answer is not decided by registry and address alone. */
    isCached?: boolean;
  }
}

const VERSIONED = /^\/v\/([^/?]{1,64})(\/api\/v1\/.*)$/s;
const versions = new WeakMap<IncomingMessage, string>();
const ONE_YEAR = 'public, max-age=31536000, immutable';

/** Fastify's rewriteUrl: routes know nothing of versions. */
export function withoutVersion(request: IncomingMessage): string {
  const [, version, url] = VERSIONED.exec(request.url ?? '/') ?? [];
  if (version === undefined) return request.url ?? '/';
  versions.set(request, version);
  return url!;
}

/** Adds ETag and Cache-Control to the routes of `app`, and gives a versioned address its registry. */
export function cacheAnswers(app: FastifyInstance, registries: ServedRegistries): void {
  const content = () => registries.all.map(({ id, version }) => `${id} ${version}`).join('\n');
  app.addHook('preHandler', async (request, reply) => {
    const version = versions.get(request.raw);
    if (version !== undefined) useVersion(request, registries, version);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.routeOptions.config.isCached === false) return;
    const question = [VERSION, content(), version, request.url, request.headers.accept].join('\n');
    const tag = `W/"${createHash('sha256').update(question).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', tag);
    const known = request.headers['if-none-match']?.split(',').map((own) => own.trim());
    // A tag was only ever sent with an answer: the question is a good one.
    if (known?.includes(tag)) return reply.code(304).send();
  });
  app.addHook('onSend', async (request, reply) => {
    const isAnswer = [200, 304].includes(reply.statusCode) && reply.hasHeader('etag');
    if (!isAnswer) void reply.removeHeader('etag');
    void reply.header('cache-control', isAnswer ? policy(versions.get(request.raw)) : 'no-store');
  });
}

function policy(version: string | undefined): string {
  return version === undefined ? 'no-cache' : ONE_YEAR;
}

/** The version stands for its registry; a route that asks no single one has no version. */
function useVersion(request: FastifyRequest, registries: ServedRegistries, version: string): void {
  const { querystring } = (request.routeOptions.schema ?? {}) as {
    querystring?: { properties?: Readonly<Record<string, unknown>> };
  };
  if (querystring?.properties?.registry === undefined) {
    throw new RequestError(404, 'this route has no versioned address; ask it without /v/VERSION');
  }
  const query = request.query as { registry?: string };
  const served = registries.all.find((own) => own.version === version);
  if (served === undefined) {
    const known = registries.all.map((own) => `${own.version} (${own.id})`).join(', ');
    throw new RequestError(
      404,
      `version ${quoted(version)} is not served here, expected one of ${known}; the newest is at the same address without /v/VERSION`,
      'version',
    );
  }
  if (query.registry !== undefined && registries.find(query.registry) !== served) {
    throw new RequestError(
      404,
      `version ${version} is of ${served.id}, but registry is ${quoted(query.registry)}`,
      'registry',
    );
  }
  query.registry = served.id;
}
