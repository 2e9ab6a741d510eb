/** /api/openapi.json: the description of every route, made from its schemas. */

import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { VERSION } from '../version.ts';
import { ProblemRef } from './components.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An address below /api/v1 that works on this server, for the page at /api and for tests: every route has one. */
    example?: string;
    /** The body that goes with it. */
    exampleBody?: object;
  }
}

/** Adds the description, which collects the routes that are registered after it. */
export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    refResolver: { buildLocalReference: (json) => String(json.$id) },
    transform: ({ schema, url, route }) => {
      const { example, exampleBody } = route.config ?? {};
      const extra = {
        ...(example === undefined ? {} : { 'x-example': `/api/v1${example}` }),
        ...(exampleBody === undefined ? {} : { 'x-example-body': exampleBody }),
      };
      return { schema: { ...schema, ...extra } as FastifySchema, url };
    },
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'cisreg',
        version: VERSION,
        description:
          'Candidate cis-regulatory elements: positions are 0-based half-open; `location` is 1-based inclusive.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
    },
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

const PROBLEM = {
  description: 'What was wrong with the request, or why it cannot be answered now',
  content: { 'application/problem+json': { schema: ProblemRef } },
};

/** Every route of `app` can answer with a problem. */
export function describeProblems(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const own = route.schema?.response as Record<string, unknown> | undefined;
    route.schema = { ...route.schema, response: { ...own, '4xx': PROBLEM, '5xx': PROBLEM } };
  });
}
