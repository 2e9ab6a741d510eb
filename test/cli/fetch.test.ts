/** cisreg fetch and cite as a user runs them, against a portal and mirrors on loopback. */

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, type Outcome } from '../build/run-cli.ts';
import { hasShared, SHARED, scratch } from '../formats/scratch.ts';
import { md5Of } from '../mirror/remote.ts';
import {
  cisregWaiting,
  needsToken,
  type SmallMirrors,
  smallMirrors,
  TOKEN,
} from '../mirror/small-mirrors.ts';

const { dir } = scratch();
let mirrors: SmallMirrors;

beforeAll(async () => {
  mirrors = await smallMirrors();
});

afterAll(() => mirrors.close());

/** Nothing that a command prints or writes has a token. */
async function run(args: readonly string[], input?: string): Promise<Outcome> {
  const outcome = await cisregWaiting(args, { cwd: dir, ...(input === undefined ? {} : { input }) });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/topsecret|Signature|sig=/);
  return outcome;
}
const fetched = (args: readonly string[], input?: string) =>
  run(['fetch', ...args, ...mirrors.options], input);
const bytesOf = (accession: string) => mirrors.portal.data.bytes.get(accession)!;
const at = (...parts: string[]) => path.join(dir, ...parts);
const expectWhole = (directory: string, names: readonly string[]) => {
  expect(
    readdirSync(at(directory))
      .filter((name) => name.startsWith('ENCFF'))
      .sort(),
  ).toEqual(names);
  for (const name of names)
    expect(readFileSync(at(directory, name)).equals(bytesOf(name.slice(0, 11))), name).toBe(true);
};

describe('cisreg fetch', () => {
  it('plans without fetching', async () => {
    const { status, stdout, stderr } = await fetched(['ENCSR000AAA', '--assembly', 'GRCh38', '--dry-run']);
    expect({ status, stderr: stderr.replace(/\d+\.\d s/, 's') }).toEqual({
      status: 0,
      stderr: 'reading metadata in s\n2 of 3 files pass the filters\n',
    });
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual([
      'accession',
      'ENCFF000AAA',
      'ENCFF000AAB',
      '2 files, 340.0 kB',
      '',
    ]);
    const plan = JSON.parse(
      (await fetched(['ENCSR000AAA', '--dry-run', '--json', '--quiet', '--from', 's3,azure'])).stdout,
    );
    expect(plan).toMatchObject({ count: 3, totalBytes: 1_240_000, fetchBytes: 1_240_000 });
    expect(plan.files[0].addresses.map(({ mirror }: { mirror: string }) => mirror)).toEqual(['s3', 'azure']);
    expect(mirrors.azure.seen.length + mirrors.s3.seen.length).toBe(0);
  });

  it('filters by the columns that are no facts of a file too', async () => {
    for (const [where, names] of [
      ['Size=40000', ['ENCFF000AAB']],
      [`md5sum!=${md5Of(bytesOf('ENCFF000AAB'))}`, ['ENCFF000AAA', 'ENCFF000AAC']],
      ['file accession=encff000aac', ['ENCFF000AAC']],
    ] as const) {
      const options = ['--where', where, '--dry-run', '--json', '--quiet'];
      const { stdout, stderr } = await fetched(['ENCSR000AAA', ...options]);
      const { files } = JSON.parse(stdout);
      expect(
        files.map(({ accession }: { accession: string }) => accession),
        stderr,
      ).toEqual(names);
    }
  });

  it('fetches, verifies and cites, and does nothing twice', async () => {
    const list = at('list.txt');
    writeFileSync(list, 'ENCFF000AAA\nENCSR000AAC\n');
    const first = await fetched([list, '--out', 'own', '--from', 'azure,s3,https']);
    expect(first).toMatchObject({ status: 0, stdout: 'own: 3 files fetched (450.0 kB from azure)\n' });
    expectWhole('own', ['ENCFF000AAA.bigWig', 'ENCFF000AAH.bigWig', 'ENCFF000AAJ.bed.gz']);
    const requests = mirrors.azure.seen.length;
    expect((await fetched(['-', '--out', 'own', '--quiet'], 'ENCFF000AAA\nENCSR000AAC\n')).stdout).toBe(
      'own: 3 were there\n',
    );
    expect(mirrors.azure.seen.length).toBe(requests);
    expect(await run(['fetch', '--verify', 'own'])).toMatchObject({
      status: 0,
      stdout: '3 of 3 files in own are as they were fetched\n',
    });
    const manifest =
      readFileSync(at('own/manifest.json'), 'utf8') + readFileSync(at('own/manifest.tsv'), 'utf8');
    expect(manifest).not.toMatch(/topsecret|sig=/);
    expect(JSON.parse(readFileSync(at('own/manifest.json'), 'utf8')).files[0]).toMatchObject({
      mirror: 'azure',
      md5From: 'metadata',
      address: expect.stringContaining(`${mirrors.azure.origin}/dataset/2019/`),
    });
    const cited = await run(['cite', 'own']);
    expect(cited.stdout).toContain(
      'ENCSR000AAC (DNase-seq of liver tissue, male adult (32 years); John Stamatoyannopoulos, UW): ENCFF000AAH, ENCFF000AAJ',
    );
    expect((await run(['cite', 'own', '--bibtex'])).stdout).toContain('@misc{ENCSR000AAA,');
    expect(JSON.parse((await run(['cite', 'own', '--json'])).stdout).labs).toEqual([
      'John Stamatoyannopoulos, UW',
    ]);
  });

  it('adds to a directory, and takes what one mirror has not from the next', async () => {
    mirrors.azure.fault = (seen) => (seen.path.includes('AAD') ? { status: 404 } : needsToken(seen));
    const result = await fetched([
      'ENCSR000AAB',
      '--target',
      'H3K27ac',
      '--out',
      'own',
      '--from',
      'azure,s3',
      '--json',
    ]);
    mirrors.azure.fault = needsToken;
    expect(result.status, result.stderr).toBe(0);
    expect(
      JSON.parse(result.stdout).files.map(({ name, mirror }: Record<string, string>) => [name, mirror]),
    ).toEqual([
      ['ENCFF000AAD.bigWig', 's3'],
      ['ENCFF000AAE.bigWig', 'azure'],
    ]);
    expectWhole('own', [
      'ENCFF000AAA.bigWig',
      'ENCFF000AAD.bigWig',
      'ENCFF000AAE.bigWig',
      'ENCFF000AAH.bigWig',
      'ENCFF000AAJ.bed.gz',
    ]);
    expect(JSON.parse(readFileSync(at('own/manifest.json'), 'utf8')).files).toHaveLength(5);
  });

  it('takes everything from the portal itself, which redirects', async () => {
    const { status, stdout } = await fetched(['ENCFF000AAJ', '--out', 'portal', '--from', 'https', '-q']);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'portal: 1 file fetched (30.0 kB from https)\n',
    });
    expectWhole('portal', ['ENCFF000AAJ.bed.gz']);
  });

  it('needs no portal where a metadata table is at hand', async () => {
    const table = await (await fetch(`${mirrors.portal.origin}/metadata/?type=Experiment`)).text();
    writeFileSync(at('metadata.tsv'), table);
    const asked = mirrors.portal.asked.length;
    const result = await fetched([
      'metadata.tsv',
      '--biosample',
      'liver',
      '--out',
      'table',
      '--from',
      'azure',
      '-q',
    ]);
    expect(result).toMatchObject({ status: 0, stdout: 'table: 2 files fetched (150.0 kB from azure)\n' });
    expect((await fetched(['ENCSR000AAC', '--metadata', 'metadata.tsv', '--dry-run', '-q'])).status).toBe(0);
    expect(mirrors.portal.asked.length).toBe(asked);
    expect((await run(['cite', 'table'])).stdout).toMatch(/ENCSR000AAC .*John Stamatoyannopoulos/);
  });

  it('says which files failed and why, keeps the others, and goes on at the next run', async () => {
    mirrors.azure.fault = (seen) => (seen.path.includes('AAJ') ? { isWrong: true } : needsToken(seen));
    const first = await fetched(['ENCSR000AAC', '--out', 'half', '--from', 'azure', '-q']);
    mirrors.azure.fault = needsToken;
    expect(first.status).toBe(1);
    expect(first.stdout).toBe('half: 1 file fetched (120.0 kB from azure), 1 failed\n');
    expect(first.stderr).toMatch(/ENCFF000AAJ\.bed\.gz: .*MD5/);
    expectWhole('half', ['ENCFF000AAH.bigWig']);
    const again = await fetched(['--update', 'half', '--from', 'azure', '-q']);
    expect(again.stdout).toContain('new        ENCFF000AAJ  ENCFF000AAJ.bed.gz\n');
    expect(again.stdout).toContain('half: 1 file fetched (30.0 kB from azure)\n');
    expectWhole('half', ['ENCFF000AAH.bigWig', 'ENCFF000AAJ.bed.gz']);
  });

  it('goes on where it was after Ctrl-C, and says so', async () => {
    const { seen } = mirrors.azure;
    mirrors.azure.fault = (one) => needsToken(one) ?? { bytesPerSecond: 100_000 };
    const since = seen.length;
    const args = ['fetch', 'ENCFF000AAC', '--out', 'stopped', '--from', 'azure', ...mirrors.options];
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: dir });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    await expect.poll(() => seen.length).toBeGreaterThan(since);
    await expect.poll(() => existsSync(at('stopped/ENCFF000AAC.bam.part'))).toBe(true);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(said).toContain('cisreg: stopped; the same command goes on where it was\n');
    expect(existsSync(at('stopped/ENCFF000AAC.bam'))).toBe(false);
    mirrors.azure.fault = needsToken;
    expect((await run(args)).status).toBe(0);
    expectWhole('stopped', ['ENCFF000AAC.bam']);
  });

  it('says of an expired token that it is one, and nothing of the token', async () => {
    const expired = mirrors.options.map((option) => option.replace(TOKEN, 'sig=oldtopsecret'));
    const result = await run(['fetch', 'ENCFF000AAJ', '--out', 'expired', '--from', 'azure', ...expired]);
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/fetching ENCFF000AAJ\.bed\.gz: nothing in \d/);
    expect(result.stderr).toMatch(/403/);
    expect(existsSync(at('expired/ENCFF000AAJ.bed.gz'))).toBe(false);
  });
});

describe('cisreg fetch --verify', () => {
  it('lists what is wrong, with status 1, and --update mends what is removed', async () => {
    writeFileSync(at('own/ENCFF000AAH.bigWig'), 'short');
    rmSync(at('own/ENCFF000AAE.bigWig'));
    const changed = readFileSync(at('own/ENCFF000AAA.bigWig'));
    changed[7]! ^= 1;
    writeFileSync(at('own/ENCFF000AAA.bigWig'), changed);
    const { status, stdout, stderr } = await run(['fetch', '--verify', 'own', '-q']);
    expect(status).toBe(1);
    expect(stdout).toBe('2 of 5 files in own are as they were fetched\n');
    expect(stderr).toMatch(
      /own\/ENCFF000AAA\.bigWig: has the MD5 [0-9a-f]{32}, expected [0-9a-f]{32} \[IO\]/,
    );
    expect(stderr).toMatch(/own\/ENCFF000AAE\.bigWig: is not there/);
    expect(stderr).toMatch(/own\/ENCFF000AAH\.bigWig: has 5 bytes, expected 120000/);
    expect(stderr).toMatch(
      /2 files wrong, 1 file not there; remove .*, then cisreg fetch --update own fetches them/,
    );
    rmSync(at('own/ENCFF000AAA.bigWig'));
    const updated = await fetched(['--update', 'own', '-q']);
    expect(updated.stdout).toMatch(/3 not in the directory, 2 as before\n3 files to fetch/);
    expect((await run(['fetch', '--verify', 'own', '-q', '--json'])).status).toBe(0);
    expectWhole('own', [
      'ENCFF000AAA.bigWig',
      'ENCFF000AAD.bigWig',
      'ENCFF000AAE.bigWig',
      'ENCFF000AAH.bigWig',
      'ENCFF000AAJ.bed.gz',
    ]);
  });
});

describe('cisreg fetch --update', () => {
  it('says what is new, changed and withdrawn, fetches it, and knows it the next time', async () => {
    const search = `${mirrors.portal.origin}/search/?type=Experiment&biosample_ontology.term_name=K562`;
    expect((await fetched([search, '--format', 'bigWig', '--out', 'followed', '-q'])).status).toBe(0);
    const { files, bytes } = mirrors.portal.data;
    const file = (accession: string) => files.find((one) => one.accession === accession)!;
    file('ENCFF000AAD').status = 'revoked';
    file('ENCFF000AAE').status = 'archived';
    const fresh = structuredClone(file('ENCFF000AAA'));
    files.push({
      ...fresh,
      accession: 'ENCFF000AAX',
      '@id': '/files/ENCFF000AAX/',
      href: '/files/ENCFF000AAX/@@download/ENCFF000AAX.bigWig',
      alternate_accessions: [],
    });
    bytes.set('ENCFF000AAX', bytesOf('ENCFF000AAA'));
    const listed = [
      'withdrawn  ENCFF000AAD  ENCFF000AAD.bigWig  released -> revoked',
      'status     ENCFF000AAE  ENCFF000AAE.bigWig  released -> archived',
      'new        ENCFF000AAX  ENCFF000AAX.bigWig',
      '1 new, 1 of another status, 1 withdrawn, 1 as before',
      '1 file to fetch, 300.0 kB',
      '',
    ].join('\n');
    const dry = await fetched(['--update', 'followed', '--dry-run']);
    expect(dry).toMatchObject({ status: 0, stdout: listed });
    expect(dry.stderr).toMatch(
      /warning: ENCFF000AAD\.bigWig was withdrawn .*: it stays, its data should not be used/,
    );
    expect(existsSync(at('followed/ENCFF000AAX.bigWig'))).toBe(false);
    const json = JSON.parse((await fetched(['--update', 'followed', '--dry-run', '--json', '-q'])).stdout);
    expect(json.changes.map(({ kind }: { kind: string }) => kind)).toEqual(['withdrawn', 'status', 'new']);
    const done = await fetched(['--update', 'followed', '--from', 'azure']);
    expect(done.status, done.stderr).toBe(0);
    expect(done.stdout).toBe(`${listed}followed: 1 file fetched (300.0 kB from azure)\n`);
    expect((await fetched(['--update', 'followed', '-q'])).stdout).toBe('4 as before\n');
    expectWhole('followed', [
      'ENCFF000AAA.bigWig',
      'ENCFF000AAD.bigWig',
      'ENCFF000AAE.bigWig',
      'ENCFF000AAX.bigWig',
    ]);
  });
});

describe('wrong usage', () => {
  it.each([
    [['fetch'], /nothing is named, expected accessions/],
    [['fetch', 'ENCFF000AAA'], /no directory is named, expected --out DIR, or --dry-run/],
    [
      ['fetch', 'ENCFF000AAA', '--dry-run', '--from', 'moon'],
      /--from moon: expected auto or names of mirrors/,
    ],
    [
      ['fetch', 'ENCFF000AAA', '--dry-run', '--portal', 'encodeproject.org'],
      /the portal is encodeproject\.org, expected an address such as/,
    ],
    [
      ['fetch', '--verify', 'own', 'ENCFF000AAA'],
      /--verify together with ENCFF000AAA, expected the directory alone/,
    ],
    [
      ['fetch', '--update', 'own', '--assembly', 'hg19'],
      /--update together with --assembly, expected the directory alone/,
    ],
    [['fetch', 'ENCFF000AAA', '--where', 'x', '--dry-run'], /--where x: expected COLUMN=VALUE/],
    [
      ['fetch', 'ENCFF000AAA', '--dry-run', '--region', 'mars'],
      /--region mars: no mirror is there, expected one of westus2, westcentralus, us-west-2/,
    ],
    [
      ['fetch', 'ENCFF000AAA,ENCFF000AAB,ENCFF000AAC', '--dry-run'],
      /is 3 accessions, expected each by itself; write ENCFF000AAA ENCFF000AAB \.\.\. in a command, one a line in a list/,
    ],
    [
      ['fetch', 'ENCFF000AAA', '--out', 'own', '--datasets', 'https://host.example/datasets.tsv'],
      /--datasets https:\/\/host\.example\/datasets\.tsv is an address, expected a path/,
    ],
    [
      ['plan', 'https://host.example/registry.yaml'],
      /registry\.yaml is an address, expected a configuration on this machine/,
    ],
    [['cite', 'own', '--json', '--bibtex'], /--bibtex together with --json/],
  ])('%j ends with status 2 and says what is meant', async (args, message) => {
    const { status, stderr } = await run(args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) });
  });

  it('of a directory that nothing was fetched into ends with status 1', async () => {
    for (const args of [
      ['fetch', '--verify', 'nowhere'],
      ['fetch', '--update', 'nowhere'],
      ['cite', 'nowhere'],
    ]) {
      expect(await run(args)).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(
          /nowhere: has no manifest\.json, expected a directory that cisreg fetch filled/,
        ),
      });
    }
  });
});

describe.skipIf(!hasShared)('the tables of ENCODE in shared data', () => {
  it('are planned as they are, without a request', async () => {
    const table = path.resolve(SHARED, 'encode-metadata/bam_GRCh38_H3K27ac.tsv');
    const { status, stdout, stderr } = await run([
      'fetch',
      table,
      '--assembly',
      'GRCh38',
      '--output-type',
      'alignments',
      '--biosample',
      'K562',
      '--dry-run',
      '--json',
    ]);
    expect(status, stderr).toBe(0);
    const rows = readFileSync(table, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const column = (name: string) => rows[0]!.indexOf(name);
    const expected = rows.filter(
      (row) =>
        row[column('Assembly')] === 'GRCh38' &&
        row[column('Output type')] === 'alignments' &&
        row[column('Biosample term name')] === 'K562',
    );
    const plan = JSON.parse(stdout);
    expect(plan.count).toBe(expected.length);
    expect(plan.totalBytes).toBe(expected.reduce((sum, row) => sum + Number(row[column('Size')]), 0));
    expect(plan.files[0].addresses[0].address).toMatch(
      /^https:\/\/datasetencode\.blob\.core\.windows\.net\/dataset\/20\d\d\//,
    );
  });
});
