/** The key of a file's bytes, the same in every bucket and container: `YYYY/MM/DD/uuid/ACCESSION.ext`. */

const KEY =
  /(?:^|\/)(\d{4}\/\d{2}\/\d{2}\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\/[^/?#\s]+)(?:[?#].*)?$/i;

/** The key that ends an address (`s3://bucket/KEY`, `https://account.blob.core.windows.net/dataset/KEY?token`); undefined where none does. */
export function objectKeyIn(address: string): string | undefined {
  return KEY.exec(address)?.[1];
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
