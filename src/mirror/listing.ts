/** What a mirror has below a prefix: the listings of Azure ("List Blobs") and S3 ("ListObjectsV2"), a page after the other. */

import { CisregError } from '../errors.ts';
import { md5OfBase64 } from '../formats/http-range.ts';
import { type HttpOptions, httpRequest } from '../formats/http-request.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { faultOf } from './mirror-fault.ts';
import type { Mirror } from './mirrors.ts';

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** As the answer to a request for the object has it. */
  readonly etag: string;
  /** 32 hexadecimal digits where Azure knows them; S3 tells none (its ETag is no MD5). */
  readonly md5: string | undefined;
}

export interface ListingOptions extends Pick<HttpOptions, 'attempts' | 'firstWaitMs' | 'signal'> {
  /** Objects a page, at most; both services give 1,000 (S3) or 5,000 (Azure) where nothing is said. */
  readonly pageObjects?: number | undefined;
}

/** Who goes on for more pages than this goes in circles: Azure has five thousand objects a page. */
const MOST_PAGES = 1_000_000;

/**
 * The objects whose keys begin with `prefix`, sorted by key, a page at a time. Throws CisregError: USAGE for the mirror https, which has no listing; what
 * refuses as a download would; FORMAT for an answer that is no listing; IO.
 */
export async function* listObjects(
  mirror: Mirror,
  prefix: string,
  options: ListingOptions = {},
): AsyncGenerator<readonly ListedObject[]> {
  if (mirror.name === 'https') {
    throw new CisregError('USAGE', 'the mirror https has no listing, expected azure, azure-secondary or s3');
  }
  const isAzure = mirror.name !== 's3';
  let marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const url = `${mirror.base}/?${questionOf({ isAzure, prefix, marker, pageObjects: options.pageObjects })}`;
    const asked = isAzure ? url.replace('/?', '?') : url;
    const text = await textOf(mirror, `${asked}${mirror.query === '' ? '' : `&${mirror.query}`}`, options);
    const { objects, next } = isAzure ? azurePage(text, mirror) : s3Page(text, mirror);
    if (objects.length > 0) yield objects;
    if (next === undefined) return;
    if (next === marker) break;
    marker = next;
  }
  throw notAListing(mirror, 'names the same page again');
}

function questionOf(asked: {
  readonly isAzure: boolean;
  readonly prefix: string;
  readonly marker: string | undefined;
  readonly pageObjects: number | undefined;
}): URLSearchParams {
  const { isAzure, prefix, marker, pageObjects } = asked;
  const question = new URLSearchParams(
    isAzure ? { restype: 'container', comp: 'list' } : { 'list-type': '2' },
  );
  question.set('prefix', prefix);
  if (pageObjects !== undefined) question.set(isAzure ? 'maxresults' : 'max-keys', String(pageObjects));
  if (marker !== undefined) question.set(isAzure ? 'marker' : 'continuation-token', marker);
  return question;
}

async function textOf(mirror: Mirror, url: string, options: ListingOptions): Promise<string> {
  const { signal, attempts, firstWaitMs } = options;
  const answer = await httpRequest(url, { signal, attempts, firstWaitMs });
  const text = await answer.body.text();
  if (answer.status === 200) return text;
  throw faultOf({ ...answer, text }, { mirror: mirror.name, url, shown: shownAddress(url) });
}

interface Page {
  readonly objects: readonly ListedObject[];
  readonly next: string | undefined;
}

function azurePage(text: string, mirror: Mirror): Page {
  if (!text.includes('<EnumerationResults')) throw notAListing(mirror, 'is no EnumerationResults');
  const objects = elements(text, 'Blob').map((blob): ListedObject => {
    return {
      key: needed(childText(blob, 'Name'), mirror),
      sizeBytes: sizeOf(childText(blob, 'Content-Length'), mirror),
      // Listings leave out the quotes that the header has.
      etag: quoted(needed(childText(blob, 'Etag'), mirror)),
      md5: md5OfBase64(childText(blob, 'Content-MD5')),
    };
  });
  return { objects, next: childText(text, 'NextMarker') || undefined };
}

function s3Page(text: string, mirror: Mirror): Page {
  if (!text.includes('<ListBucketResult')) throw notAListing(mirror, 'is no ListBucketResult');
  const objects = elements(text, 'Contents').map(
    (item): ListedObject => ({
      key: needed(childText(item, 'Key'), mirror),
      sizeBytes: sizeOf(childText(item, 'Size'), mirror),
      etag: quoted(needed(childText(item, 'ETag'), mirror)),
      md5: undefined,
    }),
  );
  const isCut = childText(text, 'IsTruncated') === 'true';
  return { objects, next: isCut ? needed(childText(text, 'NextContinuationToken'), mirror) : undefined };
}

/** Both services write plain XML: no element within itself, no attributes that matter, text escaped. */
function elements(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, inner]) => inner!);
}

function childText(text: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>|<${name} ?/>`).exec(text);
  return found === null ? undefined : unescaped(found[1] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (all, decimal, hex, name: string) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : -1;
    if (code >= 0) return code > 0x10ffff ? all : String.fromCodePoint(code);
    return ENTITIES[name] ?? all;
  });
}

function quoted(etag: string): string {
  return etag.startsWith('"') ? etag : `"${etag}"`;
}

function sizeOf(text: string | undefined, mirror: Mirror): number {
  const bytes = Number(needed(text, mirror));
  if (text !== '' && Number.isSafeInteger(bytes) && bytes >= 0) return bytes;
  throw notAListing(mirror, `tells the size ${text}`);
}

function needed(value: string | undefined, mirror: Mirror): string {
  if (value !== undefined) return value;
  throw notAListing(mirror, 'lacks a field');
}

function notAListing({ name, base }: Mirror, found: string): CisregError {
  const message = `the answer ${found}, expected a listing of objects; is this the address of the mirror ${name}?`;
  return new CisregError('FORMAT', message, { where: { file: shownAddress(base) } });
}
