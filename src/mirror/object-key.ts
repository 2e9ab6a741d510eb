/** The key of a file's bytes, the same in every bucket and container: `YYYY/MM/DD/uuid/ACCESSION.ext`. */

import { CisregError } from '../errors.ts';
import { shown } from '../formats/fields.ts';

const KEY =
  /(?:^|\/)(\d{4}\/\d{2}\/\d{2}\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[^/?#\s]+)(?:[?#].*)?$/i;

/** The key that ends an address (`s3://bucket/KEY`, `https://account.blob.core.windows.net/dataset/KEY?token`); undefined where none does. */
export function objectKeyIn(address: string): string | undefined {
  return KEY.exec(address)?.[1];
}

/** The bucket that ENCODE publishes, of which every mirror is a copy. */
const PUBLIC_BUCKET = 'encode-public';

/** Whether it is an address as S3's own tools write them. */
export function isObjectAddress(text: string): boolean {
  return /^s3:/i.test(text);
}

/** The address of an object of the public bucket, as tables have it. */
export function objectAddress(key: string): string {
  return `s3://${PUBLIC_BUCKET}/${key}`;
}

/** The key of such an address, or the beginning of keys, which ends with a slash. Throws CisregError USAGE for another bucket, and for the whole of it. */
export function publicKey(address: string): string {
  const [, bucket, key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(address) ?? [];
  const expected = `expected ${objectAddress('KEY')}, or a folder of it with a slash at its end`;
  if (bucket !== PUBLIC_BUCKET) {
    const message = `${shown(address)} is in no bucket that a mirror has, ${expected}; fetch from other buckets with other means`;
    throw new CisregError('USAGE', message);
  }
  if (key === '') throw new CisregError('USAGE', `${shown(address)} is all of ENCODE, ${expected}`);
  if (!isPlainKey(key)) throw new CisregError('USAGE', `${shown(address)} leads elsewhere, ${expected}`);
  return key;
}

/** Whether a key, as part of an address, stays below what it is joined to. */
export function isPlainKey(key: string): boolean {
  return !/(?:^|[/\\])\.{1,2}(?:[/\\]|$)|^\/|\/\/|%2e/i.test(key);
}

/** The part of a key, or of any path or address, after its last slash, without query. */
export function lastPart(address: string): string {
  return address.replace(/[?#].*$/, '').replace(/^.*\//, '');
}

/** The name that an address or key gives the file of an accession; undefined where it is not the accession and an ending, or no safe name on a disk. */
export function fileNameIn(address: string, accession: string): string | undefined {
  const name = lastPart(address);
  const isOwn = name === accession || name.startsWith(`${accession}.`);
  return isOwn && /^[\w.+-]+$/.test(name) ? name : undefined;
}
