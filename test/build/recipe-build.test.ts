/** A recipe from its accessions to a registry: files come from a server on this machine, and the registry is that of the same files at hand. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RangeServer, serveRanges } from '../formats/range-server.ts';
import { portalDouble } from '../mirror/portal-double.ts';
import { filesBelow, MAIN, type Outcome, registryBytes, scratchDirectory } from './run-cli.ts';
import { CHROM_BP, HEADER, writeTinyFiles } from './tiny-input.ts';

const scratch = scratchDirectory();
const at = (...names: string[]): string => path.join(scratch, ...names);

/** Files of the tiny input by the accession that the recipe has for them. */
const SERVED = {
  ENCFF000AAA: 'dnase.bigWig',
  ENCFF000AAB: 'low.bigWig',
  ENCFF000AAD: 'dhs.bed',
} as const;
const ROWS = [
  'K562 DNase ENCSR000AAA ENCFF000AAA encff:ENCFF000AAD dhs encff:ENCFF000AAA yes',
  'K562 H3K4me3 ENCSR000AAB ENCFF000AAB   encff:ENCFF000AAB yes',
];
const EXPECTED = {
  recipe: 'tiny',
  title: 'a tiny genome',
  inputs: { profiles: 1, bigWigs: 2, biosamples: 1, byAssay: { DNase: 1, H3K4me3: 1 } },
  counts: { calledDhs: 30, ccres: 5 },
  classShares: { PLS: 40, dELS: 60 },
  published: { ccres: 'https://example.org/published.bed.gz' },
  chromosomes: { chr1: CHROM_BP },
};

let server: RangeServer;
const nameOf = (accession: string, file: string): string => `${accession}${path.extname(file)}`;

/** Runs the command while the server of this process answers. */
function cisreg(...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

function elsewhere(cache: string): string[] {
  return [
    '--metadata',
    at('metadata.tsv'),
    '--mirror',
    `https=${server.url}`,
    '--from',
    'https',
    '--cache',
    at(cache),
  ];
}

function writeRecipe(
  folder: string,
  places: { rows: readonly string[]; root: string; extra?: string },
): void {
  mkdirSync(at(folder), { recursive: true });
  const table = [HEADER, ...places.rows].map((row) => `${row.replaceAll(' ', '\t')}\n`).join('');
  writeFileSync(at(folder, 'datasets.tsv'), table);
  writeFileSync(
    at(folder, 'registry.yaml'),
    `assembly: GRCh38\nchromSizes: ${places.root}chrom.sizes\ntss: ${places.root}tss.bed\ndatasets: datasets.tsv\n${places.extra ?? ''}`,
  );
  writeFileSync(at(folder, 'expected.json'), JSON.stringify(EXPECTED));
}

/** Everything of a registry but what names its inputs. */
function elementsOf(directory: string): Map<string, string> {
  const named = /^(registry\.json|report\.html|zscores\/manifest\.json)$/;
  return new Map([...registryBytes(directory)].filter(([name]) => !named.test(name)));
}

beforeAll(async () => {
  await writeTinyFiles(at('here'));
  server = await serveRanges(at('served'));
  const metadata = [
    'File accession\tFile format\tFile type\tOutput type\tFile assembly\tSize\tmd5sum\tFile download URL\tFile Status',
  ];
  for (const [accession, file] of Object.entries(SERVED)) {
    const name = nameOf(accession, file);
    const folder = at('served', 'files', accession, '@@download');
    mkdirSync(folder, { recursive: true });
    copyFileSync(at('here', file), path.join(folder, name));
    const bytes = readFileSync(at('here', file));
    const md5 = createHash('md5').update(bytes).digest('hex');
    const url = `https://www.encodeproject.org/files/${accession}/@@download/${name}`;
    metadata.push(`${accession}\tx\tx\tsignal\tGRCh38\t${bytes.length}\t${md5}\t${url}\treleased`);
  }
  for (const name of ['chrom.sizes', 'tss.bed']) copyFileSync(at('here', name), at('served', name));
  writeFileSync(at('metadata.tsv'), `${metadata.join('\n')}\n`);
  writeRecipe('recipe', { rows: ROWS, root: `${server.url}/` });
  const local = ROWS.map((row) =>
    row.replace(/encff:(ENCFF\w+)/g, (_, accession: keyof typeof SERVED) => `../here/${SERVED[accession]}`),
  );
  writeRecipe('local', { rows: local, root: '../here/' });
});

afterAll(() => server.close());

describe('a recipe of accessions and addresses', () => {
  it('gives the registry of the same files at hand, and says what was expected of it', async () => {
    const built = await cisreg(
      'build',
      '--recipe',
      at('recipe'),
      '--out',
      at('out'),
      ...elsewhere('cache'),
      '-q',
    );
    expect(built.stderr).toBe('');
    expect(built.status).toBe(0);
    expect(built.stdout).toMatch(
      /\na tiny genome +published +here\n {2}DHSs called +30 +30 +\+0\.0 %\n {2}cCREs +5 /,
    );
    expect(built.stdout).toContain(
      `To compare the elements themselves with those that are published:\n  cisreg diff https://example.org/published.bed.gz ${at('out')}\n`,
    );
    const local = await cisreg('build', at('local', 'registry.yaml'), '--out', at('local-out'), '-q');
    expect(local.status).toBe(0);
    expect(elementsOf(at('out'))).toEqual(elementsOf(at('local-out')));
    expect(filesBelow(at('out'))).toEqual(filesBelow(at('local-out')));
  });

  it('is the same by the path of its registry.yaml, and up to date then', async () => {
    const again = await cisreg(
      'build',
      at('recipe', 'registry.yaml'),
      '--out',
      at('out'),
      ...elsewhere('cache'),
      '-q',
      '--json',
    );
    expect(again.status).toBe(0);
    const { upToDate, expected } = JSON.parse(again.stdout);
    expect(upToDate).toBe(true);
    expect(expected).toMatchObject({ recipe: 'tiny', published: EXPECTED.published.ccres });
    expect(expected.figures[0]).toEqual({
      name: 'DHSs called',
      expected: 30,
      found: 30,
      unit: 'count',
      about: false,
    });
  });

  it('built of some chromosomes compares no counts', async () => {
    const out = ['--out', at('some'), ...elsewhere('cache'), '-q', '--json'];
    const some = await cisreg('build', '--recipe', at('recipe'), '--chromosomes', 'chr1', ...out);
    expect(some.status).toBe(0);
    expect(JSON.parse(some.stdout).expected).toMatchObject({ chromosomes: ['chr1'] });
    const parameters = JSON.parse(readFileSync(at('some', 'registry.json'), 'utf8')).parameters;
    expect(parameters.chromosomes).toEqual(['chr1']);
  });

  it('built of some chromosomes takes the means and sds of a full build, if they are named', async () => {
    const stats = at('out', 'zscores', 'stats.tsv');
    const out = ['--out', at('normalised'), ...elsewhere('cache'), '-q'];
    const some = await cisreg(
      'build',
      '--recipe',
      at('recipe'),
      '--chromosomes',
      'chr1',
      '--normalisation',
      stats,
      ...out,
    );
    expect(some.status).toBe(0);
    expect(readFileSync(at('normalised', 'zscores', 'stats.tsv'), 'utf8')).toBe(readFileSync(stats, 'utf8'));
  });

  it('names a chromosome that is not there as that of the option', async () => {
    const out = ['--out', at('none'), ...elsewhere('cache'), '-q'];
    const none = await cisreg('build', '--recipe', at('recipe'), '--chromosomes', 'chr9', ...out);
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('--chromosomes: chromosomes names chr9, expected a chromosome of');
  });
});

describe('cisreg plan of a recipe', () => {
  const sizes = () => Object.values(SERVED).map((file) => readFileSync(at('here', file)).length);

  it('adds the sizes of the metadata, and fetches nothing', async () => {
    server.reset();
    const args = [
      '--recipe',
      at('recipe'),
      '--metadata',
      at('metadata.tsv'),
      '--cache',
      at('empty'),
      '--json',
    ];
    const planned = await cisreg('plan', ...args, '--cores', '4,8', '--bandwidth', '1');
    expect(planned.stderr).toBe('');
    expect(planned.status).toBe(0);
    const { fetch, inputs, elements, time, disk } = JSON.parse(planned.stdout);
    expect(server.counts.requests).toBe(0);
    expect(inputs).toEqual({ profiles: 1, bigWigs: 2, biosamples: 1 });
    // Of chrom.sizes and the TSSs, which are plain addresses, nobody knows the size.
    const assumed = 1e4 + 1.4e6;
    expect(fetch).toMatchObject({ files: 5, sizesKnown: 3 });
    expect(fetch.bytes).toBe(sizes().reduce((sum, size) => sum + size, 0) + assumed);
    expect(elements).toMatchObject({ dhs: 30, ccres: 5 });
    expect(disk.fetched).toBe(fetch.bytes);
    expect(time.map(({ cores }: { cores: number }) => cores).slice(1)).toEqual([4, 8]);
    expect(time[1].fetch).toBeCloseTo(fetch.bytes / 1e6 / 3600, 9);
  });

  it('counts what earlier commands fetched as here', async () => {
    const args = [
      '--recipe',
      at('recipe'),
      '--metadata',
      at('metadata.tsv'),
      '--cache',
      at('cache'),
      '--json',
    ];
    const { fetch } = JSON.parse((await cisreg('plan', ...args)).stdout);
    // Of plain addresses only their servers know whether they are the same still.
    expect(fetch).toMatchObject({ files: 2, bytes: 1e4 + 1.4e6, sizesKnown: 0 });
    expect(fetch.bytesHere).toBeGreaterThanOrEqual(sizes().reduce((sum, size) => sum + size, 0));
  });

  it('asks the portal for sizes where it may', async () => {
    const files = Object.entries(SERVED).map(([accession, file], i) => ({
      '@id': `/files/${accession}/`,
      '@type': ['File', 'Item'],
      accession,
      status: 'released',
      file_format: 'bigWig',
      file_size: 1000 * (i + 1),
      md5sum: String(i).repeat(32),
      href: `/files/${accession}/@@download/${nameOf(accession, file)}`,
    }));
    const portal = await portalDouble({ files, datasets: [], bytes: new Map() });
    try {
      const args = ['--recipe', at('recipe'), '--cache', at('asked'), '--json'];
      const own = ['--mirror', `https=${portal.origin}`];
      const { fetch } = JSON.parse((await cisreg('plan', ...args, ...own, '--ask')).stdout);
      expect(fetch).toMatchObject({ files: 5, bytes: 6000 + 1e4 + 1.4e6, sizesKnown: 3 });
      const asked = portal.asked.length;
      expect(asked).toBeGreaterThan(0);
      // What was learnt of a portal is known from then on, and is not taken for what another one says.
      expect(JSON.parse((await cisreg('plan', ...args, ...own)).stdout).fetch).toEqual(fetch);
      expect(JSON.parse((await cisreg('plan', ...args)).stdout).fetch.sizesKnown).toBe(0);
      expect(portal.asked).toHaveLength(asked);
    } finally {
      await portal.close();
    }
  });

  it('prints a text without holes', async () => {
    const planned = await cisreg(
      'plan',
      '--recipe',
      at('recipe'),
      '--chromosomes',
      'chr1',
      '--cache',
      at('empty'),
    );
    expect(planned.stdout).toMatch(/^a tiny genome: chr1\n {2}inputs/);
    expect(planned.stdout).toContain('sizes of 0 known, the others assumed');
    expect(planned.stdout).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.each([
    [['plan'], 'nothing to build is given', 2],
    [['plan', 'registry.yaml', '--recipe', 'encode3-mm10'], 'expected one; leave one out', 2],
    [['plan', '--recipe', 'encode5'], 'no recipe is called encode5', 1],
    [['plan', '--recipe', 'encode3-mm10', '--cores', '16,many'], 'expected numbers of cores', 2],
    [['plan', '--recipe', 'encode3-mm10', '--remote', 'both'], 'Allowed choices are read, fetch', 2],
    [['build', '--out', 'x'], 'nothing to build is given', 2],
    [
      ['build', '--recipe', 'encode3-mm10', '--chromosomes', 'chr1,chr1', '--out', 'x'],
      'expected different names',
      2,
    ],
  ])('%j ends with a sentence', async (args, message, status) => {
    const outcome = await cisreg(...args);
    expect(outcome.stderr).toContain(message);
    expect(outcome.status).toBe(status);
  });
});
