/** Variants against a reading of their own of the same files: every row, every lookup, and what is refused. */

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GENES_KIND } from '../../src/annotation/genes/genes.ts';
import { columnInPlace } from '../../src/annotation/variants/variant-column.ts';
import { VARIANTS, type VariantTable } from '../../src/annotation/variants/variant-table.ts';
import { VARIANTS_KIND } from '../../src/annotation/variants/variants.ts';
import { openNpy, writeNpy } from '../../src/formats/npy.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { elementsOf, madeKinds, SIZES, type Span } from './variant-case.ts';

const { dir, file } = scratch();

interface Naive {
  readonly ids: readonly string[];
  readonly chrom: string;
  readonly start: number;
  readonly ref: string;
  alt: string;
  maf: number | undefined;
}

const random = seeded(5);
const bases = (most: number) =>
  Array.from({ length: random.int(1, most) }, () => random.pick(['A', 'C', 'G', 'T'])).join('');
const SPANS: readonly Span[] = SIZES.names
  .slice(0, 3)
  .flatMap((chrom) => Array.from({ length: 40 }, (_, i): Span => [chrom, i * 700 + 100, i * 700 + 400]));
const GENES: readonly Span[] = Array.from({ length: 30 }, () => {
  const start = random.int(0, 20_000);
  return [random.pick(['chr1', 'chr2']), start, start + 500];
});

/** Variants, some of several ids, alleles or bases; in no order. */
const VARIANTS_OF_FILE: readonly Naive[] = Array.from({ length: 1500 }, (_, i) => {
  const chrom = random.pick(SIZES.names);
  const ref = random.chance(0.1) ? bases(600) : bases(1);
  const start = random.int(0, SIZES.sizes[SIZES.index.get(chrom)!]! - ref.length);
  const own = random.chance(0.1) ? `sv_${i}` : `rs${1 + ((i * 7919) % 10_007)}`;
  const ids = random.chance(0.1) ? [own, `rs${20_000 + i}`] : [own];
  return { ids, chrom, start, ref, alt: 'T', maf: undefined };
});
const named = (naive: Naive) => naive.ids.find((id) => /^rs\d+$/.test(id)) ?? naive.ids[0]!;
const ordered = (all: readonly Naive[]) => {
  const chroms = [...SIZES.names].sort();
  return [...all].sort((a, b) => chroms.indexOf(a.chrom) - chroms.indexOf(b.chrom) || a.start - b.start);
};

function expectSame(table: VariantTable, all: readonly Naive[]): void {
  const sorted = ordered(all);
  const find = table.finder();
  expect([find('rs999999999'), find('nothing')]).toEqual([-1, -1]);
  expect(table.count).toBe(all.length);
  for (const [row, naive] of sorted.entries()) {
    const end = naive.start + naive.ref.length;
    const element = elementsOf(SPANS);
    const hit = [...element.start.keys()].find(
      (e) =>
        element.chromNames[element.chrom[e]!] === naive.chrom &&
        element.start[e]! < end &&
        naive.start < element.end[e]!,
    );
    // The start of a BED gene is its TSS: 1-based start + 1.
    const distances = GENES.filter(([chrom]) => chrom === naive.chrom).map(([, start]) =>
      Math.abs(start - naive.start),
    );
    const found = table.variant(row);
    expect(found).toEqual({
      row,
      id: named(naive),
      chrom: naive.chrom,
      start: naive.start,
      end,
      ref: naive.ref,
      alt: naive.alt,
      maf: naive.maf === undefined ? undefined : Math.fround(naive.maf),
      tssDistance: distances.length === 0 ? undefined : Math.min(...distances),
      element: hit,
    });
    for (const id of naive.ids) {
      const rows = [...sorted.keys()].filter((other) => sorted[other]!.ids.includes(id));
      expect(table.rowsOf(id), id).toEqual(rows);
      expect(find(id), id).toBe(rows[0]);
    }
  }
}

const genes = GENES.map(([chrom, start, end], i) => `${chrom}\t${start}\t${end}\tG${i}\t0\t+\n`).join('');
file('genes.bed', genes);
const make = (yaml: string) =>
  madeKinds([GENES_KIND, VARIANTS_KIND], {
    yaml: `genes: {file: genes.bed}\n${yaml}`,
    dir,
    elements: elementsOf(SPANS),
  });

const HEADER = '##fileformat=VCFv4.2\n##contig=<ID=1>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO';
const vcf = (rows: readonly string[]) =>
  `${HEADER}\tFORMAT\tHG1\n${rows.map((row) => `${row}\tGT\t0|1\n`).join('')}`;

describe('variants', () => {
  it('are those of a VCF, with the frequency of the second most frequent allele, and bare names of chromosomes', async () => {
    const all = VARIANTS_OF_FILE.map((naive) => ({ ...naive }));
    const rows = all.map((naive) => {
      const alts = Array.from({ length: random.int(1, 3) }, (_, i) => `${'ACG'[i]}${bases(2)}`);
      naive.alt = alts.join(',');
      const af = alts.map(() => random.int(0, 300) / 1000);
      const all = [1 - af.reduce((sum, value) => sum + value, 0), ...af];
      const info = random.pick([
        `AC=3;AF=${af.join(',')};DB`,
        `XAF=9;CAF=${[all[0]!.toFixed(3), ...af].join(',')}`,
        `FREQ=TOPMED:0.5${',0.1'.repeat(alts.length)}|1000Genomes:${[0.9, ...af].join(',')}|X:0.2${',.'.repeat(alts.length)}`,
        'DB;COMMON=1',
        `AF=${alts.map(() => '.').join(',')}`,
      ]);
      if (info.includes(',') || info.startsWith('AC')) naive.maf = all.sort((a, b) => b - a)[1]!;
      if (info.startsWith('AF=.')) naive.maf = undefined;
      const chrom = naive.chrom.slice(3);
      return `${chrom}\t${naive.start + 1}\t${naive.ids.join(';')}\t${naive.ref}\t${naive.alt}\t.\tPASS\t${info}`;
    });
    // Without an id, and elsewhere: counted.
    rows.push(`1\t5\t.\tA\tC\t.\t.\tAF=0.1`, `GL000220.1\t5\trs1\tA\tC\t.\t.\tAF=0.1`);
    file('all.vcf', vcf(rows));
    const { counts, notes, warnings, get } = await make('variants: {file: all.vcf}\n');
    expect(counts.variants).toMatchObject({ variants: all.length, withoutId: 1, onOtherChromosomes: 1 });
    expect(notes).toEqual([expect.stringMatching(/^all\.vcf: (\w+) is taken for chr\1, and so on$/)]);
    expect(warnings).toEqual([]);
    expectSame(get(VARIANTS), all);
  });

  it('are those of a table, found by place, near a place, and by the beginning of their names', async () => {
    const all = VARIANTS_OF_FILE.map((naive) => ({
      ...naive,
      maf: random.chance(0.2) ? undefined : random.int(0, 500) / 1000,
    }));
    const rows = all.map(
      ({ ids, chrom, start, ref, alt, maf }) =>
        `${ids.join(';')}\t${chrom}\t${ref}\t${alt}\t${maf ?? random.pick(['', 'NA', '.'])}\t${start + 1}\n`,
    );
    file('all.tsv', `id\tchrom\tref\talt\tmaf\tpos\n${rows.join('')}`);
    const made = await make('variants: {file: all.tsv}\n');
    const table = made.get(VARIANTS);
    expectSame(table, all);
    const sorted = ordered(all);
    for (let i = 0; i < 200; i++) {
      const chrom = random.pick([...SIZES.names, 'chr9']);
      const start = random.int(0, 50_000);
      const place = { chrom, start, end: start + random.int(1, 3000) };
      const inside = (naive: Naive) =>
        naive.chrom === chrom && naive.start >= start && naive.start < place.end;
      const [from, to] = table.rowsIn(place);
      expect(Array.from({ length: to - from }, (_, k) => from + k)).toEqual(
        [...sorted.keys()].filter((row) => inside(sorted[row]!)),
      );
      const within = random.int(0, 500);
      const near = [...sorted.entries()]
        .filter(([, naive]) => naive.chrom === chrom)
        .map(([row, naive]) => {
          const end = naive.start + naive.ref.length;
          const gap =
            naive.start >= place.end ? naive.start - place.end + 1 : start >= end ? start - end + 1 : 0;
          return { row, distance: gap };
        });
      expect(table.rowsTouching(place)).toEqual(
        near.filter(({ distance }) => distance === 0).map(({ row }) => row),
      );
      expect(table.near(place, within)).toEqual(
        near
          .filter(({ distance }) => distance <= within)
          .sort((a, b) => a.distance - b.distance || a.row - b.row),
      );
    }
    const names = [...new Set(all.flatMap(({ ids }) => ids))];
    for (const prefix of ['rs', 'rs1', 'RS12', 'rs2000', 'rs0', 'sv_', 'sv_12', 'x']) {
      const expected = names.filter((id) => id.startsWith(prefix.toLowerCase()));
      const byNumber = expected
        .filter((id) => id.startsWith('rs'))
        .sort(
          (a, b) => (prefix.length > 2 ? a.length - b.length : 0) || Number(a.slice(2)) - Number(b.slice(2)),
        );
      const byName = expected.filter((id) => !id.startsWith('rs')).sort();
      const found = table.beginningWith(prefix, 30);
      expect(found.map(({ id }) => id)).toEqual([...byNumber, ...byName].slice(0, 30));
      for (const { id, row } of found) expect(table.rowsOf(id)[0]).toBe(row);
    }
    expect(table.rowsOf('rs999999999')).toEqual([]);
    expect(table.rowsOf('nothing')).toEqual([]);
  });

  it('join records of one site that a tool has split, and keep ids that stand at several places', async () => {
    file(
      'split.vcf',
      vcf([
        'chr1\t10\trs5\tA\tC\t.\t.\tAF=0.2',
        'chr1\t10\trs5\tA\tG\t.\t.\tAF=0.3',
        'chr1\t10\trs6\tA\tG\t.\t.\tAF=0.9',
        'chrX\t10\trs5\tA\tG\t.\t.\tAF=0.9',
      ]),
    );
    const { counts, get } = await make('variants: {file: split.vcf}\n');
    expect(counts.variants).toMatchObject({ variants: 3, recordsJoined: 1, idsAtSeveralPlaces: 1 });
    const table = get(VARIANTS);
    const [first, second] = table.rowsOf('rs5').map(table.variant);
    expect(first).toMatchObject({ chrom: 'chr1', alt: 'C,G' });
    expect(first!.maf).toBeCloseTo(0.3, 6);
    expect(second).toMatchObject({ chrom: 'chrX', alt: 'G' });
    expect(second!.maf).toBeCloseTo(0.1, 6);
  });

  it('say which line does not fit', async () => {
    const row = 'chr1\t10\trs1\tA\tC\t.\t.\tAF=0.2';
    const cases: [string, RegExp][] = [
      [vcf([row, row.replace('\t10\t', '\t0\t')]), /:5: the position is no whole number from 1 on \(chr1\)/],
      [
        vcf([row.replace('\t10\t', '\t60001\t')]),
        /:4: chr1:60001 with 1 bases lies beyond the end .* \(60000 bases\)/,
      ],
      [vcf([row.replace('\tA\t', '\t<DEL>\t')]), /:4: the reference allele is "<DEL>", expected bases/],
      [vcf([row.replace('0.2', '1.2')]), /:4: AF=1\.2, expected frequencies from 0 to 1/],
      [vcf([row.replace('0.2', '0.2,0.3')]), /:4: AF=0\.2,0\.3, expected one for each of 1 alternative/],
      [
        vcf([row.replace('AF=0.2', 'CAF=0.2')]),
        /:4: CAF=0\.2, expected one for the reference and one for each/,
      ],
      [`${HEADER}\nchr1\t10\trs1\tA\n`, /:4: 4 columns, expected CHROM/],
      ['##fileformat=VCFv4.2\nchr1\t10\trs1\tA\tC\t.\t.\t.\n', /:2: a record before the header/],
      [vcf([row, row.replace('chr1', '2')]), /names chromosomes chr1 and 2, expected one naming/],
      [
        vcf([row.replace('chr1', 'NC_000001.11')]),
        /NC_000001\.11 and none on .*bcftools annotate --rename-chrs/,
      ],
      [vcf([row.replace('chr1', 'contig')]), /has variants on contig and none on .*is it of this assembly/],
      [
        'chrom\tpos\tid\tref\talt\n',
        /:1: has the columns .* expected a header with chrom, pos, id, ref, alt, maf/,
      ],
      [
        'chrom\tpos\tid\tref\talt\tmaf\nchr1\t1\trs1\tA\tC\t0.7\n',
        /:2: maf is "0\.7", expected a number from 0 to 0\.5/,
      ],
    ];
    for (const [text, message] of cases) {
      file('wrong.vcf', text);
      expect((await mistakeOf(make('variants: {file: wrong.vcf}\n'))).message).toMatch(message);
    }
    expect((await mistakeOf(make('variants: {files: x}\n'))).all).toEqual([
      expect.stringMatching(/unknown key variants\.files/),
      expect.stringMatching(/variants\.file is missing/),
    ]);
  });
});

describe('a column in place', () => {
  it('is searched as an array is, at every border of its blocks', async () => {
    for (const length of [0, 1, 1023, 1024, 1025, 5000]) {
      const values = Int32Array.from({ length }, () => random.int(0, 3000)).sort();
      const place = path.join(dir, `column-${length}.npy`);
      await writeNpy(place, values);
      const opened = openNpy(place);
      const column = columnInPlace(opened);
      for (let i = 0; i < 300; i++) {
        const [from, to] = [random.int(0, length), random.int(0, length)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const bound = random.int(-1, 3001);
        const expected = values.subarray(from, to).findIndex((value) => value >= bound);
        expect(column.firstAtLeast(bound, from, to)).toBe(expected < 0 ? to : from + expected);
        if (length > 0)
          expect(column.at(Math.min(from, length - 1))).toBe(values[Math.min(from, length - 1)]);
      }
      opened.close();
    }
  });
});
