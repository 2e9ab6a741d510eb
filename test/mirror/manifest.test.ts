/** What a directory knows of its files: manifest, verification, changes since, citation. */

import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { citationOf } from '../../src/mirror/citation.ts';
import { citationBibtex, citationText } from '../../src/mirror/citation-text.ts';
import type { FetchedFile } from '../../src/mirror/fetch-files.ts';
import {
  type ManifestFile,
  readManifest,
  requireManifest,
  withFetched,
  writeManifest,
} from '../../src/mirror/manifest.ts';
import type { RemoteDataset } from '../../src/mirror/portal-datasets.ts';
import type { RemoteFile } from '../../src/mirror/remote-file.ts';
import { changesSince } from '../../src/mirror/update.ts';
import { verifyDirectory, wrongText } from '../../src/mirror/verify.ts';
import { silent } from '../../src/progress.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { md5Of, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
let folders = 0;

/** A directory with files and their manifest. */
async function filled(sizes: readonly number[], facts: Readonly<Record<string, string>> = {}) {
  const directory = path.join(dir, `filled${folders++}`);
  mkdirSync(directory);
  const files = sizes.map((size, i) => {
    const bytes = noise(size, i + 1);
    const file = remoteFile(`ENCFF00${i}AAA`, bytes, { facts: { 'File Status': 'released', ...facts } });
    writeFileSync(path.join(directory, file.name), bytes);
    return file;
  });
  const manifest = withFetched(undefined, {
    portal: 'https://p.org',
    request: undefined,
    fetched: files.map((file) => fetchedAs(file, directory)),
    datasets: [],
  });
  await writeManifest(directory, manifest);
  return { directory, files, manifest };
}

const fetchedAs = (file: RemoteFile, directory: string, more: object = {}): FetchedFile => ({
  state: 'fetched',
  file,
  path: path.join(directory, file.name),
  mirror: 'azure',
  address: `https://azure.org/${file.name}`,
  sizeBytes: file.sizeBytes!,
  md5: file.md5!,
  fetchedBytes: file.sizeBytes!,
  ...more,
});

const dataset = (accession: string, lab: string): RemoteDataset => ({
  accession,
  assay: 'DNase-seq',
  biosample: 'K562',
  lab,
  project: 'ENCODE',
  doi: `10.17989/${accession}`,
  released: '2019-05-01',
  status: 'released',
});

describe('a manifest', () => {
  it('comes back as it was written, with a table beside it', async () => {
    const { directory, files } = await filled([10, 20], { Assay: 'DNase-seq', 'Experiment target': 'a\tb' });
    const manifest = await requireManifest(directory);
    expect(
      manifest.files.map(({ accession, sizeBytes, md5, md5From, mirror }) => [
        accession,
        sizeBytes,
        md5,
        md5From,
        mirror,
      ]),
    ).toEqual(files.map(({ accession, sizeBytes, md5 }) => [accession, sizeBytes, md5, 'metadata', 'azure']));
    const [header, ...rows] = readFileSync(path.join(directory, 'manifest.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(header!.slice(0, 4)).toEqual(['accession', 'name', 'size', 'md5']);
    expect(rows.map((row) => row.length)).toEqual([header!.length, header!.length]);
    expect(rows[0]!.slice(5, 7)).toEqual(['DNase-seq', 'a b']);
  });

  it('has the same bytes for the same files, in whichever order they came', async () => {
    const { directory, files, manifest } = await filled([10, 20, 30]);
    const other = withFetched(undefined, {
      portal: 'https://p.org',
      request: undefined,
      fetched: [...files].reverse().map((file) => fetchedAs(file, directory)),
      datasets: [],
    });
    expect(JSON.stringify(other)).toBe(JSON.stringify(manifest));
  });

  it('keeps what it had: other files, and where those that were there came from', async () => {
    const { directory, files, manifest } = await filled([10, 20]);
    const own = remoteFile('ENCFF009AAA', noise(5, 9), { md5: undefined });
    const fetched = [
      fetchedAs(files[0]!, directory, { state: 'present', mirror: undefined, address: undefined }),
      fetchedAs(own, directory, { md5: md5Of(noise(5, 9)) }),
      {
        state: 'failed',
        file: files[1]!,
        error: await mistakeOf(requireManifest('/nowhere')),
      } as FetchedFile,
    ];
    const request = { files: ['ENCFF009AAA'], datasets: [], searches: [], rules: [] };
    const now = withFetched(manifest, {
      portal: 'https://p.org',
      request,
      fetched,
      datasets: [dataset('ENCSR999AAA', 'x')],
    });
    expect(now.files.map(({ accession, mirror, md5From }) => [accession, mirror, md5From])).toEqual([
      ['ENCFF000AAA', 'azure', 'metadata'],
      ['ENCFF001AAA', 'azure', 'metadata'],
      ['ENCFF009AAA', 'azure', 'download'],
    ]);
    expect(now.datasets).toEqual([]);
    expect(
      withFetched(now, { portal: 'https://p.org', request, fetched: [], datasets: [] }).requests,
    ).toEqual([request]);
  });

  it('is refused where it is none, is damaged, or names what leads out of the directory', async () => {
    const { directory, manifest } = await filled([10]);
    const file = path.join(directory, 'manifest.json');
    expect(await readManifest(path.join(dir, 'nothing'))).toBeUndefined();
    expect((await mistakeOf(requireManifest(dir))).message).toMatch(
      /has no manifest\.json, expected a directory that cisreg fetch filled/,
    );
    const evil = { ...manifest, files: [{ ...manifest.files[0], name: '../../etc/passwd' }] };
    for (const text of [
      '{',
      '[]',
      '{"format": 2, "files": []}',
      '{"format": 1, "files": [{}]}',
      JSON.stringify(evil),
      // Without one of its parts, or with another in its place.
      ...['portal', 'requests', 'datasets', 'files'].flatMap((name) => [
        JSON.stringify({ ...manifest, [name]: undefined }),
        JSON.stringify({ ...manifest, [name]: [{}] }),
      ]),
      JSON.stringify({ ...manifest, files: [{ ...manifest.files[0], facts: { Assay: 1 } }] }),
      JSON.stringify({ ...manifest, requests: [{ files: [], datasets: [], searches: [], rules: [{}] }] }),
    ]) {
      writeFileSync(file, text);
      const error = await mistakeOf(readManifest(directory));
      expect(error, text).toMatchObject({ code: 'FORMAT' });
      expect(error.message).toMatch(/; remove it, and fetch the same again: files that are there and right/);
    }
  });
});

describe('verification', () => {
  it('tells what is missing, short, changed, unfinished and unlisted', async () => {
    const { directory, files, manifest } = await filled([100, 200, 300, 0]);
    const at = (i: number) => path.join(directory, files[i]!.name);
    expect((await verifyDirectory(directory, manifest, silent)).files.map(({ state }) => state)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
    rmSync(at(0));
    truncateSync(at(1), 150);
    const bytes = noise(300, 3);
    bytes[299]! ^= 1;
    writeFileSync(at(2), bytes);
    for (const name of ['ENCFF123ABC.bam.part', 'ENCFF123ABC.bam.part.json', 'notes.txt', '.hidden'])
      writeFileSync(path.join(directory, name), '');
    const { files: now, unfinished, unlisted } = await verifyDirectory(directory, manifest, silent);
    expect(now.map(({ state, found }) => [state, found])).toEqual([
      ['missing', ''],
      ['size', '150'],
      ['md5', md5Of(bytes)],
      ['ok', ''],
    ]);
    expect({ unfinished, unlisted }).toEqual({
      unfinished: ['ENCFF123ABC.bam.part'],
      unlisted: ['notes.txt'],
    });
  });
});

describe('what is wrong with a directory', () => {
  it.each([
    [['missing'], '1 file not there; cisreg fetch --update d fetches it again'],
    [['ok', 'missing', 'missing'], '2 files not there; cisreg fetch --update d fetches them again'],
    [
      ['md5'],
      '1 file wrong; remove what has the wrong content, then cisreg fetch --update d fetches it again',
    ],
    [
      ['size', 'missing', 'unreadable'],
      '2 files wrong, 1 file not there; remove what has the wrong content, then cisreg fetch --update d fetches them again',
    ],
  ] as const)('of files that are %j is counted by what helps', (states, text) => {
    expect(
      wrongText(
        'd',
        states.map((state) => ({ state })),
      ),
    ).toBe(`d: ${text}`);
  });
});

describe('changes since a manifest', () => {
  it('are what a look at every file by itself finds', async () => {
    const { files, manifest } = await filled(Array.from({ length: 9 }, (_, i) => 10 + i));
    const withStatus = (file: RemoteFile, status: string): RemoteFile => ({
      ...file,
      facts: { ...file.facts, 'File Status': status },
    });
    const [same, changed, archived, revoked, gone, merged, left, lost, renamed] = files as [
      RemoteFile,
      ...RemoteFile[],
    ] &
      Record<number, RemoteFile>;
    const fresh = remoteFile('ENCFF777AAA', noise(3, 7));
    const into = remoteFile('ENCFF778AAA', noise(3, 8));
    const changes = changesSince({
      manifest,
      selected: [
        fresh,
        same,
        { ...changed!, md5: 'f'.repeat(32) },
        withStatus(archived!, 'archived'),
        lost!,
        { ...renamed!, name: `${renamed!.accession}.bw` },
      ],
      others: {
        files: new Map([
          [revoked!.accession, withStatus(revoked!, 'revoked')],
          [merged!.accession, into],
          [left!.accession, left!],
        ]),
      },
      isThere: (file: ManifestFile) => file.accession !== lost!.accession,
    });
    expect(changes.map(({ kind, accession }) => [accession, kind])).toEqual([
      [changed!.accession, 'changed'],
      [archived!.accession, 'status'],
      [revoked!.accession, 'withdrawn'],
      [gone!.accession, 'gone'],
      [merged!.accession, 'merged'],
      [left!.accession, 'left'],
      [lost!.accession, 'missing'],
      [renamed!.accession, 'changed'],
      ['ENCFF777AAA', 'new'],
    ]);
  });

  it('are none of what stayed, and of a plain address that its file is missing', async () => {
    const { files, manifest } = await filled([10]);
    const plain = {
      ...manifest,
      files: [...manifest.files, { ...manifest.files[0]!, accession: 'own.bigWig', name: 'own.bigWig' }],
    };
    expect(
      changesSince({ manifest: plain, selected: files, others: { files: new Map() }, isThere: () => true }),
    ).toEqual([]);
    const missing = changesSince({
      manifest: plain,
      selected: files,
      others: { files: new Map() },
      isThere: ({ accession }) => accession !== 'own.bigWig',
    });
    expect(missing).toEqual([
      {
        kind: 'missing',
        accession: 'own.bigWig',
        name: 'own.bigWig',
        detail: `name its address again to fetch it: ${manifest.files[0]!.address}`,
        file: undefined,
      },
    ]);
  });
});

describe('a citation', () => {
  const of = (accession: string, facts: Readonly<Record<string, string>>) => ({ accession, facts });
  const files = [
    of('ENCFF002AAA', {
      'Experiment accession': 'ENCSR000AAB',
      Lab: 'ENCODE Processing Pipeline',
      Assay: 'ATAC-seq',
    }),
    of('ENCFF001AAA', { 'Experiment accession': 'ENCSR000AAA', Lab: 'ENCODE Processing Pipeline' }),
    of('ENCFF003AAA', {
      'Experiment accession': 'ENCSR000AAC',
      Lab: 'Ali Mortazavi, UCI',
      Assay: 'RNA-seq',
      'Biosample term name': 'liver',
      'Experiment date released': '2011-02-10',
    }),
    of('own.bigWig', {}),
  ];
  const citation = citationOf(files, [dataset('ENCSR000AAA', 'Michael Snyder & Co {x}, Stanford')]);

  it('names the laboratories that made the data, not the pipeline that processed them', () => {
    expect(citation.labs).toEqual(['Ali Mortazavi, UCI', 'Michael Snyder & Co {x}, Stanford']);
    expect(citation.withoutLab).toEqual(['ENCSR000AAB']);
    expect(citation.datasets.map(({ accession, files: own }) => [accession, own])).toEqual([
      ['ENCSR000AAA', ['ENCFF001AAA']],
      ['ENCSR000AAB', ['ENCFF002AAA']],
      ['ENCSR000AAC', ['ENCFF003AAA']],
    ]);
  });

  it('has both papers, the acknowledgement and every accession as text', () => {
    const text = citationText(citation, 'data');
    expect(text).toContain('Nature 489, 57-74 (2012). https://doi.org/10.1038/nature11247');
    expect(text).toContain('Nature 583, 699-710 (2020). https://doi.org/10.1038/s41586-020-2493-4');
    expect(text).toContain(
      'We thank the ENCODE Consortium and the laboratories that made the data: Ali Mortazavi, UCI; Michael Snyder',
    );
    expect(text).toContain('  ENCSR000AAC (RNA-seq of liver; Ali Mortazavi, UCI): ENCFF003AAA\n');
    expect(text).toContain('  own.bigWig\n');
    expect(text).toMatch(/do not tell who made ENCSR000AAB: cisreg fetch --update data asks the portal/);
    for (const { accession } of files) expect(text).toContain(accession);
  });

  it('is BibTeX whose braces close, with an entry a dataset', () => {
    const bibtex = citationBibtex(citation);
    expect([...bibtex.matchAll(/^@(\w+)\{(\w+),$/gm)].map(([, kind, key]) => [kind, key])).toEqual([
      ['article', 'ENCODE2012'],
      ['article', 'ENCODE2020'],
      ['misc', 'ENCSR000AAA'],
      ['misc', 'ENCSR000AAB'],
      ['misc', 'ENCSR000AAC'],
    ]);
    let depth = 0;
    for (const letter of bibtex) {
      if (letter === '{') depth++;
      if (letter === '}') depth--;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect(bibtex).toContain('author = {{Michael Snyder \\& Co x, Stanford}}');
    expect(bibtex).toContain('doi = {10.17989/ENCSR000AAA}');
    expect(bibtex).toContain('year = {2011}');
  });
});
