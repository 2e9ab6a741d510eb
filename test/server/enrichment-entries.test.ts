import { describe, expect, it } from 'vitest';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { RequestError } from '../../src/server/answers/problem.ts';
import { entriesOfText, MOST_ENTRIES } from '../../src/server/variants/enrichment-entries.ts';

const chromSizes = chromSizesOf(['chr1'], [1000]);
const ids = (text: string) => entriesOfText(text, chromSizes).map(({ text: own }) => own);

describe('a list of ids', () => {
  it('may be parted by blanks, commas, semicolons and lines', () => {
    expect(ids('rs1 rs2,rs3;;rs4\t,rs5\n\n# no\n rs6 ')).toEqual(['rs1', 'rs2', 'rs3', 'rs4', 'rs5', 'rs6']);
  });

  it('is refused where one line has too many, however many', () => {
    const most = 'rs1 '.repeat(MOST_ENTRIES);
    expect(ids(most).length).toBe(MOST_ENTRIES);
    for (const text of [`${most}rs2`, 'rs1 '.repeat(1_000_000)]) {
      let thrown: unknown;
      try {
        ids(text);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(RequestError);
      expect(thrown).toMatchObject({ status: 413, parameter: 'body' });
    }
  });
});
