/** A directory and its manifest, however the fetch ends. */

import { mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { fillDirectory } from '../../src/mirror/fetch-directory.ts';
import { fetchFiles } from '../../src/mirror/fetch-files.ts';
import { planFetch } from '../../src/mirror/fetch-plan.ts';
import { readManifest } from '../../src/mirror/manifest.ts';
import type { Portal } from '../../src/mirror/portal.ts';
import type { RemoteFile } from '../../src/mirror/remote-file.ts';
import { silent } from '../../src/progress.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { type FaultyServer, faultyServer } from './faulty-server.ts';
import { mirrorsAt, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
const BYTES = Array.from({ length: 6 }, (_, i) => noise(5000 + i, i + 1));
const FILES = BYTES.map((bytes, i) =>
  remoteFile(`ENCFF00${i}DIR`, bytes, { facts: { 'Experiment accession': 'ENCSR000DIR' } }),
);
const noPortal: Portal = {
  address: 'http://portal',
  get: () => Promise.reject(new CisregError('IO', 'nobody answers')),
};
const servers: FaultyServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function place() {
  const server = await faultyServer({ files: new Map(FILES.map((one, i) => [`/${one.key}`, BYTES[i]!])) });
  servers.push(server);
  return { server, into: mkdtempSync(path.join(dir, 'into-')) };
}

function optionsOf(server: FaultyServer, portal: Portal = noPortal) {
  const mirrors = mirrorsAt({ s3: `${server.origin}?sig=SECRET` });
  const common = { mirrors, from: ['s3'], region: undefined, parallel: 1, progress: silent } as const;
  return { ...common, portal, hasAsked: portal !== noPortal, request: undefined };
}

/** Accession, mirror and address of each file of a manifest. */
async function listed(into: string) {
  const manifest = await readManifest(into);
  return manifest?.files.map(({ accession, mirror, address }) => [accession, mirror, address]);
}

function fromServer(files: readonly RemoteFile[], { origin }: FaultyServer) {
  return files.map(({ accession, key }) => [accession, 's3', `${origin}/${key}`]);
}

describe('a directory that fetch makes', () => {
  it('goes again, with those above it, when the disk has no room for the files', async () => {
    const { server, into } = await place();
    const big = { ...FILES[0]!, sizeBytes: Number.MAX_SAFE_INTEGER };
    const error = await mistakeOf(fillDirectory(path.join(into, 'new/data'), [big], optionsOf(server)));
    expect(error.message).toMatch(/make room, name another directory with --out, or fetch less/);
    expect(readdirSync(into)).toEqual([]);
    // One that was there stays.
    await mistakeOf(fillDirectory(into, [big], optionsOf(server)));
    expect(readdirSync(into)).toEqual([]);
    await fillDirectory(path.join(into, 'new/data'), FILES, optionsOf(server));
    expect(await listed(path.join(into, 'new/data'))).toEqual(fromServer(FILES, server));
  });
});

describe('the manifest of a directory', () => {
  it('says where files came from that a run brought which was stopped before it wrote one', async () => {
    const { server, into } = await place();
    // A process that is killed leaves what this leaves: files, and no manifest.
    await fetchFiles(FILES.slice(0, 4), into, optionsOf(server));
    expect(await listed(into)).toBeUndefined();
    await fillDirectory(into, FILES, optionsOf(server));
    expect(await listed(into)).toEqual(fromServer(FILES, server));
    expect(server.seen).toHaveLength(FILES.length);
  });

  it('has what was whole when the disk became full', async () => {
    const { server, into } = await place();
    const full = path.join(into, `${FILES[5]!.name}.part`);
    symlinkSync('/dev/full', full);
    const error = await mistakeOf(fillDirectory(into, FILES, optionsOf(server)));
    expect(error.message).toMatch(/the disk is full/);
    const before = (await listed(into))!;
    expect(before.length).toBeGreaterThan(0);
    expect(before).toEqual(fromServer(FILES.slice(0, before.length), server));
  });

  it('loses nothing to a second fetch that begins before it is written', async () => {
    const { server, into } = await place();
    let second: CisregError | undefined;
    const portal: Portal = {
      address: 'http://portal',
      get: async () => {
        second = await mistakeOf(fillDirectory(into, FILES.slice(3), optionsOf(server)));
        throw new CisregError('IO', 'nobody answers');
      },
    };
    await fillDirectory(into, FILES.slice(0, 3), optionsOf(server, portal));
    expect(second!.message).toMatch(/another cisreg fetch \(process \d+\) runs there/);
    await fillDirectory(into, FILES.slice(3), optionsOf(server));
    expect(await listed(into)).toEqual(fromServer(FILES, server));
    expect(readdirSync(into).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('that is damaged is made again when it is removed, as its error says, and nothing is fetched twice', async () => {
    const { server, into } = await place();
    await fillDirectory(into, FILES, optionsOf(server));
    const manifest = path.join(into, 'manifest.json');
    truncateSync(manifest, 100);
    const error = await mistakeOf(fillDirectory(into, FILES, optionsOf(server)));
    expect(error.message).toMatch(/manifest\.json: is no JSON, .*; remove it, and fetch the same again/);
    rmSync(manifest);
    await fillDirectory(into, FILES, optionsOf(server));
    expect(await listed(into)).toEqual(fromServer(FILES, server));
    expect(server.seen).toHaveLength(FILES.length);
  });

  it('is not replaced by a file of its name', async () => {
    for (const name of ['manifest.json', 'Manifest.tsv', 'datasets.tsv']) {
      const file = { ...FILES[0]!, name };
      const plan = () => planFetch([file], { mirrors: [], from: 'auto', directory: undefined });
      expect(plan).toThrow(`${name} is the name of a file that cisreg fetch writes itself`);
      const { server, into } = await place();
      writeFileSync(path.join(into, 'other'), '');
      expect((await mistakeOf(fillDirectory(into, [file], optionsOf(server)))).code).toBe('CONFIG');
      expect(readdirSync(into)).toEqual(['other']);
    }
  });
});
