import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BedOptions, type BedTable, readBed } from '../../src/formats/bed.ts';
import { mistakeOf, scratch } from './scratch.ts';

const { file } = scratch();
const bed = (text: string, options?: BedOptions) => readBed(file('rows.bed', text), options);
const complaint = async (text: string, options?: BedOptions) =>
  (await mistakeOf(bed(text, options))).message.replace(/^.*rows\.bed/, 'rows.bed');

function rowsOf(table: BedTable): unknown[] {
  return Array.from({ length: table.count }, (_, i) => [
    table.chromNames[table.chrom[i]!],
    table.start[i],
    table.end[i],
    ...(table.names === undefined ? [] : [table.names.at(i)]),
  ]);
}

describe('BED rows', () => {
  it('are those of a naive reader', async () => {
    const row = fc
      .tuple(
        fc.constantFrom('chr1', 'chr2', 'chrUn_x', 'é'),
        fc.integer({ min: 0, max: 2 ** 31 - 3 }),
        fc.integer({ min: 1, max: 500 }),
        fc.stringMatching(/^[ -~]{0,30}$/),
      )
      .map(
        ([chrom, start, width, name]) => [chrom, start, Math.min(start + width, 2 ** 31 - 1), name] as const,
      );
    const noise = fc.constantFrom('', '# comment', 'track name=x', 'browser position chr1', 'track', '  ');
    const lines = fc.array(fc.oneof({ weight: 4, arbitrary: row }, noise), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (entries, end, hasLast) => {
        const text = entries.map((entry) => (typeof entry === 'string' ? entry : entry.join('\t'))).join(end);
        const table = await bed(text + (hasLast ? end : ''), { raw: true, restFrom: 3 });
        const rows = entries.filter((entry) => typeof entry !== 'string');
        expect(rowsOf(table)).toEqual(rows);
        const numbers = entries.flatMap((entry, i) => (typeof entry === 'string' ? [] : [i + 1]));
        expect(Array.from(table.line)).toEqual(numbers);
        expect(rows.map((_, i) => table.raw?.at(i))).toEqual(rows.map((cells) => cells.join('\t')));
        expect(rows.map((_, i) => table.rest?.at(i))).toEqual(rows.map((cells) => cells.slice(2).join('\t')));
      }),
      { seed: 21, numRuns: 150 },
    );
  });

  it('find room where the beginning of the file promised few, and where it promised nothing', async () => {
    const long = Array.from({ length: 80 }, (_, i) => ['chr1', i, i + 1, 'n'.repeat(1000)] as const);
    const short = Array.from({ length: 5000 }, (_, i) => ['chr2', i, i + 2, `n${i}`] as const);
    const rows = [...long, ...short];
    const text = rows.map((cells) => `${cells.join('\t')}\n`).join('');
    const plain = await bed(text, { raw: true });
    expect(rowsOf(plain)).toEqual(rows);
    expect(plain.raw?.at(5079)).toBe('chr2\t4999\t5001\tn4999');
    expect(rowsOf(await readBed(file('rows.bed.gz', gzipSync(text))))).toEqual(rows);
  });

  it('may have any number of columns', async () => {
    const cells = Array.from({ length: 70 }, (_, i) => `c${i}`).join('\t');
    const table = await bed(`chr1\t1\t2\t${cells}\n`.repeat(3), { restFrom: 73 });
    expect(table.fieldCount).toBe(73);
    expect([0, 1, 2].map((i) => table.rest?.at(i))).toEqual(['c69', 'c69', 'c69']);
  });

  it('are refused alike behind a row of the same chromosome and behind another', async () => {
    for (const before of ['chr1\t1\t2\n', 'chr2\t1\t2\n']) {
      for (const line of [
        'chr1\t5x\t9',
        'chr1\t5\t9x',
        'chr1\t5',
        'chr1\t9\t5',
        'chr1\t\t9',
        'chr1\t5\t99999999999',
      ]) {
        for (const end of ['', '\n', '\r\n']) {
          const found = await complaint(`${before}${line}${end}`);
          expect(found).toBe(await complaint(`chr3\t1\t2\n${line}\n`));
          expect(found).toMatch(/^rows\.bed:2/);
        }
      }
    }
  });

  it('may be separated by spaces, where a line has no tab', async () => {
    const table = await bed('chr1 5  9 a\nchr1\t6\t9\tb c\n');
    expect(rowsOf(table)).toEqual([
      ['chr1', 5, 9, 'a'],
      ['chr1', 6, 9, 'b c'],
    ]);
  });

  it('of an empty file are none', async () => {
    for (const text of ['', '\n', '# nothing\n']) {
      const table = await bed(text);
      expect([table.count, table.fieldCount, table.names]).toEqual([0, 0, undefined]);
    }
  });

  it('on chromosomes that begin like a browser line are rows', async () => {
    expect((await bed('track1\t1\t2\nbrowserX\t1\t2\n')).chromNames).toEqual(['track1', 'browserX']);
  });

  it.each([
    ['chr1\t5\n', 'rows.bed:1: 2 columns; BED has at least 3, separated by tabs; was the file cut short?'],
    ['\nchr1,5,6\n', 'rows.bed:2: 1 column; BED has at least 3, separated by tabs; was the file cut short?'],
    [
      'chr1\t5\t9\nchr1\t5\t9\tx\n',
      'rows.bed:2: 4 columns, but the rows before have 3; give every row the same columns',
    ],
    ['chr1\t-5\t9\n', 'rows.bed:1:2: column 2 (start) is "-5", expected a whole number from 0 to 2147483647'],
    ['chr1\t5\t9.0\n', 'rows.bed:1:3: column 3 (end) is "9.0", expected a whole number from 0 to 2147483647'],
    [
      'chr1\t5\t2147483648\n',
      'rows.bed:1:3: column 3 (end) is "2147483648", expected a whole number from 0 to 2147483647',
    ],
    [
      'chr1\t9\t5\n',
      'rows.bed:1:3: column 3 (end) is "5", expected more than the start 9; swap them or drop the row',
    ],
    [
      'chr1\t5\t5\n',
      'rows.bed:1:3: column 3 (end) is "5", expected more than the start 5; a region of size 0 has no signal: drop the row',
    ],
    ['\t5\t6\n', 'rows.bed:1:1: column 1 (chrom) is "", expected the name of a chromosome'],
  ])('such as %j are refused', async (text, expected) => {
    expect(await complaint(text)).toBe(expected);
  });

  it('of size 0 are read where the caller allows them', async () => {
    expect((await bed('chr1\t5\t5\n', { allowEmpty: true })).count).toBe(1);
    expect(await complaint('chr1\t6\t5\n', { allowEmpty: true })).toContain('expected more than the start');
  });

  it('come by the hundred thousand, over many reads', async () => {
    const text = Array.from({ length: 200000 }, (_, i) => `chr${i % 30}\t${i}\t${i + 7}\tname${i}\n`).join(
      '',
    );
    const table = await bed(text);
    let wrong = 0;
    for (let i = 0; i < table.count; i++) {
      const chrom = table.chromNames[table.chrom[i]!];
      if (chrom !== `chr${i % 30}` || table.start[i] !== i || table.end[i] !== i + 7) wrong++;
      if (table.names?.at(i) !== `name${i}` || table.line[i] !== i + 1) wrong++;
    }
    expect([table.count, wrong]).toEqual([200000, 0]);
  });
});

describe('further BED columns', () => {
  it('are checked and kept on demand', async () => {
    const text = 'chr1\t5\t9\ta\t0.5\t+\nchr1\t5\t9\tb\t1000\t-\nchr1\t5\t9\tc\t0\t.\n';
    const table = await bed(text, { keep: { score: true, strand: true } });
    expect(Array.from(table.score ?? [])).toEqual([0.5, 1000, 0]);
    expect(Array.from(table.strand ?? [])).toEqual([1, -1, 0]);
    expect((await bed(text)).score).toBeUndefined();
    expect(await complaint('chr1\t5\t9\ta\thigh\t+\n', { keep: { score: true } })).toContain(
      'column 5 (score) is "high"',
    );
    expect(await complaint('chr1\t5\t9\ta\t0\t++\n', { keep: { strand: true } })).toContain(
      'expected +, - or .',
    );
  });

  const row12 = (blocks: string) => `chr1\t100\t200\tx\t0\t+\t100\t200\t0\t${blocks}\n`;

  it('of BED12 give absolute block starts', async () => {
    const text = row12('2\t10,20,\t0,80,') + row12('1\t100\t0') + row12('3\t1,2,3\t0,50,97');
    const table = await bed(text, { keep: { blocks: true } });
    expect(Array.from(table.blockOffsets ?? [])).toEqual([0, 2, 3, 6]);
    expect(Array.from(table.blockStarts ?? [])).toEqual([100, 180, 100, 100, 150, 197]);
    expect(Array.from(table.blockSizes ?? [])).toEqual([10, 20, 100, 1, 2, 3]);
  });

  it.each([
    '0\t\t',
    '2\t10,20\t0',
    '1\t10,20\t0,50',
    '2\t10,20\t0,90',
    '2\t10,20\t0,5',
    '2\t10,x\t0,50',
    '2147483647\t1\t0',
    '1\t\t0',
    '1\t5,,\t0',
  ])('refuse blocks that do not fit: %j', async (blocks) => {
    expect(await complaint(row12(blocks), { keep: { blocks: true } })).toMatch(/rows\.bed:1:1[012]: column/);
  });

  it('keeps whole rows, with or without room made for them, and no names where none are wanted', async () => {
    const text = 'chr1\t1\t5\ta\t0\nchr1\t7\t9\tb\t1\n';
    for (const rawBytes of [0, 3, text.length, 1 << 20]) {
      const { raw, names } = await readBed(file('raw.bed', text), { raw: true, rawBytes, names: false });
      expect([raw!.at(0), raw!.at(1), raw!.count, names]).toEqual([
        'chr1\t1\t5\ta\t0',
        'chr1\t7\t9\tb\t1',
        2,
        undefined,
      ]);
    }
  });
});
