/** The data sets of a simulated genome: one a biosample and assay, and DNase replicates. */

import type { Biosample, ClassAssay } from './biosamples.ts';

export type PeaksFormat = 'hotspot2-allcalls' | 'dhs' | 'narrowPeak';

export interface Dataset {
  /** Index into the genome's biosamples. */
  readonly biosample: number;
  readonly assay: ClassAssay | 'POLR2A';
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

export interface DatasetsPlan {
  readonly biosamples: readonly Biosample[];
  /** Biosamples (by index) whose DNase was done twice; the last replicate is of poor quality. */
  readonly replicated: readonly number[];
  /** The first letter of experiments and files. */
  readonly letter: string;
  /** Whether there is a data set of an assay that takes no part in classes. */
  readonly hasPol2: boolean;
}

const LABS = ['North', 'South'] as const;

/** The data sets in the order of datasets.tsv. The same for every seed. */
export function datasetsOf({ biosamples, replicated, letter, hasPol2 }: DatasetsPlan): readonly Dataset[] {
  const datasets: Dataset[] = [];
  const add = (biosample: number, assay: Dataset['assay'], replicate: number) => {
    const number = datasets.length + 1;
    const dnases = datasets.filter((dataset) => dataset.assay === 'DNase').length;
    const isPoor = replicate === 2 && biosample === replicated.at(-1);
    datasets.push({
      biosample,
      assay,
      experiment: `${letter}X${String(biosample + 1).padStart(3, '0')}${assay}`,
      file: `${letter}F${String(number).padStart(4, '0')}`,
      peaksFormat: assay === 'DNase' ? peaksFormatOf(dnases) : undefined,
      hasZscore: replicate === 1,
      lab: LABS[number % LABS.length]!,
      date: `2019-${String(1 + (number % 12)).padStart(2, '0')}-15`,
      spot: assay === 'DNase' ? (isPoor ? 0.21 : 0.35 + ((number * 7) % 40) / 100) : undefined,
    });
  };
  for (const [i, biosample] of biosamples.entries()) {
    for (const assay of biosample.assays) {
      add(i, assay, 1);
      if (assay === 'DNase' && replicated.includes(i)) add(i, assay, 2);
    }
  }
  if (hasPol2) add(0, 'POLR2A', 1);
  return datasets;
}

/** Four in six are calls to be thresholded; the others come as other laboratories deliver them. */
function peaksFormatOf(index: number): PeaksFormat {
  if (index % 6 === 3) return 'dhs';
  return index % 6 === 5 ? 'narrowPeak' : 'hotspot2-allcalls';
}
