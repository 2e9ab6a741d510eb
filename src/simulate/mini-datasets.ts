/** The data sets of the mini genome: one a biosample and assay, and DNase replicates. */

import { BIOSAMPLES, type MiniAssay } from './mini-biosamples.ts';

export type PeaksFormat = 'hotspot2-allcalls' | 'dhs' | 'narrowPeak';

export interface MiniDataset {
  /** Index into BIOSAMPLES. */
  readonly biosample: number;
  readonly assay: MiniAssay | 'POLR2A';
  readonly experiment: string;
  readonly file: string;
  readonly peaksFormat: PeaksFormat | undefined;
  /** Whether it stands for its biosample; replicates only contribute DHSs. */
  readonly hasZscore: boolean;
  readonly lab: string;
  readonly date: string;
  /** The share of reads in hotspots; undefined for other assays. */
  readonly spot: number | undefined;
}

/** Biosamples (by index) whose DNase was done twice; the last replicate is of poor quality. */
const REPLICATED = [0, 3, 6, 9, 12, 15] as const;
const LABS = ['North', 'South'] as const;

/** The data sets in the order of datasets.tsv. The same for every seed. */
export function miniDatasets(): readonly MiniDataset[] {
  const datasets: MiniDataset[] = [];
  const add = (biosample: number, assay: MiniDataset['assay'], replicate: number) => {
    const number = datasets.length + 1;
    const dnases = datasets.filter((dataset) => dataset.assay === 'DNase').length;
    const isPoor = replicate === 2 && biosample === REPLICATED.at(-1);
    datasets.push({
      biosample,
      assay,
      experiment: `MX${String(biosample + 1).padStart(3, '0')}${assay}`,
      file: `MF${String(number).padStart(4, '0')}`,
      peaksFormat: assay === 'DNase' ? peaksFormatOf(dnases) : undefined,
      hasZscore: replicate === 1,
      lab: LABS[number % LABS.length]!,
      date: `2019-${String(1 + (number % 12)).padStart(2, '0')}-15`,
      spot: assay === 'DNase' ? (isPoor ? 0.21 : 0.35 + ((number * 7) % 40) / 100) : undefined,
    });
  };
  for (const [i, biosample] of BIOSAMPLES.entries()) {
    for (const assay of biosample.assays) {
      add(i, assay, 1);
      if (assay === 'DNase' && REPLICATED.some((replicated) => replicated === i)) add(i, assay, 2);
    }
  }
  add(0, 'POLR2A', 1);
  return datasets;
}

/** Four in six are calls to be thresholded; the others come as other laboratories deliver them. */
function peaksFormatOf(index: number): PeaksFormat {
  if (index % 6 === 3) return 'dhs';
  return index % 6 === 5 ? 'narrowPeak' : 'hotspot2-allcalls';
}
