/**
 * GWAS enrichment, as SCREEN has it (after UES, Hayes et al. 2015): are a study's lead SNPs more often in elements that are active
 * in a biosample than SNPs of like frequency and like distance to a TSS?
 *
 * What the p-values are worth, by 400 null studies a column (random leads, random activity; 200 controls). A draw is made as the
 * study is, of as many SNPs that are not linked, so the study stands anywhere among its draws, however large a part of the panel it
 * is. There pBinomial is conservative: it takes groups for independent, and those of a small panel shut each other out.
 *
 *     SNPs of the panel     40,000   6,000   6,000   6,000   6,000
 *     leads                     70     100     200     300     500
 *     mean Z                 -0.01    0.04    0.01   -0.04   -0.02
 *     sd of Z                 1.06    1.02    0.98    1.02    1.00
 *     p < 0.05               5.5 %   6.5 %   4.0 %   6.0 %   5.0 %
 *     pEmpirical <= 0.05     3.3 %   5.8 %   3.0 %   4.8 %   4.3 %
 *     pBinomial < 0.05       4.3 %   5.5 %   2.2 %   2.5 %   2.5 %
 *
 * But p of Z takes a count for normal: where few groups are expected its upper tail is too thin, and the FDR of SCREEN finds
 * something in more studies than its 5 %. pBinomial is no smaller than it should be there; it is conservative, as p of counts are.
 *
 *     groups expected         0.3    1.6    7.4     17
 *     fdr < 0.05             38 %   18 %   10 %    6 %   of null studies, in any of 20 biosamples
 *     fdrBinomial < 0.05    0.5 %    2 %    4 %    4 %
 */

import type { RowSet } from '../store/row-set.ts';
import { drawsWarning } from './draws-warning.ts';
import type { PreparedPanel } from './snp-panel.ts';
import { falseDiscoveryRates } from './statistics/false-discovery.ts';
import { log10NormalUpperTail, normalUpperTail } from './statistics/normal-tail.ts';
import { poissonBinomialUpperTail } from './statistics/poisson-binomial.ts';
import {
  CONTROLS,
  countGroups,
  drawStudy,
  type GroupCounts,
  type LeadCounts,
  type StudyDraws,
} from './study-draws.ts';

/** SCREEN tests studies with more leads than this. */
export const MIN_LEADS = 25;

export interface EnrichmentOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Controls a lead, at least 2; default 500. */
  readonly controls?: number;
  /** A study needs more leads than this in the panel; default 25. */
  readonly minLeads?: number;
}

/** The elements that are active (SCREEN: H3K27ac high) in each of some biosamples. */
export interface BiosampleActivity {
  readonly biosamples: readonly string[];
  /** The active rows of biosample i; asked once each, in order. */
  readonly activeIn: (biosample: number) => RowSet;
}

/** What the counts of one biosample say. */
export interface GroupEnrichment {
  /** LD groups of the study with at least one SNP in an active element. */
  readonly observed: number;
  /** Of the same count over the draws. The standard deviation is the sample's (n - 1), since the draws are a sample of all. */
  readonly mean: number;
  readonly sd: number;
  /** observed / mean; null where no control touches an active element. */
  readonly fold: number | null;
  /** (observed - mean) / sd; null where all draws count the same. */
  readonly z: number | null;
  /** The upper tail of z (enrichment; depletion has p near 1). Where z is null it is pEmpirical. */
  readonly p: number;
  /** For p below 1e-308. */
  readonly log10P: number;
  /** (1 + draws that count at least as many) / (1 + draws): never below 1 / (1 + draws). */
  readonly pEmpirical: number;
  /**
   * The chance of as many groups or more where each lead's group is hit as often as the controls of its stratum are (a Poisson
   * binomial distribution): right for small counts too, and without a least value.
   */
  readonly pBinomial: number;
}

export interface BiosampleEnrichment extends GroupEnrichment {
  readonly biosample: string;
  /** Benjamini and Hochberg over the biosamples of the study, of p and of pBinomial. */
  readonly fdr: number;
  readonly fdrBinomial: number;
}

/** The answer, with everything that decided it. */
export interface GwasEnrichment {
  readonly parameters: {
    readonly seed: number;
    readonly controls: number;
    readonly minLeads: number;
    readonly r2: number;
    /** Quartiles of the panel; controls lie in the same quartile of both as their lead. */
    readonly mafBorders: readonly number[];
    readonly tssDistanceBorders: readonly number[];
    readonly panelSnps: number;
  };
  readonly leads: LeadCounts;
  /** StudyDraws.groupOf. */
  readonly groupOf: Int32Array;
  /** As StudyDraws has them. */
  readonly meanControlGroups: number;
  readonly missingControls: number;
  /** Why draws are not like the study; undefined where they are, and where there is no test. */
  readonly warning: string | undefined;
  /** Why there is no test; undefined where there is one. */
  readonly notTested: string | undefined;
  /** In the order given; empty where there is no test. */
  readonly biosamples: readonly BiosampleEnrichment[];
}

/**
 * Tests one study, or anybody's list, in every biosample. `leads` are SNPs of the panel, -1 those that it lacks, strongest first
 * (see drawStudy for what becomes of leads in LD).
 */
export function gwasEnrichment(
  panel: PreparedPanel,
  leads: ArrayLike<number>,
  request: BiosampleActivity & { readonly options?: EnrichmentOptions },
): GwasEnrichment {
  const { seed = 1, controls = CONTROLS, minLeads = MIN_LEADS } = request.options ?? {};
  if (!(controls >= 2)) throw new Error(`${controls} controls a lead have no standard deviation: at least 2`);
  const found = new Set(Array.from(leads).filter((snp) => snp >= 0)).size;
  const isEnough = found > minLeads;
  // Without a test the leads are sorted out all the same, and nothing is drawn.
  const study = drawStudy(panel, leads, { seed, controls: isEnough ? controls : 0 });
  const notTested = !isEnough
    ? `${found} of the ${leads.length} lead SNPs are in the panel; a test needs more than ${minLeads}`
    : study.leads.tested === 0
      ? 'the panel has no other SNPs of like frequency and distance to a TSS to compare the leads with'
      : undefined;
  const { strata } = panel;
  return {
    parameters: {
      seed,
      controls,
      minLeads,
      r2: panel.r2,
      mafBorders: strata.mafBorders,
      tssDistanceBorders: strata.tssDistanceBorders,
      panelSnps: panel.snps,
    },
    leads: study.leads,
    groupOf: study.groupOf,
    meanControlGroups: study.meanControlGroups,
    missingControls: study.missingControls,
    warning: notTested === undefined ? drawsWarning({ ...study, tested: study.leads.tested }) : undefined,
    notTested,
    biosamples: notTested === undefined ? testBiosamples(study, request) : [],
  };
}

function testBiosamples(
  study: StudyDraws,
  { biosamples, activeIn }: BiosampleActivity,
): BiosampleEnrichment[] {
  const tests = biosamples.map((_, i) => groupEnrichment(countGroups(study, activeIn(i)), study));
  const fdr = falseDiscoveryRates(tests.map(({ p }) => p));
  const fdrBinomial = falseDiscoveryRates(tests.map(({ pBinomial }) => pBinomial));
  return tests.map((test, i) => ({
    biosample: biosamples[i]!,
    ...test,
    fdr: fdr[i]!,
    fdrBinomial: fdrBinomial[i]!,
  }));
}

/** The test of one biosample's counts. */
export function groupEnrichment(
  { counts, controlsInStratum }: GroupCounts,
  { leadsInStratum, drawnInStratum }: Pick<StudyDraws, 'leadsInStratum' | 'drawnInStratum'>,
): GroupEnrichment {
  const observed = counts[0]!;
  const draws = counts.length - 1;
  let [sum, asMany] = [0, 0];
  for (let k = 1; k <= draws; k++) {
    sum += counts[k]!;
    if (counts[k]! >= observed) asMany++;
  }
  const mean = sum / draws;
  let squares = 0;
  for (let k = 1; k <= draws; k++) squares += (counts[k]! - mean) ** 2;
  const sd = Math.sqrt(squares / (draws - 1));
  const fold = mean > 0 ? observed / mean : null;
  const pEmpirical = (1 + asMany) / (1 + draws);
  const trials = Array.from(leadsInStratum, (count, s) => {
    // Half a hit more, or controls without any hit would make every hit of a lead impossible.
    return { count, chance: (controlsInStratum[s]! + 0.5) / (drawnInStratum[s]! + 1) };
  });
  const pBinomial = poissonBinomialUpperTail(observed, trials);
  const common = { observed, mean, sd, fold, pEmpirical, pBinomial };
  if (!(sd > 0)) return { ...common, z: null, p: pEmpirical, log10P: Math.log10(pEmpirical) };
  const z = (observed - mean) / sd;
  return { ...common, z, p: normalUpperTail(z), log10P: log10NormalUpperTail(z) };
}
