/** Names of genes: what is found of them is what a look at every name finds. */

import { describe, expect, it } from 'vitest';
import { geneNameIndex, withoutVersion } from '../../src/annotation/genes/gene-name-index.ts';
import { textColumnFrom } from '../../src/formats/text-column.ts';
import { seeded } from '../genome/random.ts';

const LETTERS = [...'aAbB1.-'];

describe('genes by name', () => {
  it.each([false, true])('are those that a look at every name finds, beyond ASCII: %s', (isBeyond) => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seeded(seed);
      const letters = isBeyond ? [...LETTERS, 'Ä', 'ß', '𝛼'] : LETTERS;
      const name = () => Array.from({ length: random.int(0, 4) }, () => random.pick(letters)).join('');
      const count = random.int(1, 30);
      const symbols = Array.from({ length: count }, name);
      const ids = Array.from(
        { length: count },
        (_, i) => `ENSG${i}${random.pick(['', '.1', '.20', '.3_PAR_Y'])}`,
      );
      const aliases = Array.from({ length: random.int(0, 20) }, name);
      const aliasGene = Int32Array.from(aliases, () => random.int(0, count));
      const index = geneNameIndex({
        symbols: textColumnFrom(symbols),
        ids: textColumnFrom(ids),
        aliases: textColumnFrom(aliases),
        aliasGene,
      });
      // In the order of their rank: symbols, ids, ids without version, aliases.
      const all = [
        ...symbols.map((text, row) => ({ text, row, isShown: true })),
        ...ids.map((text, row) => ({ text, row, isShown: true })),
        ...ids.map((text, row) => ({
          text: withoutVersion(text),
          row,
          isShown: withoutVersion(text) === text,
        })),
        ...aliases.map((text, i) => ({ text, row: aliasGene[i]!, isShown: true })),
      ].filter(({ text }) => text !== '');
      for (const asked of [...symbols, ...aliases, name(), 'ensg1', 'ENSG2_par_y', ids[0]!.toLowerCase()]) {
        const key = asked.toLowerCase();
        const exact = all
          .filter(({ text }) => key !== '' && text.toLowerCase() === key)
          .map(({ row }) => row);
        expect(index.find(asked), `${seed} ${asked}`).toEqual([...new Set(exact)]);
        const most = random.int(1, 6);
        const rows = new Set<number>();
        const sorted = all
          .map((own, rank) => ({ ...own, rank, bytes: Buffer.from(own.text.toLowerCase()) }))
          .filter(({ isShown, text }) => isShown && text.toLowerCase().startsWith(key))
          .sort((a, b) => a.bytes.compare(b.bytes) || a.rank - b.rank)
          .filter(({ row }) => !rows.has(row) && rows.add(row))
          .slice(0, most)
          .map(({ text, row }) => ({ name: text, row }));
        expect(index.beginningWith(asked, most), `${seed} ${asked}`).toEqual(sorted);
      }
    }
  });
});
