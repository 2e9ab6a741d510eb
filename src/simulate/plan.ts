/** What a simulated genome is made by: its chromosomes, biosamples, data sets, and how densely things lie. */

import { type ChromSizes, chromSizesOf } from '../genome/chrom-sizes.ts';
import { type Biosample, biosamplesOf, type TissuePlan } from './biosamples.ts';
import { type Dataset, datasetsOf } from './datasets.ts';
import type { PlantedClass } from './element-table.ts';
import { type Random, randomOf } from './random.ts';

export const SIZES = ['mini', 'medium', 'genome'] as const;
export type Size = (typeof SIZES)[number];

export interface GenomePlan {
  /** What it is called where people read. */
  readonly title: string;
  /** Stands before the labels of random streams, so that two genomes of one seed differ. */
  readonly stream: string;
  readonly accessionPrefix: string;
  readonly chroms: ChromSizes;
  /** The first so many chromosomes hold elements; then come chrM and a contig, which a registry leaves out. */
  readonly mainChroms: number;
  readonly tissues: readonly string[];
  readonly biosamples: readonly Biosample[];
  readonly datasets: readonly Dataset[];
  /** The chance that the next thing along a chromosome is a gene. */
  readonly geneChance: number;
  /** From one planted thing to the next: at least, and how much more on average. */
  readonly minGapBp: number;
  readonly meanGapBp: number;
  readonly distalKinds: readonly (readonly [PlantedClass, number])[];
  /** The share of gaps between elements with a locus that is called by chance in some data sets. */
  readonly weakShare: number;
  /** Length of background segments of a signal: at least, and how much more on average; the assay's own without. */
  readonly background?: { readonly leastBp: number; readonly meanBp: number };
  /** How much is hung on the elements. */
  readonly annotation: AnnotationPlan;
}

export interface AnnotationPlan {
  readonly variants: number;
  readonly studies: number;
  /** Biosamples with Hi-C loops, with segments, and TF experiments in all. */
  readonly hicBiosamples: number;
  readonly segmentedBiosamples: number;
  readonly tfExperiments: number;
  readonly testedEnhancers: number;
  readonly mpraRegions: number;
  /** Chromosomes (by index) that the second genome has counterparts of. */
  readonly orthologChroms: readonly number[];
}

/** The random stream of a label in a genome. */
export function streamOf(
  genome: { readonly seed: number; readonly plan: GenomePlan },
  label: string,
): Random {
  return randomOf(genome.seed, `${genome.plan.stream}${label}`);
}

/**
 * The groups of each tissue's biosamples. Every tissue has a DNase and, among its biosamples, each mark but one at
 * most, so that what is active there can be seen; the last three lead to tier 2, those before to tier 1.
 */
const MINI_TISSUES: readonly TissuePlan[] = [
  { tissue: 'blood', groups: [1, 2, 12] },
  { tissue: 'brain', groups: [1, 7, 8] },
  { tissue: 'liver', groups: [1, 3, 11] },
  { tissue: 'heart', groups: [1, 4, 9] },
  { tissue: 'lung', groups: [1, 5, 10] },
  { tissue: 'kidney', groups: [2, 3, 7] },
  { tissue: 'muscle', groups: [14, 4, 7] },
  { tissue: 'skin', groups: [6, 13, 7] },
  { tissue: 'stomach', groups: [7, 8, 12] },
  { tissue: 'spleen', groups: [7, 10, 15] },
];

const MEDIUM_TISSUES: readonly TissuePlan[] = [
  ...MINI_TISSUES,
  { tissue: 'colon', groups: [1, 4, 11] },
  { tissue: 'pancreas', groups: [1, 5, 9] },
  { tissue: 'thyroid', groups: [2, 3, 12] },
  { tissue: 'adrenal', groups: [1, 7, 8] },
  { tissue: 'placenta', groups: [1, 6, 10] },
  { tissue: 'thymus', groups: [14, 4, 7] },
];

/** Two biosamples a tissue: the first has all assays, so that its elements are of tier 1a; forty experiments in all. */
const GENOME_TISSUES: readonly TissuePlan[] = [
  { tissue: 'blood', groups: [1, 5] },
  { tissue: 'brain', groups: [1, 5] },
  { tissue: 'liver', groups: [1, 5] },
  { tissue: 'heart', groups: [1, 4] },
  { tissue: 'lung', groups: [1, 6] },
  { tissue: 'kidney', groups: [1, 7] },
  { tissue: 'muscle', groups: [1, 7] },
];

/** The tissues with which every plan begins, so that an index means the same in both genomes. */
const SECOND_TISSUES: readonly TissuePlan[] = [
  { tissue: 'blood', groups: [1] },
  { tissue: 'brain', groups: [1] },
  { tissue: 'liver', groups: [1] },
  { tissue: 'heart', groups: [2] },
  { tissue: 'lung', groups: [5] },
  { tissue: 'kidney', groups: [14] },
  { tissue: 'muscle', groups: [2] },
];

const sizesOf = (entries: readonly (readonly [string, number])[]) =>
  chromSizesOf(
    entries.map(([name]) => name),
    entries.map(([, sizeBp]) => sizeBp),
  );

const CHR_M = ['chrM', 16_569] as const;

const MINI_CHROMS = sizesOf([
  ['chr1', 12_000_000],
  ['chr2', 9_000_000],
  ['chr3', 6_000_000],
  ['chr10', 5_000_000],
  ['chrX', 5_000_000],
  CHR_M,
  ['chr1_alt', 300_000],
]);

const MEDIUM_CHROMS = sizesOf([
  ['chr1', 80_000_000],
  ['chr2', 70_000_000],
  ['chr3', 60_000_000],
  ['chr4', 50_000_000],
  ['chr10', 45_000_000],
  ['chr11', 40_000_000],
  ['chrX', 35_000_000],
  CHR_M,
  ['chr1_alt', 500_000],
]);

/** Names and sizes of GRCh38's chromosomes. */
const GENOME_CHROMS = sizesOf([
  ['chr1', 248_956_422],
  ['chr2', 242_193_529],
  ['chr3', 198_295_559],
  ['chr4', 190_214_555],
  ['chr5', 181_538_259],
  ['chr6', 170_805_979],
  ['chr7', 159_345_973],
  ['chr8', 145_138_636],
  ['chr9', 138_394_717],
  ['chr10', 133_797_422],
  ['chr11', 135_086_622],
  ['chr12', 133_275_309],
  ['chr13', 114_364_328],
  ['chr14', 107_043_718],
  ['chr15', 101_991_189],
  ['chr16', 90_338_345],
  ['chr17', 83_257_441],
  ['chr18', 80_373_285],
  ['chr19', 58_617_616],
  ['chr20', 64_444_167],
  ['chr21', 46_709_983],
  ['chr22', 50_818_468],
  ['chrX', 156_040_895],
  ['chrY', 57_227_415],
  CHR_M,
  ['chr1_KI270706v1_random', 175_055],
]);

const MINI_KINDS = [
  ['dELS', 0.63],
  ['CTCF-only', 0.17],
  ['DNase-H3K4me3', 0.06],
  ['DNase-only', 0.14],
] as const;

const GENOME_KINDS = [
  ['dELS', 0.345],
  ['CTCF-only', 0.035],
  ['DNase-H3K4me3', 0.015],
  ['DNase-only', 0.605],
] as const;

function planOf(
  tissues: readonly TissuePlan[],
  datasets: { readonly replicated: readonly number[]; readonly letter: string; readonly hasPol2: boolean },
) {
  const biosamples = biosamplesOf(tissues);
  return {
    tissues: tissues.map(({ tissue }) => tissue),
    biosamples,
    datasets: datasetsOf({ biosamples, ...datasets }),
  };
}

const MINI: GenomePlan = {
  title: 'mini genome',
  stream: '',
  accessionPrefix: 'EH38',
  chroms: MINI_CHROMS,
  mainChroms: 5,
  ...planOf(MINI_TISSUES, { replicated: [0, 3, 6, 9, 12, 15], letter: 'M', hasPol2: true }),
  geneChance: 0.088,
  minGapBp: 1700,
  meanGapBp: 1650,
  distalKinds: MINI_KINDS,
  weakShare: 0.375,
  annotation: {
    variants: 6000,
    studies: 6,
    hicBiosamples: 2,
    segmentedBiosamples: 2,
    tfExperiments: 8,
    testedEnhancers: 120,
    mpraRegions: 1200,
    orthologChroms: [0, 1, 2, 3, 4],
  },
};

const MEDIUM: GenomePlan = {
  ...MINI,
  title: 'medium genome',
  chroms: MEDIUM_CHROMS,
  mainChroms: 7,
  ...planOf(MEDIUM_TISSUES, { replicated: [0, 3, 6, 9, 12, 15, 30, 33], letter: 'M', hasPol2: true }),
  annotation: {
    variants: 50_000,
    studies: 20,
    hicBiosamples: 5,
    segmentedBiosamples: 6,
    tfExperiments: 24,
    testedEnhancers: 1200,
    mpraRegions: 12_000,
    orthologChroms: [2, 3, 4],
  },
};

const GENOME: GenomePlan = {
  ...MINI,
  title: 'genome of human size',
  chroms: GENOME_CHROMS,
  mainChroms: 24,
  ...planOf(GENOME_TISSUES, { replicated: [], letter: 'M', hasPol2: false }),
  geneChance: 0.035,
  minGapBp: 500,
  meanGapBp: 750,
  distalKinds: GENOME_KINDS,
  weakShare: 0.2,
  background: { leastBp: 30, meanBp: 110 },
  annotation: {
    variants: 500_000,
    studies: 20,
    hicBiosamples: 5,
    segmentedBiosamples: 2,
    tfExperiments: 24,
    testedEnhancers: 2000,
    mpraRegions: 20_000,
    orthologChroms: [20, 21],
  },
};

/** The plan of each size. */
export const PLANS: Readonly<Record<Size, GenomePlan>> = { mini: MINI, medium: MEDIUM, genome: GENOME };

/** What is common to every second genome; its chromosomes follow from the first. */
export function secondPlan(chroms: ChromSizes, mainChroms: number): GenomePlan {
  return {
    ...MINI,
    title: 'second genome',
    stream: 'second ',
    accessionPrefix: 'EM10',
    chroms,
    mainChroms,
    ...planOf(SECOND_TISSUES, { replicated: [], letter: 'N', hasPol2: false }),
  };
}
