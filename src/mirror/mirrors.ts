/**
 * Where the mirrors are. Defaults: Azure's two regions with the read-only token that Azure Open Datasets publishes for everybody, the public bucket on S3,
 * and the portal itself.
 */

import { CisregError } from '../errors.ts';
import { hasUser, isAddress, shownAddress, USER_MISTAKE } from '../formats/shown-address.ts';
import { readYaml, type YamlDocument } from '../formats/yaml.ts';
import { isObjectAddress } from './object-key.ts';
import { MIRROR_NAMES, type MirrorName, type RemoteFile } from './remote-file.ts';

export interface Mirror {
  readonly name: MirrorName;
  /** What stands before a key, without a slash at its end. */
  readonly base: string;
  /** What stands behind each address, without its `?`: a SAS token. Never shown. Empty where there is none. */
  readonly query: string;
  /** Where it stands, as its cloud calls the place. */
  readonly region: string | undefined;
}

/** An address of a file: `url` is for requests alone, `shown` for people, logs and manifests. */
export interface MirrorAddress {
  readonly mirror: MirrorName;
  readonly url: string;
  readonly shown: string;
}

const PUBLISHED_TOKEN = 'sv=2019-10-10&si=prod&sr=c&sig=9qSQZo4ggrCNpybBExU8SypuUZV33igI11xw0P7rB3c%3D';

/** The published places, in the order in which they are tried where nothing else is asked for. */
export const DEFAULT_MIRRORS: readonly Mirror[] = [
  {
    name: 'azure',
    base: 'https://datasetencode.blob.core.windows.net/dataset',
    query: PUBLISHED_TOKEN,
    region: 'westus2',
  },
  {
    name: 'azure-secondary',
    base: 'https://datasetencode-secondary.blob.core.windows.net/dataset',
    query: PUBLISHED_TOKEN,
    region: 'westcentralus',
  },
  { name: 's3', base: 'https://encode-public.s3.amazonaws.com', query: '', region: 'us-west-2' },
  { name: 'https', base: 'https://www.encodeproject.org', query: '', region: undefined },
];

export interface MirrorSources {
  /** A file of `NAME: URL` lines (YAML); a value may be `{url, region}`, or `none`. */
  readonly file?: string | undefined;
  /** `NAME=URL` each, over those of the file; `NAME=none` leaves one out. A URL may carry its token as its query. */
  readonly replaced?: readonly string[] | undefined;
}

/**
 * The mirrors with what a user replaced. Throws CisregError: USAGE for a `NAME=URL` that is none, CONFIG for a file with other keys or values,
 * and what reading the file throws. No message shows a query.
 */
export async function readMirrors({ file, replaced = [] }: MirrorSources = {}): Promise<Mirror[]> {
  const mirrors = new Map<MirrorName, Mirror>(DEFAULT_MIRRORS.map((mirror) => [mirror.name, mirror]));
  if (file !== undefined) replaceByFile(mirrors, await readYaml(file));
  for (const text of replaced) {
    const at = text.indexOf('=');
    const name = MIRROR_NAMES.find((own) => own === text.slice(0, Math.max(0, at)));
    if (name === undefined) {
      const found = shownAddress(at < 0 ? text : text.slice(0, at));
      throw new CisregError(
        'USAGE',
        `--mirror ${found}: expected NAME=URL, NAME one of ${MIRROR_NAMES.join(', ')}`,
      );
    }
    replace(
      mirrors,
      { name, url: text.slice(at + 1) },
      (message) => new CisregError('USAGE', `--mirror ${name}: ${message}`),
    );
  }
  return [...mirrors.values()];
}

/** Which mirrors are asked, in which order: `auto` measures; else names, in the order of preference. */
export type From = 'auto' | readonly MirrorName[];

/** `auto`, or names separated by commas. Throws CisregError USAGE. */
export function parseFrom(text: string): From {
  if (text === 'auto') return 'auto';
  return text.split(',').map((part) => {
    const name = MIRROR_NAMES.find((own) => own === part.trim());
    if (name !== undefined) return name;
    throw new CisregError(
      'USAGE',
      `--from ${part}: expected auto or names of mirrors (${MIRROR_NAMES.join(', ')}) with commas between`,
    );
  });
}

/** Where the file is, in the order of the mirrors. A mirror that goes by keys has no address for a file whose key nobody told. */
export function addressesOf(file: RemoteFile, mirrors: readonly Mirror[]): MirrorAddress[] {
  return mirrors.flatMap((mirror) => {
    const plain = plainAddress(file, mirror);
    if (plain === undefined) return [];
    const hasQuery = mirror.query !== '' && plain.startsWith(`${mirror.base}/`);
    const url = hasQuery ? `${plain}${plain.includes('?') ? '&' : '?'}${mirror.query}` : plain;
    return [{ mirror: mirror.name, url, shown: shownAddress(url) }];
  });
}

function plainAddress(file: RemoteFile, { name, base }: Mirror): string | undefined {
  if (name === 'https') {
    if (isObjectAddress(file.href)) return undefined;
    return isAddress(file.href) ? file.href : `${base}/${file.href.replace(/^\/+/, '')}`;
  }
  return file.key === undefined
    ? undefined
    : `${base}/${file.key.split('/').map(encodeURIComponent).join('/')}`;
}

type Failure = (message: string) => CisregError;

function replaceByFile(mirrors: Map<MirrorName, Mirror>, document: YamlDocument): void {
  const { value } = document;
  const known = `expected ${MIRROR_NAMES.join(', ')}, each with an address`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CisregError('CONFIG', known, { where: document.where([]) });
  }
  for (const [key, entry] of Object.entries(value)) {
    const failure: Failure = (message) =>
      new CisregError('CONFIG', `${key}: ${message}`, { where: document.where([key]) });
    const name = MIRROR_NAMES.find((own) => own === key);
    if (name === undefined) throw failure(`is no mirror, ${known}`);
    if (typeof entry === 'string') replace(mirrors, { name, url: entry }, failure);
    else {
      const { url, region, ...others } = (entry ?? {}) as Record<string, unknown>;
      const isRight = typeof url === 'string' && (region === undefined || typeof region === 'string');
      if (!isRight || Object.keys(others).length > 0)
        throw failure('expected an address, none, or {url, region}');
      replace(mirrors, { name, url, region: region as string | undefined }, failure);
    }
  }
}

function replace(
  mirrors: Map<MirrorName, Mirror>,
  { name, url, region }: { name: MirrorName; url: string; region?: string | undefined },
  failure: Failure,
): void {
  if (url === 'none') {
    mirrors.delete(name);
    return;
  }
  if (!isAddress(url) || !URL.canParse(url))
    throw failure('expected an address that begins with https:// (or http://), or none');
  if (hasUser(url)) throw failure(USER_MISTAKE);
  const [base, query = ''] = url.replace(/#.*$/, '').split(/\?(.*)/s);
  mirrors.set(name, { name, base: base!.replace(/\/+$/, ''), query, region });
}
