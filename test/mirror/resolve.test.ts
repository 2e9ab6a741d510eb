import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { readBed } from '../../src/formats/bed.ts';
import type { RemoteFiles } from '../../src/formats/remote-files.ts';
import type { RemoteLocation } from '../../src/formats/remote-location.ts';
import { openRemoteSource } from '../../src/formats/remote-source.ts';
import { cacheDirectory } from '../../src/mirror/cache-directory.ts';
import { openKnownFiles } from '../../src/mirror/known-files.ts';
import { openRemoteFiles, type RemoteFilesOptions } from '../../src/mirror/resolve.ts';
import { silent } from '../../src/progress.ts';
import { serveRanges } from '../formats/range-server.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { portalDouble } from './portal-double.ts';
import { mirrorsAt } from './remote.ts';
import { smallPortal } from './small-portal.ts';

const { dir } = scratch();
const data = smallPortal();
const portal = await portalDouble(data);
const bucket = path.join(dir, 'bucket');
for (const file of data.files) {
  const at = path.join(bucket, String(file.s3_uri).replace('s3://encode-public/', ''));
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, data.bytes.get(String(file.accession))!);
}
const store = await serveRanges(bucket);
portal.store = store.url;
afterAll(async () => {
  await portal.close();
  await store.close();
});
let said: string[] = [];
beforeEach(() => {
  said = [];
  portal.asked.length = 0;
  store.reset();
  store.fault = () => undefined;
});
const progress = {
  ...silent,
  note: (text: string) => void said.push(text),
  warn: (text: string) => void said.push(text),
};
const newCache = () => mkdtempSync(path.join(dir, 'cache-'));

function filesWith(more: Partial<RemoteFilesOptions> = {}): RemoteFiles {
  return openRemoteFiles({
    mirrors: mirrorsAt({ s3: store.url, https: portal.origin }),
    from: ['s3', 'https'],
    metadata: [],
    portal: portal.origin,
    cache: newCache(),
    maxBlockBytes: 1e9,
    progress,
    ...more,
  });
}

async function locationOf(files: RemoteFiles, name: string): Promise<RemoteLocation> {
  const location = (await files.locate([name])).get(name)!;
  if (location instanceof CisregError) throw location;
  return location;
}

async function fetched(files: RemoteFiles, name: string): Promise<string> {
  const location = await locationOf(files, name);
  const at = (await files.fetch([location])).get(location)!;
  if (at instanceof CisregError) throw at;
  return at;
}

const bytesOf = (accession: string) => Buffer.from(data.bytes.get(accession)!);

describe('accessions', () => {
  it('are found by one search of the portal, and known from then on', async () => {
    const cache = newCache();
    const names = ['encff:ENCFF000AAA', 'ENCFF:encff000aab', 'encff:ENCFF000AAD'];
    const found = await filesWith({ cache }).locate(names);
    expect(portal.asked).toHaveLength(1);
    expect(found.get(names[0]!)).toEqual({
      name: 'encff:ENCFF000AAA',
      addresses: [
        expect.stringMatching(/^http:.*\/2019\/04\/02\/[-\w]+\/ENCFF000AAA\.bigWig$/),
        `${portal.origin}/files/ENCFF000AAA/@@download/ENCFF000AAA.bigWig`,
      ],
      sizeBytes: 300_000,
      md5: data.files[0]!.md5sum,
      version: undefined,
      cache: { directory: path.join(cache, 'blocks'), maxBytes: 1e9 },
    });
    const later = filesWith({ cache, portal: undefined });
    expect(await later.locate(names)).toEqual(found);
    expect(await filesWith({ cache }).locate(names)).toEqual(found);
    expect(portal.asked).toHaveLength(1);
  });

  it('of one portal are not those of another', async () => {
    const cache = newCache();
    const own = await locationOf(filesWith({ cache }), 'encff:ENCFF000AAA');
    const other = await portalDouble({
      ...data,
      files: data.files.map((file) => ({ ...file, file_size: 7 })),
    });
    const found = await locationOf(filesWith({ cache, portal: other.origin }), 'encff:ENCFF000AAA');
    await other.close();
    expect([own.sizeBytes, found.sizeBytes]).toEqual([300_000, 7]);
  });

  it('that were revoked since are known to be after a day, or what was known where nobody can be asked', async () => {
    const directory = newCache();
    const own = await portalDouble({ ...data });
    let days = 0;
    const look = async () => {
      const nowMs = () => 1e12 + days * 86_400_000;
      const find = openKnownFiles({ tables: [], directory, portal: own.origin, nowMs });
      const file = (await find(['ENCFF000AAA'])).get('ENCFF000AAA')!;
      return file instanceof CisregError ? file.message : file.facts['File Status'];
    };
    expect(await look()).toBe('released');
    own.data.files = data.files.map((file) => ({ ...file, status: 'revoked' }));
    days = 0.9;
    expect(await look()).toBe('released');
    days = 1.1;
    expect(await look()).toBe('revoked');
    await own.close();
    days = 9;
    expect(await look()).toBe('revoked');
  }, 60_000);

  it('of a cache that is damaged are asked for again', async () => {
    const cache = newCache();
    const own = await locationOf(filesWith({ cache }), 'encff:ENCFF000AAA');
    const [at] = readdirSync(path.join(cache, 'metadata'), { recursive: true })
      .map((name) => path.join(cache, 'metadata', String(name)))
      .filter((name) => name.endsWith('ENCFF000AAA.json'));
    const whole = JSON.parse(readFileSync(at!, 'utf8'));
    for (const file of [
      undefined,
      null,
      7,
      {},
      { ...whole.file, facts: 1 },
      { ...whole.file, name: '../x' },
    ]) {
      writeFileSync(at!, JSON.stringify({ ...whole, file }));
      expect(await locationOf(filesWith({ cache }), 'encff:ENCFF000AAA')).toEqual(own);
    }
  });

  it('are taken from the tables that are named, before anybody is asked', async () => {
    const table = path.join(dir, 'metadata.tsv');
    const header = ['File accession', 'Size', 'md5sum', 'File download URL'].join('\t');
    const row = ['ENCFF000AAA', '5', 'd41d8cd98f00b204e9800998ecf8427e', 'https://x/ENCFF000AAA.bigWig'].join(
      '\t',
    );
    writeFileSync(table, `${header}\n${row}\n`);
    const found = await locationOf(filesWith({ metadata: [table] }), 'encff:ENCFF000AAA');
    // A table without keys leaves the portal's own path.
    expect(found).toMatchObject({ sizeBytes: 5, addresses: [expect.stringContaining('/@@download/')] });
    expect(portal.asked).toEqual([]);
    await expect(
      filesWith({ metadata: [path.join(dir, 'none.tsv')] }).locate(['encff:ENCFF000AAA']),
    ).rejects.toThrow('none.tsv: no such file; check the path');
    writeFileSync(`${table}.gz`, gzipSync(`${header}\n${row}\n`));
    expect(await locationOf(filesWith({ metadata: [`${table}.gz`] }), 'encff:ENCFF000AAA')).toEqual({
      ...found,
      cache: expect.anything(),
    });
  });

  it('that cannot be had say why, each for itself', async () => {
    const names = [
      'encff:ENCFF000AAG',
      'encff:ENCFF123XYZ',
      'encff:ENCSR000AAA',
      'encff:',
      'encff:ENCFF999ZZZ',
      'http://',
    ];
    const found = await filesWith().locate(names);
    const messages = names.map((name) => {
      const own = found.get(name)!;
      return own instanceof CisregError ? own.message : own.name;
    });
    expect(messages).toEqual([
      'encff:ENCFF000AAG: the portal has it without its bytes, expected a file that is released; choose another',
      `encff:ENCFF123XYZ: ${portal.origin} does not know it, expected the accession of a released file; check it`,
      expect.stringMatching(
        /^encff: ENCSR000AAA.*expected the accession of a file, such as encff:ENCFF001ABC$/,
      ),
      'encff: nothing, expected the accession of a file, such as encff:ENCFF001ABC',
      // It was merged into another.
      'encff:ENCFF000AAA',
      'http:// is no address, expected https://HOST/PATH; mend it',
    ]);
    const alone = filesWith({ portal: undefined, metadata: [] });
    expect(String((await alone.locate(['encff:ENCFF000AAB'])).get('encff:ENCFF000AAB'))).toContain(
      'no portal can be asked',
    );
  });

  it('that were revoked are read, and said to be', async () => {
    await locationOf(filesWith(), 'encff:ENCFF000AAF');
    expect(said).toEqual(['encff:ENCFF000AAF was revoked by the portal: its data should not be used']);
  });

  it('are read in place where the portal redirects with a signature', async () => {
    const files = filesWith({ mirrors: mirrorsAt({ https: portal.origin }), from: 'auto' });
    const source = await openRemoteSource(await locationOf(files, 'encff:ENCFF000AAA'));
    const whole = bytesOf('ENCFF000AAA');
    const bytes = await source.read(100_000, 70_000);
    expect(Buffer.compare(bytes, whole.subarray(100_000, 170_000))).toBe(0);
    expect(store.counts.bytes).toBeLessThan(140_000);
    const downloads = () => portal.asked.filter(({ path: own }) => own.includes('@@download')).length;
    const before = downloads();
    expect(Buffer.compare(await source.read(0, 30_000), whole.subarray(0, 30_000))).toBe(0);
    // Where it led before is asked at once, until the signature has ended.
    expect(downloads()).toBe(before);
    store.reset();
    store.fault = ({ n }) => (n === 0 ? { status: 403 } : undefined);
    expect(Buffer.compare(await source.read(250_000, 50_000), whole.subarray(250_000))).toBe(0);
    expect(downloads()).toBe(before + 1);
    await source.close();
  });

  it('are asked of the mirror that was measured within the last hour', async () => {
    const cache = newCache();
    const options = { cache, from: 'auto' as const };
    await locationOf(filesWith(options), 'encff:ENCFF000AAA');
    expect(said).toEqual([expect.stringMatching(/^mirrors, nearest first: /)]);
    const requests = store.counts.requests;
    expect(requests).toBeGreaterThan(0);
    await locationOf(filesWith(options), 'encff:ENCFF000AAB');
    expect(said).toHaveLength(1);
    expect(store.counts.requests).toBe(requests);
    // What was noted may be damaged: then it is measured again.
    const note = path.join(cache, 'metadata', 'mirror-order.json');
    const whole = JSON.parse(readFileSync(note, 'utf8'));
    for (const names of [undefined, 7, ['s3', 's3'], [null, {}]]) {
      said = [];
      writeFileSync(note, JSON.stringify({ ...whole, names }));
      const { addresses } = await locationOf(filesWith(options), 'encff:ENCFF000AAB');
      expect(addresses).toHaveLength(2);
      expect(said).toEqual([expect.stringMatching(/^mirrors, nearest first: /)]);
    }
  });
});

describe('whole files', () => {
  it('are fetched once, by whoever comes first', async () => {
    const cache = newCache();
    const several = Array.from({ length: 3 }, () => fetched(filesWith({ cache }), 'encff:ENCFF000AAB'));
    const places = await Promise.all(several);
    expect(new Set(places).size).toBe(1);
    expect(readFileSync(places[0]!).equals(bytesOf('ENCFF000AAB'))).toBe(true);
    expect(path.basename(places[0]!)).toBe('ENCFF000AAB.bed.gz');
    expect(store.counts.bytes).toBe(40_000);
    store.reset();
    expect(await fetched(filesWith({ cache, portal: undefined }), 'encff:ENCFF000AAB')).toBe(places[0]);
    expect(store.counts.requests).toBe(0);
  });

  it('of wrong bytes are not kept, and the error of one ends none of the others', async () => {
    const cache = newCache();
    const files = filesWith({ cache, mirrors: mirrorsAt({ s3: store.url }), from: ['s3'] });
    const names = ['encff:ENCFF000AAB', 'encff:ENCFF000AAJ'];
    const wrong = String(data.files.find(({ accession }) => accession === 'ENCFF000AAJ')!.s3_uri);
    const at = path.join(bucket, wrong.replace('s3://encode-public/', ''));
    const right = readFileSync(at);
    writeFileSync(at, Buffer.from(right).reverse());
    const located = await files.locate(names);
    const locations = names.map((name) => located.get(name) as RemoteLocation);
    const paths = await files.fetch(locations);
    writeFileSync(at, right);
    expect(paths.get(locations[0]!)).toMatch(/ENCFF000AAB\.bed\.gz$/);
    expect(paths.get(locations[1]!)).toBeInstanceOf(CisregError);
    const kept = readdirSync(path.join(cache, 'files'), { recursive: true }).map((name) =>
      path.basename(String(name)),
    );
    expect(kept).not.toContain('ENCFF000AAJ.bed.gz');
  });

  it('of plain addresses are fetched again when the server has another version, or tells none', async () => {
    const folder = path.join(bucket, 'plain');
    mkdirSync(folder, { recursive: true });
    const write = (text: string) => writeFileSync(path.join(folder, 'a b.bed'), text);
    write('one');
    const name = `${store.url}/plain/a%20b.bed?sig=secret`;
    const cache = newCache();
    const read = async (own = name) => {
      const at = await fetched(filesWith({ cache }), own);
      expect(at).not.toContain('secret');
      return { text: readFileSync(at, 'utf8'), name: path.basename(at) };
    };
    expect(await read()).toEqual({ text: 'one', name: 'a_b.bed' });
    const { bytes } = store.counts;
    expect(await read()).toEqual({ text: 'one', name: 'a_b.bed' });
    // One byte to learn the version.
    expect(store.counts.bytes).toBe(bytes + 1);
    write('other');
    expect((await read()).text).toBe('other');
    store.fault = () => ({ etag: '' });
    expect((await read()).text).toBe('other');
    write('last!');
    expect((await read()).text).toBe('last!');
    expect((await read(`${name}#genes.gtf`)).name).toBe('genes.gtf');
    const gone = await fetched(filesWith({ cache }), `${store.url}/none.bed?sig=secret`).catch(
      (error: unknown) => error,
    );
    expect(String(gone)).toBe(
      `CisregError: ${store.url}/none.bed: the server answered 404; check the address`,
    );
  });
});

describe('the cache', () => {
  it('is where the option, the environment or the system has it', () => {
    expect(cacheDirectory('x', { CISREG_CACHE: '/c' })).toBe(path.resolve('x'));
    expect(cacheDirectory(undefined, { CISREG_CACHE: '/c', XDG_CACHE_HOME: '/x' })).toBe('/c');
    expect(cacheDirectory(undefined, { CISREG_CACHE: '', XDG_CACHE_HOME: '/x' })).toBe('/x/cisreg');
    for (const XDG_CACHE_HOME of ['', 'relative', undefined])
      expect(cacheDirectory(undefined, { XDG_CACHE_HOME })).toBe(path.join(homedir(), '.cache', 'cisreg'));
  });
});

describe('the cache', () => {
  it('that cannot be written is named, with the options that choose another', async () => {
    const cache = path.join(dir, 'no-directory');
    writeFileSync(cache, 'a file');
    const error = await mistakeOf(fetched(filesWith({ cache }), 'encff:ENCFF000AAJ'));
    expect(error.code).toBe('IO');
    expect(error.message).toBe(
      `${cache}: cannot keep what is fetched (it lies below a file); name another directory with --cache, or with CISREG_CACHE in the environment`,
    );
  });

  it('has copies that errors call by where they came from', async () => {
    const address = `${store.url}/copied.bed`;
    writeFileSync(path.join(bucket, 'copied.bed'), 'chr1\tx\ty\n');
    const copy = await fetched(filesWith(), `${address}?sig=secret`);
    const error = await mistakeOf(readBed(copy));
    expect(error.message).toMatch(/^http:\/\/[^ ]*\/copied\.bed:1:2: /);
    expect(error.message).not.toContain('secret');
  });
});
