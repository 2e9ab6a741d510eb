/** Catalogues as they come: names of columns, p-values, ids, places, populations; the real one of 2012 against counts of its text. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GWAS_KIND } from '../../src/annotation/gwas/gwas.ts';
import { panelOf, populationsOf } from '../../src/annotation/gwas/gwas-populations.ts';
import { readGwas } from '../../src/annotation/gwas/gwas-rows.ts';
import { minusLog10, placeOfId, splitIds } from '../../src/annotation/gwas/gwas-snps.ts';
import { studyIds } from '../../src/annotation/gwas/gwas-studies.ts';
import { GWAS } from '../../src/annotation/gwas/gwas-table.ts';
import { LD_KIND } from '../../src/annotation/variants/ld.ts';
import { VARIANTS } from '../../src/annotation/variants/variant-table.ts';
import { VARIANTS_KIND } from '../../src/annotation/variants/variants.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { mistakeOf, SHARED, scratch } from '../formats/scratch.ts';
import { elementsOf, madeKinds } from './variant-case.ts';

const { dir, file } = scratch();
const CATALOGUE_2012 = path.join(SHARED, 'gwas', 'gwascatalog20120307.txt.gz');
const IBD = path.join(SHARED, 'gwas', 'IBD.sig.varList.tsv');
const HG = chromSizesOf(
  [...Array.from({ length: 22 }, (_, i) => `chr${i + 1}`), 'chrX', 'chrY'],
  new Array<number>(24).fill(250_000_000),
);

describe('p-values', () => {
  it('keep their logarithm where no double holds them', () => {
    expect(minusLog10('2E-400')).toBeCloseTo(400 - Math.log10(2), 10);
    expect(minusLog10('5e-8')).toBeCloseTo(-Math.log10(5e-8), 12);
    expect(minusLog10(' 3 E-10 ')).toBeCloseTo(-Math.log10(3e-10), 12);
    expect(minusLog10('0.05')).toBeCloseTo(-Math.log10(0.05), 12);
    expect([minusLog10('1E-6'), minusLog10('1'), minusLog10('0')]).toEqual([6, 0, Number.POSITIVE_INFINITY]);
    for (const text of ['', 'NS', 'E', 'E-5', '-1', '2', '1e', 'p<0.1'])
      expect(minusLog10(text), text).toBeNaN();
  });
});

describe('ids', () => {
  it('are told apart in a cell of several, and read as places where they are', () => {
    expect(splitIds('rs1; rs2')).toEqual(['rs1', 'rs2']);
    expect(splitIds('rs1,rs2, rs3')).toEqual(['rs1', 'rs2', 'rs3']);
    expect(splitIds('rs1 x rs2')).toEqual(['rs1', 'rs2']);
    expect([splitIds('NR'), splitIds(' '), splitIds('-')]).toEqual([[], [], []]);
    for (const id of ['chr6:32588205', '6:32588205:A:G', 'CHR6_32588205', 'chr6.32588205']) {
      expect(placeOfId(id, HG), id).toEqual({ chrom: 'chr6', pos: 32_588_205 });
    }
    expect(placeOfId('23:5', HG)).toEqual({ chrom: 'chrX', pos: 5 });
    for (const id of ['rs6', 'HLA-DRB1*15:01', 'chr77:5', 'chr6:x'])
      expect(placeOfId(id, HG), id).toBeUndefined();
  });
});

describe('populations', () => {
  it('are those that the words name, the first named first', () => {
    const cases: [string, string[]][] = [
      ['4,965 Korean ancestry individuals', ['EAS']],
      ['133,653 Caucasian European ancestry individuals', ['EUR']],
      ['8,090 African American individuals', ['AFR']],
      ['Up to 52,350 European ancestry individuals, up to 8,739 Indian Asian individuals', ['EUR', 'SAS']],
      ['1,000 Han Chinese cases, 300 East Asian controls', ['EAS']],
      ['500 Native American cases, 20 Mexican American controls', ['AMR']],
      ['651 European American bipolar cases', ['EUR']],
      ['10 Hispanic/Latino, 20 Non-Hispanic White individuals', ['AMR', 'EUR']],
      ['909 trios', []],
      ['EUR', ['EUR']],
      ['afr; eur', ['AFR', 'EUR']],
      ['CEU', ['EUR']],
      ['', []],
    ];
    for (const [text, expected] of cases) expect(populationsOf(text), text).toEqual(expected);
    expect(panelOf('EAS', ['EUR', 'ASN'])).toBe('ASN');
    expect(panelOf('EUR', ['CEU', 'eur'])).toBe('eur');
    expect(panelOf('SAS', ['EUR', 'ASN'])).toBeUndefined();
  });
});

describe('study ids', () => {
  it('are unique, fit into addresses, and do not depend on the order of the file', () => {
    const study = (author: string, trait: string) => ({
      ...{ author, pubmed: '1', trait, title: '', journal: '', date: '', link: '', samples: '' },
      ...{ accessions: [], mappedTrait: '' },
    });
    const studies = [
      study('Doe J', 'Blood trait 1'),
      study('Doe J', 'Blood trait/1'),
      study('Li M', '1,5-anhydroglucitol levels (serum)'),
      study("O'Neil", 'β-cells?'),
      study('', 'Alone'),
    ];
    const ids = [
      'Doe_J-1-Blood_trait_1',
      'Doe_J-1-Blood_trait_1-2',
      'Li_M-1-1,5-anhydroglucitol_levels_(serum)',
      'O_Neil-1-β-cells',
      '1-Alone',
    ];
    expect(studyIds(studies)).toEqual(ids);
    expect(studyIds([...studies].reverse())).toEqual([...ids].reverse());
  });
});

const COLUMNS =
  'PUBMEDID\tFIRST AUTHOR\tDISEASE/TRAIT\tINITIAL SAMPLE SIZE\tCHR_ID\tCHR_POS\tREPORTED GENE(S)\tSNPS\tMERGED\tSNP_ID_CURRENT\tP-VALUE\tPVALUE_MLOG\n';
const VARIANT_ROWS = ['chr1\t100\trs1', 'chr1\t200\trs2', 'chr1\t300\trs3', 'chrX\t50\trs4', 'chr2\t7\trs5'];
file(
  'variants.tsv',
  `chrom\tpos\tid\tref\talt\tmaf\n${VARIANT_ROWS.map((row) => `${row}\tA\tC\t0.2\n`).join('')}`,
);
file('ld.tsv', 'id_a\tid_b\tr2\nrs1\trs2\t0.9\nrs2\trs3\t0.7\n');
const make = (gwas: string) =>
  madeKinds([VARIANTS_KIND, LD_KIND, GWAS_KIND], {
    yaml: `variants: {file: variants.tsv}\nld: {population: EUR, pairs: ld.tsv}\n${gwas}`,
    dir,
    elements: elementsOf([
      ['chr1', 150, 250],
      ['chr2', 0, 50],
    ]),
  });
const row = (
  snps: string,
  rest: Partial<Record<'chrom' | 'pos' | 'merged' | 'current' | 'p' | 'mlog' | 'samples', string>> = {},
) =>
  `11\tDoe J\tTrait\t${rest.samples ?? '10 European'}\t${rest.chrom ?? ''}\t${rest.pos ?? ''}\tGENE1\t${snps}\t${rest.merged ?? '0'}\t${rest.current ?? ''}\t${rest.p ?? '1E-9'}\t${rest.mlog ?? ''}\n`;

describe('a catalogue', () => {
  it('is resolved by id, by the id that replaced it, and by place; the rest is counted by reason', async () => {
    file(
      'catalogue.tsv',
      COLUMNS +
        row('rs1', { chrom: '1', pos: '100', p: '2E-400' }) +
        row('rs900', { merged: '1', current: '2', p: '3E-20' }) +
        row('rs901', { chrom: '23', pos: '50', p: '0', mlog: '350.5' }) +
        row('chr2:7', { p: '1E-6' }) +
        row('rs3; rs902', { chrom: '1;1', pos: '300;301' }) +
        row('rs903', { chrom: '9', pos: '5' }) +
        row('kgp1') +
        row('NR') +
        row('', { chrom: '1', pos: '300', p: 'NS' }),
    );
    const { counts, get } = await make('gwas: {file: catalogue.tsv, minLeads: 2}');
    expect(counts.gwas).toMatchObject({
      ...{ studies: 1, associations: 9, snps: 9, byId: 2, byReplacedId: 1, byPlace: 3 },
      ...{ noVariantThere: 1, unknownId: 2, withoutSnp: 1, withoutP: 1, leads: 4, ldBlocks: 3 },
    });
    const [gwas, variants] = [get(GWAS), get(VARIANTS)];
    const idOf = (at: number) => variants.variant(at).id;
    // rs2 is linked with rs1, which is stronger; with rs3 by 0.7, which is not above 0.7.
    expect(gwas.leads(0).map((lead) => [idOf(lead.row), lead.block, lead.minusLog10P.toFixed(3)])).toEqual([
      ['rs1', 0, '399.699'],
      ['rs4', 1, '350.500'],
      ['rs2', 0, '19.523'],
      ['rs3', 2, '9.000'],
    ]);
    expect(gwas.blocks(0).map((block) => block.map((snp) => idOf(snp.row)))).toEqual([
      ['rs1', 'rs2'],
      ['rs4'],
      ['rs3'],
    ]);
    expect(gwas.study(0)).toMatchObject({ elements: 1, blocksOnCcres: 1, ccres: 1, associations: 9 });
    expect(gwas.associationsOf(variants.rowsOf('rs2')[0]!)).toMatchObject([
      { reportedId: 'rs900', how: 'byReplacedId', genes: 'GENE1', p: '3E-20' },
    ]);
  });

  it('of another assembly is resolved by ids alone, which is said', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => row(`rs${1 + (i % 4)}`, { chrom: '1', pos: '9' }));
    file('other.tsv', `${COLUMNS}${rows.join('')}${row('rs77', { chrom: '2', pos: '7' })}`);
    const { counts, warnings } = await make('gwas: {file: other.tsv}');
    expect(counts.gwas).toMatchObject({ byId: 12, byPlace: 0, unknownId: 1 });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^other\.tsv: 12 of 12 places are not those .*only ids are used/),
    );
  });

  it('takes the panel of the study’s population, else the first, and says so', async () => {
    file(
      'populations.tsv',
      'study\ttrait\tpubmed\tpopulation\tid\tp\nA\tt\t1\tEUR\trs1\t1e-9\nB\tt\t2\tJapanese\trs1\t1e-9\nC\tt\t3\t\trs1\t1e-9\nD\tt\t4\tEUR;AFR\trs1\t1e-9\n',
    );
    const { counts, get } = await make('gwas: {file: populations.tsv}');
    expect([0, 1, 2, 3].map((i) => get(GWAS).study(i))).toMatchObject([
      { id: 'A-1-t', populations: ['EUR'], panel: 'EUR', isOtherPanel: false },
      { id: 'B-2-t', populations: ['EAS'], panel: 'EUR', isOtherPanel: true },
      { id: 'C-3-t', populations: [], panel: 'EUR', isOtherPanel: true },
      { id: 'D-4-t', populations: ['EUR', 'AFR'], panel: 'EUR', isOtherPanel: false },
    ]);
    expect(counts.gwas).toMatchObject({ withoutPopulation: 1, ofSeveralPopulations: 1, onOtherPanel: 2 });
  });

  it('is refused where its header or a row does not fit', async () => {
    const cases: [string, RegExp][] = [
      [
        'a\tb\n1\t2\n',
        /wrong\.tsv:1: has neither the columns of the GWAS Catalog .* nor study, trait, pubmed/,
      ],
      [`${COLUMNS}1\t2\n`, /wrong\.tsv:2: 2 columns, expected the 12 of the header/],
      [
        COLUMNS + row('rs1').replace('Doe J\tTrait', '\t'),
        /wrong\.tsv:2: neither author nor trait \(PubMed "11"\)/,
      ],
    ];
    for (const [text, message] of cases) {
      file('wrong.tsv', text);
      expect((await mistakeOf(make('gwas: {file: wrong.tsv}'))).message).toMatch(message);
    }
    const yaml = 'gwas: {file: catalogue.tsv, controls: 1, r2: 2, assay: H3K9me3, colour: red}\n';
    const mistake = await mistakeOf(
      madeKinds([VARIANTS_KIND, GWAS_KIND], { yaml, dir, elements: elementsOf([]) }),
    );
    for (const key of [
      /unknown key gwas\.colour/,
      /gwas\.controls is 1/,
      /gwas\.r2 is 2/,
      /gwas\.assay is/,
      /gwas is without variants/,
    ])
      expect(mistake.message).toMatch(key);
  });
});

describe.skipIf(!existsSync(CATALOGUE_2012))('the catalogue of 2012', () => {
  const rows = () =>
    gunzipSync(readFileSync(CATALOGUE_2012))
      .toString('latin1')
      .split('\r\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split('\t').map((cell) => cell.trim()));

  it('is read whole: studies, ids, p-values, places and merged ids', async () => {
    const read = await readGwas(CATALOGUE_2012, HG);
    const own = rows();
    expect(own.length).toBe(7463);
    expect(read.fileRows).toBe(own.length);
    const keys = own.map((cells) => `${cells[2]}|${cells[1]}|${cells[7]}`);
    expect(read.studies.map(({ author, pubmed, trait }) => `${author}|${pubmed}|${trait}`).sort()).toEqual(
      [...new Set(keys)].sort(),
    );
    // awk -F'\t' '$28 !~ /^[0-9]E-[0-9]+$/': 204 NS, 5 Pending, 2 E.
    expect(read.withoutP).toBe(own.filter((cells) => !/^\dE-\d+$/.test(cells[27]!)).length);
    expect(read.withoutP).toBe(211);
    const ids = own.flatMap((cells) => cells[21]!.match(/\brs\d+/g) ?? []);
    const found = Array.from({ length: read.count }, (_, i) => read.ids.at(i));
    expect(found.filter((id) => /^rs\d+$/.test(id)).sort()).toEqual(ids.sort());
    const merged = own.filter((cells) => cells[22] === '1');
    expect(merged.length).toBe(20);
    expect(read.current.filter((number) => number > 0).length).toBe(merged.length);
    const placed = own.filter((cells) => /^\d+$/.test(cells[12]!) && !/,/.test(cells[21]!));
    expect(read.chrom.filter((chrom) => chrom >= 0).length).toBe(placed.length);
    const onX = own.filter((cells) => cells[11] === '23' && /^\d+$/.test(cells[12]!));
    expect(read.chrom.filter((chrom) => HG.names[chrom] === 'chrX').length).toBe(onX.length);
    for (let i = 0, at = 0; at < own.length; at++) {
      const cells = own[at]!;
      const count = Math.max(1, cells[21]!.match(/\brs\d+|i\d+/g)?.length ?? 0);
      if (splitIds(cells[21]!).length === 0 && !/^\d+$/.test(cells[12]!)) continue;
      for (let k = 0; k < count; k++, i++) {
        expect(read.p.at(i)).toBe(cells[27]);
        if (/^\dE/.test(cells[27]!))
          expect(read.mlog[i]).toBeCloseTo(
            Number(cells[27]!.slice(3)) - Math.log10(Number(cells[27]![0])),
            9,
          );
        expect(read.genes.at(i)).toBe(cells[13]);
      }
    }
    const ancestries = read.studies.map(({ samples }) => populationsOf(samples)[0] ?? 'none');
    const words = (word: RegExp) => read.studies.filter(({ samples }) => word.test(samples)).length;
    expect(ancestries.filter((own) => own === 'EUR').length).toBeGreaterThan(words(/European/) * 0.9);
    expect(ancestries.filter((own) => own === 'EAS').length).toBeGreaterThan(words(/Japanese|Korean/) * 0.8);
  });
});

describe.skipIf(!existsSync(IBD))('fine-mapped variants of IBD', () => {
  it('are the variants, and the leads of a study of their own', async () => {
    const [header, ...list] = readFileSync(IBD, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const at = (name: string) => header!.indexOf(name);
    const own = list.filter((cells) => /^rs\d+$/.test(cells[at('variant')]!));
    const places = new Map(own.map((cells) => [cells[at('variant')]!, `${cells[0]}\t${cells[1]}`]));
    file(
      'ibd-variants.tsv',
      `chrom\tpos\tid\tref\talt\tmaf\n${[...places].map(([id, place]) => `${place}\t${id}\tN\tN\t\n`).join('')}`,
    );
    file(
      'ibd.tsv',
      `study\ttrait\tpubmed\tpopulation\tid\tp\n${own
        .map(
          (cells) =>
            `IBD\t${cells[at('Disease2')]}\t28658209\tEUR\t${cells[at('variant')]}\t1e-${cells[at('pvalue')]!.replace(/\..*/, '')}\n`,
        )
        .join('')}`,
    );
    const { counts, get } = await madeKinds([VARIANTS_KIND, GWAS_KIND], {
      yaml: 'variants: {file: ibd-variants.tsv}\ngwas: {file: ibd.tsv, minLeads: 100000}',
      dir,
      elements: elementsOf([]),
      chromSizes: HG,
    });
    expect(counts.variants!.variants).toBe(places.size);
    const traits = new Set(own.map((cells) => cells[at('Disease2')]!));
    expect(counts.gwas).toMatchObject({ studies: traits.size, associations: own.length, byId: own.length });
    for (let i = 0; i < traits.size; i++) {
      const study = get(GWAS).study(i);
      const strong = own.filter(
        (cells) => cells[at('Disease2')] === study.trait && Math.trunc(Number(cells[at('pvalue')])) > 6,
      );
      expect(study.leads).toBe(new Set(strong.map((cells) => cells[at('variant')])).size);
      // Without linkage each lead is a block.
      expect(study).toMatchObject({ panel: undefined, isOtherPanel: false, ldBlocks: study.leads });
    }
  });
});
