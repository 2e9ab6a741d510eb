/** Linkage against the pairs of the file, both ways, and what is refused. */

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LD_KIND } from '../../src/annotation/variants/ld.ts';
import { LD } from '../../src/annotation/variants/ld-table.ts';
import { VARIANTS } from '../../src/annotation/variants/variant-table.ts';
import { VARIANTS_KIND } from '../../src/annotation/variants/variants.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { elementsOf, madeKinds } from './variant-case.ts';

const { dir, file } = scratch();
const random = seeded(3);
const COUNT = 300;
const variantRows = Array.from(
  { length: COUNT },
  (_, i) => `chr${random.pick(['1', '2', 'X'])}\t${random.int(1, 20_000)}\trs${i + 1}\tA\tC\t0.1\n`,
);
file('variants.tsv', `chrom\tpos\tid\tref\talt\tmaf\n${variantRows.join('')}`);
const make = (ld: string) =>
  madeKinds([VARIANTS_KIND, LD_KIND], {
    yaml: `variants: {file: variants.tsv}\nld:\n${ld}`,
    dir,
    elements: elementsOf([['chr1', 100, 400]]),
  });
const EUR = '  - {population: EUR, pairs: eur.tsv}\n';
const write = (name: string, rows: readonly string[]) => file(name, `id_a\tid_b\tr2\n${rows.join('\n')}\n`);

describe('linkage', () => {
  it('has each pair at both its variants, whatever the order of rows and ids, in each population', async () => {
    const pairs = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const [a, b] = [random.int(1, COUNT), random.int(1, COUNT)];
      if (a < b) pairs.set(`rs${a} rs${b}`, random.int(0, 1000) / 1000);
    }
    const rows = random.shuffled([...pairs]).map(([pair, r2]) => {
      const ids = random.chance(0.5) ? pair.split(' ') : pair.split(' ').reverse();
      return `${ids.join('\t')}\t${r2}`;
    });
    const again = rows.slice(0, 20).map((row) => {
      const [a, b, r2] = row.split('\t');
      return `${b}\t${a}\t${Number(r2).toFixed(4)}`;
    });
    write('eur.tsv', [...rows, ...again, 'rs7\trs7\t1', 'rs1\trs99999\t0.5', 'nobody\trs1\t0.5']);
    file('afr.tsv.gz', gzipSync('r2\tid_b\tid_a\n0.25\trs1\trs2\n'));
    const { counts, notes, get } = await make(`${EUR}  - {population: AFR, pairs: afr.tsv.gz}\n`);
    expect(counts.ld).toEqual({
      populations: 2,
      'EUR pairs': pairs.size,
      'EUR pairsWithUnknownIds': 2,
      'EUR repeated': 20,
      'EUR withItself': 1,
      'AFR pairs': 1,
      'AFR pairsWithUnknownIds': 0,
      'AFR repeated': 0,
      'AFR withItself': 0,
    });
    expect(notes).toEqual([expect.stringMatching(/^eur\.tsv: 2 pairs have an id that is no variant/)]);
    const [variants, ld] = [get(VARIANTS), get(LD)];
    expect(ld.populations).toEqual(['EUR', 'AFR']);
    const whole = ld.linkage('EUR');
    for (let row = 0; row < COUNT; row++) {
      const id = variants.variant(row).id;
      const expected = [...pairs]
        .filter(([pair]) => pair.split(' ').includes(id))
        .map(([pair, r2]) => {
          const other = pair.split(' ').find((own) => own !== id)!;
          return { row: variants.rowsOf(other)[0]!, r2: Math.fround(r2) };
        })
        .sort((a, b) => a.row - b.row);
      expect(ld.partners('EUR', row)).toEqual(expected);
      const [from, to] = [whole.offsets[row]!, whole.offsets[row + 1]!];
      expect([...whole.partner.subarray(from, to)]).toEqual(expected.map((own) => own.row));
      expect([...whole.r2.subarray(from, to)]).toEqual(expected.map((own) => own.r2));
    }
    expect(ld.partners('AFR', variants.rowsOf('rs1')[0]!)).toEqual([
      { row: variants.rowsOf('rs2')[0], r2: 0.25 },
    ]);
  });

  it('is refused where r2 is none, where a pair has two, and where no id is known', async () => {
    const cases: [string[], RegExp][] = [
      [['rs1\trs2\t0.5', 'rs1\trs3\t1.01'], /eur\.tsv:3: r2 is "1\.01", expected a number from 0 to 1/],
      [['rs1\trs2\tNA'], /eur\.tsv:2: r2 is "NA"/],
      [
        ['rs1\trs2\t0.5', 'rs2\trs3\t0.5', 'rs2\trs1\t0.6'],
        /eur\.tsv:4: r2 of rs2 and rs1 is 0\.6 here and 0\.5 before/,
      ],
      [['x\ty\t0.5'], /none of its 1 pairs is of two variants of the registry/],
      [['rs1\trs2'], /eur\.tsv:2: 2 columns, expected the 3 of the header/],
    ];
    for (const [rows, message] of cases) {
      write('eur.tsv', rows);
      expect((await mistakeOf(make(EUR))).message).toMatch(message);
    }
  });

  it('needs variants, and a name for each population', async () => {
    write('eur.tsv', []);
    const yaml = `ld: [{population: E/R, pairs: eur.tsv}, {population: EUR, pairs: eur.tsv}, {population: eur, pairs: eur.tsv}, {pairs: eur.tsv}]\n`;
    const mistake = await mistakeOf(
      madeKinds([VARIANTS_KIND, LD_KIND], { yaml, dir, elements: elementsOf([]) }),
    );
    expect(mistake.all).toEqual([
      expect.stringMatching(/ld\.0\.population is E\/R, expected a name of letters/),
      expect.stringMatching(/ld\.2\.population is eur, expected each population once/),
      expect.stringMatching(/ld\.3\.population is missing/),
      expect.stringMatching(/ld is without variants, expected variants beside it/),
    ]);
  });
});
