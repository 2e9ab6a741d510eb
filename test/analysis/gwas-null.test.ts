/** Studies without any enrichment: what the p-values of the test are worth. */

import { beforeAll, describe, expect, it } from 'vitest';
import { groupEnrichment } from '../../src/analysis/gwas-enrichment.ts';
import { type PreparedPanel, preparePanel } from '../../src/analysis/snp-panel.ts';
import { countGroups, drawStudy } from '../../src/analysis/study-draws.ts';
import { activeAtRandom, leadsAtRandom, type MadePanel, madePanel } from './made-panel.ts';

const STUDIES = 240;
const SNPS = 40_000;
const ELEMENTS = 8_000;
let made: MadePanel;
let panel: PreparedPanel;

beforeAll(() => {
  made = madePanel(1, { snps: SNPS, block: 6, elements: ELEMENTS });
  panel = preparePanel(made);
});

/** A study a seed, with activity of its own; `companions` more leads in LD beside each. */
function nullStudies(leads: number, share: number, companions = 0) {
  return Array.from({ length: STUDIES }, (_, seed) => {
    const alone = leadsAtRandom(made.random, SNPS, leads);
    const all = [...alone].flatMap((snp) => [snp, ...proxiesOf(snp).slice(0, companions)]);
    const study = drawStudy(panel, all, { controls: 300, seed });
    const counted = countGroups(study, activeAtRandom(made.random, ELEMENTS, share));
    const [observed, ...draws] = counted.counts;
    const less = draws.filter((count) => count < observed!).length;
    const same = draws.filter((count) => count === observed).length;
    // Where the study stands among its draws, ties broken by lot: uniform where they are alike, whatever the counts.
    const place = (less + made.random.whole(0, same) + made.random.uniform()) / (draws.length + 1);
    return { ...groupEnrichment(counted, study), place };
  });
}

function proxiesOf(snp: number): number[] {
  const { offsets, partner, r2 } = made.linkage;
  return [...partner.subarray(offsets[snp], offsets[snp + 1])].filter((_, k) => r2[offsets[snp]! + k]! > 0.7);
}

/** The chance of a larger distance from uniform (Kolmogorov and Smirnov; Stephens' correction for n). */
function uniformity(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const distance = Math.max(...sorted.map((value, i) => Math.max((i + 1) / n - value, value - i / n)));
  const scaled = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let p = 0;
  for (let k = 1; k < 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * (k * scaled) ** 2);
  return p;
}

const shareBelow = (values: readonly number[], level: number) =>
  values.filter((value) => value <= level).length / values.length;

describe('over 240 null studies', () => {
  for (const leads of [100, 300]) {
    it(`p is fair where ${leads} leads are many for the panel, so that controls of a draw are often linked`, () => {
      const small = madePanel(2, { snps: 6000, block: 6, elements: 1200 });
      const prepared = preparePanel(small);
      const studies = Array.from({ length: STUDIES }, (_, seed) => {
        const study = drawStudy(prepared, leadsAtRandom(small.random, 6000, leads), { controls: 120, seed });
        expect(study.meanControlGroups / study.leads.tested).toBeGreaterThan(0.999);
        return groupEnrichment(countGroups(study, activeAtRandom(small.random, 1200, 0.5)), study);
      });
      const z = studies.map((study) => study.z!);
      const mean = z.reduce((a, b) => a + b) / STUDIES;
      const sd = Math.sqrt(z.reduce((sum, own) => sum + (own - mean) ** 2, 0) / (STUDIES - 1));
      expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(STUDIES));
      // Three standard errors of a standard deviation.
      expect(Math.abs(sd - 1)).toBeLessThan(3 / Math.sqrt(2 * STUDIES));
      for (const measure of ['p', 'pEmpirical', 'pBinomial'] as const) {
        const share = shareBelow(
          studies.map((study) => study[measure]),
          0.05,
        );
        expect(share, measure).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / STUDIES));
      }
    });
  }

  it('a study stands anywhere among its draws, and p of Z is uniform, where groups are many', () => {
    const studies = nullStudies(70, 0.8);
    expect(studies[0]!.mean).toBeGreaterThan(20);
    expect(uniformity(studies.map(({ place }) => place))).toBeGreaterThan(0.01);
    expect(uniformity(studies.map(({ p }) => p))).toBeGreaterThan(0.01);
    expect(
      shareBelow(
        studies.map(({ p }) => p),
        0.05,
      ),
    ).toBeLessThan(0.1);
  });

  it('leads in LD with others change nothing', () => {
    const studies = nullStudies(60, 0.5, 3);
    expect(uniformity(studies.map(({ place }) => place))).toBeGreaterThan(0.01);
  });

  it('a study stands anywhere among its draws where hits are few, and p of counts is never smaller than it should', () => {
    const studies = nullStudies(40, 0.05);
    const means = studies.map(({ mean }) => mean);
    expect(Math.max(...means)).toBeLessThan(3);
    expect(uniformity(studies.map(({ place }) => place))).toBeGreaterThan(0.01);
    for (const level of [0.01, 0.05, 0.2, 0.5]) {
      const spread = 3 * Math.sqrt((level * (1 - level)) / STUDIES);
      expect(
        shareBelow(
          studies.map(({ pBinomial }) => pBinomial),
          level,
        ),
      ).toBeLessThan(level + spread);
      expect(
        shareBelow(
          studies.map(({ pEmpirical }) => pEmpirical),
          level,
        ),
      ).toBeLessThan(level + spread);
    }
  });
});
