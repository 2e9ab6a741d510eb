/**
 * What steps of a build take, as measured: docs/scale.md (a genome of 40 experiments, two cores of an AMD EPYC virtual machine,
 * Node 20) unless a line says otherwise. Times are of one core, in seconds; bytes are as stored.
 */

/** Files of which no size is known: docs/recipes.md says what these are. */
export const TYPICAL_BYTES = {
  /** A DNase density track of 64 million values (the benchmark's). */
  dnaseSignal: 190e6,
  /** A fold-change track of 64 million values (the benchmark's). */
  chipSignal: 384e6,
  /** hotspot2's calls with an FDR up to 0.05, gzip. Assumed: nobody measured it here. */
  allcalls: 100e6,
  /** Other peaks, gzip. Assumed. */
  peaks: 3e6,
  /** TSSs: those of GENCODE V24 basic, gzip. */
  tss: 1.4e6,
  /** Lists of elements, gzip. Assumed. */
  table: 20e6,
  /** chrom.sizes, sheets. */
  sheet: 1e4,
} as const;
export type FileKind = keyof typeof TYPICAL_BYTES;

/** DHSs called in a profile: the paper's 93 million of 706. */
export const DHS_PER_PROFILE = 93e6 / 706;
/** rDHSs of the paper, of how many profiles, and on how many bases (chr1 to chrX and chrY of GRCh38): between one profile and these the number grows as a power of the profiles. */
export const PAPER_RDHS = { profiles: 706, rdhs: 2217404, bases: 3088269832 } as const;
/** cCREs of the rDHSs that the paper selected. */
export const CCRES_PER_RDHS = 926535 / 2217404;

export const SECONDS = {
  /** A byte of a bigWig whose signal is taken over all elements: 0.9 s for 170 to 210 MB; 2.6 s for 406 MB with text. */
  signalByte: 5.5e-9,
  /** A byte of allcalls, gzip: 3.0 s for 46 MB of 4.6 million rows (measured for docs/recipes.md). */
  peaksByte: 65e-9,
  /** A pooled DHS when rDHSs are selected: 14.4 s for 93 million. */
  dhs: 155e-9,
  /** An rDHS in an experiment: its Z-score (0.06 s for 2.08 million) . */
  zscore: 30e-9,
  /** An rDHS in an experiment: max-Z, classes, tiers (0.08 s for 2.03 million). */
  classified: 40e-9,
  /** An rDHS in the tables: 6.9 s for 2.03 million. */
  tableRow: 3.4e-6,
  /** A cCRE in a biosample's BED: 0.35 s for 895,000. */
  bedRow: 0.39e-6,
  /** A byte whose checksum is taken: 700 MB/s. */
  checksumByte: 1 / 700e6,
  /** An rDHS in an experiment in the report: its column is read once more (1.1 s for 40 columns of 2.03 million). */
  reported: 14e-9,
  /** The pages' own part of the report. */
  report: 2,
} as const;

/** Bytes that a build writes. */
export const BYTES = {
  /** A DHS in .work (docs/architecture.md). */
  workDhs: 32,
  /** An rDHS in an experiment: 4 Z, 4 signal, 1/8 high, 4 in the row-major copy (docs/architecture.md). */
  zscore: 12.1,
  /** A row of a biosample's BED: 100 MB for 895,000. */
  bedRow: 112,
  /** An rDHS in the tables: what is left of the 2.7 GB of docs/scale.md. */
  tableRow: 160,
} as const;

/** Memory in bytes, of the sums in docs/architecture.md and the peaks in docs/scale.md. */
export const MEMORY = {
  program: 100e6,
  /** A thread that calls and quantifies DHSs: 1.1 GB with two threads. */
  dhsThread: 500e6,
  /** A DHS of the largest chromosome while rDHSs are selected: 24 bytes, and as much for the order. */
  poolDhs: 48,
  /** An rDHS that is kept. */
  rdhs: 40,
  /** An rDHS in the two plans of regions, shared by the threads: 0.2 GB for 2.1 million. */
  plan: 95,
  /** An rDHS in the columns of a thread: 0.05 GB for 2.1 million. */
  columns: 24,
  /** Buffers of a thread that reads a bigWig. */
  signalThread: 100e6,
  /** An rDHS while classes are made: 0.3 GB for 2.1 million. */
  evidence: 145,
} as const;

/** What chr1 has of a genome's DHSs. */
export const LARGEST_CHROMOSOME = 0.08;
/** Full-resolution data in a bigWig; the rest are its zoom levels (132 of 190 MB, 286 of 384 MB in the benchmark's). */
export const FULL_RESOLUTION = 0.75;
/** Header, chromosomes and index of a bigWig that is read in place. */
export const INDEX_BYTES = 0.5e6;
/** What a further core adds where files are shared among cores: 1.7 to 1.8 times the speed on two. */
export const FURTHER_CORE = 0.75;
/** Cores of one node of a cluster: what is no job a dataset runs on one. */
export const NODE_CORES = 16;
