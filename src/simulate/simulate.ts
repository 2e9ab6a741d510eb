/** Writes the mini genome: everything that a build takes, and the truth. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { writeBigWig } from '../formats/bbi/bigwig-writer.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { type Progress, silent } from '../progress.ts';
import {
  blacklistText,
  consensusText,
  gtfText,
  previousTexts,
  truthElementsText,
  truthGenesText,
} from './annotation-files.ts';
import { peaksText } from './dhs-calls.ts';
import { BIOSAMPLES } from './mini-biosamples.ts';
import { miniDatasets } from './mini-datasets.ts';
import { layOut } from './mini-genome.ts';
import {
  biosamplesText,
  chromSizesText,
  datasetsText,
  peaksPath,
  REGISTRY_YAML,
  readmeText,
  signalPath,
} from './sheets.ts';
import { signalRuns } from './signal-tracks.ts';

export interface SimulateOptions {
  /** A whole number from 0; default DEFAULT_SEED. The same seed gives the same bytes. */
  readonly seed?: number;
  readonly progress?: Progress;
}

/** What was written. */
export interface Simulated {
  readonly elements: number;
  readonly genes: number;
  readonly biosamples: number;
  readonly datasets: number;
}

export const DEFAULT_SEED = 1;

/**
 * Writes a mini genome into the directory `out`, which is made where it is missing. Throws CisregError CONFLICT where
 * `out` holds files of another kind, IO where it cannot be written.
 */
export async function simulate(out: string, options: SimulateOptions = {}): Promise<Simulated> {
  const { seed = DEFAULT_SEED, progress = silent } = options;
  await prepare(out);
  const genome = layOut(seed);
  const datasets = miniDatasets();
  const write = (path: string, text: string) =>
    writeFileAtomically(join(out, path), path.endsWith('.gz') ? gzipSync(text) : text);

  progress.step('annotation');
  const previous = previousTexts(genome);
  const counts = { seed, elements: genome.elements.length, genes: genome.genes.length };
  const texts: readonly (readonly [string, string])[] = [
    ['README.md', readmeText(counts)],
    ['truth/elements.tsv', truthElementsText(genome)],
    ['truth/genes.tsv', truthGenesText(genome)],
    ['chrom.sizes', chromSizesText(genome.chroms)],
    ['datasets.tsv', datasetsText(datasets)],
    ['biosamples.tsv', biosamplesText()],
    ['genes.gtf.gz', gtfText(genome)],
    ['consensus-dhs.bed.gz', consensusText(genome)],
    ['blacklist.bed.gz', blacklistText(genome)],
    ['previous/rdhs.bed.gz', previous.rdhs],
    ['previous/ccre.bed.gz', previous.ccre],
  ];
  for (const [path, text] of texts) await write(path, text);

  progress.step('data sets', datasets.length, 'files');
  for (const dataset of datasets) {
    const peaks = peaksPath(dataset);
    if (peaks !== undefined) await write(peaks, peaksText(genome, dataset));
    await writeBigWig(join(out, signalPath(dataset)), genome.chroms, signalRuns(genome, dataset));
    progress.advance(1);
  }
  // Last, so that a directory with a registry.yaml is a whole one.
  await write('registry.yaml', REGISTRY_YAML);
  const { elements, genes } = counts;
  return { elements, genes, biosamples: BIOSAMPLES.length, datasets: datasets.length };
}

async function prepare(out: string): Promise<void> {
  try {
    makeDirectory(out);
    const present = await readdir(out);
    if (present.length > 0 && !present.includes('truth')) {
      const message =
        'holds files that are no mini genome, expected an empty directory; choose another --out';
      throw new CisregError('CONFLICT', message, { where: { file: out } });
    }
    for (const part of ['truth', 'peaks', 'signal', 'previous']) makeDirectory(join(out, part));
  } catch (error) {
    if (error instanceof CisregError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CisregError('IO', `cannot be made a directory (${code}); choose another --out`, {
      where: { file: out },
      cause: error,
    });
  }
}
