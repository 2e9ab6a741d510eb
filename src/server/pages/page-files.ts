/** The pages as Vite built them: every file in memory, in the form that each kind of visitor takes. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Where `npm run build` puts them: the same beside src/ and in dist/. */
export const BUILT_PAGES = path.resolve(import.meta.dirname, '../../../dist/web');
/** The page itself: its scripts show what the address asks for. */
export const INDEX = 'index.html';

export type Encoding = 'br' | 'gzip';

export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly content: Buffer;
  /** Whether it is sent compressed to who takes that. */
  readonly isCompressed: boolean;
  /** The content in an encoding, which is made once. */
  encoded(encoding: Encoding): Promise<Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const OTHER_TYPE = 'application/octet-stream';
const TEXT = /^text\/|json|svg|wasm/;
/** Smaller ones are one packet anyway. */
const COMPRESSED_BYTES = 1024;
/** What is larger takes seconds at Brotli's best, for a tenth of it. */
const BEST_BYTES = 256 << 10;
const [BEST, GOOD] = [11, 9];

/** Whether there are pages in `directory`. */
export function hasPages(directory: string): boolean {
  return existsSync(path.join(directory, INDEX));
}

/**
 * The files below `directory` by their path in it, with `/`; undefined where no pages are. What is asked for is looked up here and nowhere on the
 * disk, so no address leads out of it, and a build while the server runs leaves no page without its scripts.
 */
export function readPages(directory: string): ReadonlyMap<string, PageFile> | undefined {
  if (!hasPages(directory)) return undefined;
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => [
      path.relative(directory, file).split(path.sep).join('/'),
      pageFile(readFileSync(file), TYPES[path.extname(file)] ?? OTHER_TYPE),
    ]),
  );
}

function pageFile(content: Buffer, type: string): PageFile {
  const made: Partial<Record<Encoding, Promise<Buffer>>> = {};
  return {
    type,
    // Weak: it stands for all encodings.
    etag: `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    content,
    isCompressed: content.length >= COMPRESSED_BYTES && TEXT.test(type),
    encoded: (encoding) => (made[encoding] ??= compressed(content, encoding)),
  };
}

/** On zlib's threads: other requests go on. */
function compressed(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: content.length > BEST_BYTES ? GOOD : BEST,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return promisify(brotliCompress)(content, { params });
}

/** The best encoding that an Accept-Encoding takes (RFC 9110, 12.5.3); undefined: as it is. */
export function encodingFor(accepted: string | undefined): Encoding | undefined {
  const taken = new Map(
    (accepted ?? '')
      .toLowerCase()
      .split(',')
      .map((own) => {
        const [name, ...parameters] = own.split(';').map((part) => part.trim());
        const isRefused = parameters.some((part) => /^q=0(\.0*)?$/.test(part));
        return [name!, !isRefused] as const;
      }),
  );
  return (['br', 'gzip'] as const).find((encoding) => taken.get(encoding) ?? taken.get('*') ?? false);
}
