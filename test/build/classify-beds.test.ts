/** `cisreg classify --registry cCREs.bed rDHSs.bed`: assemblies, places to write to, and options that do not go together. */

import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { cisreg, filesBelow, scratchDirectory } from './run-cli.ts';
import { writeSampleFiles, writeSignal } from './sample-files.ts';

const scratch = scratchDirectory();
const at = (...names: string[]) => path.join(scratch, ...names);
const SIZES = { chr1: 60_000, chr2: 30_000, chrY: 9_000 };

const { ccres, rdhs, tss, registry, furthest } = writeSampleFiles(at('beds'), {
  chr1: 40,
  chr2: 12,
  chrY: 3,
});
const rows = readFileSync(ccres, 'utf8').trimEnd().split('\n').length;
const whole = await writeSignal(at('whole.bw'), SIZES);
const short = await writeSignal(at('short.bw'), { chr1: SIZES.chr1, chr2: SIZES.chr2 });

let runs = 0;
function classify(...args: string[]) {
  const out = args.includes('-o') ? args[args.indexOf('-o') + 1]! : at(`out-${++runs}`);
  const own = args.includes('-o') ? [] : ['-o', out];
  return { out, ...cisreg('classify', ...args, ...own) };
}

async function chromsOf(bigBed: string): Promise<Record<string, number>> {
  const file = await openBigBed(await openByteSource(bigBed));
  const { chroms } = file;
  await file.close();
  return Object.fromEntries(chroms.map(({ name, sizeBp }) => [name, sizeBp]));
}

describe('chromosomes of a sample', () => {
  it.each([
    ['the first', ['--dnase', whole, '--ctcf', short]],
    ['the second', ['--dnase', short, '--ctcf', whole]],
  ])('are those of all bigWigs, also where %s alone has one', async (_, signals) => {
    const { status, stderr, out } = classify(...registry, '--biosample', 'K', ...signals);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/short\.bw has no chrY: 3 rDHSs count as uncovered/);
    expect(stderr).not.toMatch(/no file tells/);
    expect(await chromsOf(path.join(out, 'K.bigBed'))).toEqual(SIZES);
    expect(readFileSync(path.join(out, 'K.bed'), 'utf8').trimEnd().split('\n').length).toBe(rows);
  });

  it('end with the furthest rDHS where no file has them, which is said, or as --chrom-sizes says', async () => {
    const plain = classify(...registry, '--biosample', 'K', '--dnase', short);
    expect(plain.status, plain.stderr).toBe(0);
    expect(plain.stderr).toMatch(/no file tells the size of chrY: .*--chrom-sizes/);
    expect(await chromsOf(path.join(plain.out, 'K.bigBed'))).toEqual({
      ...SIZES,
      chrY: furthest.get('chrY'),
    });
    writeFileSync(
      at('chrom.sizes'),
      Object.entries(SIZES)
        .map((row) => `${row.join('\t')}\n`)
        .join(''),
    );
    const told = classify(
      ...registry,
      ...['--biosample', 'K', '--dnase', short, '--chrom-sizes', at('chrom.sizes')],
    );
    expect(told.status, told.stderr).toBe(0);
    expect(told.stderr).not.toMatch(/no file tells/);
    expect(await chromsOf(path.join(told.out, 'K.bigBed'))).toEqual(SIZES);
  });

  it('of another assembly than that of the accessions are refused', async () => {
    const hg19 = await writeSignal(at('hg19.bw'), { ...SIZES, chr1: 249_250_621 });
    const hg38 = await writeSignal(at('hg38.bw'), { ...SIZES, chr1: 248_956_422 });
    expect(readFileSync(rdhs, 'utf8')).toMatch(/\tEH38D/);
    const refused = classify(...registry, '--biosample', 'K', '--dnase', hg19);
    expect(refused.stderr).toMatch(
      /hg19\.bw: chr1 has the size of hg19, but accessions EH38 are of GRCh38.*\[ASSEMBLY\]/,
    );
    expect(refused.status).toBe(1);
    expect(classify(...registry, '--biosample', 'K', '--dnase', hg38).status).toBe(0);
  });

  it('of another assembly or naming are refused before anything is computed', async () => {
    const other = await writeSignal(at('other.bw'), { chr1: 61_000, chr2: 31_000 });
    const small = await writeSignal(at('small.bw'), { chr1: 20_000, chr2: 30_000, chrY: 9_000 });
    const bare = await writeSignal(at('bare.bw'), { 1: 60_000, 2: 30_000, Y: 9_000 });
    const far = await writeSignal(at('far.bw'), { scaffold7: 60_000 });
    writeFileSync(at('other.sizes'), 'chr1\t61000\n');
    writeFileSync(at('bare-tss.bed'), readFileSync(tss, 'utf8').replace('chr1', '1'));
    const bareTss = registry.map((own) => (own === tss ? at('bare-tss.bed') : own));
    const cases: [args: string[], says: RegExp, from?: readonly string[]][] = [
      [
        ['--dnase', whole, '--ctcf', other],
        /other\.bw: chr1 has 61000 bases, expected the 60000 of \S*whole\.bw; .*1 more/,
      ],
      [
        ['--dnase', whole, '--chrom-sizes', at('other.sizes')],
        /whole\.bw: chr1 has 60000 bases, expected the 61000 of \S*other\.sizes/,
      ],
      [
        ['--dnase', small],
        /rDHSs\.bed: EH38D0000040 ends at chr1:40200, expected at most the 20000 bases of \S*small\.bw/,
      ],
      [['--dnase', whole, '--ctcf', bare], /bare\.bw: names a chromosome 1 that \S*whole\.bw names chr1/],
      [['--dnase', bare], /rDHSs\.bed: names a chromosome chr1 that \S*bare\.bw names 1/],
      [['--dnase', whole, '--ctcf', far], /far\.bw: has none of the registry's chromosomes/],
      [['--dnase', whole], /bare-tss\.bed: has no chromosome of the registry \(1, chr1\)/, bareTss],
    ];
    for (const [args, says, from = registry] of cases) {
      const { status, stderr, out } = classify(...from, '--biosample', 'K', ...args);
      expect(stderr).toMatch(says);
      expect(stderr).toMatch(/\[ASSEMBLY\]/);
      expect(stderr).not.toMatch(/reading signals/);
      expect(status).toBe(1);
      expect(existsSync(out)).toBe(false);
    }
  });
});

describe('a place to write to', () => {
  it('is never in a registry, by whatever way it is reached', () => {
    const published = at('published');
    mkdirSync(path.join(published, 'biosamples'), { recursive: true });
    writeFileSync(path.join(published, 'registry.json'), '{}');
    writeFileSync(path.join(published, 'biosamples', 'K.bed'), 'as published\n');
    symlinkSync(path.join(published, 'biosamples'), at('link'));
    mkdirSync(at('by-hand'));
    symlinkSync(path.join(published, 'biosamples'), at('by-hand', 'biosamples'));
    writeFileSync(at('z.tsv'), 'biosample\tassay\ttable\n');
    const before = filesBelow(published);
    const sample = [...registry, '--biosample', 'K', '--dnase', whole];
    const byHand = ['--rdhs', rdhs, '--tss', tss, '--zscores', at('z.tsv')];
    for (const args of [sample, byHand]) {
      for (const out of [
        published,
        path.join(published, 'biosamples'),
        path.join(published, 'new', 'one'),
        at('link'),
        at('link', 'new'),
      ]) {
        const { status, stderr } = classify(...args, '-o', out);
        expect(stderr).toMatch(/published: is a registry, expected another directory .*\[CONFLICT\]/);
        expect(status).toBe(1);
      }
    }
    expect(classify(...byHand, '-o', at('by-hand')).stderr).toMatch(/is a registry/);
    const exported = cisreg('export', published, '--classes', at('link', 'classes'));
    expect(exported.stderr).toMatch(/published: is a registry/);
    expect(filesBelow(published)).toEqual(before);
    expect(readFileSync(path.join(published, 'biosamples', 'K.bed'), 'utf8')).toBe('as published\n');
  });

  it('is refused where its README.md is of something else, and described anew for the same biosample', () => {
    const out = at('mine');
    mkdirSync(out);
    writeFileSync(path.join(out, 'README.md'), '# My project\n');
    const sample = [...registry, '--dnase', whole, '-o', out];
    const { status, stderr } = classify(...sample, '--biosample', 'K');
    expect(stderr).toMatch(/mine: holds a README\.md that is not of K, .*\[CONFLICT\]/);
    expect(status).toBe(1);
    expect(filesBelow(out)).toEqual(['README.md']);
    writeFileSync(path.join(out, 'README.md'), '');
    const own = at('own');
    for (const _ of [1, 2]) {
      expect(classify(...sample.slice(0, -1), own, '--biosample', 'K').status).toBe(0);
    }
    expect(classify(...sample.slice(0, -1), own, '--biosample', 'K2').stderr).toMatch(/not of K2/);
  });
});

describe('a folder of a sample', () => {
  it('explains its files to people and to programs', () => {
    const { out, status, stdout } = classify(
      ...registry,
      ...['--biosample', 'my *cells*', '--dnase', whole, '--h3k27ac', short, '--json', '--quiet'],
    );
    expect(status).toBe(0);
    const files: string[] = JSON.parse(stdout).files;
    expect([...files].sort()).toEqual(filesBelow(out));
    const read = (name: string) => readFileSync(path.join(out, name), 'utf8');
    const { title, resources } = JSON.parse(read('datapackage.json'));
    expect(title).toBe('my *cells*: cCREs classified by cisreg');
    const described = new Map<string, { schema: string }>(
      resources.map((one: { path: string }) => [one.path, one]),
    );
    const header = read('my_cells_.zscores.tsv').split('\n')[0]!.split('\t');
    const columnsOf = (file: string): { name: string; description: string }[] =>
      JSON.parse(read(described.get(file)!.schema)).fields;
    expect(columnsOf('my_cells_.zscores.tsv').map(({ name }) => name)).toEqual(header);
    expect(columnsOf('my_cells_.bed').length).toBe(read('my_cells_.bed').split('\n')[0]!.split('\t').length);
    const readme = read('README.md');
    expect(readme.split('\n')[0]).toBe('# my \\*cells\\*: cCREs classified by cisreg');
    for (const word of ['`my_cells_.bed`', '`my_cells_.zscores.tsv`', '`my_cells_.html`', 'H3K27ac\\_Z'])
      expect(readme.replaceAll('_Z', '\\_Z')).toContain(word);
  });
});

describe('what does not go together', () => {
  const sample = [...registry, '--dnase', whole];
  const byHand = ['--rdhs', rdhs, '--tss', tss, '--zscores', at('z.tsv')];
  writeFileSync(at('empty.bed'), '');
  const text = readFileSync(ccres, 'utf8');
  writeFileSync(at('moved.bed'), text.replace('chr1\t2000\t2200', 'chr1\t2001\t2200'));
  writeFileSync(at('twice.bed'), `${text}${text.split('\n')[4]}\n`);
  writeFileSync(at('rdhs-twice.bed'), `${readFileSync(rdhs, 'utf8')}chrZ\t5\t9\tEH38D0000007\n`);
  const common = writeSampleFiles(at('common'), { chr1: 40 }, ['PLS', 'pELS', 'dELS']);
  const strange = writeSampleFiles(at('strange'), { chr1: 40 }, ['PLS', 'Heterochromatin']);
  it.each<[string, string[], number, RegExp]>([
    ['a name of dots', [...sample, '--biosample', '..'], 2, /--biosample is \.\., expected a name that can/],
    ['a name of a dot', [...sample, '--biosample', '.'], 2, /--biosample is \., expected/],
    ['a name of three dots', [...sample, '--biosample', '...'], 2, /--biosample is \.\.\., expected/],
    [
      'anchors',
      [...sample, '--biosample', 'K', '--anchors', 'DNase'],
      2,
      /--registry and --anchors, expected/,
    ],
    ['prefix', [...sample, '--biosample', 'K', '--prefix', 'EH38'], 2, /--registry and --prefix, expected/],
    ['JSON', [...byHand, '--json'], 2, /no --registry and --json, expected/],
    ['sizes', [...byHand, '--chrom-sizes', 'x'], 2, /no --registry and --chrom-sizes, expected/],
    ['a signal', [...byHand, '--dnase', whole], 2, /no --registry and --dnase, expected/],
    [
      'no cCREs',
      ['--registry', at('empty.bed'), rdhs, '--tss', tss, '--biosample', 'K', '--dnase', whole],
      1,
      /empty\.bed: holds no cCRE, .*\[FORMAT\]/,
    ],
    [
      'a cCRE at another place than its rDHS',
      ['--registry', at('moved.bed'), rdhs, '--tss', tss, '--biosample', 'K', '--dnase', whole],
      1,
      /moved\.bed:2: EH38D0000002 at chr1:2001-2200, but the rDHS is at chr1:2000-2200, expected one place/,
    ],
    [
      'a cCRE twice',
      ['--registry', at('twice.bed'), rdhs, '--tss', tss, '--biosample', 'K', '--dnase', whole],
      1,
      /twice\.bed:56: EH38D0000005 a second time, expected each once/,
    ],
    [
      'an rDHS twice',
      ['--registry', ccres, at('rdhs-twice.bed'), '--tss', tss, '--biosample', 'K', '--dnase', whole],
      1,
      /rdhs-twice\.bed: names EH38D0000007 twice, expected each rDHS once/,
    ],
    [
      'classes of both schemes',
      [...common.registry, '--biosample', 'K', '--dnase', whole],
      2,
      /cCREs\.bed has the classes PLS, pELS, dELS, which do not tell .* expected --scheme encode3 or/,
    ],
    [
      'classes of no scheme',
      [...strange.registry, '--biosample', 'K', '--dnase', whole],
      1,
      /has the classes Heterochromatin, expected those of encode3/,
    ],
  ])('is refused and leaves nothing: %s', (_, args, wanted, says) => {
    const { status, stderr, out } = classify(...args);
    expect(stderr).toMatch(says);
    expect(status).toBe(wanted);
    expect(existsSync(out)).toBe(false);
  });

  it('is a biosample of dots in the tables of the way by hand', () => {
    writeFileSync(at('dots.tsv'), 'biosample\tassay\ttable\n...\tDNase\tt.tsv\n');
    const found = classify('--rdhs', rdhs, '--tss', tss, '--zscores', at('dots.tsv'));
    expect(found.stderr).toMatch(/dots\.tsv:2: biosample is \.\.\., expected a name that can stand/);
    expect(existsSync(found.out)).toBe(false);
  });

  it('is asked about where one file stands for two assays', () => {
    const { status, stderr } = classify(...sample, '--biosample', 'K', '--ctcf', whole);
    expect(stderr).toMatch(/whole\.bw is given for DNase and for CTCF: is that meant\?/);
    expect(status).toBe(0);
  });

  it('goes on where --scheme says what the classes do not', () => {
    const { status, stdout, stderr } = classify(
      ...common.registry,
      ...['--biosample', 'K', '--dnase', whole, '--scheme', 'encode4', '--json', '--quiet'],
    );
    expect(status, stderr).toBe(0);
    expect(Object.keys(JSON.parse(stdout).counts)).toContain('CA-only');
  });
});
