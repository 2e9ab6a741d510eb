/** Where bytes lie: a path, an http(s) address, or a file that several addresses have. Plain data, which goes to threads as it is. */

import { shownAddress } from './shown-address.ts';

/** A file elsewhere. What is known of it beforehand spares requests, and holds what is read to it. */
export interface RemoteLocation {
  /** What messages and tables call it: never with the query of an address, which may hold words that give access. */
  readonly name: string;
  /** In the order in which they are tried; with their queries. */
  readonly addresses: readonly string[];
  readonly sizeBytes: number | undefined;
  /** 32 hexadecimal digits. Every address then has the same bytes, and they never change. */
  readonly md5: string | undefined;
  /** The ETag, or the date where there is none, that the file has to have; undefined: what it has when it is opened. */
  readonly version: string | undefined;
  /** Where its blocks are kept; undefined: nowhere. */
  readonly cache: BlockCache | undefined;
}

/** An ETag or date that stands for the same bytes at any time; undefined for a weak ETag (RFC 9110, section 8.8.1), which may stand for others, and one without text. */
export function lastingVersion(version: string | undefined): string | undefined {
  return version === undefined || version === '' || /^W\//.test(version) ? undefined : version;
}

/** A place on disk for blocks of files that lie elsewhere. Any number of processes and threads may share it. */
export interface BlockCache {
  readonly directory: string;
  /** About how much it may take: what was not used longest goes first. */
  readonly maxBytes: number;
}

/** A path, an http(s) address, or a file elsewhere. */
export type Location = string | RemoteLocation;

/** What messages call a location. */
export function shownLocation(location: Location): string {
  return typeof location === 'string' ? shownAddress(location) : location.name;
}

/** A plain address as a location; `cache` keeps its blocks. What stands behind a # is never sent, and is shown: it tells addresses apart that differ in their queries. */
export function addressLocation(address: string, cache?: BlockCache): RemoteLocation {
  return {
    name: `${shownAddress(address)}${/#.*$/s.exec(address)?.[0] ?? ''}`,
    addresses: [address],
    sizeBytes: undefined,
    md5: undefined,
    version: undefined,
    cache,
  };
}
