import { describe, expect, it } from 'vitest';
import { pickTexts, textColumnFrom } from '../../src/formats/text-column.ts';
import { isTextAt, lookupOf, rowsOf } from '../../src/formats/text-lookup.ts';
import { randomOf } from '../../src/simulate/random.ts';

describe('a lookup of texts', () => {
  it('finds the first row of every text, as a Map does, and the first repeat', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = randomOf(seed, 'lookup');
      const texts = Array.from(
        { length: random.whole(0, 3000) },
        () => `EH38D${random.whole(0, 10 ** random.whole(1, 7))}`,
      );
      const firstOf = new Map<string, number>();
      let firstRepeated = -1;
      for (const [row, text] of texts.entries()) {
        if (!firstOf.has(text)) firstOf.set(text, row);
        else if (firstRepeated < 0) firstRepeated = row;
      }
      const lookup = lookupOf(textColumnFrom(texts));
      expect(lookup.firstRepeated).toBe(firstRepeated);
      const wanted = [...texts, '', 'EH38D', 'µ', 'EH38D1'];
      expect([...rowsOf(lookup, textColumnFrom(wanted))]).toEqual(
        wanted.map((text) => firstOf.get(text) ?? -1),
      );
    }
  });

  it('compares a row with bytes, and picks rows in any order', () => {
    const column = textColumnFrom(['a', '', 'bé', 'c']);
    const bytes = Buffer.from('xbéx');
    expect(isTextAt(column, 2, bytes, 1, 4)).toBe(true);
    expect(isTextAt(column, 2, bytes, 1, 3)).toBe(false);
    expect(isTextAt(column, 1, bytes, 2, 2)).toBe(true);
    const picked = pickTexts(column, Int32Array.of(3, 2, 2, 1));
    expect([0, 1, 2, 3].map((i) => picked.at(i))).toEqual(['c', 'bé', 'bé', '']);
  });
});
