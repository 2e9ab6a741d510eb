/** cisreg explain: an accession is one element, a place all that lie there, against a look at every row of the BEDs. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg, scratchDirectory } from '../build/run-cli.ts';

const dir = scratchDirectory();
const registry = path.join(dir, 'registry');

beforeAll(async () => {
  const assays = [['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'], ['DNase', 'CTCF'], ['H3K4me3']];
  const { registryYaml } = await writeMiniCase(path.join(dir, 'input'), 11, { assays });
  await build(registryYaml, { out: registry, threads: 1, force: false, keepWork: false }, silent);
});

const rowsOf = (name: string): string[][] =>
  readFileSync(path.join(registry, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

const explained = (...elements: string[]): { rdhs: string; ccre?: string }[] => {
  const { status, stdout, stderr } = cisreg('explain', registry, '--json', ...elements);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout).map(({ element }: { element: object }) => element);
};

describe('cisreg explain', () => {
  it('tells of a place all elements that share a base with it, published cCREs first, then other cCREs', () => {
    const rdhss = rowsOf('rDHSs.bed');
    const ranks = new Map([
      ...rowsOf('cCREs.unfiltered.bed').map((row) => [row[3]!, 1] as const),
      ...rowsOf('cCREs.bed').map((row) => [row[3]!, 0] as const),
    ]);
    const rankOf = (row: readonly string[]) => ranks.get(row[3]!) ?? 2;
    expect(new Set(rdhss.map(rankOf))).toEqual(new Set([0, 1, 2]));
    const [chrom, start] = [rdhss[4]![0]!, Number(rdhss[4]![1])];
    const sizes = [...new Set(rdhss.map((row) => row[0]!))];
    const places: [text: string, chrom: string, start: number, end: number][] = [
      // The last base before the element is not in it, its first one is.
      [`${chrom}:${start + 1}`, chrom, start, start + 1],
      [`${chrom}:${start + 1}-${start + 40_000}`, chrom, start, start + 40_000],
      ...sizes.map((name): [string, string, number, number] => [name, name, 0, 1e9]),
    ];
    for (const [text, name, from, to] of places) {
      const expected = rdhss
        .filter((row) => row[0] === name && Number(row[1]) < to && Number(row[2]) > from)
        .map((row, i) => ({ row, i }))
        .sort((a, b) => rankOf(a.row) - rankOf(b.row) || a.i - b.i)
        .map(({ row }) => row[3]);
      expect(expected.length).toBeGreaterThan(0);
      expect(
        explained(text).map(({ rdhs }) => rdhs),
        text,
      ).toEqual(expected);
    }
    const lonely = rdhss.find(
      (row) => !rdhss.some((other) => other[0] === row[0] && Number(other[2]) === Number(row[1])),
    )!;
    expect(cisreg('explain', registry, `${lonely[0]}:${lonely[1]}`)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no rDHS at .*\[NOT_FOUND\]/),
    });
  });

  it('takes accessions of cCREs and rDHSs beside places', () => {
    const [row] = rowsOf('cCREs.bed');
    const place = `${row![0]}:${Number(row![1]) + 1}-${row![2]}`;
    const all = explained(row![4]!, row![3]!, place);
    expect(all.map(({ rdhs, ccre }) => [rdhs, ccre])).toEqual(Array(3).fill([row![3], row![4]]));
  });

  it('says what is neither', () => {
    expect(cisreg('explain', registry, 'chr99:1-2')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/chr99:1-2 is on no chromosome of \S+, expected a place such as chr/),
    });
    expect(cisreg('explain', registry, 'chr1:900,000,000')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /chr1:900,000,000 is outside chr1 of \S+, expected bases from 1 to \d+ \[USAGE\]/,
      ),
    });
    expect(cisreg('explain', registry, '', 'EH38E9999998', 'EH38E9999999')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /an empty accession is no.*\n.*EH38E9999998 is no.*\n.*EH38E9999999 is no/,
      ),
    });
    expect(cisreg('explain', registry, 'EH38E9999999')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/EH38E9999999 is no cCRE or rDHS .*\[NOT_FOUND\]/),
    });
  });
});
