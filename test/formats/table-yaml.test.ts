import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/formats/table.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import { hasShared, mistakeOf, SHARED, scratch } from './scratch.ts';

const { file } = scratch();
const table = (text: string | Uint8Array, required = ['a', 'b']) =>
  readTable(file('t.tsv', text), { required });
const yaml = (text: string | Uint8Array) => readYaml(file('r.yaml', text));
const complaints = async (promise: Promise<unknown>) =>
  (await mistakeOf(promise)).all.map((text) => text.replace(/^.*\/(t\.tsv|r\.yaml)/, '$1'));

describe('a table', () => {
  it('is its cells, by column name and line', async () => {
    const sheet = await table('\uFEFF#b\ta\textra\r\n1\t2\t\r\n\t x\t#no comment\r\n\r\n\n');
    expect(sheet.columns).toEqual(['b', 'a', 'extra']);
    expect(
      sheet.rows.map((row) => [row.line, sheet.get(row, 'a'), sheet.get(row, 'b'), sheet.get(row, 'extra')]),
    ).toEqual([
      [2, '2', '1', ''],
      [3, ' x', '', '#no comment'],
    ]);
    expect([sheet.get(sheet.rows[0]!, 'none'), sheet.columnNumber('a'), sheet.columnNumber('none')]).toEqual([
      '',
      2,
      undefined,
    ]);
  });

  it('comes back as it was written', async () => {
    const cell = fc
      .stringMatching(/^[^\t\r\n\0]{1,12}$/)
      .filter((text) => Buffer.from(text).toString() === text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 20 }), async (cells) => {
        const rows = cells.filter((row) => row.join('').trim() !== '');
        const sheet = await table(['a\tb', ...rows.map((row) => row.join('\t'))].join('\n'));
        expect(sheet.rows.map((row) => row.values)).toEqual(rows);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('tells all its mistakes at once', async () => {
    expect(await complaints(table('a\tB\ta\t\n1\t2\t3\n\n1\t2\t3\t4\n'))).toEqual([
      't.tsv:1:3: column "a" is also column 1, expected it once',
      't.tsv:1: no column "b", expected a, b; rename "B"',
      't.tsv:2: 3 columns, expected the 4 of the header; write one tab between columns, also beside empty ones',
      't.tsv:3: a blank line between rows, expected the 4 of the header; drop it',
    ]);
    expect(await complaints(table(''))).toEqual(['t.tsv: is empty, expected a header with a, b']);
  });

  it('must be UTF-8 text', async () => {
    expect(await complaints(table(Buffer.from('a\tb\n1\t2\n\xff\t1\n', 'latin1')))).toEqual([
      't.tsv:3: bytes that are no UTF-8, expected UTF-8 text; save it with that encoding',
    ]);
    expect(await complaints(table('a\tb\n\0\t1\n'))).toEqual([
      't.tsv:2: a zero byte, expected text; is this a binary file?',
    ]);
  });

  it.skipIf(!hasShared)('reads the metadata of the portal in ../shared', async () => {
    const sheet = await readTable(`${SHARED}/encode-metadata/bam_GRCh38_H3K27ac.tsv`, {
      required: ['File accession', 'Assay'],
    });
    expect(sheet.rows.length).toBeGreaterThan(100);
    expect(sheet.get(sheet.rows[0]!, 'File accession')).toMatch(/^ENCFF/);
  });
});

describe('YAML', () => {
  const text =
    'assembly: GRCh38\ndhs:\n  minWidth: 150\n  wide: drop\nanchors: [DNase, ATAC]\nlist:\n  - {a: 1}\n  - b\n';

  it('has plain values and the places of its keys', async () => {
    const document = await yaml(text);
    expect(document.value).toEqual({
      assembly: 'GRCh38',
      dhs: { minWidth: 150, wide: 'drop' },
      anchors: ['DNase', 'ATAC'],
      list: [{ a: 1 }, 'b'],
    });
    const place = (...path: (string | number)[]) => {
      const { line, column } = document.where(path);
      return [line, column];
    };
    expect(place()).toEqual([1, 1]);
    expect(place('dhs', 'wide')).toEqual([4, 3]);
    expect(place('anchors', 1)).toEqual([5, 18]);
    expect(place('list', 0, 'a')).toEqual([7, 6]);
    expect(place('dhs', 'absent', 'deeper')).toEqual([2, 1]);
    expect(place('absent')).toEqual([1, 1]);
  });

  it('that is empty is null', async () => {
    expect([(await yaml('')).value, (await yaml('# nothing\n')).value]).toEqual([null, null]);
    expect((await yaml('')).where(['x'])).toMatchObject({ line: 1, column: 1 });
  });

  it.each([
    ['a: 1\na: 2\n', 'r.yaml:2:1: map keys must be unique, expected valid YAML'],
    ['a: [1, 2\nb: 3\n', 'r.yaml:2:'],
    ['a: "open\n', 'r.yaml:'],
    ['a: 1\n---\nb: 2\n', 'r.yaml:2:1: source contains multiple documents'],
    ['a: *nobody\n', 'r.yaml:1:4: unresolved alias'],
    ['a: !!js/function x\n', 'r.yaml:1:4: unresolved tag'],
    ['? [1, 2]\n: 3\n', 'r.yaml:1:3: with stringKeys, all keys must be strings'],
    ['a:\n\t- b\n', 'r.yaml:2:1: tabs are not allowed as indentation'],
  ])('refuses %j with its place', async (bad, expected) => {
    expect((await complaints(yaml(bad)))[0]).toContain(expected);
  });

  it('refuses aliases that multiply', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    const bomb = `l0: &l0 [x, x]\n${levels.join('\n')}\n`;
    expect((await complaints(yaml(bomb)))[0]).toContain('excessive alias count');
  });

  it('does not touch prototypes', async () => {
    const { value } = await yaml('__proto__: {polluted: yes}\nconstructor: 1\n');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  });
});
