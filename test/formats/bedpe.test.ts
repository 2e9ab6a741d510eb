/** BEDPE as loop callers write it, and every way that it can be wrong. */

import { describe, expect, it } from 'vitest';
import { readBedpe } from '../../src/formats/bedpe.ts';
import { mistakeOf, scratch } from './scratch.ts';

const { file } = scratch();
const mistake = async (text: string) => {
  const { message } = await mistakeOf(readBedpe(file('bad.bedpe', text)));
  return message.slice(message.indexOf('bad.bedpe'));
};

describe('BEDPE', () => {
  it('is read with and without a header, names and scores; ends that are nowhere are counted', async () => {
    const text =
      '#chr1\tx1\tx2\tchr2\ty1\ty2\nchrom1\tstart1\tend1\tchrom2\tstart2\tend2\tname\tscore\n' +
      'chr1\t10\t20\tchr2\t30\t40\tloop1\t2.5\nchr1\t11\t21\tchr1\t31\t41\t.\t.\n\n.\t-1\t-1\tchr1\t5\t6\tlost\t1\n';
    const pairs = await readBedpe(file('a.bedpe', text));
    expect(pairs).toMatchObject({ count: 2, unplaced: 1, chromNames: ['chr1', 'chr2'] });
    expect([...pairs.first.start, ...pairs.first.end]).toEqual([10, 11, 20, 21]);
    expect([...pairs.second.chrom, ...pairs.second.start, ...pairs.second.end]).toEqual([
      1, 0, 30, 31, 40, 41,
    ]);
    expect([pairs.name.at(0), pairs.name.at(1)]).toEqual(['loop1', '']);
    expect([...pairs.score]).toEqual([2.5, Number.NaN]);
    expect([...pairs.line]).toEqual([3, 4]);
    const short = await readBedpe(file('b.bedpe', 'chr1\t10\t20\tchr2\t30\t40\r\n'));
    expect([short.count, short.name.at(0), short.score[0], short.second.end[0]]).toEqual([
      1,
      '',
      Number.NaN,
      40,
    ]);
    expect((await readBedpe(file('c.bedpe', ''))).count).toBe(0);
  });

  it('is refused with the line and the column', async () => {
    const good = 'chr1\t10\t20\tchr2\t30\t40\tx\t1\n';
    expect(await mistake(`${good}chr1\t10\t20\tchr2\t30\n`)).toMatch(
      /^bad\.bedpe:2: 5 columns, expected tabs between/,
    );
    expect(await mistake(`${good}chr1 10 20 chr2 30 40\n`)).toMatch(/:2: 1 column, expected tabs/);
    expect(await mistake(`${good}chr1\t10\t20\tchr2\tx\t40\tx\t1\n`)).toMatch(
      /:2:5: column 5 \(start2\) is "x"/,
    );
    expect(await mistake(`${good}chr1\t10\t10\tchr2\t3\t40\tx\t1\n`)).toMatch(
      /\(end1\) is "10", expected more than the start 10/,
    );
    expect(await mistake(`${good}chr1\t10\t20\tchr2\t3\t40\tx\thigh\n`)).toMatch(
      /:2:8: column 8 \(score\) is "high"/,
    );
    expect(await mistake(`${good}\t10\t20\tchr2\t3\t40\tx\t1\n`)).toMatch(
      /\(chrom1\) is "", expected the name of a chromosome/,
    );
  });
});
