/** Lists that are taken whole: against the rows that a naive list has. */

import { describe, expect, it } from 'vitest';
import { allRows, isWhole, type Span } from '../../web/api/all-rows.ts';

/** A service that has so many rows, and gives at most `most` at once. */
function listOf(total: number, most: number) {
  const asked: Span[] = [];
  const page = async (span: Span) => {
    asked.push(span);
    const from = Number(span.offset ?? 0);
    const length = Math.max(0, Math.min(most, Number(span.limit), total - from));
    return { total, about: 'it', rows: Array.from({ length }, (_, i) => from + i) };
  };
  return { asked, page };
}

describe('a list of the API', () => {
  it('has every row once and in order, whatever the service gives at once', async () => {
    for (const [total, most] of [
      [0, 10_000],
      [9_999, 10_000],
      [10_000, 10_000],
      [25_001, 10_000],
      [200_000, 10_000],
      [95, 7],
    ] as const) {
      const { asked, page } = listOf(total, most);
      const answer = await allRows('rows', page);
      expect(answer).toEqual({ total, about: 'it', rows: Array.from({ length: total }, (_, i) => i) });
      expect(isWhole(answer, 'rows')).toBe(true);
      expect(asked.length).toBe(Math.max(1, Math.ceil(total / most)));
    }
  });

  it('has the first page where there are more than a page of the browser holds, and says so', async () => {
    const { asked, page } = listOf(200_001, 10_000);
    const answer = await allRows('rows', page);
    expect(answer.rows.length).toBe(10_000);
    expect(isWhole(answer, 'rows')).toBe(false);
    expect(asked.length).toBe(1);
  });

  it('ends where rows went away in between, and fails where a page fails', async () => {
    const gone = await allRows('rows', async ({ offset }: Span) => ({
      total: 5,
      rows: offset === undefined ? [1, 2] : [],
    }));
    expect(gone.rows).toEqual([1, 2]);
    const { page } = listOf(30_000, 10_000);
    const failing = (span: Span) =>
      span.offset === '20000' ? Promise.reject(new Error('no answer')) : page(span);
    await expect(allRows('rows', failing)).rejects.toThrow('no answer');
  });
});
