/** From what a user names to files: sources, filters, plans, rows of datasets.tsv. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { closeHttpAgent } from '../../src/formats/http-agent.ts';
import { shownBytes } from '../../src/mirror/byte-count.ts';
import { datasetTable } from '../../src/mirror/dataset-rows.ts';
import { planFetch, planJson, planText } from '../../src/mirror/fetch-plan.ts';
import { readFetchSources } from '../../src/mirror/fetch-sources.ts';
import { FILTERS, type FileRule, filterFiles, parseWhere } from '../../src/mirror/file-filter.ts';
import { parseMetadataTable } from '../../src/mirror/metadata-table.ts';
import { DEFAULT_MIRRORS } from '../../src/mirror/mirrors.ts';
import { openPortal, type Portal } from '../../src/mirror/portal.ts';
import type { RemoteFile } from '../../src/mirror/remote-file.ts';
import { selectFiles } from '../../src/mirror/select-files.ts';
import { hasShared, mistakeOf, SHARED, scratch } from '../formats/scratch.ts';
import { type PortalDouble, portalDouble } from './portal-double.ts';
import { noise } from './remote.ts';
import { smallPortal } from './small-portal.ts';

const { dir, file } = scratch();
let double: PortalDouble;
let portal: Portal;

beforeAll(async () => {
  double = await portalDouble(smallPortal());
  portal = openPortal(double.origin, { mostPerSecond: 1000 });
});

afterAll(async () => {
  await double.close();
  await closeHttpAgent();
});

const rule = (of: string, ...values: string[]): FileRule => ({ option: `--${of}`, of, values, isNot: false });
const select = async (
  named: readonly string[],
  rules: readonly FileRule[] = [],
  known: readonly RemoteFile[] = [],
) =>
  selectFiles(await readFetchSources(named), {
    portal,
    known: new Map(known.map((one) => [one.accession, one])),
    rules,
  });
const accessions = async (...args: Parameters<typeof select>) =>
  (await select(...args)).files.map(({ accession }) => accession.slice(-3));
const textAt = async (query: string) => (await fetch(`${double.origin}${query}`)).text();
const search = (query: string) => `${double.origin}/search/?${query}`;

describe('what can be named', () => {
  it('is accessions, datasets of every kind, searches, and lists of all of them', async () => {
    expect(await accessions(['ENCFF000AAB', 'encff:ENCFF000AAA', 'ENCFF000AAB'])).toEqual(['AAA', 'AAB']);
    expect(await accessions(['ENCSR000AAC'])).toEqual(['AAH', 'AAJ']);
    expect(await accessions(['ENCSR000AAD'])).toEqual(['AAK']);
    expect(await accessions(['ENCSR000AAE'])).toEqual(['AAA', 'AAB', 'AAC', 'AAD', 'AAE']);
    expect(await accessions(['ENCSR000AAF'])).toEqual(['AAB', 'AAJ']);
    expect(await accessions([search('type=Experiment&biosample_ontology.term_name=liver')])).toEqual([
      'AAH',
      'AAJ',
    ]);
    const list = file(
      'list.txt',
      '# signals\nENCFF000AAA  # DNase\n\nENCSR000AAC\nhttps://www.encodeproject.org/files/ENCFF000AAE/\n',
    );
    expect(await accessions([list])).toEqual(['AAA', 'AAE', 'AAH', 'AAJ']);
  });

  it('is the same by files.txt, by metadata.tsv and by the search that both are of', async () => {
    const query = '?type=Experiment&assay_title=DNase-seq&files.assembly=GRCh38';
    const expected = ['AAA', 'AAB', 'AAH', 'AAJ'];
    expect(await accessions([`${double.origin}/search/${query}`])).toEqual(expected);
    expect(await accessions([file('files.txt', await textAt(`/batch_download/${query}`))])).toEqual(expected);
    const asked = double.asked.length;
    expect(await accessions([file('metadata.tsv', await textAt(`/metadata/${query}`))])).toEqual(expected);
    expect(double.asked.length).toBe(asked + 1);
  });

  it('is a file by its address on any mirror, whose token is forgotten', async () => {
    const address =
      'https://datasetencode.blob.core.windows.net/dataset/2019/04/02/00000000-0000-4000-8000-000000000000/ENCFF000AAA.bigWig?sv=1&sig=secret';
    const found = await select([address]);
    expect(found.files.map(({ accession }) => accession)).toEqual(['ENCFF000AAA']);
    expect(JSON.stringify(found.files)).not.toContain('secret');
  });

  it('is a file elsewhere by its plain address, which no plan shows with its query', async () => {
    const found = await select(['https://lab.org/data/own.bigWig?sig=secret']);
    const plan = planFetch(found.files, { mirrors: DEFAULT_MIRRORS, from: 'auto', directory: undefined });
    expect(plan).toMatchObject({ withoutMd5: 1, withoutSize: 1 });
    expect(planText(plan, 'auto')).toMatch(/own\.bigWig {2}own\.bigWig {2}unknown {2}unknown/);
    expect(JSON.stringify(planJson(plan, DEFAULT_MIRRORS))).toContain('"https://lab.org/data/own.bigWig"');
    expect(JSON.stringify(planJson(plan, DEFAULT_MIRRORS))).not.toContain('secret');
  });

  it('is refused where two addresses would have one name, whose files may be anything', async () => {
    const [one, other] = ['https://lab.org/hg19/K562.bigWig?sig=secret', 'https://lab.org/hg38/K562.bigWig'];
    const error = await mistakeOf(select([one, other]));
    expect(error.code).toBe('CONFLICT');
    expect(error.message).toBe(
      'https://lab.org/hg19/K562.bigWig and https://lab.org/hg38/K562.bigWig would both be called K562.bigWig; fetch them into directories of their own',
    );
    expect((await select([other, other])).files.length).toBe(1);
  });

  it('asks nobody for what tables at hand know', async () => {
    const known = parseMetadataTable(await textAt('/metadata/?type=Experiment'), 'm.tsv');
    const asked = double.asked.length;
    expect(await accessions(['ENCFF000AAA', 'ENCSR000AAC'], [], known)).toEqual(['AAA', 'AAH', 'AAJ']);
    expect((await select(['ENCFF000AAA'], [], known)).askedPortal).toBe(false);
    expect(double.asked.length).toBe(asked);
  });

  it('is looked up among tables at hand in one pass, however much is named', async () => {
    const files = parseMetadataTable(await textAt('/metadata/?type=Experiment'), 'm.tsv');
    let passes = 0;
    class Counted extends Map<string, RemoteFile> {
      override values() {
        passes++;
        return super.values();
      }
    }
    const known = new Counted(files.map((one) => [one.accession, one]));
    const datasets = [...new Set(files.map(({ facts }) => facts['Experiment accession']!))];
    expect(datasets.length).toBeGreaterThan(2);
    const selection = await selectFiles(await readFetchSources(datasets), { portal, known, rules: [] });
    expect(passes).toBe(1);
    const expected = files.filter(({ facts }) => facts['File Status'] !== 'revoked');
    expect(selection.files.map(({ accession }) => accession)).toEqual(
      expected.map(({ accession }) => accession).sort(),
    );
  });

  it('is refused with everything that is wrong at once', async () => {
    const list = file('bad.txt', 'ENCFF000AAA\nENCFF12\nENCSR000AAA\tENCFF000AAB\n');
    const error = await mistakeOf(
      readFetchSources([
        list,
        'ENCBS123ABC',
        'encff000aaa',
        'nothing.txt',
        'https://www.encodeproject.org/help/',
      ]),
    );
    expect(error.all).toEqual([
      expect.stringMatching(/bad\.txt:2: ENCFF12 is no accession, expected a file/),
      expect.stringMatching(/bad\.txt:3: .* expected one accession or address a line; leave one column/),
      expect.stringMatching(/ENCBS123ABC is a biosample, expected a file .*; search for its experiments/),
      expect.stringMatching(/encff000aaa is in small letters, .*; write ENCFF000AAA/),
      expect.stringMatching(
        /"nothing.txt" is neither an accession nor an address, and no file has that name/,
      ),
      expect.stringMatching(/help\/ is no search, dataset or file of a portal/),
    ]);
    expect((await mistakeOf(readFetchSources([file('empty.txt', '# nothing\n')]))).message).toMatch(
      /is empty, expected ENCFF/,
    );
    expect((await mistakeOf(readFetchSources([dir]))).message).toMatch(/is a directory, expected a file/);
    const two = ['https://a.org/search/?type=Experiment', 'https://b.org/search/?type=Experiment'];
    expect((await mistakeOf(readFetchSources(two))).message).toMatch(
      /https:\/\/a\.org and https:\/\/b\.org, expected one portal at a time/,
    );
  });

  it('is read or refused, whatever a list holds', async () => {
    const pieces = [
      'ENCFF000AAA',
      'ENCSR',
      'https://',
      'encff:',
      '"',
      '\t',
      '#',
      ' ',
      '\r',
      '?type=File',
      '/search/',
      '%',
      '@',
      '\u00e9',
      '..',
      '-',
      'File accession',
    ];
    const random = noise(4000, 5);
    for (let i = 0; i < 500; i++) {
      const text = Array.from({ length: 8 }, (_, k) => pieces[random[8 * i + k]! % pieces.length]).join('');
      await readFetchSources([file('random.txt', `${text}\n`)]).catch((error: unknown) =>
        expect(error).toBeInstanceOf(CisregError),
      );
    }
  });

  it('must be there: unknown accessions are listed, all of them', async () => {
    const error = await mistakeOf(select(['ENCFF123ABC', 'ENCSR123ABC', 'ENCFF000AAG']));
    expect(error.code).toBe('NOT_FOUND');
    expect(error.all).toEqual([
      `ENCSR123ABC is no dataset that ${double.origin} shows; check the accession`,
      `ENCFF123ABC is no file that ${double.origin} shows; check the accession`,
      'ENCFF000AAG has no bytes that the public may have; leave it out',
    ]);
    expect((await mistakeOf(select([search('type=Experiment&accession=nothing')]))).message).toMatch(
      /^no file was found; search for more/,
    );
  });
});

describe('withdrawn files', () => {
  it('are left out of datasets and counted, unless named or asked for by their status', async () => {
    const found = await select(['ENCSR000AAB']);
    expect([...found.withdrawn]).toEqual([['revoked', 1]]);
    expect(found.withoutBytes).toBe(1);
    expect(found.files.map(({ accession }) => accession)).not.toContain('ENCFF000AAF');
    expect(
      (await select(['ENCSR000AAB', 'ENCFF000AAF'])).withdrawnNamed.map(({ accession }) => accession),
    ).toEqual(['ENCFF000AAF']);
    expect(await accessions(['ENCSR000AAB'], [rule('status', 'revoked')])).toEqual(['AAF']);
    expect((await select(['ENCFF999ZZZ'])).merged).toEqual(new Map([['ENCFF999ZZZ', 'ENCFF000AAA']]));
  });
});

describe('filters', () => {
  it('hold what metadata say, in any case of letters', async () => {
    const all = ['ENCSR000AAE', 'ENCSR000AAC', 'ENCSR000AAD'];
    expect(await accessions(all, [rule('assembly', 'grch38'), rule('format', 'BED')])).toEqual([
      'AAB',
      'AAJ',
      'AAK',
    ]);
    expect(await accessions(all, [rule('file-type', 'bed narrowPeak', 'bam')])).toEqual([
      'AAB',
      'AAC',
      'AAJ',
    ]);
    expect(await accessions(all, [rule('target', 'H3K27ac'), rule('output-type', 'signal p-value')])).toEqual(
      ['AAE'],
    );
    expect(await accessions(all, [rule('target', 'h3k27ac-human')])).toEqual(['AAD', 'AAE']);
    expect(
      await accessions(all, [
        rule('biosample', 'liver', 'EFO:0002067'),
        rule('assay', 'DNase-seq'),
        rule('format', 'bigWig'),
      ]),
    ).toEqual(['AAA', 'AAH']);
    expect(await accessions(all, [parseWhere('Biological replicate(s)=2')])).toEqual(['AAD']);
    expect(await accessions(all, [parseWhere('Biological replicate(s)=1, 2')])).toEqual(['AAD']);
    expect(await accessions(all, [parseWhere('Assembly!=GRCh38')])).toEqual(['AAC']);
    expect(
      await accessions(all, [parseWhere('assembly!=GRCh38'), parseWhere('Assembly!=hg19')]).catch(
        (error: Error) => error.message,
      ),
    ).toMatch(/no file passes all of the filters \(of 8 files, .* keeps 1, .* keeps 7\)/);
  });

  it('say what there is where nothing passes', async () => {
    const error = await mistakeOf(select(['ENCSR000AAA'], [rule('assembly', 'GRCh39')]));
    expect(error).toMatchObject({
      code: 'NOT_FOUND',
      message: '--assembly GRCh39: none of 3 files has it, expected one of GRCh38 (2), hg19 (1)',
    });
    expect((await mistakeOf(select(['ENCSR000AAA'], [parseWhere('Colour=red')]))).message).toMatch(
      /^--where Colour: no file has it, expected one of Assay, Biological replicate\(s\), /,
    );
    expect((await mistakeOf(select(['ENCFF000AAA'], [parseWhere('Assembly!=GRCh38')]))).message).toBe(
      '--where "Assembly!=GRCh38": all of 1 file have it; leave the filter out',
    );
    expect((await mistakeOf(select(['ENCFF000AAA'], [rule('target', 'CTCF')]))).message).toBe(
      '--target CTCF: none of 1 file has it, their metadata say nothing of it; leave the filter out',
    );
    expect(() => parseWhere('Assembly')).toThrow(/expected COLUMN=VALUE or COLUMN!=VALUE/);
  });

  it.skipIf(!hasShared)('keep of a real table what a naive look at its cells keeps', () => {
    const text = readFileSync(path.join(SHARED, 'encode-metadata/bam_GRCh38_H3K27ac.tsv'), 'utf8');
    const [header, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const files = parseMetadataTable(text, 'bam.tsv');
    const random = noise(400, 3);
    for (let i = 0; i < 200; i++) {
      const columns = [
        'Output type',
        'Biosample term name',
        'Biological replicate(s)',
        'Assembly',
        'Run type',
        'Derived from',
      ];
      const name = columns[random[i]! % columns.length]!;
      const at = header!.indexOf(name);
      const filled = rows.filter((row) => row[at] !== '');
      if (filled.length === 0) continue;
      const value = filled[(random[i + 200]! * 7919) % filled.length]![at]!.split(', ')[0]!;
      const isNot = random[i]! > 128;
      const has = (row: readonly string[]) => row[at] === value || row[at]!.split(', ').includes(value);
      const expected = rows.filter((row) => has(row) !== isNot).map((row) => row[0]);
      if (expected.length === 0) continue;
      const found = filterFiles(files, [parseWhere(`${name}${isNot ? '!=' : '='}${value}`)]);
      expect(
        found.map(({ accession }) => accession),
        `${name} ${value}`,
      ).toEqual(expected);
    }
  });

  it('have an option each', () => {
    expect(Object.keys(FILTERS)).toEqual([
      'assembly',
      'output-type',
      'format',
      'file-type',
      'status',
      'assay',
      'target',
      'biosample',
    ]);
  });
});

describe('a plan', () => {
  it('sums sizes, and names the mirrors that can have a file', async () => {
    const { files } = await select(['ENCSR000AAC']);
    const [first, second] = files as [RemoteFile, RemoteFile];
    const odd = [{ ...first, key: undefined }, second];
    const plan = planFetch(odd, { mirrors: DEFAULT_MIRRORS, from: 'auto', directory: undefined });
    expect(planText(plan, 'auto')).toBe(
      [
        'accession    name                    size  md5                               mirror',
        `ENCFF000AAH  ENCFF000AAH.bigWig  120.0 kB  ${first.md5}  https`,
        `ENCFF000AAJ  ENCFF000AAJ.bed.gz   30.0 kB  ${second.md5}  auto`,
        '2 files, 150.0 kB',
        '',
      ].join('\n'),
    );
    expect(() =>
      planFetch(odd, { mirrors: DEFAULT_MIRRORS, from: ['azure', 's3'], directory: undefined }),
    ).toThrow(
      /the metadata of ENCFF000AAH do not tell where azure, s3 would have them .*; add https to --from/,
    );
    const double = [first, { ...second, name: first.name.toUpperCase() }];
    expect(() => planFetch(double, { mirrors: DEFAULT_MIRRORS, from: 'auto', directory: undefined })).toThrow(
      /would both be/,
    );
  });

  it('may be of more files than a function takes arguments', () => {
    const files = Array.from({ length: 150_000 }, (_, i): RemoteFile => {
      const name = `f${i}.bed`;
      const href = `https://lab.org/${name}`;
      return { accession: name, name, key: undefined, href, sizeBytes: 1, md5: undefined, facts: {} };
    });
    const plan = planFetch(files, { mirrors: DEFAULT_MIRRORS, from: 'auto', directory: undefined });
    const lines = planText(plan, 'auto').split('\n');
    expect(lines).toHaveLength(files.length + 3);
    expect(lines[150_000]).toMatch(/^f149999\.bed {2}f149999\.bed {2}/);
  });

  it('writes amounts as they are read', () => {
    expect([0, 999, 1000, 999_949, 999_950, 1e9, 7.56e14].map(shownBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '999.9 kB',
      '1.0 MB',
      '1.0 GB',
      '756.0 TB',
    ]);
  });
});

describe('rows of datasets.tsv', () => {
  const rows = (text: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t'));

  it('join signals with the peaks of their experiment and replicates', async () => {
    const { files } = await select(['ENCSR000AAE', 'ENCSR000AAC'], [rule('assembly', 'GRCh38')]);
    const { text, unused } = datasetTable(files, ({ accession }) => `encff:${accession}`);
    expect(rows(text)).toEqual([
      ['biosample', 'assay', 'experiment', 'file', 'peaks', 'peaks_format', 'signal', 'zscore', 'lab'],
      [
        'K562',
        'DNase',
        'ENCSR000AAA',
        'ENCFF000AAA',
        'encff:ENCFF000AAB',
        'narrowPeak',
        'encff:ENCFF000AAA',
        'yes',
        '',
      ],
      ['K562', 'H3K27ac', 'ENCSR000AAB', 'ENCFF000AAD', '', '', 'encff:ENCFF000AAD', 'yes', ''],
      [
        'liver',
        'DNase',
        'ENCSR000AAC',
        'ENCFF000AAH',
        'encff:ENCFF000AAJ',
        'narrowPeak',
        'encff:ENCFF000AAH',
        'yes',
        '',
      ],
    ]);
    expect(unused.map(({ accession }) => accession)).toEqual(['ENCFF000AAE']);
  });

  it('give zscore yes to one signal of a biosample and assay, that of the most replicates', async () => {
    const { files } = await select(['ENCSR000AAB']);
    const pooled = files.find(({ accession }) => accession === 'ENCFF000AAD')!;
    const single = {
      ...pooled,
      accession: 'ENCFF000AAC',
      facts: { ...pooled.facts, 'Biological replicate(s)': '1' },
    };
    const { text, repeated } = datasetTable([single, pooled], ({ name }) => name);
    expect(rows(text).map((row) => [row[3], row[7]])).toEqual([
      ['file', 'zscore'],
      ['ENCFF000AAC', 'no'],
      ['ENCFF000AAD', 'yes'],
    ]);
    expect(repeated).toEqual(['H3K27ac of K562']);
  });

  it('are refused of two assemblies, and without signals', async () => {
    const { files } = await select(['ENCSR000AAA']);
    const signal = files.find(({ accession }) => accession === 'ENCFF000AAA')!;
    const old = { ...signal, accession: 'ENCFF000AAZ', facts: { ...signal.facts, 'File assembly': 'hg19' } };
    expect(() => datasetTable([signal, old], ({ name }) => name)).toThrow(
      /signals are of GRCh38 and hg19, expected one assembly .*; add --assembly GRCh38/,
    );
    expect(() =>
      datasetTable(
        files.filter((one) => one !== signal),
        ({ name }) => name,
      ),
    ).toThrow(/none of 2 files is a bigWig of/);
  });
});
