/** The files of a simulation as tasks: each is made from the seed alone, in any thread and in any order. */

import { join } from 'node:path';
import { writeBigWig } from '../formats/bbi/bigwig-writer.ts';
import { writeTwoBit } from '../formats/two-bit-writer.ts';
import { annotationTexts, CONSERVATION, SEQUENCE } from './annotation/annotation-files.ts';
import { conservationRuns } from './annotation/conservation.ts';
import { sequenceRecords } from './annotation/sequence.ts';
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
  registryYaml,
  signalPath,
} from './build-sheets.ts';
import { peaksText } from './dhs-calls.ts';
import { layOut, type SimulatedGenome } from './layout.ts';
import { secondGenomeOf } from './orthology/second-genome.ts';
import type { Size } from './plan.ts';
import { signalRuns } from './signal-tracks.ts';
import { writeText } from './text-file.ts';

/** One file or a few that belong together, below the directory `out`. */
export interface FileTask {
  readonly out: string;
  readonly size: Size;
  readonly seed: number;
  readonly genome: 'first' | 'second';
  readonly what: FileKind;
}

/** A data set of a genome's build, by its index; or a file by its path. */
export type FileKind = { readonly dataset: number } | { readonly file: string };

const BUILD_TEXTS: Readonly<
  Record<string, (genome: SimulatedGenome, size: Size) => Iterable<string> | string>
> = {
  'README.md': readmeText,
  'registry.yaml': ({ plan }) => registryYaml(plan),
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

/** The files of a build beside its data sets. registry.yaml is the last to be made: it marks a whole directory. */
export function buildFiles(genome: 'first' | 'second'): readonly string[] {
  // The second genome is described where the first one is.
  return Object.keys(BUILD_TEXTS).filter((path) => genome === 'first' || path !== 'README.md');
}

/** The files that hang on the elements of a genome. */
export function annotationFiles(seed: number, size: Size): readonly string[] {
  return [...annotationTexts(firstGenome(seed, size)).keys(), CONSERVATION, SEQUENCE];
}

/** Makes the file of a task. */
export async function run({ out, size, seed, genome: which, what }: FileTask): Promise<void> {
  const first = firstGenome(seed, size);
  const genome = which === 'first' ? first : secondGenomeOf(first).genome;
  if ('dataset' in what) {
    const dataset = genome.plan.datasets[what.dataset]!;
    const peaks = peaksPath(dataset);
    if (peaks !== undefined) await writeText(join(out, peaks), peaksText(genome, dataset));
    await writeBigWig(join(out, signalPath(dataset)), genome.plan.chroms, signalRuns(genome, dataset));
  } else if (what.file === CONSERVATION) {
    await writeBigWig(join(out, what.file), genome.plan.chroms, conservationRuns(genome));
  } else if (what.file === SEQUENCE) {
    await writeTwoBit(join(out, what.file), sequenceRecords(genome));
  } else {
    const text = BUILD_TEXTS[what.file] ?? annotationTexts(genome).get(what.file)!;
    await writeText(join(out, what.file), text(genome, size));
  }
}

let latest: { readonly size: Size; readonly genome: SimulatedGenome } | undefined;

/** The genome of a seed, laid out once a thread. */
export function firstGenome(seed: number, size: Size): SimulatedGenome {
  if (latest?.size !== size || latest.genome.seed !== seed) latest = { size, genome: layOut(seed, size) };
  return latest.genome;
}
