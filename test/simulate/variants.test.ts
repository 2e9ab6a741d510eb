import { describe, expect, it } from 'vitest';
import { coverOf, elementsOf, genome, listOf, meanOf, type Row, tableOf } from './texts.ts';

const variants = tableOf('annotations/variants.tsv.gz');
const byId = new Map(variants.map((row) => [row.id!, row]));
const populations = ['EUR', 'AFR'];
const pairs = new Map(populations.map((name) => [name, tableOf(`annotations/ld-${name}.tsv.gz`)]));
const pairsOf = (population: string) => pairs.get(population)!;
const sizeOf = (chrom: string) => genome.plan.chroms.sizes[genome.plan.chroms.index.get(chrom)!]!;

describe('the variants of the mini genome', () => {
  it('lie in order inside their chromosomes, with alleles, frequencies and names of their own', () => {
    expect(variants.length).toBe(6000);
    expect(byId.size).toBe(variants.length);
    let wrong = 0;
    for (const [i, { chrom, pos, ref, alt, maf }] of variants.entries()) {
      const before = variants[i - 1];
      if (before?.chrom === chrom && Number(before!.pos) >= Number(pos)) wrong++;
      if (!(Number(pos) >= 1 && Number(pos) <= sizeOf(chrom!)) || ref === alt) wrong++;
      if (!/^[ACGT]$/.test(ref!) || !/^[ACGT]$/.test(alt!)) wrong++;
      if (!(Number(maf) > 0 && Number(maf) <= 0.5)) wrong++;
    }
    expect(wrong).toBe(0);
    expect(new Set(variants.map(({ chrom }) => chrom)).size).toBe(5);
  });

  it('are linked within blocks alone, each pair once', () => {
    const blocks = tableOf('truth/ld-blocks.tsv');
    const onChrom = new Map<string, { id: string; at: number }[]>();
    for (const { id, chrom, pos } of variants) {
      const list = onChrom.get(chrom!) ?? [];
      list.push({ id: id!, at: Number(pos) });
      onChrom.set(chrom!, list);
    }
    for (const population of populations) {
      const blockOf = new Map<string, string>();
      for (const { block, chrom, start, end, variants: count } of blocks.filter(
        (row) => row.population === population,
      )) {
        const [from, to] = [Number(start), Number(end)];
        const members = (onChrom.get(chrom!) ?? []).filter(({ at }) => at > from && at <= to);
        if (members.length !== Number(count)) expect([block, members.length]).toEqual([block, Number(count)]);
        for (const { id } of members) blockOf.set(id!, block!);
      }
      expect(blockOf.size).toBe(variants.length);
      const seen = new Set<string>();
      let strong = 0;
      for (const { id_a: a, id_b: b, r2 } of pairsOf(population)) {
        // r2 has no direction: a pair that came twice could contradict itself.
        seen.add([a, b].sort().join(' '));
        if (a === b || blockOf.get(a!) === undefined || blockOf.get(a!) !== blockOf.get(b!)) {
          expect([a, b]).toEqual('variants of one block');
        }
        if (!(Number(r2) >= 0.2 && Number(r2) <= 1)) expect(r2).toBe('0.2 to 1');
        if (Number(r2) > 0.7) strong++;
      }
      expect(seen.size).toBe(pairsOf(population).length);
      expect(strong).toBeGreaterThan(1000);
    }
    expect(pairsOf('AFR').length).toBeLessThan(pairsOf('EUR').length / 1.5);
  });
});

describe('the GWAS studies of the mini genome', () => {
  const studies = tableOf('truth/gwas.tsv');
  const leads = tableOf('truth/gwas-leads.tsv');
  const catalog = tableOf('annotations/gwas-catalog.tsv');
  const elements = elementsOf('truth/elements.tsv');
  const marked = [...elements.values()].filter(({ class: kind }) => ['PLS', 'pELS', 'dELS'].includes(kind));
  const coverAt = coverOf(marked);

  /** For each variant the biosamples in which its LD group touches an active element with H3K27ac. */
  const activeOf = (population: string) => {
    const own = new Map(
      variants.map(({ id, chrom, pos }) => [
        id!,
        coverAt(chrom!, Number(pos) - 1).flatMap((element) => [...element.biosamples]),
      ]),
    );
    const active = new Map(variants.map(({ id }) => [id!, new Set(own.get(id!))]));
    for (const { id_a: a, id_b: b, r2 } of pairsOf(population)) {
      if (Number(r2) <= 0.7) continue;
      for (const name of own.get(a!)!) active.get(b!)!.add(name);
      for (const name of own.get(b!)!) active.get(a!)!.add(name);
    }
    return active;
  };
  const partnersOf = (population: string) => {
    const found = new Map<string, string[]>();
    for (const { id_a: a, id_b: b, r2 } of pairsOf(population)) {
      if (Number(r2) <= 0.7) continue;
      for (const [from, to] of [
        [a!, b!],
        [b!, a!],
      ] as const) {
        found.set(from, [...(found.get(from) ?? []), to]);
      }
    }
    return found;
  };
  const partners = new Map(populations.map((population) => [population, partnersOf(population)]));
  const activity = new Map(populations.map((population) => [population, activeOf(population)]));
  const foldIn = (study: Row, biosample: string) => {
    const active = activity.get(study.population!)!;
    const share = (ids: readonly string[]) =>
      ids.filter((id) => active.get(id)!.has(biosample)).length / ids.length;
    const own = leads.filter((row) => row.study === study.study).map((row) => row.variant!);
    return share(own) / share([...active.keys()]);
  };

  it('have the planted enrichment where the truth says so, by a count of leads against all variants', () => {
    const enriched = studies.filter(({ role }) => role === 'enriched');
    expect(enriched.length).toBe(3);
    for (const study of enriched) {
      for (const biosample of listOf(study.biosamples!)) {
        const fold = foldIn(study, biosample);
        expect(fold, `${study.study} in ${biosample}`).toBeGreaterThan(0.5 * Number(study.fold));
        expect(fold, `${study.study} in ${biosample}`).toBeGreaterThan(2.5);
      }
    }
  });

  it('have none where nothing was planted', () => {
    const names = genome.plan.biosamples.map(({ name }) => name);
    for (const study of studies.filter(({ role }) => role === 'null')) {
      const folds = names.map((name) => foldIn(study, name));
      expect(meanOf(folds)).toBeLessThan(1.8);
    }
    for (const study of studies.filter(({ role }) => role === 'enriched')) {
      const others = names.filter((name) => !name.startsWith(study.tissue!));
      expect(meanOf(others.map((name) => foldIn(study, name)))).toBeLessThan(2);
    }
  });

  it('plant their leads in elements that are active in all the biosamples', () => {
    for (const { study, variant, element: id } of leads) {
      const facts = studies.find((row) => row.study === study)!;
      if (id === '') continue;
      const element = elements.get(id!)!;
      const names = listOf(facts.biosamples!);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !element.biosamples.has(name))).toEqual([]);
      const group = [variant!, ...(partners.get(facts.population!)!.get(variant!) ?? [])];
      const isIn = group
        .map((one) => byId.get(one)!)
        .some(
          ({ chrom, pos }) =>
            chrom === element.chrom && Number(pos) > element.start && Number(pos) <= element.end,
        );
      expect([variant, isIn]).toEqual([variant, true]);
    }
  });

  it("have the catalogue's columns, and beside their leads only rows that a test leaves out", () => {
    expect(Object.keys(catalog[0]!).length).toBe(38);
    for (const { study, leads: count, role, population } of studies) {
      const rows = catalog.filter((row) => row['STUDY ACCESSION'] === study);
      const known = rows.filter((row) => byId.has(row.SNPS!));
      const strong = known.filter((row) => Number(row['P-VALUE']) < 1e-6);
      const truth = leads.filter((row) => row.study === study).map((row) => row.variant);
      expect(strong.map((row) => row.SNPS)).toEqual(truth);
      expect(truth.length).toBe(Number(count));
      expect(Number(count) > 25).toBe(role !== 'small');
      expect(rows.length).toBeGreaterThan(strong.length);
      for (const row of known) {
        const { chrom, pos } = byId.get(row.SNPS!)!;
        if (`chr${row.CHR_ID}` !== chrom || row.CHR_POS !== pos) expect(row).toEqual({ chrom, pos });
        const mlog = -Math.log10(Number(row['P-VALUE']));
        if (Math.abs(mlog - Number(row.PVALUE_MLOG)) > 1e-6) expect(row.PVALUE_MLOG).toBe(mlog);
      }
      const ancestry = population === 'EUR' ? /^[\d,]+ European / : /^[\d,]+ African /;
      expect(rows.every((row) => ancestry.test(row['INITIAL SAMPLE SIZE']!))).toBe(true);
    }
  });
});
