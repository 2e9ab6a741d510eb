/** Studies of the simulated catalogue against its raw files: leads, LD blocks, elements, and the enrichment that was planted. */

import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAnnotations } from '../../src/annotation/annotations.ts';
import { MEASURES } from '../../src/annotation/gwas/gwas-matrices.ts';
import { GWAS, type GwasTable } from '../../src/annotation/gwas/gwas-table.ts';
import { VARIANTS, type VariantTable } from '../../src/annotation/variants/variant-table.ts';
import { type ElementStore, openElements } from '../../src/store/element-store.ts';
import { hasRow } from '../../src/store/row-set.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { grouped, NaiveGwas, type NaiveStudy, tableOf } from './naive-gwas.ts';

let genome: string;
let naive: NaiveGwas;
let gwas: GwasTable;
let variants: VariantTable;
let store: ElementStore;

beforeAll(async () => {
  const made = await annotatedRegistry();
  genome = made.genome;
  naive = new NaiveGwas(genome, made.registry);
  const annotations = openAnnotations(made.registry);
  gwas = annotations.get(GWAS)!;
  variants = annotations.get(VARIANTS)!;
  store = await openElements(made.registry);
});

const numberOf = (accession: string) =>
  Array.from({ length: gwas.count }, (_, i) => i).find((i) => gwas.study(i).accessions.includes(accession))!;
const idOf = (row: number) => variants.variant(row).id;

describe('the studies of a catalogue', () => {
  it('have the leads, LD blocks and elements that the raw files say', () => {
    expect(gwas.count).toBe(naive.studies.length);
    for (const study of naive.studies) {
      const i = numberOf(study.accession);
      const own = gwas.study(i);
      expect(own.id).toBe(`${study.author}-${study.pubmed}-${study.trait}`.replaceAll(' ', '_'));
      expect(gwas.find(own.id.toUpperCase())).toBe(i);
      const blocks = naive.blocks(study);
      const hit = [...blocks.values()].map((block) =>
        [...block.keys()].flatMap((id) => naive.elementOf(id) ?? []),
      );
      const ccres = hit.map((elements) => elements.flatMap(({ ccre }) => ccre ?? []));
      expect(own).toMatchObject({
        ...{ author: study.author, pubmed: study.pubmed, trait: study.trait },
        populations: [study.population],
        panel: study.population,
        isOtherPanel: false,
        associations: study.associations,
        leads: study.leads.length,
        ldBlocks: blocks.size,
        blocksOnCcres: ccres.filter((list) => list.length > 0).length,
        ccres: new Set(ccres.flat()).size,
        elements: new Set(hit.flat().map(({ rdhs }) => rdhs)).size,
        isTested: study.leads.length > 25,
      });
      const leads = gwas.leads(i);
      expect(leads.map(({ row }) => idOf(row)).sort()).toEqual([...study.leads].sort());
      for (let k = 1; k < leads.length; k++)
        expect(leads[k]!.minusLog10P).toBeLessThanOrEqual(leads[k - 1]!.minusLog10P);
      const found = gwas.blocks(i);
      const proxies = new Map(
        study.leads.map((id) => [id, naive.blocks({ ...study, leads: [id] }).get(id)!]),
      );
      for (const { row, block } of leads) {
        expect(found[block]!.map((snp) => idOf(snp.row))).toContain(idOf(row));
      }
      for (const [first, ...rest] of found) {
        const expected = proxies.get(idOf(first!.row))!;
        expect(first!.r2).toBe(1);
        expect(new Map([first!, ...rest].map(({ row, r2 }) => [idOf(row), r2.toFixed(3)]))).toEqual(
          new Map([...expected].map(([id, r2]) => [id, r2.toFixed(3)])),
        );
      }
    }
  });

  it('report what the catalogue reports, found from the variant as well', () => {
    const rows = tableOf(path.join(genome, 'annotations', 'gwas-catalog.tsv'));
    for (const study of naive.studies) {
      const i = numberOf(study.accession);
      const own = gwas.associations(i);
      const expected = rows.filter((row) => row['STUDY ACCESSION'] === study.accession);
      expect(own.map(({ reportedId, p, how }) => `${reportedId} ${p} ${how}`).sort()).toEqual(
        expected
          .map(
            (row) => `${row.SNPS} ${row['P-VALUE']} ${naive.variants.has(row.SNPS!) ? 'byId' : 'unknownId'}`,
          )
          .sort(),
      );
      for (const { p, minusLog10P } of own) expect(minusLog10P).toBeCloseTo(-Math.log10(Number(p)), 9);
    }
    const reported = new Map(Array.from(grouped(rows, 'SNPS'), ([id, own]) => [id, own.length]));
    for (let row = 0; row < variants.count; row++) {
      const own = gwas.associationsOf(row);
      expect(own.length).toBe(reported.get(idOf(row)) ?? 0);
      for (const one of own) expect(one.reportedId).toBe(idOf(row));
    }
  });

  it('are searched by every word', () => {
    const ids = (...words: string[]) => gwas.search(words).map((i) => gwas.study(i).accessions[0]);
    expect(ids('BLOOD', 'doe')).toEqual(['GCST90000001']);
    expect(ids('30000002')).toEqual(['GCST90000002']);
    expect(ids('blood', 'brain')).toEqual([]);
    expect(ids().length).toBe(gwas.count);
  });

  it('are found by their accession, and by whole names: id, accession, PubMed id, trait, title', () => {
    for (const study of naive.studies) {
      const i = numberOf(study.accession);
      const { id, title } = gwas.study(i);
      expect(gwas.find(study.accession.toLowerCase())).toBe(i);
      const own = (name: 'pubmed' | 'trait') =>
        naive.studies
          .filter((other) => other[name] === study[name])
          .map(({ accession }) => numberOf(accession))
          .sort((a, b) => a - b);
      expect(gwas.named(id.toUpperCase())).toEqual([i]);
      expect(gwas.named(study.accession)).toEqual([i]);
      expect(gwas.named(study.pubmed)).toEqual(own('pubmed'));
      expect(gwas.named(study.trait.toUpperCase())).toEqual(own('trait'));
      expect(gwas.named(title)).toContain(i);
      expect(gwas.named(study.trait.slice(1))).toEqual([]);
    }
    expect(gwas.find('')).toBeUndefined();
    expect(gwas.named('')).toEqual([]);
  });
});

describe('enrichment', () => {
  /** The rows of published cCREs that each block of a study hits. */
  const rowsHit = (study: NaiveStudy): number[][] =>
    [...naive.blocks(study).values()].map((block) =>
      [...block.keys()].flatMap((id) => {
        const element = naive.elementOf(id);
        return element?.ccre === undefined ? [] : [store.rowOf(element.rdhs)!];
      }),
    );

  it('counts in each biosample the LD groups on active cCREs; without the assay there is no number', () => {
    const assayed = store.registry.biosamples.filter(({ files }) => files.H3K27ac !== undefined);
    expect(assayed.length).toBeLessThan(store.registry.biosamples.length);
    for (const study of naive.studies) {
      const test = gwas.enrichment.of(numberOf(study.accession));
      if (study.leads.length <= 25) {
        expect(test).toBeUndefined();
        continue;
      }
      const hit = rowsHit(study);
      expect(test!.leads.tested).toBe(hit.length);
      expect(test!.biosamples.map((own) => own.biosample)).toEqual(
        store.registry.biosamples.map(({ name }) => name),
      );
      for (const { biosample, state, measures } of test!.biosamples) {
        const isAssayed = assayed.some(({ name }) => name === biosample);
        expect(state).toBe(isAssayed ? 'tested' : 'notAssayed');
        if (!isAssayed) for (const name of MEASURES) expect(measures[name]).toBeNaN();
        if (!isAssayed) continue;
        const active = store.high(biosample, 'H3K27ac');
        const groups = hit.filter((rows) => rows.some((row) => hasRow(active, row)));
        expect(measures.observed).toBe(groups.length);
      }
    }
  });

  it('is found where it was planted, and nowhere else', () => {
    const truth = tableOf(path.join(genome, 'truth', 'gwas.tsv'));
    for (const { study, role, biosamples } of truth) {
      const test = gwas.enrichment.of(numberOf(study!));
      if (test === undefined) {
        expect(role).toBe('small');
        continue;
      }
      const ranked = test.biosamples
        .filter(({ state }) => state === 'tested')
        .sort((a, b) => a.measures.p - b.measures.p);
      if (role !== 'enriched') {
        for (const { measures } of ranked) expect(measures.fdrBinomial).toBeGreaterThan(0.05);
        continue;
      }
      for (const name of biosamples!.split('; ')) {
        const place = ranked.findIndex(({ biosample }) => biosample === name);
        expect(place, `${study} in ${name}`).toBeLessThan(3);
        expect(ranked[place]!.measures.fdr).toBeLessThan(0.05);
        expect(ranked[place]!.measures.fold).toBeGreaterThan(2);
      }
    }
  });
});
