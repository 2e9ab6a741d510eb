/** The HTTP service on top of registries: open, keyless, read-only. */

import compress from '@fastify/compress';
import etag from '@fastify/etag';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import { type FastifyInstance, type FastifyServerOptions, fastify } from 'fastify';
import { VERSION } from '../version.ts';
import { biosampleRoutes } from './biosample-routes.ts';
import { COMPONENTS } from './components.ts';
import { CONDITION_SCHEMAS } from './element-body.ts';
import { elementRoutes } from './element-routes.ts';
import { answerError, RequestError } from './problem.ts';
import { searchRoutes } from './search-routes.ts';
import type { ServedRegistries } from './served.ts';

/** The largest body of a query, the time that a request may take to arrive, and the longest address. */
export const LIMITS = { bodyBytes: 8 << 20, requestMs: 30_000, addressBytes: 64 << 10 } as const;

export interface AppOptions {
  /** As Fastify takes it; default none. */
  readonly logger?: FastifyServerOptions['logger'];
}

/** The service, ready to listen. Registries stay open for as long as it runs. */
export async function serviceOf(
  registries: ServedRegistries,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.logger ?? false,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: LIMITS.requestMs,
    routerOptions: { maxParamLength: 512 },
    http: { maxHeaderSize: LIMITS.addressBytes },
    // What is asked beyond the schema is refused, not dropped: a misspelt filter must not widen an answer.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
  });
  for (const schema of [...COMPONENTS, ...CONDITION_SCHEMAS]) app.addSchema(schema);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) =>
    answerError(
      new RequestError(
        404,
        `${request.method} ${request.url.slice(0, 200)} is no address of this service; see /api/openapi.json`,
      ),
      request,
      reply,
    ),
  );
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(compress, { global: true, threshold: 1024 });
  await app.register(etag);
  await app.register(swagger, {
    refResolver: { buildLocalReference: (json) => String(json.$id) },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'cisreg',
        version: VERSION,
        description:
          'Candidate cis-regulatory elements: positions are 0-based half-open; `location` is 1-based inclusive.',
        license: { name: 'MIT' },
      },
    },
  });
  app.addHook('onSend', async (_, reply) => {
    // Anyone may read: igv.js, notebooks and other people's pages.
    void reply.header('access-control-allow-origin', '*');
  });
  await app.register(
    async (api) => {
      biosampleRoutes(api, registries);
      elementRoutes(api, registries);
      searchRoutes(api, registries);
    },
    { prefix: '/api/v1' },
  );
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok', version: VERSION }));
  await app.ready();
  return app;
}
