/** The files of a simulation as tasks: each is made from the seed alone, in any thread and in any order. */

import { join } from 'node:path';
import { writeBigWig } from '../formats/bbi/bigwig-writer.ts';
import {
  blacklistText,
  consensusText,
  gtfText,
  previousText,
  truthElementsText,
  truthGenesText,
} from './build-inputs.ts';
import {
  biosamplesText,
  chromSizesText,
  datasetsText,
  peaksPath,
  readmeText,
  signalPath,
} from './build-sheets.ts';
import { peaksText } from './dhs-calls.ts';
import { layOut, type SimulatedGenome } from './layout.ts';
import type { Size } from './plan.ts';
import { signalRuns } from './signal-tracks.ts';
import { writeText } from './text-file.ts';

/** One file or a few that belong together, below the directory `out`. */
export interface FileTask {
  readonly out: string;
  readonly size: Size;
  readonly seed: number;
  /** A data set of the build, or one of TEXT_FILES. */
  readonly what: { readonly dataset: number } | { readonly text: string };
}

const TEXTS: Readonly<Record<string, (genome: SimulatedGenome, size: Size) => Iterable<string> | string>> = {
  'README.md': readmeText,
  'truth/elements.tsv': truthElementsText,
  'truth/genes.tsv': truthGenesText,
  'chrom.sizes': ({ plan }) => chromSizesText(plan),
  'datasets.tsv': ({ plan }) => datasetsText(plan),
  'biosamples.tsv': ({ plan }) => biosamplesText(plan),
  'genes.gtf.gz': gtfText,
  'consensus-dhs.bed.gz': consensusText,
  'blacklist.bed.gz': blacklistText,
  'previous/rdhs.bed.gz': (genome) => previousText(genome, 'rdhs'),
  'previous/ccre.bed.gz': (genome) => previousText(genome, 'ccre'),
};

/** The files of a build beside its data sets, but for registry.yaml. */
export const TEXT_FILES = Object.keys(TEXTS);

/** Makes the file of a task. */
export async function run({ out, size, seed, what }: FileTask): Promise<void> {
  const genome = genomeOf(seed, size);
  if ('text' in what) {
    await writeText(join(out, what.text), TEXTS[what.text]!(genome, size));
    return;
  }
  const dataset = genome.plan.datasets[what.dataset]!;
  const peaks = peaksPath(dataset);
  if (peaks !== undefined) await writeText(join(out, peaks), peaksText(genome, dataset));
  await writeBigWig(join(out, signalPath(dataset)), genome.plan.chroms, signalRuns(genome, dataset));
}

let latest: { readonly size: Size; readonly genome: SimulatedGenome } | undefined;

/** The genome of a seed, laid out once a thread. */
export function genomeOf(seed: number, size: Size): SimulatedGenome {
  if (latest?.size !== size || latest.genome.seed !== seed) latest = { size, genome: layOut(seed, size) };
  return latest.genome;
}
