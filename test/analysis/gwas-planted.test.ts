/** Enrichment that the simulation planted is found, and where it planted none there is none. */

import { describe, expect, it } from 'vitest';
import { gwasEnrichment } from '../../src/analysis/gwas-enrichment.ts';
import { preparePanel } from '../../src/analysis/snp-panel.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { compareText } from '../../src/genome/text-order.ts';
import { setWhere } from '../../src/store/row-set.ts';
import { elementsOf, genome, listOf, tableOf } from '../simulate/texts.ts';
import { linkageOf } from './made-panel.ts';

const chromNames = [...genome.plan.chroms.names].sort(compareText);
const codeOf = new Map(chromNames.map((name, code) => [name, code]));
const elements = [...elementsOf('truth/elements.tsv').values()];
const { sorted, order } = sortRegions({
  chromNames,
  chrom: Int32Array.from(elements, ({ chrom }) => codeOf.get(chrom)!),
  start: Int32Array.from(elements, ({ start }) => start),
  end: Int32Array.from(elements, ({ end }) => end),
});
const biosamples = genome.plan.biosamples.map(({ name }) => name);
/** H3K27ac is high at promoters and enhancers where they are active. */
const activeIn = (biosample: number) =>
  setWhere(order.length, (row) => {
    const element = elements[order[row]!]!;
    return /^(PLS|pELS|dELS)$/.test(element.class) && element.biosamples.has(biosamples[biosample]!);
  });

const variants = [...tableOf('annotations/variants.tsv.gz')].sort(
  (a, b) => codeOf.get(a.chrom!)! - codeOf.get(b.chrom!)! || Number(a.pos) - Number(b.pos),
);
const indexOf = new Map(variants.map(({ id }, i) => [id!, i]));
const genes = tableOf('truth/genes.tsv');
const tssOf = new Map(
  chromNames.map((name) => [name, genes.filter(({ chrom }) => chrom === name).map(({ tss }) => Number(tss))]),
);

function panelOf(population: string) {
  const pairs = tableOf(`annotations/ld-${population}.tsv.gz`).map(
    (row) => [indexOf.get(row.id_a!)!, indexOf.get(row.id_b!)!, Number(row.r2)] as const,
  );
  const snps = {
    chromNames,
    chrom: Uint8Array.from(variants, ({ chrom }) => codeOf.get(chrom!)!),
    position: Int32Array.from(variants, ({ pos }) => Number(pos) - 1),
    maf: Float32Array.from(variants, ({ maf }) => Number(maf)),
    tssDistance: Int32Array.from(variants, ({ chrom, pos }) =>
      Math.min(...tssOf.get(chrom!)!.map((tss) => Math.abs(tss - Number(pos)))),
    ),
  };
  return preparePanel({ snps, linkage: linkageOf(variants.length, pairs), elements: sorted });
}

const panels = new Map(['EUR', 'AFR'].map((population) => [population, panelOf(population)]));
const leads = tableOf('truth/gwas-leads.tsv');
const answers = tableOf('truth/gwas.tsv').map((study) => {
  const own = leads.filter((row) => row.study === study.study).map((row) => indexOf.get(row.variant!)!);
  return { study, answer: gwasEnrichment(panels.get(study.population!)!, own, { biosamples, activeIn }) };
});

describe('the studies of the mini genome', () => {
  it('are enriched in the biosamples of the planted tissue, and there more than anywhere else', () => {
    const enriched = answers.filter(({ study }) => study.role === 'enriched');
    expect(enriched.length).toBe(3);
    for (const { study, answer } of enriched) {
      const planted = new Set(listOf(study.biosamples!));
      for (const found of answer.biosamples.filter(({ biosample }) => planted.has(biosample))) {
        expect(found.fdr, `${study.study} in ${found.biosample}`).toBeLessThan(0.01);
        expect(found.fdrBinomial, `${study.study} in ${found.biosample}`).toBeLessThan(0.05);
        expect(found.fold!).toBeGreaterThan(2.5);
      }
      const ranked = [...answer.biosamples].sort((a, b) => a.log10P - b.log10P);
      expect(ranked[0]!.biosample.startsWith(study.tissue!)).toBe(true);
    }
  });

  it('are not where nothing was planted', () => {
    for (const { study, answer } of answers.filter(({ study }) => study.tissue === '')) {
      for (const { biosample, fdrBinomial } of answer.biosamples) {
        expect(fdrBinomial, `${study.study} in ${biosample}`).toBeGreaterThan(0.05);
      }
    }
  });

  it('are not tested with 25 leads or fewer', () => {
    for (const { study, answer } of answers) {
      expect(answer.notTested === undefined).toBe(study.role !== 'small');
      expect(answer.leads).toMatchObject({ given: Number(study.leads), absent: 0 });
    }
  });
});
