/** Questions to a portal: what is asked, in how many requests, and what becomes of its answers. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeHttpAgent } from '../../src/formats/http-agent.ts';
import { openPortal, type Portal } from '../../src/mirror/portal.ts';
import { askPortal, readPortalAddress } from '../../src/mirror/portal-address.ts';
import { findDatasets } from '../../src/mirror/portal-datasets.ts';
import { fileOfObject } from '../../src/mirror/portal-files.ts';
import { findFiles } from '../../src/mirror/portal-search.ts';
import { VERSION } from '../../src/version.ts';
import { hasShared, mistakeOf, SHARED } from '../formats/scratch.ts';
import { type PortalDouble, portalDouble } from './portal-double.ts';
import { smallPortal } from './small-portal.ts';

let double: PortalDouble;
let portal: Portal;

beforeAll(async () => {
  double = await portalDouble(smallPortal());
  portal = openPortal(double.origin, { attempts: 3, firstWaitMs: 5, mostPerSecond: 1000 });
});

afterEach(() => {
  double.instead = () => undefined;
  double.asked.length = 0;
});

afterAll(async () => {
  await double.close();
  await closeHttpAgent();
});

const question = (query: string) => {
  const read = readPortalAddress(`https://www.encodeproject.org${query}`);
  if (typeof read === 'string') throw new Error(`${query} is ${read}`);
  return read;
};
const found = async (query: string) =>
  (await askPortal(portal, question(query))).files.map(({ accession }) => accession);

describe('files by their accessions', () => {
  it('have every fact that a search tells, in the words of the metadata table', async () => {
    const { files } = await findFiles(portal, ['ENCFF000AAD', 'ENCFF000AAB']);
    expect([...files.keys()]).toEqual(['ENCFF000AAD', 'ENCFF000AAB']);
    const table = (await askPortal(portal, question('/search/?type=Experiment'))).files;
    for (const file of files.values()) {
      const row = table.find(({ accession }) => accession === file.accession)!;
      const { 'Experiment date released': released, Project: project, ...facts } = row.facts;
      expect([released, project]).toEqual(['2019-05-01', 'ENCODE']);
      expect({ ...file, facts: { ...file.facts } }).toEqual({
        ...row,
        facts: {
          ...facts,
          ...(row.facts['Derived from'] === undefined ? {} : { 'Derived from': 'ENCFF000AAC' }),
        },
      });
    }
  });

  it('hold no token of an address', async () => {
    const { files } = await findFiles(portal, ['ENCFF000AAA']);
    expect(files.get('ENCFF000AAA')!.key).toMatch(/^2019\/04\/02\/[0-9a-f-]{36}\/ENCFF000AAA\.bigWig$/);
    expect(JSON.stringify([...files])).not.toContain('secret');
  });

  it('are told apart: found, merged into another, without bytes, unknown, deleted', async () => {
    double.data.files.find(({ accession }) => accession === 'ENCFF000AAK')!.status = 'deleted';
    const wanted = ['ENCFF000AAA', 'ENCFF999ZZZ', 'ENCFF000AAG', 'ENCFF123ABC', 'ENCFF000AAK'];
    const { files, withoutBytes, missing } = await findFiles(portal, wanted);
    expect([...files].map(([asked, { accession }]) => [asked, accession])).toEqual([
      ['ENCFF000AAA', 'ENCFF000AAA'],
      ['ENCFF999ZZZ', 'ENCFF000AAA'],
    ]);
    expect({ withoutBytes, missing }).toEqual({
      withoutBytes: ['ENCFF000AAG'],
      missing: ['ENCFF123ABC', 'ENCFF000AAK'],
    });
  });

  it('are asked for a hundred at a time, by addresses below 8 kB', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const many = Array.from(
      { length: 230 },
      (_, i) => `ENCFF${String(i).padStart(3, '0')}AA${letters[i % 26]}`,
    );
    const { missing } = await findFiles(portal, many);
    // Once by their accession, and once by an earlier one.
    expect(double.asked).toHaveLength(6);
    expect(double.asked.every((one) => one.path.length < 8000)).toBe(true);
    expect(missing.length).toBeGreaterThan(200);
  });
});

describe('requests to a portal', () => {
  it('name cisreg, and come at ten a second at most', async () => {
    const polite = openPortal(double.origin);
    await Promise.all(Array.from({ length: 6 }, () => polite.get('/search/?type=File&accession=x')));
    const times = double.asked.map(({ atMs }) => atMs);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(450);
    expect(new Set(double.asked.map(({ agent }) => agent))).toEqual(new Set([`cisreg/${VERSION}`]));
  });

  it('are tried again where the portal is overloaded', async () => {
    let failures = 2;
    double.instead = () =>
      failures-- > 0 ? { status: 503, text: 'busy', headers: { 'retry-after': '0' } } : undefined;
    const { files } = await findFiles(portal, ['ENCFF000AAA']);
    expect(files.size).toBe(1);
  });

  it('end with the words of the portal where it refuses', async () => {
    const error = await mistakeOf(
      askPortal(portal, question('/search/?type=Experiment&x=1')).then(() =>
        found('/search/?type=File&type='),
      ),
    );
    expect(error.code).toBe('USAGE');
    double.instead = () => ({
      status: 400,
      text: JSON.stringify({ description: "Invalid types: ['Nonsense']" }),
    });
    const refused = await mistakeOf(found('/search/?type=Nonsense&assembly=GRCh38'));
    expect(refused).toMatchObject({
      code: 'IO',
      message: `${double.origin}/metadata/: the portal answered 400 with "Invalid types: ['Nonsense']", expected what a search finds; open the search in a browser to see what is wrong`,
    });
  });

  it('end in a sentence where what answers is no portal', async () => {
    for (const text of ['<html>Sign in to the network</html>', '{"@graph": 7}', '']) {
      double.instead = () => ({ status: 200, text });
      expect((await mistakeOf(findFiles(portal, ['ENCFF000AAA']))).message).toMatch(
        /the portal answered 200 with something else than metadata/,
      );
    }
    double.instead = () => ({ status: 200, text: '{"@graph": [{"accession": "nonsense"}]}' });
    expect((await mistakeOf(findFiles(portal, ['ENCFF000AAA']))).message).toMatch(
      /the accession "nonsense", expected a file of the portal/,
    );
  });

  it('refuse addresses that are none, and users in them, which they do not show', () => {
    expect(() => openPortal('ftp://x')).toThrow(/expected an address such as https:/);
    expect(() => openPortal('https://me:pass@host.org/')).toThrow(
      /^the address of https:\/\/host\.org has a user in it/,
    );
    expect(() => openPortal('https://me:pass@host.org/')).not.toThrow(/pass@/);
  });
});

describe('the address of a search', () => {
  it('finds the same files from every page of the portal that lists them', async () => {
    const query = '?type=Experiment&assay_title=DNase-seq&files.file_format=bigWig';
    const expected = ['ENCFF000AAA', 'ENCFF000AAH'];
    for (const page of ['search', 'report', 'matrix', 'metadata', 'batch_download']) {
      expect(await found(`/${page}/${query}`), page).toEqual(expected);
    }
    expect(await found(`/report/${query}&limit=25&sort=accession&field=@id&format=json`)).toEqual(expected);
    expect(await found(`/metadata/${encodeURIComponent(query.slice(1))}/metadata.tsv`)).toEqual(expected);
    expect(await found(`/metadata/${query.slice(1)}/metadata.tsv`)).toEqual(expected);
  });

  it('may search files themselves', async () => {
    const query = '/search/?type=File&biosample_ontology.term_name=K562&file_format=bigWig&status!=revoked';
    expect(await found(query)).toEqual(['ENCFF000AAA', 'ENCFF000AAD', 'ENCFF000AAE']);
    expect((await askPortal(portal, question('/search/?type=File&file_format=fastq'))).withoutBytes).toBe(1);
  });

  it('finds nothing without an error: 404 for files, a header for datasets', async () => {
    expect(await found('/search/?type=File&file_format=nonsense')).toEqual([]);
    expect(await found('/search/?type=Experiment&assay_title=nonsense')).toEqual([]);
  });

  it('may be the page of a file or dataset', () => {
    expect(readPortalAddress('https://www.encodeproject.org/files/ENCFF000AAA/')).toBe('ENCFF000AAA');
    expect(readPortalAddress('https://www.encodeproject.org/experiments/ENCSR000AAA/?format=json')).toBe(
      'ENCSR000AAA',
    );
    expect(readPortalAddress('https://www.encodeproject.org/ENCSR000AAA')).toBe('ENCSR000AAA');
  });

  it('is taken as it is where something is escaped wrongly', () => {
    for (const address of [
      '/metadata/type%3DExperiment%26x%3D%E0%A4%A/metadata.tsv',
      '/search/?type=Experiment&x=%E0%A4%A',
      '/search/?type=File&%=%',
    ]) {
      expect(question(address).path).toMatch(/type=(Experiment|File)/);
    }
  });

  it('is refused without one type, and where it lists nothing', () => {
    expect(() => readPortalAddress('https://www.encodeproject.org/help/getting-started/')).toThrow(
      /is no search, dataset or file of a portal/,
    );
    expect(() => readPortalAddress('https://www.encodeproject.org/search/?assay_title=x')).toThrow(
      /searches for no type, expected one/,
    );
  });
});

describe('datasets', () => {
  it('tell who made them, and where their files are', async () => {
    const datasets = await findDatasets(portal, ['ENCSR000AAB', 'ENCSR000AAE', 'ENCSR999ZZZ']);
    expect([...datasets.keys()]).toEqual(['ENCSR000AAB', 'ENCSR000AAE']);
    expect(datasets.get('ENCSR000AAB')).toMatchObject({
      lab: 'Bradley Bernstein, Broad',
      assay: 'Histone ChIP-seq',
      biosample: 'K562',
      project: 'ENCODE',
    });
    expect(datasets.get('ENCSR000AAE')!.paths).toEqual([
      '/series/ENCSR000AAE/',
      '/experiments/ENCSR000AAA/',
      '/experiments/ENCSR000AAB/',
    ]);
  });
});

describe.skipIf(!hasShared)('the objects of files in shared data', () => {
  const objects = hasShared
    ? (JSON.parse(readFileSync(path.join(SHARED, 'portal-objects/file.json'), 'utf8')) as Record<
        string,
        unknown
      >[])
    : [];

  it('are read as the portal would serve them', () => {
    const accessions = objects.filter(({ accession }) =>
      /^(ENCFF\d{3}[A-Z]{3}|TSTFF\d{3}(\d{3}|[A-Z]{3}))$/.test(String(accession)),
    );
    expect(accessions.length).toBeGreaterThan(300);
    let unavailable = 0;
    for (const object of accessions) {
      const format = String(object.file_format);
      const href = `/files/${object.accession}/@@download/${object.accession}.${format}`;
      const file = fileOfObject({ ...object, href }, 'file.json');
      if (file === undefined) unavailable++;
      else
        expect([
          file.accession,
          file.sizeBytes,
          file.md5,
          file.facts['Output type'],
          file.facts['File Status'],
          file.facts['File type'],
        ]).toEqual([
          object.accession,
          object.file_size,
          object.md5sum,
          object.output_type,
          object.status,
          format,
        ]);
    }
    expect(unavailable).toBe(
      accessions.filter((one) => one.restricted === true || one.no_file_available === true).length,
    );
  });
});
