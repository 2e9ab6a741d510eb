/** Writes a simulated genome: everything that a build takes, what can be hung on its elements, and the truth. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { type Progress, silent } from '../progress.ts';
import { registryYaml } from './build-sheets.ts';
import { type FileTask, genomeOf, run, TEXT_FILES } from './file-task.ts';
import type { Size } from './plan.ts';
import { writeText } from './text-file.ts';
import { inThreads } from './workers.ts';

export { SIZES, type Size } from './plan.ts';

export interface SimulateOptions {
  /** A whole number from 0; default DEFAULT_SEED. The same seed gives the same bytes, whatever the threads. */
  readonly seed?: number;
  /** Default mini. */
  readonly size?: Size;
  /** Files made at a time. Default 1. */
  readonly threads?: number;
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
 * Writes a genome into the directory `out`, which is made where it is missing. Throws CisregError CONFLICT where `out`
 * holds files of another kind, IO where it cannot be written.
 */
export async function simulate(out: string, options: SimulateOptions = {}): Promise<Simulated> {
  const { seed = DEFAULT_SEED, size = 'mini', threads = 1, progress = silent } = options;
  await prepare(out);
  const { plan, elements, genes } = genomeOf(seed, size);
  const make = (whats: readonly FileTask['what'][]) =>
    inThreads<FileTask>(
      whats.map((what) => ({ out, size, seed, what })),
      {
        workerUrl: new URL('./file-task.js', import.meta.url),
        threads,
        inPlace: run,
        onDone: () => progress.advance(1),
      },
    );

  progress.step('annotation', TEXT_FILES.length, 'files');
  await make(TEXT_FILES.map((text) => ({ text })));
  progress.step('data sets', plan.datasets.length, 'files');
  await make(plan.datasets.map((_, dataset) => ({ dataset })));
  // Last, so that a directory with a registry.yaml is a whole one.
  await writeText(join(out, 'registry.yaml'), registryYaml(plan));
  return {
    elements: elements.count,
    genes: genes.length,
    biosamples: plan.biosamples.length,
    datasets: plan.datasets.length,
  };
}

async function prepare(out: string): Promise<void> {
  try {
    makeDirectory(out);
    const present = await readdir(out);
    if (present.length > 0 && !present.includes('truth')) {
      const message =
        'holds files that are no simulated genome, expected an empty directory; choose another --out';
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
