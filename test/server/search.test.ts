/** Searching as people type, on a registry with genes and variants, against the files that these come from. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

let service: Running;
let genome: string;
let registry: string;
const search = (q: string) => service.json(`/api/v1/search?q=${encodeURIComponent(q)}`);
const suggest = async (q: string) =>
  (await service.json(`/api/v1/suggest?q=${encodeURIComponent(q)}`)).suggestions as {
    kind: string;
    text: string;
    value: string;
    location: string | null;
    others: string[];
    detail: string | null;
    before: string;
  }[];
const rowsOf = (file: string) => {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
};
const element = ([chrom, start, end]: string[]) => ({ chrom, start: Number(start), end: Number(end) });

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  service = await running([registry]);
});
afterAll(() => service.app.close());

describe('a search', () => {
  it('finds a gene by symbol, id, id without version and in any case, and the elements nearest to it', async () => {
    const gtf = rowsOf(path.join(genome, 'genes.gtf.gz')).filter(([, , feature]) => feature === 'gene');
    const [chrom, , , start, end, , , , attributes] = gtf[20]!;
    const [, id, , symbol] = /gene_id "([^"]*)".*(gene_name "([^"]*)")/.exec(attributes!)!;
    const elements = rowsOf(path.join(registry, 'elements.tsv'));
    const gene = elements[0]!.indexOf('gene');
    const published = new Set(rowsOf(path.join(registry, 'cCREs.bed')).map((row) => row[3]));
    const rdhs = rowsOf(path.join(registry, 'rDHSs.bed')).map((row) => row[3]);
    const expected = elements.slice(1).filter((row, i) => row[gene] === id && published.has(rdhs[i]));
    expect(expected.length).toBeGreaterThan(0);
    for (const q of [symbol, symbol!.toLowerCase(), id, id!.replace(/\.\d+$/, '')]) {
      const { parts, total } = await search(q!);
      expect(parts).toEqual([
        { kind: 'gene', text: q, value: symbol, location: `${chrom}:${start}-${end}`, others: [] },
      ]);
      expect(total).toBe(expected.length);
    }
  });

  it('finds a variant and the element that it is in, or those about it, and says which', async () => {
    const variants = rowsOf(path.join(genome, 'annotations/variants.tsv.gz')).slice(1);
    const elements = rowsOf(path.join(registry, 'cCREs.bed')).map(element);
    const within = (from: number, to: number, chrom: string) =>
      elements.filter((own) => own.chrom === chrom && own.start < to && own.end > from).length;
    const placed = variants.map(([chrom, position, id]) => {
      const start = Number(position) - 1;
      return {
        id: id!,
        hits: within(start, start + 1, chrom!),
        near: within(start - 2000, start + 2001, chrom!),
      };
    });
    const inside = placed.find(({ hits }) => hits > 0)!;
    const { parts, total, notices } = await search(inside.id.toUpperCase());
    expect([parts[0].kind, parts[0].value, total, notices]).toEqual(['variant', inside.id, inside.hits, []]);
    const rdhs = rowsOf(path.join(registry, 'rDHSs.bed')).map(element);
    const outside = variants
      .map(([chrom, position, id], i) => ({
        chrom,
        start: Number(position) - 1,
        id: id!,
        near: placed[i]!.near,
      }))
      .find(
        ({ chrom, start, near }) =>
          near > 0 && !rdhs.some((own) => own.chrom === chrom && own.start <= start && own.end > start),
      )!;
    const about = await search(outside.id);
    expect(about.total).toBe(outside.near);
    expect(about.notices).toEqual([
      expect.stringContaining(`${outside.id} lies in no element; those within 2000 bp`),
    ]);
  });

  it('takes a tissue for any of its biosamples', async () => {
    const [header, ...rows] = rowsOf(path.join(registry, 'biosamples.tsv'));
    const column = (name: string) => header!.indexOf(name);
    const own = rows.filter((row) => row[column('tissue')] === 'liver' && row[column('DNase')] !== 'NA');
    const { parts, filter } = await search('enhancers liver');
    expect(parts.map(({ kind, value }: { kind: string; value: string }) => [kind, value])).toEqual([
      ['keyword', 'enhancer'],
      ['biosample', 'liver'],
    ]);
    const meant: { biosample: string; assay: string }[] = filter.activity.any ?? [filter.activity];
    expect(
      meant
        .filter(({ assay }) => assay === 'DNase')
        .map(({ biosample }) => biosample)
        .sort(),
    ).toEqual(own.map((row) => row[column('biosample')]).sort());
  });

  it('finds a biosample by its display name, and says which assay stands for it without DNase', async () => {
    const [header, ...rows] = rowsOf(path.join(registry, 'biosamples.tsv'));
    const own = (row: string[], name: string) => row[header!.indexOf(name)]!;
    const line = rows.find((row) => own(row, 'DNase') === 'NA' && own(row, 'H3K27ac') !== 'NA')!;
    const { parts, filter, notices } = await search(own(line, 'displayName'));
    expect([parts[0].value, filter.activity]).toEqual([
      own(line, 'biosample'),
      { biosample: own(line, 'biosample'), assay: 'H3K27ac', is: 'high' },
    ]);
    expect(notices).toEqual([expect.stringContaining('has no DNase: elements with high H3K27ac')]);
  });

  it('joins places with commas in their numbers, lists of ids, and tells what it knows nothing of', async () => {
    const [first, second] = rowsOf(path.join(registry, 'cCREs.bed')).map((row) => row[4]!) as [
      string,
      string,
    ];
    expect((await search(`${first},${second}`)).total).toBe(2);
    const { parts, unknown, notices } = await search('chr1:1,000-2,000,000, promoter nothing-such');
    expect(parts.map(({ kind }: { kind: string }) => kind)).toEqual(['location', 'keyword']);
    expect(unknown).toEqual(['nothing-such']);
    expect(notices).toEqual([expect.stringContaining('nothing here is known by nothing-such')]);
  });

  it('knows the classes of the registry by their names', async () => {
    for (const [q, address] of [
      ['dels', 'class=dELS'],
      ['PLS', 'class=PLS'],
      ['CTCF-only', 'class=CTCF-only'],
      ['ctcf-bound', 'ctcfBound=true'],
    ] as const) {
      const { parts, unknown, total } = await search(q);
      expect(parts).toMatchObject([{ kind: 'keyword', text: q }]);
      expect(unknown).toEqual([]);
      expect(total).toBe((await service.json(`/api/v1/ccres?${address}`)).total);
      expect(total).toBeGreaterThan(0);
    }
  });
});

describe('a study', () => {
  it('is found by its whole id, accession, PubMed id, trait or title, and asks nothing of elements', async () => {
    const { studies } = await service.json('/api/v1/gwas/studies');
    for (const { id, accessions, pubmed, trait, title } of studies) {
      for (const q of [
        id,
        accessions[0],
        accessions[0].toLowerCase(),
        pubmed,
        ` ${trait.toUpperCase()}`,
        title,
      ]) {
        const { parts, unknown, filter, notices } = await search(q);
        expect(parts, q).toEqual([
          {
            kind: 'study',
            text: q.trim(),
            value: expect.any(String),
            location: null,
            others: expect.any(Array),
          },
        ]);
        expect([parts[0].value, ...parts[0].others], q).toContain(id);
        expect([unknown, filter]).toEqual([[], {}]);
        expect(notices).toEqual([expect.stringMatching(/narrows? nothing/)]);
      }
    }
    // A part of a name is none, and what has a meaning word by word keeps it.
    expect((await search(studies[0].trait.slice(0, -1))).parts).not.toContainEqual(
      expect.objectContaining({ kind: 'study' }),
    );
    expect((await search(`${studies[0].trait} promoter`)).unknown.length).toBeGreaterThan(0);
  });
});

describe('words that join and turn round', () => {
  it('are no names: "in" means nothing, "not" a biosample’s contrary', async () => {
    const [one, other] = (await service.json('/api/v1/biosamples?limit=100')).biosamples
      .filter((own: { files: object }) => 'DNase' in own.files)
      .map((own: { biosample: string }) => own.biosample);
    const of = (q: string) => service.json(`/api/v1/ccres?limit=1&${q}`);
    const found = await search(`in ${one} not ${other}`);
    expect(found.unknown).toEqual([]);
    expect(found.parts.map(({ value }: { value: string }) => value)).toEqual([one, `not ${other}`]);
    const high = (...names: string[]) =>
      `high=${encodeURIComponent(names.map((name) => `DNase@${name}`).join(';'))}`;
    const [all, both] = [await of(high(one)), await of(high(one, other))];
    expect(found.total).toBe(all.total - both.total);
    expect((await search('not nothing-such')).unknown).toEqual(['not', 'nothing-such']);
  });
});

describe('suggestions', () => {
  it('are names that begin with what is typed, with their places', async () => {
    const genes = await suggest('gene1');
    expect(genes.map(({ value }) => value)).toEqual(['GENE1', 'GENE10', 'GENE100', 'GENE101', 'GENE102']);
    expect(genes[0]!.location).toMatch(/^chr1:\d+-\d+$/);
    const [, , id] = rowsOf(path.join(genome, 'annotations/variants.tsv.gz'))[5]!;
    expect((await suggest(id!.slice(0, -1))).some(({ value }) => value === id)).toBe(true);
    const accession = rowsOf(path.join(registry, 'cCREs.bed'))[0]![4]!;
    expect((await suggest(accession.slice(0, -2))).map(({ kind }) => kind)).toContain('accession');
    expect(
      (await suggest('primary')).every(({ kind, value }) => kind === 'biosample' && / primary/.test(value)),
    ).toBe(true);
    expect(await suggest('   ')).toEqual([]);
  });

  it('say what they are, complete the last words, and know studies', async () => {
    const [gene] = await suggest('gene1');
    expect(gene).toMatchObject({ detail: expect.stringContaining(gene!.others[0]!), before: '' });
    const last = await suggest('enhancer gene1');
    expect(last.map(({ value }) => value)).toEqual((await suggest('gene1')).map(({ value }) => value));
    expect(last[0]!.before).toBe('enhancer');
    // Whatever their beginning, the first that there are.
    const accessions = rowsOf(path.join(registry, 'cCREs.bed'))
      .map((row) => row[4]!)
      .sort();
    for (const digits of [1, 3, 6, 7]) {
      const beginning = accessions.at(-1)!.slice(0, 'EH38E'.length + digits);
      const alike = (await suggest(beginning)).filter(({ kind }) => kind === 'accession');
      expect(alike.length, beginning).toBeGreaterThan(0);
      expect(
        alike.every(({ value }) => value.startsWith(beginning)),
        beginning,
      ).toBe(true);
      const first = accessions.find((own) => own.startsWith(beginning))!;
      expect(alike[0]!.value <= first, beginning).toBe(true);
    }
    const { studies } = await service.json('/api/v1/gwas/studies?limit=1');
    const [found] = (await suggest(studies[0].trait)).filter(({ kind }) => kind === 'study');
    expect(found).toMatchObject({ value: studies[0].id, text: studies[0].trait });
    expect(found!.detail).toContain(`${studies[0].leads} lead`);
    expect(await suggest('nothing-such neither-such')).toEqual([]);
  });
});
