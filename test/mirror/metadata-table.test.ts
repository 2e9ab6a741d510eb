/** metadata.tsv of every age, against a naive reading of the same text, and against what ENCODE's own tables hold. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { parseMetadataTable } from '../../src/mirror/metadata-table.ts';
import { hasShared, SHARED } from '../formats/scratch.ts';

const MD5 = '0123456789abcdef0123456789abcdef';
const KEY = '2019/04/02/00000000-0000-4000-8000-000000000001/ENCFF001ABC.bigWig';
const table = (header: readonly string[], ...rows: readonly (readonly string[])[]) =>
  [header, ...rows].map((row) => `${row.join('\t')}\n`).join('');
const ofFile = (values: Readonly<Record<string, string>>) => {
  const cells = {
    'File accession': 'ENCFF001ABC',
    Size: '12',
    md5sum: MD5,
    'File download URL': 'https://www.encodeproject.org/files/ENCFF001ABC/@@download/ENCFF001ABC.bigWig',
    ...values,
  };
  return table(Object.keys(cells), Object.values(cells));
};
const mistakeIn = (text: string): CisregError => {
  try {
    parseMetadataTable(text, 'metadata.tsv');
  } catch (error) {
    if (error instanceof CisregError) return error;
    throw error;
  }
  throw new Error('expected a CisregError');
};

describe('a metadata table', () => {
  it('gives facts under the newest names, whichever age its header has', () => {
    const old = ofFile({
      Assembly: 'GRCh38',
      'Technical replicate': '1',
      'Experiment accession': 'ENCSR000AAA',
      s3_uri: `s3://encode-public/${KEY}`,
    });
    const now = ofFile({
      'File assembly': 'GRCh38',
      'Technical replicate(s)': '1',
      'Experiment accession': 'ENCSR000AAA',
      s3_uri: `s3://encode-public/${KEY}`,
    });
    const ofAnnotations = ofFile({
      Assembly: 'GRCh38',
      'Technical replicate': '1',
      'Dataset accession': 'ENCSR000AAA',
      'S3 URL': `https://encode-public.s3.amazonaws.com/${KEY}`,
    });
    const read = parseMetadataTable(now, 'metadata.tsv');
    expect(read).toEqual([
      {
        accession: 'ENCFF001ABC',
        name: 'ENCFF001ABC.bigWig',
        key: KEY,
        href: '/files/ENCFF001ABC/@@download/ENCFF001ABC.bigWig',
        sizeBytes: 12,
        md5: MD5,
        facts: {
          'File assembly': 'GRCh38',
          'Technical replicate(s)': '1',
          'Experiment accession': 'ENCSR000AAA',
        },
      },
    ]);
    expect(parseMetadataTable(old, 'metadata.tsv')).toEqual(read);
    expect(parseMetadataTable(ofAnnotations, 'metadata.tsv')).toEqual(read);
  });

  it('takes the key from an address on Azure, and keeps no token', () => {
    const [file] = parseMetadataTable(
      ofFile({ 'Azure URL': `https://datasetencode.blob.core.windows.net/dataset/${KEY}?sv=1&sig=secret` }),
      'metadata.tsv',
    );
    expect(file!.key).toBe(KEY);
    expect(JSON.stringify(file)).not.toMatch(/secret|sig=/);
  });

  it('reads CRLF, a byte order mark taken away, and cells that a CSV writer quoted', () => {
    const text = ofFile({ 'Biosample treatments': '"10 ""nM"" estradiol"', 'Audit WARNING': '' }).replaceAll(
      '\n',
      '\r\n',
    );
    expect(parseMetadataTable(text, 'metadata.tsv')[0]!.facts).toEqual({
      'Biosample treatments': '10 "nM" estradiol',
    });
  });

  it('lacks what it has not, and is as good', () => {
    const [file] = parseMetadataTable(
      table(['File accession', 's3_uri'], ['ENCFF001ABC', `s3://encode-public/${KEY}`]),
      'metadata.tsv',
    );
    expect(file).toMatchObject({
      name: 'ENCFF001ABC.bigWig',
      sizeBytes: undefined,
      md5: undefined,
      facts: {},
    });
  });

  it('has a file on each side of a merged row, each once, and passes over sides without one', () => {
    const side = (accession: string) => [
      accession,
      '5.0',
      MD5,
      `https://x.org/files/${accession}/@@download/${accession}.bam`,
    ];
    const names = ['File accession', 'Size', 'md5sum', 'File download URL'];
    const header = [
      '',
      ...names.map((name) => `${name}_x`),
      'Biosample term name',
      ...names.map((name) => `${name}_y`),
    ];
    const rows = [
      ['0', ...side('ENCFF001AAA'), 'K562', ...side('ENCFF002AAA')],
      ['1', ...side('ENCFF001AAA'), 'K562', ...side('ENCFF003AAA')],
      ['2', ...side('ENCFF004AAA'), 'liver', '', '', '', ''],
    ];
    const files = parseMetadataTable(table(header, ...rows), 'merged.tsv');
    expect(
      files.map(({ accession, sizeBytes, facts }) => [accession, sizeBytes, facts['Biosample term name']]),
    ).toEqual([
      ['ENCFF001AAA', 5, 'K562'],
      ['ENCFF002AAA', 5, 'K562'],
      ['ENCFF003AAA', 5, 'K562'],
      ['ENCFF004AAA', 5, 'liver'],
    ]);
  });

  it.each([
    [
      'no column of accessions',
      table(['accession', 'size'], ['ENCFF001ABC', '1']),
      /metadata\.tsv:1: no column "File accession" among "accession", "size"/,
    ],
    [
      'an accession that is none',
      ofFile({ 'File accession': 'ENCFF01' }),
      /metadata\.tsv:2:1: column 1 \(File accession\) is "ENCFF01", expected an accession/,
    ],
    [
      'a size that is none',
      ofFile({ Size: '12 MB' }),
      /:2:2: column 2 \(Size\) is "12 MB", expected a number of bytes/,
    ],
    [
      'an MD5 that is none',
      ofFile({ md5sum: 'abc' }),
      /:2:3: column 3 \(md5sum\) is "abc", expected 32 hexadecimal digits/,
    ],
    [
      'another file in the address',
      ofFile({ 'File download URL': 'https://x.org/files/ENCFF999XYZ/@@download/ENCFF999XYZ.bam' }),
      /expected an address that ends in ENCFF001ABC/,
    ],
    [
      'a name that leads elsewhere',
      ofFile({ 'File download URL': 'https://x.org/files/ENCFF001ABC/@@download/..' }),
      /expected an address that ends in ENCFF001ABC/,
    ],
    [
      'no name at all',
      table(['File accession', 'Size'], ['ENCFF001ABC', '1']),
      /neither "File download URL" nor "s3_uri" tells the name of ENCFF001ABC/,
    ],
    [
      'two sizes of one file',
      `${ofFile({})}${ofFile({ Size: '13' }).split('\n')[1]}\n`,
      /:3: ENCFF001ABC stands on line 2 too, there with size 12, here with 13/,
    ],
    [
      'a short row',
      `${ofFile({})}ENCFF001ABD\t3\n`,
      /metadata\.tsv:3: 2 columns, expected the 4 of the header/,
    ],
  ])('is refused with %s', (_, text, message) => {
    expect(mistakeIn(text).message).toMatch(message);
    expect(mistakeIn(text).code).toBe('FORMAT');
  });

  it('reports all its mistakes at once', () => {
    const bad = ofFile({ Size: 'x' }).split('\n');
    expect(mistakeIn([bad[0], bad[1], bad[1]!.replace('\tx\t', '\ty\t'), ''].join('\n')).all).toHaveLength(2);
  });

  it('never breaks on text that was cut or changed anywhere', () => {
    const whole = ofFile({ s3_uri: `s3://encode-public/${KEY}`, Lab: '"A, B"' });
    for (let at = 0; at <= whole.length; at++) {
      for (const text of [
        whole.slice(0, at),
        `${whole.slice(0, at)}\t${whole.slice(at)}`,
        `${whole.slice(0, at)}"${whole.slice(at + 1)}`,
      ]) {
        try {
          for (const { name } of parseMetadataTable(text, 'metadata.tsv'))
            expect(name).toMatch(/^ENCFF001ABC/);
        } catch (error) {
          expect(error).toBeInstanceOf(CisregError);
        }
      }
    }
  });
});

describe.skipIf(!hasShared)('the tables of ENCODE in shared data', () => {
  const textOf = (name: string) => readFileSync(path.join(SHARED, 'encode-metadata', name), 'utf8');
  /** A naive reading: split, and look the columns up. */
  const naive = (name: string, suffix: string) => {
    const [header, ...rows] = textOf(name)
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    return rows.map((row) =>
      Object.fromEntries(
        header!
          .map((column, i) => [column, row[i]!])
          .filter(([column]) => column!.endsWith(suffix))
          .map(([column, value]) => [column!.slice(0, column!.length - suffix.length), value!]),
      ),
    );
  };

  it('of H3K27ac alignments: every row is a file with size, MD5, key and address', () => {
    const files = parseMetadataTable(textOf('bam_GRCh38_H3K27ac.tsv'), 'bam.tsv');
    const rows = naive('bam_GRCh38_H3K27ac.tsv', '');
    expect(
      files.map((file) => [
        file.accession,
        String(file.sizeBytes),
        file.md5,
        `s3://encode-public/${file.key}`,
        `https://www.encodeproject.org${file.href}`,
        file.facts['File assembly'],
        file.facts['Technical replicate(s)'] ?? '',
      ]),
    ).toEqual(
      rows.map((row) => [
        row['File accession'],
        row.Size,
        row.md5sum,
        row.s3_uri,
        row['File download URL'],
        row.Assembly,
        row['Technical replicate'],
      ]),
    );
  });

  it('merged of two tables: two files a row, each once', () => {
    const files = parseMetadataTable(textOf('metadata.tsv'), 'metadata.tsv');
    const rows = ['_x', '_y'].flatMap((suffix) => naive('metadata.tsv', suffix));
    const expected = new Map(rows.map((row) => [row['File download URL']!.split('/').at(-1)!, row]));
    expect(files.map(({ name }) => name).sort()).toEqual([...expected.keys()].sort());
    for (const file of files) {
      const row = expected.get(file.name)!;
      expect([file.sizeBytes, file.md5, `s3://encode-public/${file.key}`, file.facts.Assay]).toEqual([
        Number(row.Size),
        row.md5sum,
        row.s3_uri,
        row.Assay,
      ]);
    }
    expect(files.every(({ facts }) => facts['Biosample organism'] === 'Homo sapiens')).toBe(true);
    expect(files.some(({ facts }) => facts['Experiment target'] === 'H3K27ac-human')).toBe(true);
  });
});
