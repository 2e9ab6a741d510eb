/**
 * One confidence for every link of an element and a gene: the odds that their distance gives, times a factor for what each method says.
 *
 *   odds = p / (1 - p) x promoter x correlation x product over methods of (1 + weight x strength) x refuted
 *   confidence = odds / (1 + odds)
 *
 * More or stronger evidence never lowers it. The constants are of the order of what loops, eQTLs and perturbations are worth against
 * planted links (docs/annotations.md), and are not fitted to any one data set.
 */

/** Of the elements at a gene's start site, about so many act on it; halved at HALF_BP, and falling as 1 / distance beyond. */
export const PRIOR_AT_TSS = 0.1;
export const HALF_BP = 20_000;
/** For pairs on two chromosomes. */
export const PRIOR_ELSEWHERE = 1e-4;

/** An element that is the promoter of the gene. */
export const PROMOTER_FACTOR = 1000;
/** A pair that was perturbed, and no effect found. */
export const REFUTED_FACTOR = 0.25;
/** Correlation: LEAST + GAIN x r^2, r one standard error below what was found, and 0 below that. */
export const CORRELATION_LEAST = 0.6;
export const CORRELATION_GAIN = 14;
/** Fewer biosamples tell nothing. */
export const CORRELATION_LEAST_N = 5;

/** What kinds of methods there are. */
export const FAMILIES = ['contact', 'variant', 'perturbation', 'prediction'] as const;
export type Family = (typeof FAMILIES)[number];

/** What the strongest evidence of a method multiplies the odds by, less 1. */
export const WEIGHTS: Readonly<Record<Family, number>> = {
  contact: 60,
  variant: 60,
  perturbation: 300,
  prediction: 40,
};

/** -log10 p at which evidence has half its strength. */
export const HALF_MINUS_LOG10_P = 5;

/** The family of a method by its name. Everything that is neither of contact, of variants nor of perturbation is a prediction. */
export function familyOf(method: string): Family {
  const name = method.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (/hic|microc|chiapet|plac|3c$|4c|5c|capture|contact|loop|spritegam/.test(name)) return 'contact';
  if (/qtl|coloc|finemap/.test(name)) return 'variant';
  if (/crispr|perturb|flowfish|screen/.test(name)) return 'perturbation';
  return 'prediction';
}

/** What is known of a pair; distance as bedtools counts it, from the element's edge to the nearest start site; undefined on two chromosomes. */
export interface LinkFacts {
  readonly distanceBp: number | undefined;
  readonly isPromoter: boolean;
  /** Pearson's r of activity and expression over n biosamples; NaN where it is not known. */
  readonly r: number;
  readonly n: number;
  /** The strongest evidence of each method that speaks for the pair. */
  readonly methods: readonly { readonly family: Family; readonly strength: number }[];
  /** Whether a perturbation was made and had no effect, and none had one. */
  readonly isRefuted: boolean;
}

/** 0 to 1. */
export function linkConfidence(facts: LinkFacts): number {
  const prior = distancePrior(facts.distanceBp);
  let odds = (prior / (1 - prior)) * correlationFactor(facts.r, facts.n);
  if (facts.isPromoter) odds *= PROMOTER_FACTOR;
  for (const { family, strength } of facts.methods) odds *= 1 + WEIGHTS[family] * strength;
  if (facts.isRefuted) odds *= REFUTED_FACTOR;
  return odds / (1 + odds);
}

/** The share of pairs at this distance that are links, without any other evidence. */
export function distancePrior(distanceBp: number | undefined): number {
  return distanceBp === undefined ? PRIOR_ELSEWHERE : PRIOR_AT_TSS / (1 + distanceBp / HALF_BP);
}

/** What a correlation multiplies the odds by: 1 where it is not known. Grows with r and, for r above 0, with n. */
export function correlationFactor(r: number, n: number): number {
  if (Number.isNaN(r) || n < CORRELATION_LEAST_N) return 1;
  // Fisher's z has a standard error of 1 / sqrt(n - 3).
  const low = Math.max(0, Math.tanh(Math.atanh(Math.min(r, 0.999_999)) - 1 / Math.sqrt(n - 3)));
  return CORRELATION_LEAST + CORRELATION_GAIN * low * low;
}

/** The strength of evidence with a p: 0 to 1. */
export function strengthOfP(p: number): number {
  const minusLog10 = p <= 0 ? Number.POSITIVE_INFINITY : -Math.log10(p);
  return minusLog10 === Number.POSITIVE_INFINITY
    ? 1
    : Math.max(0, minusLog10) / (Math.max(0, minusLog10) + HALF_MINUS_LOG10_P);
}

/** The strength of evidence without a p or a score. */
export const UNSCORED_STRENGTH = 0.5;

/**
 * By row: the share of scores that are at most its own, those equal to it counted half; UNSCORED_STRENGTH where there is none (NaN).
 */
export function strengthsOfScores(scores: Float64Array): Float64Array {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
  const below = (bound: number, isIncluded: boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < bound || (isIncluded && sorted[middle] === bound)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return scores.map((score) =>
    Number.isNaN(score) ? UNSCORED_STRENGTH : (below(score, false) + below(score, true)) / 2 / sorted.length,
  );
}
