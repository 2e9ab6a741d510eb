/** The pages: their files, and the one page that every address of theirs answers with. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SERVICE_NAMES } from '../reserved-names.ts';
import { encodingFor, INDEX, type PageFile } from './page-files.ts';

/** Vite names these by their content. */
const HASHED = 'assets/';
const ONE_YEAR = 'public, max-age=31536000, immutable';
/**
 * Nothing but what this server has, with one exception: connect-src is open, since visitors look at tracks of their own, whose addresses only they
 * know. Plots and igv.js set style attributes; igv.js starts its workers from blobs.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' https: http:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
/** Lists by filter have no end, and files are no pages. What pages read of /api to show themselves stays open. */
const ROBOTS = `User-agent: *
Disallow: /*/elements?
Disallow: /*/search?
Disallow: /files/
Disallow: /graphql
Disallow: /v/
`;

const DOTS = /^(\.|%2e)+$/i;

/** Answers an address that may be a page's: with the page, or that there is no such address. */
export type PageAnswer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Adds the files of the pages and, for whatever no other route has, the page; what comes back answers with it. Without `pages` there is neither. */
export function pageRoutes(
  app: FastifyInstance,
  pages: ReadonlyMap<string, PageFile> | undefined,
): PageAnswer | undefined {
  const options = { schema: { hide: true }, compress: false } as const;
  app.get('/robots.txt', options, (_, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=86400').send(ROBOTS),
  );
  if (pages === undefined) return undefined;
  const index = pages.get(INDEX)!;
  for (const [name, file] of pages) {
    // Below a folder one route has them all: /metrics has a line a route.
    if (!name.includes('/') && name !== INDEX && !SERVICE_NAMES.has(name)) {
      app.get(`/${name}`, options, (request, reply) => sendPageFile({ request, reply }, file, 'no-cache'));
    }
  }
  const folders = new Set(
    [...pages.keys()].filter((name) => name.includes('/')).map((name) => name.split('/')[0]!),
  );
  for (const folder of folders) {
    app.get(`/${folder}/*`, options, async (request, reply) => {
      const name = `${folder}/${(request.params as { '*': string })['*']}`;
      const file = pages.get(name);
      if (file === undefined) return noSuchAddress(reply);
      return sendPageFile({ request, reply }, file, name.startsWith(HASHED) ? ONE_YEAR : 'no-cache');
    });
  }
  const mark = 'mark.svg';
  if (pages.has(mark)) app.get('/favicon.ico', options, (_, reply) => reply.redirect(`/${mark}`, 301));
  const answer: PageAnswer = async (request, reply) => {
    if (!isPageAddress(request)) return noSuchAddress(reply);
    return sendPageFile({ request, reply }, index, 'no-cache');
  };
  app.get('/*', options, answer);
  return answer;
}

/** Answers that there is no such address. */
export function noSuchAddress(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

/** Who asks for a page: a browser by its Accept, and who takes anything where no file is meant. */
function isPageAddress({ url, headers: { accept = '*/*' } }: FastifyRequest): boolean {
  const [before, ...parts] = url.split('?', 1)[0]!.split('/');
  if (before !== '' || SERVICE_NAMES.has(parts[0]!)) return false;
  // Browsers ask for none of these.
  if (parts.slice(0, -1).includes('') || parts.some((part) => DOTS.test(part))) return false;
  if (accept.includes('text/html')) return true;
  return accept.includes('*/*') && !/\.\w+$/.test(parts.at(-1)!);
}

async function sendPageFile(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  file: PageFile,
  cacheControl: string,
): Promise<FastifyReply> {
  // Other people's pages have no use for these.
  void reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers');
  void reply.type(file.type).header('cache-control', cacheControl).header('etag', file.etag);
  // Workers have the policy of their script.
  void reply.header('content-security-policy', POLICY);
  if (!file.isCompressed) return reply.send(file.content);
  void reply.header('vary', 'accept-encoding');
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding === undefined) return reply.send(file.content);
  return reply.header('content-encoding', encoding).send(await file.encoded(encoding));
}
