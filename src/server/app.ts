/** The HTTP service on top of registries: open, keyless, read-only. */

import { randomBytes } from 'node:crypto';
import compress from '@fastify/compress';
import etag from '@fastify/etag';
import {
  type FastifyInstance,
  type FastifyServerOptions,
  fastify,
  LogController,
  type RouteOptions,
} from 'fastify';
import helmet from 'helmet';
import { VERSION } from '../version.ts';
import { COMPONENTS } from './answers/components.ts';
import { type ApiDocument, describeProblems, openApi } from './answers/open-api.ts';
import { answerError, RequestError } from './answers/problem.ts';
import { apiPage } from './api-page.ts';
import { biosampleRoutes } from './biosamples/biosample-routes.ts';
import { embeddingRoutes } from './biosamples/embedding-routes.ts';
import { CONDITION_SCHEMAS } from './elements/element-body.ts';
import { elementRoutes } from './elements/element-routes.ts';
import { functionalRoutes } from './elements/functional-routes.ts';
import { intervalRoutes } from './elements/interval-routes.ts';
import { orthologRoutes } from './elements/ortholog-routes.ts';
import { peakRoutes } from './elements/peak-routes.ts';
import { specificityRoutes } from './elements/specificity-routes.ts';
import { browserRoutes } from './files/browser-routes.ts';
import { fileRoutes } from './files/file-routes.ts';
import { hubRoutes } from './files/hub-routes.ts';
import { servedFiles } from './files/served-files.ts';
import { signalRoutes } from './files/signal-routes.ts';
import { openTrackStore } from './files/track-store.ts';
import { onEnd } from './frame/answer-end.ts';
import { cacheAnswers, withoutVersion } from './frame/caching.ts';
import { clientRate } from './frame/client-rate.ts';
import { allowAnyOrigin, allowEveryOrigin } from './frame/cross-origin.ts';
import { LIMITS } from './frame/limits.ts';
import { metricsRoute } from './frame/metrics.ts';
import { methodsOf } from './frame/other-methods.ts';
import { answerParseError } from './frame/parse-errors.ts';
import { logRequests } from './frame/request-log.ts';
import { slotsOf } from './frame/slots.ts';
import { limitTimes, type TimeLimits } from './frame/time-limits.ts';
import { watchTraffic } from './frame/traffic.ts';
import { differentialRoutes } from './genes/differential-routes.ts';
import { geneElementRoutes } from './genes/gene-element-routes.ts';
import { geneExpressionRoutes } from './genes/gene-expression-routes.ts';
import { geneRoutes } from './genes/gene-routes.ts';
import { linkRoutes } from './genes/link-routes.ts';
import { graphqlRoutes } from './graphql/graphql-routes.ts';
import { intersectRoutes } from './lists/intersect-routes.ts';
import { liftRoutes } from './lists/lift-routes.ts';
import { savedListRoutes } from './lists/saved-list-routes.ts';
import type { StateStore } from './lists/state-store.ts';
import { uploadRoutes } from './lists/upload-routes.ts';
import { BUILT_PAGES, readPages } from './pages/page-files.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { legacyRoutes } from './search/legacy-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import type { ServedRegistries } from './served.ts';
import { enrichmentRoutes } from './variants/enrichment-routes.ts';
import { gwasRoutes } from './variants/gwas-routes.ts';
import { ownListRoutes } from './variants/own-list-routes.ts';
import { variantRoutes } from './variants/variant-routes.ts';

export interface AppOptions {
  /** As Fastify takes it; default none. */
  readonly logger?: FastifyServerOptions['logger'];
  /** Lists and other heavy requests at once; default LIMITS.parallel. */
  readonly parallel?: number | undefined;
  /** Requests a client and second; default no limit. */
  readonly ratePerSecond?: number | undefined;
  /** A web server in front names the client at the end of X-Forwarded-For. Default false: anyone could write it. */
  readonly isBehindProxy?: boolean | undefined;
  /** Where saved lists and uploads are; default nowhere. */
  readonly state?: StateStore | undefined;
  /** Intervals of one BED; default LIMITS.intervals. */
  readonly intervals?: number | undefined;
  /** The service's address as others reach it, without a slash at its end; default what each request names as its host. */
  readonly publicUrl?: string | undefined;
  /** Other times than LIMITS has. */
  readonly times?: Partial<TimeLimits>;
  /** Whom hubs name as their maintainer. */
  readonly email?: string | undefined;
  /** Where tracks are kept once they are made; default a fresh directory that goes at the end. */
  readonly cacheDirectory?: string | undefined;
  /** Where the built pages are; default BUILT_PAGES. Where none are, nothing but the API is served. */
  readonly pages?: string | undefined;
  /** Answers by JSON.stringify, whatever the schemas of answers leave out: what a test holds them against. */
  readonly hasPlainJson?: boolean;
  /** Hears of every route. */
  onRoute?(route: RouteOptions): void;
}

/** The service, ready to listen. Registries stay open for as long as it runs. */
export async function serviceOf(
  registries: ServedRegistries,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const app = fastify({
    logger: options.logger ?? false,
    // Fastify writes two lines a request, with its query.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(8).toString('hex'),
    // What stands before the last name is as the visitor wrote it.
    trustProxy: options.isBehindProxy ? (_, hops) => hops === 0 : false,
    rewriteUrl: withoutVersion,
    bodyLimit: LIMITS.bodyBytes,
    connectionTimeout: LIMITS.idleMs,
    routerOptions: { maxParamLength: LIMITS.segmentBytes },
    http: {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.headersMs,
      connectionsCheckingInterval: LIMITS.lookMs,
    },
    clientErrorHandler: answerParseError,
    // No hook runs for these.
    frameworkErrors: (error, request, reply) => {
      allowAnyOrigin(reply);
      answerError(error, request, reply);
    },
    // What is asked beyond the schema is refused, not dropped: a misspelt filter must not widen an answer. Verbose: a mistake has its value.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false, verbose: true } },
  });
  if (options.onRoute !== undefined) app.addHook('onRoute', options.onRoute);
  // What is meant as JSON says so; a route that takes text says so itself.
  app.removeContentTypeParser('text/plain');
  if (options.hasPlainJson) app.setSerializerCompiler(() => JSON.stringify);
  for (const schema of [...COMPONENTS, ...CONDITION_SCHEMAS]) app.addSchema(schema);
  app.setErrorHandler(answerError);
  const methodsAt = methodsOf(app);
  app.setNotFoundHandler((request, reply) => {
    const asked = `${request.method} ${request.url.slice(0, 200)}`;
    const methods = methodsAt(request.url);
    if (methods.length === 0 || methods.includes(request.method)) {
      return answerError(
        new RequestError(404, `${asked} is no address of this service; see /api`),
        request,
        reply,
      );
    }
    void reply.header('allow', methods.join(', '));
    const detail = `${asked} is not answered, expected ${methods.join(' or ')}; see /api`;
    answerError(new RequestError(405, detail), request, reply);
  });
  app.decorate('state', options.state);
  app.decorate('slots', slotsOf(options.parallel ?? LIMITS.parallel));
  logRequests(app);
  watchTraffic(app);
  app.addHook('onRequest', async (_, reply) => void onEnd(reply, registries.beginAnswer()));
  limitTimes(app, { ...LIMITS, ...options.times });
  allowEveryOrigin(app);
  limitRequests(app, options.ratePerSecond);
  protectVisitors(app);
  await app.register(compress, { global: true, threshold: 1024, customTypes: COMPRESSED });
  await app.register(etag);
  await openApi(app);
  metricsRoute(app, registries);
  await app.register(
    async (api) => {
      describeProblems(api);
      cacheAnswers(api, registries);
      biosampleRoutes(api, registries);
      embeddingRoutes(api, registries);
      specificityRoutes(api, registries);
      elementRoutes(api, registries);
      geneRoutes(api, registries);
      geneExpressionRoutes(api, registries);
      geneElementRoutes(api, registries);
      differentialRoutes(api, registries);
      peakRoutes(api, registries);
      intervalRoutes(api, registries);
      functionalRoutes(api, registries);
      orthologRoutes(api, registries);
      linkRoutes(api, registries);
      variantRoutes(api, registries);
      gwasRoutes(api, registries);
      enrichmentRoutes(api, registries);
      ownListRoutes(api, registries);
      searchRoutes(api, registries);
      liftRoutes(api, registries);
      savedListRoutes(api, registries);
      uploadRoutes(api, options.intervals ?? LIMITS.intervals);
      intersectRoutes(api, registries, options.intervals ?? LIMITS.intervals);
      signalRoutes(api, registries);
      browserRoutes(api, registries, options.publicUrl);
    },
    { prefix: '/api/v1' },
  );
  app.get('/api', { schema: { hide: true } }, async (_, reply) => {
    const page = apiPage(app.swagger() as unknown as ApiDocument, registries);
    return reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(page);
  });
  graphqlRoutes(app, registries);
  legacyRoutes(app, registries, pageRoutes(app, readPages(options.pages ?? BUILT_PAGES)));
  browserFiles(app, registries, options);
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok', version: VERSION }));
  await app.ready();
  return app;
}

/** Headers against what other pages may try with answers. Made once: its plugin for Fastify makes them anew for every request. */
function protectVisitors(app: FastifyInstance): void {
  const setHeaders = helmet({
    contentSecurityPolicy: false,
    // Whether a whole domain is for https alone, the web server in front decides.
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  const fail = (error?: unknown) => {
    if (error !== undefined) throw error;
  };
  app.addHook('onRequest', async (request, reply) => setHeaders(request.raw, reply.raw, fail));
}

/** What genome browsers read: files, tracks that are made when they are asked for, and hubs of them. */
function browserFiles(app: FastifyInstance, registries: ServedRegistries, options: AppOptions): void {
  const { cacheDirectory, email = 'not-given@example.org' } = options;
  const tracks = openTrackStore({ directory: cacheDirectory });
  app.addHook('onClose', () => tracks.close());
  const files = servedFiles(tracks);
  fileRoutes(app, registries, files);
  hubRoutes(app, registries, { files, email });
}

/** Pages are whole in themselves. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Text; Parquet is compressed in itself. */
const COMPRESSED = /^text\/|[/+](?:x-nd)?json(?:;|$)|[/+]xml(?:;|$)/;
/** What watches the service is not counted. */
const UNLIMITED = new Set(['/healthz', '/metrics']);
/** A page is many files, which a browser asks for once. */
const ASSETS = '/assets/';

function limitRequests(app: FastifyInstance, perSecond: number | undefined): void {
  const counted = perSecond === undefined ? undefined : clientRate(perSecond);
  app.addHook('onRequest', async (request) => {
    if (request.url.length > LIMITS.addressBytes) {
      throw new RequestError(
        414,
        `the address has ${request.url.length} characters, expected at most ${LIMITS.addressBytes}; send long questions in the body of a POST`,
      );
    }
    const isUnlimited = UNLIMITED.has(request.url) || request.url.startsWith(ASSETS);
    if (!isUnlimited) counted?.(request.ip, Date.now());
  });
}
