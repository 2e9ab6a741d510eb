import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RangeServer, serveRanges } from '../formats/range-server.ts';
import { simulatedRegistry } from '../server/simulated.ts';
import { cisreg, filesBelow, MAIN, type Outcome, registryBytes, scratchDirectory } from './run-cli.ts';

const at = scratchDirectory();
let genome = '';
let server: RangeServer;

beforeAll(async () => {
  ({ genome } = await simulatedRegistry());
  server = await serveRanges(genome);
});
beforeEach(() => {
  server.reset();
  server.fault = () => undefined;
});
afterAll(() => server?.close());

/** Runs the command while this process serves; `started` is handed what ends it. */
function run(args: readonly string[], started?: (kill: () => void) => void): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    started?.(() => child.kill('SIGKILL'));
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk));
    child.on('close', (status) => resolve({ status, ...out }));
  });
}

async function succeeds(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(args);
  expect(stderr).not.toMatch(/defect|secret/);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const NAMES = ['chrom.sizes', 'genes.gtf.gz', 'consensus-dhs.bed.gz', 'blacklist.bed.gz', 'biosamples.tsv'];
const PREVIOUS = ['previous/rdhs.bed.gz', 'previous/ccre.bed.gz'];

/** The configuration of the genome with its inputs elsewhere, as `address` has them; `few` takes the datasets of two biosamples alone. */
function elsewhere(
  folder: string,
  address: (name: string) => string,
  { few = false, more = '' } = {},
): string {
  mkdirSync(path.join(at, folder), { recursive: true });
  let yaml = readFileSync(path.join(genome, 'registry.yaml'), 'utf8');
  for (const name of [...NAMES, ...PREVIOUS]) yaml = yaml.replace(`${name}`, JSON.stringify(address(name)));
  const lines = readFileSync(path.join(genome, 'datasets.tsv'), 'utf8').replace(/\n+$/, '').split('\n');
  const header = lines[0]!.split('\t');
  const columns = ['peaks', 'signal'].map((name) => header.indexOf(name));
  const rows = lines.slice(1).map((line) => line.split('\t'));
  const biosamples = new Set([...new Set(rows.map((row) => row[0]!))].slice(0, few ? 2 : undefined));
  const kept = rows.filter((row) => biosamples.has(row[0]!));
  for (const row of kept) for (const column of columns) if (row[column]) row[column] = address(row[column]!);
  const table = [header, ...kept].map((row) => `${row.join('\t')}\n`).join('');
  writeFileSync(path.join(at, folder, 'datasets.tsv'), table);
  writeFileSync(path.join(at, folder, 'registry.yaml'), `${yaml}\n${more}\n`);
  return path.join(at, folder, 'registry.yaml');
}

/** Bytes of a registry with what differs taken out: the names and identities of inputs. */
function withoutNames(directory: string): Map<string, string> {
  const bytes = registryBytes(directory);
  const registry = JSON.parse(bytes.get('registry.json')!);
  delete registry.inputs;
  for (const name of ['chromSizes', 'tss', 'datasets', 'biosamples', 'consensusDhs', 'blacklist', 'previous'])
    delete registry.parameters[name];
  for (const dataset of registry.datasets) delete dataset.signal;
  delete registry.files['report.html'];
  bytes.set('registry.json', JSON.stringify(registry));
  // It names inputs in notes.
  bytes.delete('report.html');
  return bytes;
}

const local = (folder: string, more = '') =>
  elsewhere(folder, (name) => path.join(genome, name), { few: true, more });
const bigWigBytes = () =>
  readdirSync(path.join(genome, 'signal')).reduce(
    (sum, name) => sum + statSync(path.join(genome, 'signal', name)).size,
    0,
  );
const cacheOf = (name: string) => ['--cache', path.join(at, name)];
const inputsOf = (directory: string) =>
  JSON.parse(readFileSync(path.join(directory, 'registry.json'), 'utf8')).inputs as Record<string, unknown>[];

describe('a build of inputs elsewhere', () => {
  it('has the bytes of a local build, read in place or fetched, with a token that is shown nowhere', async () => {
    const own = path.join(at, 'own');
    expect(cisreg('build', local('here'), '--out', own, '--quiet').status).toBe(0);
    const file = elsewhere('there', (name) => `${server.url}/${name}?sig=secret`, { few: true });
    const there = path.join(at, 'there-out');
    await succeeds('build', file, '--out', there, '--remote', 'read', ...cacheOf('cache-read'), '-t', '2');
    expect(withoutNames(there)).toEqual(withoutNames(own));
    const fetched = path.join(at, 'fetched-out');
    await succeeds('build', file, '--out', fetched, ...cacheOf('cache-fetch'));
    expect(withoutNames(fetched)).toEqual(withoutNames(own));
    for (const directory of [there, fetched, path.join(at, 'cache-read'), path.join(at, 'cache-fetch')]) {
      for (const name of filesBelow(directory)) {
        expect(name).not.toContain('secret');
        expect(readFileSync(path.join(directory, name), 'latin1').includes('sig=secret'), name).toBe(false);
      }
    }
    const inputs = inputsOf(there);
    const signal = inputs.find(({ name }) => name === `${server.url}/signal/MF0001.bigWig`);
    expect(signal).toEqual({
      name: `${server.url}/signal/MF0001.bigWig`,
      bytes: statSync(path.join(genome, 'signal/MF0001.bigWig')).size,
      version: expect.stringMatching(/^"\w{16}"$/),
    });
    const genes = readFileSync(path.join(genome, 'genes.gtf.gz'));
    expect(inputs.find(({ name }) => name === `${server.url}/genes.gtf.gz`)).toEqual({
      name: `${server.url}/genes.gtf.gz`,
      bytes: genes.length,
      sha256: createHash('sha256').update(genes).digest('hex'),
    });
    // Again: up to date, with one question an address.
    server.reset();
    const again = await succeeds('build', file, '--out', there, '--remote', 'read', ...cacheOf('cache-read'));
    expect(again).toContain('is up to date');
    expect(server.counts.bytes).toBeLessThan(0.15 * bigWigBytes());
  });

  it('takes accessions, which it knows by their MD5 wherever they come from', async () => {
    const rows = filesBelow(genome).filter((name) => /^(signal|peaks)\//.test(name));
    const accessions = new Map(rows.map((name, i) => [name, `ENCFF${String(i).padStart(3, '0')}ABC`]));
    const mirror = path.join(at, 'mirror');
    const lines = [['File accession', 'Size', 'md5sum', 'File download URL', 's3_uri'].join('\t')];
    for (const [name, accession] of accessions) {
      const ending = name.endsWith('.bigWig') ? 'bigWig' : name.replace(/^[^.]*\./, '');
      const key = `2020/01/02/0a1b2c3d-0000-4000-8000-0123456789ab/${accession}.${ending}`;
      mkdirSync(path.dirname(path.join(mirror, key)), { recursive: true });
      cpSync(path.join(genome, name), path.join(mirror, key));
      const bytes = readFileSync(path.join(genome, name));
      const href = `https://portal.example/files/${accession}/@@download/${accession}.${ending}`;
      const md5 = createHash('md5').update(bytes).digest('hex');
      lines.push([accession, bytes.length, md5, href, `s3://encode-public/${key}`].join('\t'));
    }
    writeFileSync(path.join(at, 'metadata.tsv'), `${lines.join('\n')}\n`);
    const mirrors = await serveRanges(mirror);
    const file = elsewhere(
      'accessions',
      (name) => {
        const accession = accessions.get(name);
        return accession === undefined ? path.join(genome, name) : `encff:${accession}`;
      },
      { few: true },
    );
    const options = [
      ...['--metadata', path.join(at, 'metadata.tsv'), '--from', 'azure,s3'],
      // The first one has nothing.
      ...['--mirror', `azure=${server.url}/nothing?sig=secret`, '--mirror', `s3=${mirrors.url}`],
      ...cacheOf('cache-accessions'),
    ];
    const out = path.join(at, 'accessions-out');
    await succeeds('build', file, '--out', out, '--remote', 'read', ...options);
    const read = registryBytes(out);
    expect(withoutNames(out)).toEqual(withoutNames(path.join(at, 'own')));
    const signal = inputsOf(out).find(
      ({ name }) => name === `encff:${accessions.get('signal/MF0001.bigWig')}`,
    );
    const bytes = readFileSync(path.join(genome, 'signal/MF0001.bigWig'));
    const md5 = createHash('md5').update(bytes).digest('hex');
    // Of what is read in place the MD5 is hearsay.
    expect(signal).toEqual({ name: signal!.name, bytes: bytes.length, metadataMd5: md5 });
    // Fetched instead, its bytes were held against it, and nothing else changes.
    const fetched = path.join(at, 'accessions-fetched');
    await succeeds('build', file, '--out', fetched, '--remote', 'fetch', ...options);
    expect(withoutNames(fetched)).toEqual(withoutNames(path.join(at, 'own')));
    expect(inputsOf(fetched).find(({ name }) => name === signal!.name)).toEqual({
      name: signal!.name,
      bytes: bytes.length,
      md5,
    });
    // All is in the cache: nobody need be there.
    await mirrors.close();
    rmSync(out, { recursive: true });
    await succeeds('build', file, '--out', out, '--remote', 'read', ...options);
    expect(registryBytes(out)).toEqual(read);
  });

  it('of one chromosome reads a small part of the bigWigs', async () => {
    const more = 'chromosomes: [chr10]';
    const own = path.join(at, 'own-chr10');
    expect(cisreg('build', local('here-chr10', more), '--out', own, '--quiet').status).toBe(0);
    const file = elsewhere(
      'chr10',
      (name) => (name.endsWith('.bigWig') ? `${server.url}/${name}` : path.join(genome, name)),
      { few: true, more },
    );
    const out = path.join(at, 'chr10-out');
    await succeeds('build', file, '--out', out, ...cacheOf('cache-chr10'));
    expect(withoutNames(out)).toEqual(withoutNames(own));
    const used = new Set(server.asked.map((name) => name.replace(/^\//, '')));
    const whole = [...used].reduce((sum, name) => sum + statSync(path.join(genome, name)).size, 0);
    // The chromosome has 13 % of the bases, and these files are so short that each block of 32 kB is some 5 %.
    expect(server.counts.bytes / whole).toBeLessThan(0.5);
    expect(existsSync(path.join(at, 'cache-chr10', 'files'))).toBe(false);
  });

  it('says all that is wrong with addresses at once, each where it stands', async () => {
    const file = elsewhere(
      'wrong',
      (name) =>
        name === 'blacklist.bed.gz' ? `${server.url}/none.bed.gz?sig=secret` : path.join(genome, name),
      { few: true },
    );
    const table = path.join(path.dirname(file), 'datasets.tsv');
    const lines = readFileSync(table, 'utf8').split('\n');
    const edited = lines.map((line, i) => {
      const row = line.split('\t');
      if (i === 1) row[6] = 'encff:ENCSR000AAA';
      if (i === 2) row[6] = 'ftp://x/y.bigWig';
      if (i === 3) row[6] = `${server.url}/none.bigWig?sig=secret`;
      return row.join('\t');
    });
    writeFileSync(table, edited.join('\n'));
    const { status, stderr } = await run([
      'build',
      file,
      '--out',
      path.join(at, 'x'),
      '--remote',
      'read',
      ...cacheOf('cache-wrong'),
    ]);
    expect(status).toBe(1);
    expect(stderr).not.toContain('secret');
    expect(stderr).toContain(`registry.yaml:`);
    expect(stderr).toContain(`${server.url}/none.bed.gz: the server answered 404`);
    expect(stderr).toContain('datasets.tsv:2: encff: ENCSR000AAA');
    expect(stderr).toContain(
      'datasets.tsv:3: signal is ftp://x/y.bigWig, expected a path, an http(s) address or encff:ACCESSION',
    );
    expect(stderr).toContain(
      `datasets.tsv:4: ${server.url}/none.bigWig: the server answered 404; check the address`,
    );
  });
});

describe('single commands on files elsewhere', () => {
  const regions = () => path.join(genome, 'previous', 'rdhs.bed.gz');

  it('print what they print of local files: signals of several threads, Z-scores, regions from an address', async () => {
    const files = ['MF0001', 'MF0002', 'MF0003'].map((name) => `signal/${name}.bigWig`);
    const [here, there] = [path.join(at, 'signals-here'), path.join(at, 'signals-there')];
    const paths = files.map((name) => path.join(genome, name));
    expect(cisreg('signal', ...paths, regions(), '--out-dir', here, '--quiet').status).toBe(0);
    const addresses = files.map((name) => `${server.url}/${name}?sig=secret`);
    const args = [
      ...addresses,
      `${server.url}/previous/rdhs.bed.gz?sig=secret`,
      '--out-dir',
      there,
      '-t',
      '3',
    ];
    await succeeds('signal', ...args, ...cacheOf('cache-signal'));
    expect(registryBytes(there)).toEqual(registryBytes(here));
    server.reset();
    const plain = cisreg('zscore', paths[0]!, regions()).stdout;
    expect(await succeeds('zscore', addresses[0]!, regions(), ...cacheOf('cache-signal'))).toBe(plain);
    // What was read before is not read again, but for the block that tells the version.
    expect(server.counts).toEqual({ bytes: 1 << 15, requests: 1 });
  });

  it('share a cache while they run, and read through servers that break connections', async () => {
    const plain = cisreg('zscore', path.join(genome, 'signal/MF0004.bigWig'), regions()).stdout;
    server.fault = ({ n }) =>
      n % 4 === 1
        ? { cutAfter: 10_000 }
        : n % 4 === 3
          ? { status: 503, headers: { 'retry-after': '0' } }
          : undefined;
    const address = `${server.url}/signal/MF0004.bigWig`;
    const runs = Array.from({ length: 3 }, () =>
      succeeds('zscore', address, regions(), ...cacheOf('cache-shared')),
    );
    for (const printed of await Promise.all(runs)) expect(printed).toBe(plain);
    server.reset();
    server.fault = () => undefined;
    expect(await succeeds('zscore', address, regions(), ...cacheOf('cache-shared'))).toBe(plain);
    expect(server.counts.requests).toBe(1);
  });

  it('that are killed leave what they had, and nothing that is not so', async () => {
    const name = 'signal/MF0005.bigWig';
    const plain = cisreg('zscore', path.join(genome, name), regions()).stdout;
    const args = ['zscore', `${server.url}/${name}`, regions(), ...cacheOf('cache-killed')];
    for (const last of [1, 2, 3]) {
      server.reset();
      let kill = () => {};
      server.fault = ({ n }) => {
        if (n + 1 >= last) kill();
        return undefined;
      };
      expect((await run(args, (own) => (kill = own))).status).not.toBe(0);
    }
    server.fault = () => undefined;
    expect(await succeeds(...args)).toBe(plain);
  });
});
