/** Objects and folders of the public bucket, listed by a real Azure blob service and a double of S3, and fetched from either. */

import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFetchSources } from '../../src/mirror/fetch-sources.ts';
import type { Mirror } from '../../src/mirror/mirrors.ts';
import { listSources, withNamedKeys } from '../../src/mirror/named-objects.ts';
import { silent } from '../../src/progress.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { type PortalDouble, portalDouble } from './portal-double.ts';
import { md5Of, mirrorsAt, noise, remoteFile } from './remote.ts';
import { type S3Double, s3Double } from './s3-double.ts';
import { cisregWaiting } from './small-mirrors.ts';
import { smallPortal } from './small-portal.ts';

const { dir } = scratch();
const FOLDER = '2020/11/22/00000000-0000-4000-8000-00000000f01d/';
const README = noise(7000, 3);
let azure: Azurite;
let s3: S3Double;
let portal: PortalDouble;
/** A file that the portal knows, and its key. */
let known: { accession: string; key: string; bytes: Uint8Array };

beforeAll(async () => {
  const data = smallPortal();
  const object = data.files.find(({ accession }) => accession === 'ENCFF000AAA')!;
  const bytes = data.bytes.get('ENCFF000AAA')!;
  known = { accession: 'ENCFF000AAA', key: `${FOLDER}ENCFF000AAA.bigWig`, bytes };
  object.s3_uri = `s3://encode-public/${known.key}`;
  portal = await portalDouble(data);
  const objects = new Map([
    [known.key, bytes],
    [`${FOLDER}readme.txt`, README],
    [`${FOLDER}readme.txt.old`, noise(5, 1)],
    [`${FOLDER.slice(0, -1)}beside/other.txt`, noise(5, 2)],
  ]);
  azure = await startAzurite();
  await azure.letRead(new Date(Date.now() + 86_400_000));
  for (const [key, own] of objects) await azure.put(key, own);
  s3 = await s3Double(objects);
});
afterAll(async () => {
  await azure?.close();
  await s3?.close();
  await portal?.close();
});

const both = () => mirrorsAt({ azure: `${azure.base}?${azure.token}`, s3: s3.origin });
const listed = async (named: readonly string[], mirrors: readonly Mirror[] = both()) =>
  listSources(await readFetchSources(named), { mirrors, progress: silent });

describe('a folder of the public bucket', () => {
  it('is files by their accessions, and other objects with size and the MD5 that Azure tells', async () => {
    const { sources, keys } = await listed([`s3://encode-public/${FOLDER}`]);
    expect(sources.files).toEqual([known.accession]);
    expect([...keys]).toEqual([[known.accession, known.key]]);
    expect(sources.told.map(({ name, sizeBytes, md5 }) => [name, sizeBytes, md5])).toEqual([
      ['readme.txt', 7000, md5Of(README)],
      ['readme.txt.old', 5, md5Of(noise(5, 1))],
    ]);
    expect(sources.told[0]!.href).toBe(`s3://encode-public/${FOLDER}readme.txt`);
  });

  it('is listed by the next mirror where one fails, which is said once', async () => {
    const said: string[] = [];
    const dead = mirrorsAt({ azure: 'http://localhost:1', s3: s3.origin });
    const { sources } = await listSources(
      await readFetchSources([`s3://encode-public/${FOLDER}`, `s3://encode-public/${FOLDER}readme.txt`]),
      { mirrors: dead, progress: { ...silent, warn: (message) => said.push(message) } },
    );
    expect(sources.told.map(({ md5 }) => md5)).toEqual([undefined, undefined, undefined]);
    expect(said.filter((message) => /refused.*s3 is asked to list in its place/.test(message))).not.toEqual(
      [],
    );
  });

  it('that is nowhere, or lies in another bucket, or is all of ENCODE, is refused', async () => {
    const nowhere = await mistakeOf(listed(['s3://encode-public/1999/01/01/']));
    expect(nowhere).toMatchObject({ code: 'NOT_FOUND' });
    expect(nowhere.message).toBe(
      's3://encode-public/1999/01/01/ is not there on azure, s3; check the address',
    );
    for (const [named, found] of [
      ['s3://other-bucket/key', /"s3:\/\/other-bucket\/key" is in no bucket that a mirror has, expected s3:/],
      ['s3:encode-public', /is in no bucket/],
      ['s3://encode-public/', /is all of ENCODE, expected s3:\/\/encode-public\/KEY, or a folder/],
    ] as const) {
      const error = await mistakeOf(listed([named]));
      expect(error.code).toBe('USAGE');
      expect(error.message).toMatch(found);
    }
    const unlisted = await mistakeOf(
      listed([`s3://encode-public/${FOLDER}`], mirrorsAt({ https: portal.origin })),
    );
    expect(unlisted.message).toMatch(
      /which https has not, expected azure, azure-secondary or s3; add one to --from/,
    );
  });
});

describe('a listing', () => {
  /** A server that lists these keys, whatever was asked for. */
  async function listing(keys: readonly string[]): Promise<{ server: Server; mirrors: readonly Mirror[] }> {
    const contents = keys.map(
      (key) => `<Contents><Key>${key}</Key><Size>5</Size><ETag>"e"</ETag></Contents>`,
    );
    const server = createServer((_request, reply) => {
      reply.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { server, mirrors: mirrorsAt({ s3: `http://127.0.0.1:${port}` }) };
  }

  it('brings nothing that was not asked for', async () => {
    const { server, mirrors } = await listing([
      'f/readme.txt',
      'other/evil.txt',
      'f/../../etc/passwd',
      'f/%2e%2e/passwd',
      'f//etc/passwd',
      'f/.',
    ]);
    const { sources } = await listed(['s3://encode-public/f/'], mirrors);
    expect(sources.told.map(({ key }) => key)).toEqual(['f/readme.txt']);
    server.close();
    const error = await mistakeOf(listed(['s3://encode-public/f/../g/']));
    expect(error.message).toMatch(/leads elsewhere, expected s3:/);
  });

  it('with two keys of one accession, or a name that options have, is refused', async () => {
    const two = await listing(['f/a/ENCFF001ABC.bed.gz', 'f/b/ENCFF001ABC.bed.gz']);
    const error = await mistakeOf(listed(['s3://encode-public/f/'], two.mirrors));
    expect(error.code).toBe('CONFLICT');
    expect(error.message).toMatch(/f\/a\/ENCFF001ABC.bed.gz and s3:.*f\/b\/ENCFF001ABC.bed.gz both have/);
    two.server.close();
    const option = await listing(['f/-rf']);
    expect((await mistakeOf(listed(['s3://encode-public/f/'], option.mirrors))).code).toBe('FORMAT');
    option.server.close();
  });
});

describe('one object', () => {
  it('with an accession is asked for by that, without a listing', async () => {
    const before = s3.listings.length;
    const { sources } = await listed([`s3://encode-public/${known.key}`], mirrorsAt({ s3: s3.origin }));
    expect(sources.files).toEqual([known.accession]);
    expect(s3.listings.length).toBe(before);
  });

  it('without one is that object, not those whose keys begin alike', async () => {
    const { sources } = await listed([`s3://encode-public/${FOLDER}readme.txt`]);
    expect(sources.told.map(({ name }) => name)).toEqual(['readme.txt']);
  });

  it('that the portal has under another key is not taken for what was named', async () => {
    const file = remoteFile('ENCFF001KEY', noise(3, 1));
    const own = new Map([[file.accession, `${FOLDER}ENCFF001KEY.bigWig`]]);
    const error = await mistakeOf((async () => withNamedKeys([file], own))());
    expect(error.message).toMatch(
      /is not what the portal has as ENCFF001KEY, expected s3:.*name ENCFF001KEY to/,
    );
    const [keyed] = withNamedKeys([{ ...file, key: undefined }], own);
    expect(keyed!.key).toBe(own.get(file.accession));
  });
});

describe('cisreg fetch of a folder', () => {
  const options = () => [
    ...['--mirror', `azure=${azure.base}?${azure.token}`, '--mirror', 'azure-secondary=none'],
    ...['--mirror', `s3=${s3.origin}`, '--mirror', `https=${portal.origin}`],
  ];
  const at = (...parts: string[]) => path.join(dir, ...parts);
  const run = (...args: string[]) => cisregWaiting(['fetch', ...args, ...options()], { cwd: dir });

  it('brings all of it, names it in the manifest, and tells at an update what is missing', async () => {
    const { status, stdout, stderr } = await run(
      `s3://encode-public/${FOLDER}`,
      '--out',
      'own',
      '--from',
      's3,azure',
    );
    expect({ status, stdout }, stderr).toEqual({
      status: 0,
      stdout: 'own: 3 files fetched (307.0 kB from s3)\n',
    });
    expect(stderr).toMatch(/2 files without an MD5 in the metadata: only the size can be verified/);
    expect(readFileSync(at('own/ENCFF000AAA.bigWig')).equals(known.bytes)).toBe(true);
    expect(readFileSync(at('own/readme.txt')).equals(README)).toBe(true);
    const { files, requests } = JSON.parse(readFileSync(at('own/manifest.json'), 'utf8'));
    expect(files.map(({ name, md5From }: Record<string, string>) => [name, md5From])).toEqual([
      ['ENCFF000AAA.bigWig', 'metadata'],
      ['readme.txt', 'download'],
      ['readme.txt.old', 'download'],
    ]);
    expect(requests).toEqual([{ files: ['ENCFF000AAA'], datasets: [], searches: [], rules: [] }]);
    const cited = await cisregWaiting(['cite', 'own'], { cwd: dir });
    expect(cited.stdout).toContain('ENCFF000AAA');
    rmSync(at('own/readme.txt'));
    const update = await run('--update', 'own', '--dry-run', '--quiet');
    expect(update.status).toBe(0);
    expect(update.stdout).toContain(
      `name its address again to fetch it: s3://encode-public/${FOLDER}readme.txt\n`,
    );
    const real = await run('--update', 'own', '--quiet');
    expect(real.status).toBe(1);
    expect(real.stderr).toMatch(
      /own\/readme\.txt: is not there; name its address again to fetch it: s3:.* \[NOT_FOUND\]/,
    );
  });

  it('from a mirror that goes by accessions alone is refused for what has none', async () => {
    const { status, stderr } = await run(
      `s3://encode-public/${FOLDER}readme.txt`,
      '--dry-run',
      '--from',
      'https',
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/add one to --from/);
  });
});
