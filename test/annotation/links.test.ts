/** Links on the simulated registry: against a naive reading of the raw files, and against the pairs that were planted. */

import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { type Annotations, openAnnotations } from '../../src/annotation/annotations.ts';
import { activityCorrelation, activityReader } from '../../src/annotation/expression/element-activity.ts';
import { EXPRESSION, expressionByBiosample } from '../../src/annotation/expression/expression-table.ts';
import { GENES, type GeneTable } from '../../src/annotation/genes/gene-table.ts';
import { LINKS, type Link, type LinkTable } from '../../src/annotation/links/link-table.ts';
import { placeAt } from '../../src/genome/sorted-regions.ts';
import { silent } from '../../src/progress.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { rdhsAccession } from '../../src/store/element-table.ts';
import { hasRow } from '../../src/store/row-set.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { simulatedRegistry } from '../server/simulated.ts';
import { rowsOf, tableOf } from './element-case.ts';

const { dir } = scratch();
let genome: string;
let annotations: Annotations;
let store: ElementStore;
let genes: GeneTable;
let links: LinkTable;
let all: Link[];
/** Those that a file speaks of. */
let withEvidence: Link[];
let idOf: (gene: number) => string;
const inGenome = (name: string) => path.join(genome, 'annotations', name);

beforeAll(async () => {
  let registry: string;
  ({ genome, registry } = await annotatedRegistry());
  annotations = openAnnotations(registry);
  store = await openElements(registry);
  genes = annotations.get(GENES)!;
  links = annotations.get(LINKS)!;
  all = links.links(0, links.count);
  withEvidence = all.filter(({ evidence }) => evidence > 0);
  idOf = (gene) => genes.gene(gene).id;
});

/** Elements that share a base with a place, looked at one by one. */
function elementsIn(chrom: string, start: number, end: number): number[] {
  const { chromNames, chromOffsets, start: starts, end: ends } = store.table.regions;
  const code = chromNames.indexOf(chrom);
  const found: number[] = [];
  for (let i = chromOffsets[code]!; i < chromOffsets[code + 1]!; i++) {
    if (starts[i]! < end && ends[i]! > start) found.push(i);
  }
  return found;
}

/** Start sites of the GTF: 1-based, of basic transcripts. */
function startSites(): { gene: string; chrom: string; position: number }[] {
  return rowsOf(path.join(genome, 'genes.gtf.gz')).flatMap(
    ([chrom, , kind, start, end, , strand, , rest]) => {
      if (kind !== 'transcript' || !rest!.includes('tag "basic"')) return [];
      const gene = /gene_id "([^"]+)"/.exec(rest!)![1]!;
      return [{ gene, chrom: chrom!, position: Number(strand === '-' ? end : start) }];
    },
  );
}

/** By "element gene": the names of the rows of a file that speak of them. */
type Naive = Map<string, string[]>;
const addTo = (naive: Naive, element: number, gene: string, name: string) =>
  naive.set(`${element} ${gene}`, [...(naive.get(`${element} ${gene}`) ?? []), name]);

function naiveLoops(file: string): Naive {
  const naive: Naive = new Map();
  const sites = startSites();
  for (const [c1, s1, e1, c2, s2, e2, name] of rowsOf(file).slice(1)) {
    const anchors = [
      { chrom: c1!, start: Number(s1), end: Number(e1) },
      { chrom: c2!, start: Number(s2), end: Number(e2) },
    ];
    for (const [own, other] of [anchors, [...anchors].reverse()] as (typeof anchors)[]) {
      const here = sites.filter(
        ({ chrom, position }) =>
          chrom === other!.chrom && position - 1 >= other!.start && position <= other!.end,
      );
      for (const element of elementsIn(own!.chrom, own!.start, own!.end)) {
        for (const gene of new Set(here.map((site) => site.gene))) addTo(naive, element, gene, name!);
      }
    }
  }
  return naive;
}

function naiveTable(file: string): Naive {
  const naive: Naive = new Map();
  for (const row of tableOf(file)) {
    const [start, end] = row.pos
      ? [Number(row.pos) - 1, Number(row.pos)]
      : [Number(row.start), Number(row.end)];
    const name = (row.variant_id ?? row.guide)!;
    for (const element of elementsIn(row.chrom!, start, end)) addTo(naive, element, row.gene_id!, name);
  }
  return naive;
}

describe('the evidence of links', () => {
  it('is what a naive reading of loops, eQTLs and perturbations finds', () => {
    for (const [f, { file }] of links.files.entries()) {
      const naive = (path.basename(file).startsWith('hic') ? naiveLoops : naiveTable)(inGenome(file));
      const ours: Naive = new Map();
      for (const { link, element, gene } of withEvidence) {
        for (const own of links.evidence(link))
          if (own.file === f) addTo(ours, element, idOf(gene), own.name!);
      }
      const sorted = (of: Naive) => [...of].map(([key, names]) => `${key} ${names.sort().join()}`).sort();
      expect(sorted(ours)).toEqual(sorted(naive));
      expect(naive.size).toBeGreaterThan(20);
    }
  });

  it('has the numbers of its rows', () => {
    const rows = new Map(tableOf(inGenome('crispr.tsv')).map((row) => [row.guide, row]));
    let seen = 0;
    for (const { link } of withEvidence) {
      for (const { file, name, effect, p, isNegative, biosample, strength } of links.evidence(link)) {
        const row = links.files[file]!.method === 'CRISPR' ? rows.get(name!) : undefined;
        if (row === undefined) continue;
        seen++;
        expect(effect).toBeCloseTo(Number(row.effect_size), 6);
        expect([p, isNegative, biosample]).toEqual([
          Number(row.p_value),
          row.significant === 'FALSE',
          row.biosample,
        ]);
        expect(strength > 0).toBe(!isNegative);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('links without evidence', () => {
  it('are of every cCRE and every gene with a start site within 200 kb, with the distance to it', () => {
    const sites = startSites();
    const { regions, ccres } = store.table;
    const own = new Map(all.map((link) => [`${link.element} ${idOf(link.gene)}`, link]));
    for (let row = 3; row < store.table.rows; row += 97) {
      const [start, end] = [regions.start[row]!, regions.end[row]!];
      const distances = new Map<string, number>();
      for (const { gene, chrom, position } of sites) {
        if (chrom !== placeAt(regions, row).chrom) continue;
        const bp = position > start && position <= end ? 0 : Math.max(start - position + 1, position - end);
        distances.set(gene, Math.min(bp, distances.get(gene) ?? Number.POSITIVE_INFINITY));
      }
      for (const [gene, bp] of distances) {
        const link = own.get(`${row} ${gene}`);
        if (bp <= 200_000 && hasRow(ccres, row)) expect(link, `${row} ${gene} ${bp}`).toBeDefined();
        if (link !== undefined) expect(link.distance).toBe(bp);
        else expect(bp > 200_000 || !hasRow(ccres, row)).toBe(true);
      }
    }
  });

  it('say whose promoter an element is: a PLS at a start site, or less than 200 bp from it', () => {
    const { classCode } = store.table;
    const byElement = new Map<number, Link[]>();
    for (const link of all) byElement.set(link.element, [...(byElement.get(link.element) ?? []), link]);
    const wrong: number[] = [];
    for (const [element, own] of byElement) {
      const near = own.map(({ distance }) => distance ?? Number.POSITIVE_INFINITY);
      const nearest = Math.min(...near);
      const expected = own.map(
        ({ distance }) => classCode[element] === 0 && nearest < 200 && distance === nearest,
      );
      if (own.some(({ isPromoter }, i) => isPromoter !== expected[i])) wrong.push(element);
    }
    expect(wrong).toEqual([]);
    expect(all.filter(({ isPromoter }) => isPromoter).length).toBeGreaterThan(500);
  });

  it('have the correlation of the activity and the expression that one element asks for', () => {
    const expression = annotations.get(EXPRESSION)!;
    const activity = activityReader(store, 'DNase');
    for (let i = 0; i < all.length; i += 211) {
      const { element, gene, correlation, biosamples } = all[i]!;
      const found = activityCorrelation(activity.z(element), expressionByBiosample(expression, gene));
      if (found === undefined) expect(correlation).toBeNull();
      else {
        expect(correlation).toBeCloseTo(found.r, 6);
        expect(biosamples).toBe(found.n);
      }
    }
    activity.close();
  });
});

describe('links', () => {
  it('are the same by element, by gene and as a whole, best first', () => {
    const byGene = new Map<number, Link[]>();
    const wrong: number[] = [];
    for (const [i, link] of all.entries()) {
      const before = all[i - 1];
      const isOrdered =
        before?.element === link.element
          ? before.confidence >= link.confidence
          : (before?.element ?? -1) < link.element;
      if (!isOrdered) wrong.push(i);
      byGene.set(link.gene, [...(byGene.get(link.gene) ?? []), link]);
    }
    expect(wrong).toEqual([]);
    for (const gene of [0, 17, genes.count - 1]) {
      const own = byGene.get(gene) ?? [];
      own.sort((a, b) => b.confidence - a.confidence || a.link - b.link);
      expect(links.countOfGene(gene)).toBe(own.length);
      expect(links.ofGene(gene, 0, 1e9)).toEqual(own);
      expect(links.ofGene(gene, 3, 4)).toEqual(own.slice(3, 7));
    }
    const { element } = all[500]!;
    expect(links.ofElement(element)).toEqual(all.filter((link) => link.element === element));
  });

  it('rank planted pairs above others by their confidence, better than by any one method', () => {
    const planted = new Map(
      tableOf(path.join(genome, 'truth', 'elements.tsv')).map(({ id, chrom, start, end }) => [
        id!,
        { chrom: chrom!, start: Number(start), end: Number(end) },
      ]),
    );
    const truth = new Set(
      tableOf(path.join(genome, 'truth', 'links.tsv')).flatMap(({ element, gene }) => {
        const { chrom, start, end } = planted.get(element!)!;
        const [from, to] = store.rowsIn({ chrom, start, end });
        return Array.from({ length: to - from }, (_, i) => `${from + i} ${gene}`);
      }),
    );
    // What was planted are enhancers: promoters are links of their own genes by definition.
    const own = all.filter(({ isPromoter }) => !isPromoter);
    const isTrue = own.map(({ element, gene }) => truth.has(`${element} ${idOf(gene)}`));
    expect(isTrue.filter(Boolean).length).toBeGreaterThan(0.9 * truth.size);
    const best = (method: string) =>
      own.map(({ link, evidence }) =>
        evidence === 0
          ? 0
          : Math.max(
              ...links
                .evidence(link)
                .map((e) => (e.method === method ? e.strength - Number(e.isNegative) : 0)),
            ),
      );
    const scores = {
      confidence: own.map(({ confidence }) => confidence),
      distance: own.map(({ distance }) => -(distance ?? 1e9)),
      correlation: own.map(({ correlation }) => correlation ?? 0),
      'Hi-C': best('Hi-C'),
      eQTL: best('eQTL'),
      CRISPR: best('CRISPR'),
    };
    const { confidence, ...others } = scores;
    const area = areaUnderRoc(confidence, isTrue);
    expect(area).toBeGreaterThan(0.85);
    for (const score of Object.values(others)) {
      expect(area).toBeGreaterThan(areaUnderRoc(score, isTrue) + 0.05);
      expect(meanPrecision(confidence, isTrue)).toBeGreaterThan(2 * meanPrecision(score, isTrue));
    }
    // Roughly what it says: of pairs with a confidence of 0.8 or more, nine in ten are true.
    const sure = own.flatMap((link, i) => (link.confidence >= 0.8 ? [isTrue[i]] : []));
    expect(sure.length).toBeGreaterThan(80);
    expect(sure.filter(Boolean).length / sure.length).toBeGreaterThan(0.8);
  });
});

/** The chance that a true pair ranks above another; ties count half. */
function areaUnderRoc(scores: readonly number[], isTrue: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  let [trues, rankSum] = [0, 0];
  for (let i = 0; i < order.length; ) {
    let j = i;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) j++;
    for (let k = i; k < j; k++) {
      if (!isTrue[order[k]!]) continue;
      trues++;
      rankSum += (i + j + 1) / 2;
    }
    i = j;
  }
  return (rankSum - (trues * (trues + 1)) / 2) / (trues * (scores.length - trues));
}

/** The mean precision at each true pair. */
function meanPrecision(scores: readonly number[], isTrue: readonly boolean[]): number {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
  let [seen, sum] = [0, 0];
  for (const [i, place] of order.entries()) if (isTrue[place]) sum += ++seen / (i + 1);
  return sum / seen;
}

describe('files of links', () => {
  let registry: string;
  const made = async (
    entry: string,
    text: string,
    beside = 'genes: {file: genes.gtf.gz}\n',
    method = 'Test',
  ) => {
    writeFileSync(path.join(dir, 'table.tsv'), text);
    writeFileSync(
      path.join(dir, 'annotations.yaml'),
      `${beside}links: [{file: table.tsv, method: ${method}${entry}}]\n`,
    );
    return annotate(registry, path.join(dir, 'annotations.yaml'), silent);
  };
  const evidenceOf = async (entry: string, text: string, beside?: string) => {
    await made(entry, text, beside);
    const table = openAnnotations(registry).get(LINKS)!;
    return table.links(0, table.count).flatMap(({ link, element, gene, evidence }) =>
      evidence === 0
        ? []
        : table.evidence(link).map(({ strength, biosample, p, name }) => ({
            element,
            gene: idOf(gene),
            strength,
            biosample,
            p,
            name,
          })),
    );
  };
  const mistake = async (entry: string, text: string, beside?: string) =>
    (await mistakeOf(made(entry, text, beside))).message.replaceAll(`${dir}/`, '');

  beforeAll(async () => {
    registry = path.join(dir, 'plain');
    cpSync((await simulatedRegistry()).registry, registry, { recursive: true });
    cpSync(path.join(genome, 'genes.gtf.gz'), path.join(dir, 'genes.gtf.gz'));
  });

  it('may name elements by accession, genes by symbol or id without version, and lack a header', async () => {
    const { symbol, id } = genes.gene(5);
    const [a, b] = [rdhsAccession(store.table, 3), rdhsAccession(store.table, 4)];
    const rows = `${a}\t${symbol}\t0.5\tliver\n${b}\t${id.replace(/\.\d+$/, '')}\t0.9\tliver\n${a}\tNOGENE\t1\tliver\n`;
    const found = await evidenceOf(', columns: [cCRE, gene_name, Score, tissue]', rows);
    expect(found).toEqual([
      { element: 3, gene: id, strength: 0.25, biosample: 'liver', p: null, name: null },
      { element: 4, gene: id, strength: 0.75, biosample: 'liver', p: null, name: null },
    ]);
  });

  it('may name variants as GTEx does', async () => {
    const { regions } = store.table;
    const at = `${placeAt(regions, 9).chrom}_${regions.start[9]! + 1}_A_G_b38`;
    const { id } = genes.gene(5);
    const table = `variant_id\tgene_id\tpval_nominal\n${at}\t${id}\t1e-5\n`;
    expect(await evidenceOf('', table)).toEqual([
      { element: 9, gene: id, strength: 0.5, biosample: null, p: 1e-5, name: at },
    ]);
    expect(await mistake('', `variant_id\tgene_id\nrs5\t${id}\n`)).toMatch(
      /^table\.tsv:2:1: column 1 \(variant_id\) is "rs5", expected one with its place/,
    );
  });

  it('may name variants by their ids alone where there are variants', async () => {
    const variants = `genes: {file: genes.gtf.gz}\nvariants: {file: ${JSON.stringify(inGenome('variants.tsv.gz'))}}\n`;
    const rows = tableOf(inGenome('eqtl.tsv')).filter(({ chrom, pos }) => {
      const [from, to] = store.rowsIn({ chrom: chrom!, start: Number(pos) - 1, end: Number(pos) });
      return to > from;
    });
    const table = rows.map(({ variant_id, gene_id }) => `${variant_id}\t${gene_id}\n`).join('');
    const found = await evidenceOf('', `rsid\tgene\n${table}`, variants);
    const expected = rows.map(({ variant_id, chrom, pos, gene_id }) => {
      const [element] = store.rowsIn({ chrom: chrom!, start: Number(pos) - 1, end: Number(pos) });
      return `${element} ${gene_id} ${variant_id}`;
    });
    expect(found.map(({ element, gene, name }) => `${element} ${gene} ${name}`).sort()).toEqual(
      expected.sort(),
    );
  });

  it('speak against a pair where it was perturbed in vain, and only then', async () => {
    const pair = all.find(({ element, isPromoter }) => element > 100 && !isPromoter)!;
    const place = Object.values(placeAt(store.table.regions, pair.element)).join('\t');
    const text = `chrom\tstart\tend\tgene\tsignificant\n${place}\t${idOf(pair.gene)}\tFALSE\n`;
    const confidence = async (method: string) => {
      await made('', text, undefined, method);
      const own = openAnnotations(registry).get(LINKS)!.ofElement(pair.element);
      return own.find((link) => link.gene === pair.gene)!.confidence;
    };
    const [without, refuted] = [await confidence('eQTL'), await confidence('CRISPRi')];
    const odds = (share: number) => share / (1 - share);
    expect(odds(refuted) / odds(without)).toBeCloseTo(0.25, 5);
  });

  it.each(['NA', '', '.'])(
    'speak neither for nor against a pair where they leave open what was found (%j)',
    async (word) => {
      const pair = all.find(({ element, isPromoter }) => element > 100 && !isPromoter)!;
      const place = Object.values(placeAt(store.table.regions, pair.element)).join('\t');
      const linked = async (method: string, outcome: string) => {
        const head = 'chrom\tstart\tend\tgene\tp_value\tsignificant\n';
        await made('', `${head}${place}\t${idOf(pair.gene)}\t0.001\t${outcome}\n`, undefined, method);
        const table = openAnnotations(registry).get(LINKS)!;
        const own = table.ofElement(pair.element).find((link) => link.gene === pair.gene)!;
        return { confidence: own.confidence, evidence: table.evidence(own.link) };
      };
      const without = await linked('eQTL', 'FALSE');
      const open = await linked('CRISPRi', word);
      expect(open.confidence).toBe(without.confidence);
      expect(open.evidence).toMatchObject([{ isNegative: false, isUnknown: true, strength: 0 }]);
      expect((await linked('CRISPRi', 'TRUE')).confidence).toBeGreaterThan(without.confidence);
    },
  );

  it('are refused where nothing in them is known, or they cannot be read', async () => {
    const { id } = genes.gene(5);
    const head = 'chrom\tstart\tend\tgene_id\tp_value\tsignificant\n';
    expect(await mistake('', 'chrom\tstart\tend\n')).toMatch(
      /^table\.tsv:1: no column that says which .* expected gene_id/,
    );
    expect(await mistake('', 'gene\tscore\n')).toMatch(
      /expected accession; chrom, start, end; chrom, pos; or variant_id/,
    );
    expect(await mistake('', `${head}chr1\t5\t900\tNOGENE\t1\tTRUE\n`)).toMatch(
      /^table\.tsv: none of its genes is known \(NOGENE\)/,
    );
    expect(await mistake('', `${head}1\t5\t900\t${id}\t1\tTRUE\n`)).toMatch(
      /^table\.tsv: none of its chromosomes is known \(1\)/,
    );
    expect(await mistake('', `accession\tgene\nEH38E9999999\t${id}\n`)).toMatch(
      /none of its accessions is known/,
    );
    expect(await mistake('', `${head}chr1\t5\t12000001\t${id}\t1\tTRUE\n`)).toMatch(
      /^table\.tsv:2: .*ends beyond the chromosome/,
    );
    expect(await mistake('', `${head}chr1\t5\t900\t${id}\t2\tTRUE\n`)).toMatch(
      /:2:5: column 5 \(p_value\) is "2", expected a probability/,
    );
    expect(await mistake('', `${head}chr1\t5\t900\t${id}\t1\tmaybe\n`)).toMatch(
      /:2:6: .*expected one of 0, 1, true, yes, t, false, no, f, or NA/,
    );
    expect(await mistake('', `${head}chr1\t5\tx\t${id}\t1\tTRUE\n`)).toMatch(/:2:3: column 3 \(end\) is "x"/);
    expect(await mistake('', `${head}chr1\t5\t900\t${id}\t1\tconstructor\n`)).toMatch(
      /:2:6: .*"constructor"/,
    );
    expect(await mistake(', format: bedpe', 'chr1\t5\t9\n')).toMatch(
      /^table\.tsv:1: 3 columns, expected tabs between: BEDPE/,
    );
    expect(await mistake('', head, '')).toMatch(/links is there without genes, expected genes beside it/);
  });
});
