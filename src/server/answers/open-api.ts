/** /api/openapi.json: the description of every route, made from its schemas. */

import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { VERSION } from '../../version.ts';
import { ProblemRef } from './components.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** An address below /api/v1 that works on this server, for the page at /api and for tests: every route has one. */
    example?: string;
    /** The body that goes with it. */
    exampleBody?: object;
  }
}

/** What of the description our own page reads. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ApiSchema>> };
}

export interface ApiOperation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: ApiSchema;
  }[];
  readonly requestBody?: { readonly content: ApiContent };
  readonly responses: Readonly<Record<string, { readonly content?: ApiContent }>>;
  readonly 'x-example'?: string;
  readonly 'x-example-body'?: object;
}
type ApiContent = Readonly<Record<string, { readonly schema?: ApiSchema }>>;

export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly items?: ApiSchema;
  readonly anyOf?: readonly ApiSchema[];
  readonly oneOf?: readonly ApiSchema[];
}

/** Adds the description, which collects the routes that are registered after it. */
export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    refResolver: { buildLocalReference: (json) => String(json.$id) },
    transform: ({ schema, url, route }) => {
      const { example, exampleBody } = route.config ?? {};
      const extra = {
        operationId: operationId(String(route.method), url),
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

/** getCcresByAccessionBiosamples for GET /api/v1/ccres/:accession/biosamples. */
function operationId(method: string, url: string): string {
  const words = url
    .replace('/api/v1', '')
    .split('/')
    .flatMap((part) => (part.startsWith(':') ? ['by', part.slice(1)] : part.split(/[^A-Za-z0-9]+/)))
    .filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
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
