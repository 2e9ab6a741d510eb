/** What a build says to each mistake of its user: one message with place, finding, expectation and mend; all at once. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cisreg, registryBytes, scratchDirectory } from './run-cli.ts';
import {
  buildSpoiled,
  GOOD_ROWS,
  type Refusal,
  refusalOf,
  type Spoiled,
  spoiledInput,
  writeTinyFiles,
} from './tiny-input.ts';

const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const [FIRST, , LAST] = GOOD_ROWS as [string, string, string];

beforeAll(() => writeTinyFiles(scratch));

/** Builds a spoiled input and holds that it is refused with exactly these messages, in any order, and nothing else. */
function expectRefused(spoiled: Spoiled, expected: readonly (string | RegExp)[]): Refusal {
  const refusal = buildSpoiled(scratch, spoiled);
  expect(refusal.status).toBe(1);
  expectNoTrace(refusal.stderr);
  for (const pattern of expected) {
    const hits = refusal.errors.filter((error) =>
      typeof pattern === 'string' ? error.includes(pattern) : pattern.test(error),
    );
    expect(hits, `${pattern} in ${refusal.errors.join('\n')}`).toHaveLength(1);
  }
  expect(refusal.errors, refusal.errors.join('\n')).toHaveLength(expected.length);
  // No file of a registry, finished or not: only what lets the build go on.
  expect(refusal.left.filter((name) => !['.work', 'build.log.jsonl'].includes(name))).toEqual([]);
  return refusal;
}

function expectNoTrace(stderr: string): void {
  expect(stderr).not.toMatch(
    /^\s+at |node:internal|defect of cisreg|(?<!Z-scores are )undefined|NaN|\[object/m,
  );
}

describe('registry.yaml', () => {
  it('reports every wrong key and value at once, each with its line and what was expected', () => {
    const yaml = {
      assembly: 'xx',
      scheme: 'encode5',
      anchors: ['DNase', 'Foo'],
      colour: 1,
      dhs: { minwidth: 3, minWidth: -1, maxFdr: 2, wide: 'no', minSignalPercentile: 101 },
      previous: { old: 'x' },
      minSpot: 'high',
      chromosomes: [],
      tf: 'tf.tsv',
    };
    const expected = [
      /\.yaml:1:1: assembly xx has no accession prefix.*expected one of GRCh38, mm10, hg19; add accessionPrefix/,
      /\.yaml:5:1: scheme is encode5, expected encode3 or encode4/,
      /\.yaml:6:1: anchors is \["DNase","Foo"\], expected .*DNase, ATAC/,
      /\.yaml:9:1: unknown key colour, expected one of .*; remove it or mend its name/,
      /\.yaml:11:3: unknown key dhs\.minwidth, expected one of .*minWidth/,
      /\.yaml:12:3: dhs\.minWidth is -1, expected a whole number, 1 or more/,
      /\.yaml:13:3: dhs\.maxFdr is 2, expected a number, from 0 to 1/,
      /\.yaml:14:3: dhs\.wide is no, expected drop or summit/,
      /\.yaml:15:3: dhs\.minSignalPercentile is 101, expected a number, from 0 to 100/,
      /\.yaml:17:3: unknown key previous\.old, expected one of rdhs, ccre/,
      /\.yaml:18:1: minSpot is high, expected a number/,
      /\.yaml:19:1: chromosomes is \[\], expected a list/,
      /\.yaml:20:1: unknown key tf .*reserved/,
    ];
    expectRefused({ yaml }, expected);
  });

  it('names the keys that are missing', () => {
    const yaml = { assembly: undefined, chromSizes: undefined, tss: undefined, datasets: undefined };
    const missing = ['assembly', 'chromSizes', 'tss', 'datasets'];
    expectRefused(
      { yaml: { ...yaml, scheme: 'encode3' } },
      missing.map((key) => `${key} is missing, expected`),
    );
  });

  it('takes one of minSignal and minSignalPercentile', () => {
    expectRefused({ yaml: { dhs: { minSignal: 1, minSignalPercentile: 10 } } }, [
      /\.yaml:5:1: dhs has both minSignal and minSignalPercentile, expected one of them; remove the other/,
    ]);
  });

  it('is refused where it is no YAML, repeats a key or is empty, with line and column', () => {
    for (const [text, pattern] of [
      ['assembly: GRCh38\n  tss: [\n', /\.yaml:\d+:\d+: .*expected valid YAML/],
      ['assembly: GRCh38\nassembly: hg19\n', /\.yaml:2:1: map keys must be unique/],
      ['', /\.yaml:1:1: the file is null, expected a mapping/],
      ['- a\n- b\n', /\.yaml:1:1: the file is \["a","b"\], expected a mapping/],
    ] as const) {
      const { status, errors, stderr } = buildSpoiled(scratch, { yamlText: text });
      expect(status).toBe(1);
      expect(errors[0]).toMatch(pattern);
      expectNoTrace(stderr);
    }
  });
});

describe('the files that the configuration names', () => {
  it('are all reported where they are missing', () => {
    const yaml = {
      chromSizes: 'no.sizes',
      tss: 'no.tss',
      biosamples: 'no.sheet',
      consensusDhs: 'no.cdhs',
      blacklist: 'no.blacklist',
      previous: { rdhs: 'no.rdhs', ccre: 'no.ccre' },
      normalisation: 'no.stats',
    };
    const names = ['sizes', 'tss', 'sheet', 'cdhs', 'blacklist', 'rdhs', 'ccre', 'stats', 'peaks', 'bigWig'];
    const rows = ['K562 DNase X1 A no.peaks dhs no.bigWig yes'];
    const { errors } = expectRefused(
      { yaml, rows },
      names.map((name) => `no.${name} does not exist, expected a file at`),
    );
    for (const error of errors) expect(error).toMatch(/\.(yaml:\d+:\d+|tsv:2): no\..*; mend the path/);
    expect(errors.filter((error) => /\.tsv:2: /.test(error))).toHaveLength(2);
  });

  it('must be of the assembly and the naming of chromSizes', () => {
    const rows = [
      'K562 DNase X1 A dhs.bed dhs renamed.bigWig yes',
      'K562 CTCF X B - - other-size.bigWig -',
      'K562 H3K4me3 X C - - dhs.bed -',
    ];
    writeFileSync(at('renamed-tss.bed'), '1\t10\t10\tT\t.\t+\tG\n');
    expectRefused({ yaml: { tss: 'renamed-tss.bed' }, rows }, [
      /renamed\.bigWig: names a chromosome 1 that chromSizes names chr1, expected one naming throughout; rename/,
      /other-size\.bigWig: chr1 has 15501 bases, expected the 15500 of chromSizes; this file is of another assembly/,
      /dhs\.bed \(byte 0\): begins with .* expected the magic number of a bigWig; is it another format\?/,
      /renamed-tss\.bed: names a chromosome 1 that chromSizes names chr1, expected one naming throughout/,
    ]);
  });

  it('must use the naming of chromSizes where they are consensus DHSs, a blacklist or peaks', () => {
    writeFileSync(at('renamed.bed'), '1\t500\t700\t1e-05\n');
    for (const spoiled of [
      { yaml: { consensusDhs: 'renamed.bed' } },
      { yaml: { blacklist: 'renamed.bed' } },
      { rows: ['K562 DNase X1 A renamed.bed dhs dnase.bigWig yes'] },
    ]) {
      expectRefused(spoiled, [/renamed\.bed.*chr1.*one naming throughout/]);
    }
  });

  it('must list chromosomes once, and those that `chromosomes` names', () => {
    writeFileSync(at('twice.sizes'), 'chr1\t15500\nchr1\t20\n');
    expectRefused({ yaml: { chromSizes: 'twice.sizes' } }, [
      /twice\.sizes:2.*chr1 stands here and in line 1, expected it once/,
    ]);
    expectRefused({ yaml: { chromosomes: ['1', 'chr9'] } }, [
      /\.yaml:5:1: chromosomes names 1, expected a chromosome of chrom\.sizes \(which calls it chr1/,
      /\.yaml:5:1: chromosomes names chr9, expected a chromosome of chrom\.sizes/,
    ]);
  });

  it('must have one TSS a row, one row a biosample of the sheet, and one place a number of the previous registry', () => {
    writeFileSync(at('wide-tss.bed'), 'chr1\t10\t20\tT\t.\t+\tG\n');
    expectRefused({ yaml: { tss: 'wide-tss.bed' } }, [/wide-tss\.bed:1:3: .*"20", expected 10 .* or 11/]);
    writeFileSync(at('sheet.tsv'), 'biosample\ttissue\nK562\tblood\nK562\tblood\n');
    expectRefused({ yaml: { biosamples: 'sheet.tsv' } }, [
      /sheet\.tsv:3: biosample K562 stands here twice, expected one row/,
    ]);
    writeFileSync(at('old.bed'), 'chr1\t1\t2\tEH38D0000001\nchr1\t5\t9\tEH37D0000001\n');
    expectRefused({ yaml: { previous: { rdhs: 'old.bed' } } }, [
      /old\.bed:2: accession number 1 stands here and on line 1/,
    ]);
    writeFileSync(at('none.bed'), '# chrom start end accession\n');
    expectRefused({ yaml: { previous: { rdhs: 'none.bed' } } }, [
      /none\.bed: holds no element, expected chrom/,
    ]);
    writeFileSync(at('odd.bed'), 'chr1\t1\t2\tEH38Dx\n');
    expectRefused({ yaml: { previous: { ccre: 'odd.bed' } } }, [
      /odd\.bed:1:4: accession is EH38Dx, expected letters and a number/,
    ]);
  });

  it('must fix mean and a positive sd of every dataset with Z-scores', () => {
    writeFileSync(at('stats.tsv'), 'file\tmean\tsd\nA\t0.1\t0\nB\t0.1\t0.5\n');
    expectRefused({ yaml: { normalisation: 'stats.tsv' } }, [
      /stats\.tsv:2: mean is 0\.1 and sd is 0, expected a number and a number above 0/,
      /stats\.tsv: has no row for C, expected mean and sd/,
    ]);
  });
});

describe('datasets.tsv', () => {
  it('reports every wrong row at once, with its line', () => {
    const rows = [
      'K562 DNase X A dhs.bed dhs dnase.bigWig yes',
      'K562 DNase X B - - dnase.bigWig -',
      'k562 CTCF X A - - mark.bigWig maybe',
      'HepG2 DNase X D dhs.bed dhs - no',
      'HepG2 DNase X E dhs.bed - dnase.bigWig no',
      'HepG2 H3K4me3 X F - - - yes',
      'a/b CTCF X G - - mark.bigWig -',
      'a_b CTCF X H - - mark.bigWig -',
      'Hep DNase X J dhs.bed bed dnase.bigWig no',
      '- DNase X K dhs.bed dhs dnase.bigWig no',
      'y DNase X M dhs.bed dhs . no',
    ];
    expectRefused({ rows }, [
      /\.tsv:3: K562 has two DNase rows with Z-scores \(the other on line 2\), expected one; set zscore to no/,
      /\.tsv:4: file A stands on line 2 too, expected a name of its own; rename one/,
      /\.tsv:4: zscore is maybe, expected yes or no/,
      /\.tsv:4: biosamples K562 and k562 would share the file name k562\.bed, expected names that differ.*; rename one/,
      /\.tsv:5: D has peaks and no signal, expected a bigWig.*; name it in signal/,
      /\.tsv:6: peaks_format of E is empty, expected one of hotspot2-allcalls, dhs, narrowPeak/,
      /\.tsv:7: F has zscore=yes and no signal, expected a bigWig; name it in signal or set zscore to no/,
      /\.tsv:9: biosamples a\/b and a_b would share the file name a_b\.bed, expected/,
      /\.tsv:10: peaks_format of J is bed, expected one of/,
      /\.tsv:11: biosample is empty, expected a name; fill it in/,
      /\.tsv:12: \. is a directory, expected a file/,
    ]);
  });

  it('says once what DNase is called, where no row has it', () => {
    const rows = ['a DHS X A dhs.bed dhs dnase.bigWig yes', 'b DNAse X B dhs.bed dhs dnase.bigWig yes'];
    const says = (misspelt: string) => [
      new RegExp(
        `\\.tsv: no row has the assay DNase, but ${misspelt}, expected DNase to the letter: .*; write it so`,
      ),
    ];
    expectRefused({ rows }, says('2 rows have DHS, DNAse'));
    expectRefused({ rows: ['a dnase-seq X A dhs.bed dhs dnase.bigWig yes'] }, says('1 row has dnase-seq'));
  });

  it('names the format that peaks have, where it is another than peaks_format says', () => {
    const narrowPeak = 'chr1\t500\t700\tx\t0\t.\t1\t1\t3\t20\n';
    writeFileSync(at('a.narrowPeak'), `track name=a\n${narrowPeak}`);
    writeFileSync(at('a.allcalls'), '#chr\nchr1\t500\t700\ti\t1e-400\n');
    writeFileSync(at('a.bigBed'), Buffer.from([0xeb, 0xf2, 0x89, 0x87, 0, 0]));
    const rows = [
      // Its score of 0 would pass for an FDR.
      'a DNase X A a.narrowPeak hotspot2-allcalls dnase.bigWig no',
      'b DNase X B a.allcalls dhs dnase.bigWig no',
      'c DNase X C dhs.bed narrowPeak dnase.bigWig no',
      'd DNase X D a.bigBed dhs dnase.bigWig no',
      'e DNase X E a.allcalls hotspot2-allcalls dnase.bigWig no',
    ];
    expectRefused({ rows }, [
      /\.tsv:2: peaks_format of A is hotspot2-allcalls, but .* has a strand in column 6 .*, expected narrowPeak; mend it/,
      /\.tsv:3: peaks_format of B is dhs, but .* an FDR in column 5, expected hotspot2-allcalls; mend it/,
      /\.tsv:4: peaks_format of C is narrowPeak, but .* an FDR in column 4, expected dhs; mend it/,
      /\.tsv:5: peaks_format of D is dhs, but the file is a bigBed, expected narrowPeak; mend it/,
    ]);
  });

  it('is refused without peaks of an anchor, without a column, and with a row cut short', () => {
    expectRefused(
      { rows: ['K562 DNase X A - - dnase.bigWig yes', 'K562 H3K4me3 X B dhs.bed dhs mark.bigWig yes'] },
      [/\.tsv: no row of DNase has peaks and signal, expected at least one/],
    );
    expectRefused({ header: 'biosample assay experiment file peak peaks_format signal zscore' }, [
      /\.tsv:1: no column "peaks", expected biosample, assay, .*; add it to the header/,
    ]);
    expectRefused({ rows: [FIRST, 'K562 CTCF X'] }, [/\.tsv:3: 3 columns, expected the 8 of the header/]);
  });

  it('is reported together with the mistakes of registry.yaml and of the bigWigs', () => {
    const rows = [FIRST, 'K562 CTCF X A - - other-size.bigWig -'];
    expectRefused({ yaml: { scheme: 'encode5', colour: 'red', blacklist: 'no.bed' }, rows }, [
      /\.yaml:5:1: scheme is encode5, expected/,
      /\.yaml:6:1: unknown key colour, expected/,
      /no\.bed does not exist/,
      /\.tsv:3: file A stands on line 2 too/,
      /other-size\.bigWig: chr1 has 15501 bases/,
    ]);
  });
});

describe('signals and peaks that cannot be used', () => {
  it.each([
    [
      'an sd of 0',
      [FIRST, 'K562 CTCF X B - - flat.bigWig -'],
      /flat\.bigWig: B has the same signal in each of the 30.*sd = 0.*expected/,
    ],
    [
      'no signal at all',
      [FIRST, 'K562 CTCF X B - - zero.bigWig -'],
      /zero\.bigWig: B has no signal over any element, expected some/,
    ],
    [
      'a negative mean over an element',
      [FIRST, 'K562 CTCF X B - - negative.bigWig -'],
      /negative\.bigWig: the mean over element \d+ in B is -2, expected 0 or more/,
    ],
    [
      'a negative mean over a DHS',
      ['K562 DNase X A dhs.bed dhs negative.bigWig no', LAST],
      /negative\.bigWig: the mean over DHS A-4 \(chr1:2000-2200\) is -2, expected 0 or more/,
    ],
  ] as const)('are refused for %s', (_, rows, pattern) => {
    expectRefused({ rows }, [pattern]);
  });

  it('are told of where a file of peaks has none', () => {
    writeFileSync(at('no-peaks.bed'), '');
    const rows = [FIRST, 'HepG2 DNase X3 C no-peaks.bed dhs dnase.bigWig yes'];
    const { status, stderr } = buildSpoiled(scratch, { rows });
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^warning: C: .*no-peaks\.bed has no peaks, so no DHS is of it/m);
    expect(stderr).not.toMatch(/^warning: A: /m);
  });

  it.each([
    [
      'an end before its start',
      'dhs',
      'chr1\t100\t300\t1e-5\nchr1\t900\t800\t0.1\n',
      /odd-.*:2:3: column 3 \(end\) is "800", expected more than the start 900/,
    ],
    ['too few columns', 'dhs', 'chr1\t100\t300\n', /odd-.*:1: 3 columns; a DHS file has at least 4/],
    [
      'an end off the chromosome',
      'dhs',
      'chr1\t100\t99999999\t0.1\n',
      /odd-.*:1: chr1:100-99999999 ends beyond the 15500 bases of chr1, expected/,
    ],
    [
      'an unknown chromosome',
      'dhs',
      'chr7\t100\t300\t1e-5\n',
      /odd-.*:1: chromosome chr7 is not in chromSizes; add it there, or to exclude/,
    ],
    [
      'an FDR that is no number',
      'dhs',
      'chr1\t100\t300\tx\n',
      /odd-.*:1:4: column 4 \(FDR\) is "x", expected/,
    ],
    [
      'a q-value of -2',
      'narrowPeak',
      'chr1\t500\t700\tx\t0\t.\t1\t1\t-2\t10\n',
      /odd-.*:1:9: column 9 \(qValue\) is "-2", expected/,
    ],
    [
      'a summit outside',
      'narrowPeak',
      'chr1\t500\t700\tx\t0\t.\t1\t1\t3\t200\n',
      /odd-.*:1:10: column 10 \(peak\) is "200", expected an offset/,
    ],
  ])('are refused for a peak with %s', (name, format, text, pattern) => {
    const peaks = `odd-${name.replaceAll(' ', '-')}.bed`;
    writeFileSync(at(peaks), text);
    expectRefused({ rows: [`K562 DNase X A ${peaks} ${format} dnase.bigWig no`, LAST] }, [pattern]);
  });

  it('are refused where nothing passes the filters', () => {
    expectRefused({ yaml: { dhs: { minSignal: 1e9 } } }, [/no DHS passes the filters .*expected some/]);
    writeFileSync(at('empty.bed'), '');
    expectRefused({ rows: ['K562 DNase X A empty.bed dhs dnase.bigWig no', LAST] }, [
      /no DHS passes the filters.*expected some/,
    ]);
  });
});

describe('the directory that a build writes', () => {
  it('is refused where another configuration built it, and replaced with --force', () => {
    const { file, out } = spoiledInput(scratch, {});
    const again = spoiledInput(scratch, { yaml: { scheme: 'encode4' } });
    expect(cisreg('build', file, '--out', out, '--quiet').status).toBe(0);
    const before = registryBytes(out);
    const refused = refusalOf(cisreg('build', again.file, '--out', out, '--quiet'), out);
    expect(refused.status).toBe(1);
    expect(refused.errors).toHaveLength(1);
    expect(refused.errors[0]).toMatch(
      /was built with another configuration \(.*scheme.*\), expected the same; .*--out.*--force/,
    );
    expect(registryBytes(out)).toEqual(before);

    expect(cisreg('build', again.file, '--out', out, '--quiet', '--force').status).toBe(0);
    expect(cisreg('build', again.file, '--out', again.out, '--quiet').status).toBe(0);
    expect(registryBytes(out)).toEqual(registryBytes(again.out));
    expect(existsSync(path.join(out, 'cCREs.unfiltered.bed'))).toBe(false);
  });

  it.each([
    ['notes.txt', 'mine'],
    ['registry.json', '{"name": "of another program"}'],
    ['registry.json', '{not json'],
  ])('is refused where it holds %s of somebody else', (name, text) => {
    const { file, out } = spoiledInput(scratch, {});
    mkdirSync(out);
    writeFileSync(path.join(out, name), text);
    const refused = refusalOf(cisreg('build', file, '--out', out, '--quiet'), out);
    expect(refused.status).toBe(1);
    expectNoTrace(refused.stderr);
    expect(refused.errors[0]).toMatch(
      /expected a new or empty directory; name another one with --out, or use --force/,
    );
    expect(readdirSync(out)).toEqual([name]);
    expect(readFileSync(path.join(out, name), 'utf8')).toBe(text);
  });

  it('is refused where it is a file or lies below one', () => {
    const { file } = spoiledInput(scratch, {});
    for (const out of [at('dhs.bed'), path.join(at('dhs.bed'), 'below')]) {
      const { status, stderr } = cisreg('build', file, '--out', out, '--quiet');
      expect(status).toBe(1);
      expect(stderr).toContain('dhs.bed');
      expectNoTrace(stderr);
    }
  });
});

describe('wrong usage', () => {
  it.each([
    ['no configuration', ['build', '--out', 'x']],
    ['no --out', ['build', 'registry.yaml']],
    ['an unknown option', ['build', 'registry.yaml', '--out', 'x', '--what']],
    ['no thread', ['build', 'registry.yaml', '--out', 'x', '--threads', '0']],
    ['threads that are no number', ['build', 'registry.yaml', '--out', 'x', '--threads', 'many']],
    ['two configurations', ['build', 'registry.yaml', 'registry.yaml', '--out', 'x']],
    ['an unknown command', ['bild', 'registry.yaml']],
    ['an export of nothing', ['export', 'x']],
  ])('ends with status 2: %s', (_, args) => {
    const { status, stdout, stderr } = cisreg(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expectNoTrace(stderr);
  });

  it('ends with status 1 where the configuration is not there or is a directory', () => {
    for (const [file, pattern] of [
      [at('none.yaml'), /none\.yaml: no such file; check the path/],
      [scratch, /is a directory, expected a file/],
    ] as const) {
      const { status, stderr } = cisreg('build', file, '--out', at('none-out'));
      expect(status).toBe(1);
      expect(stderr).toMatch(pattern);
      expect(existsSync(at('none-out'))).toBe(false);
    }
  });
});
