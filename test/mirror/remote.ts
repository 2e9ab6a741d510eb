/** Files for the mirrors of tests. */

import { createHash } from 'node:crypto';
import { DEFAULT_MIRRORS, type Mirror } from '../../src/mirror/mirrors.ts';
import type { MirrorName, RemoteFile } from '../../src/mirror/remote-file.ts';

/** Bytes that look like anything, the same for each seed. */
export function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

export function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The metadata of a file, as the portal has them. */
export function remoteFile(accession: string, bytes: Uint8Array, more: Partial<RemoteFile> = {}): RemoteFile {
  const name = `${accession}.bigWig`;
  return {
    accession,
    name,
    key: `2020/01/02/00000000-0000-4000-8000-${accession.toLowerCase().padEnd(12, '0').slice(0, 12)}/${name}`,
    href: `/files/${accession}/@@download/${name}`,
    sizeBytes: bytes.length,
    md5: md5Of(bytes),
    facts: {},
    ...more,
  };
}

/** Mirrors at addresses of tests, in that order, and no others: no test asks the internet. */
export function mirrorsAt(bases: Readonly<Partial<Record<MirrorName, string>>>): Mirror[] {
  return Object.entries(bases).map(([name, address]) => {
    const [base, query = ''] = address.split('?') as [string, string?];
    const known = DEFAULT_MIRRORS.find((mirror) => mirror.name === name)!;
    return { ...known, base, query };
  });
}
