/** What a build hands over for its report: counts that it has anyway, and where the columns are. */

import type { Scheme } from '../registry/schemes.ts';
import type { ZColumn } from '../store/zscore-store.ts';

/** What became of the DHSs of one dataset, filter by filter; `kept` are in the pool that rDHSs are selected from. */
export interface DhsFate {
  readonly called: number;
  readonly artefacts: number;
  readonly excludedChromosome: number;
  readonly fdr: number;
  readonly tooNarrow: number;
  readonly tooWide: number;
  readonly lowSpot: number;
  readonly lowSignal: number;
  readonly kept: number;
}

export interface ReportDataset {
  readonly file: string;
  readonly biosample: string;
  readonly assay: string;
  readonly experiment: string;
  readonly spot: number | undefined;
  /** undefined where the dataset gives no DHSs. */
  readonly dhs: DhsFate | undefined;
}

export interface ReportBiosample {
  readonly name: string;
  /** 1 to 15; undefined without a class assay. */
  readonly group: number | undefined;
  /** The dataset of each class assay that it has. */
  readonly files: Readonly<Record<string, string>>;
  /** cCREs by the count columns of biosamples.tsv: classes with DNase, high marks without; undefined without a class assay. */
  readonly counts: Readonly<Record<string, number>> | undefined;
}

/** A warning or a note that the build printed, without the machine's directories. */
export interface Remark {
  readonly kind: 'warning' | 'note';
  readonly text: string;
}

export interface BuildFacts {
  readonly cisreg: string;
  readonly assembly: string;
  readonly accessionPrefix: string;
  readonly idsAreLocal: boolean;
  readonly scheme: Scheme;
  readonly anchors: readonly string[];
  /** The chosen chromosomes; undefined: all. */
  readonly chromosomes: readonly string[] | undefined;
  /** Whether mean and sd came from another build. */
  readonly hasGivenNormalisation: boolean;
  readonly filter: {
    readonly maxFdr: number;
    readonly minWidth: number;
    readonly maxWidth: number;
    readonly maxPeakWidth: number;
    readonly minSpot: number | undefined;
    /** Least signal of a DHS, given or computed. */
    readonly minSignal: number;
    /** The percentile that it was computed as; undefined where it was given. */
    readonly minSignalPercentile: number | undefined;
  };
  readonly datasets: readonly ReportDataset[];
  readonly biosamples: readonly ReportBiosample[];
  readonly rdhs: {
    readonly pooledDhs: number;
    readonly selectedRdhs: number;
    /** Without a consensus list undefined. */
    readonly consensus:
      | { readonly none: number; readonly partial: number; readonly partialKept: number }
      | undefined;
    readonly rdhs: number;
  };
  readonly elements: {
    readonly highDnase: number;
    readonly unfilteredCcres: number;
    readonly tiers: Readonly<Record<string, number>> | undefined;
    readonly ccres: number;
    /** In the order of the class codes. */
    readonly classes: Readonly<Record<string, number>>;
    readonly ctcfBound: number;
  };
  readonly remarks: readonly Remark[];
  /** The published cCREs: their row among the rDHSs, their class code, the number of biosamples with high DNase. */
  readonly ccres: {
    readonly row: Int32Array;
    readonly classCode: Uint8Array;
    readonly dnaseBiosamples: Int32Array;
  };
  /** Directory of the column store. */
  readonly zscores: string;
  readonly columns: readonly ZColumn[];
}
