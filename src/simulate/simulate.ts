/** Writes a simulated genome: everything that a build takes, what can be hung on its elements, and the truth. */

import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { isTemporaryName } from '../formats/temporary-name.ts';
import { type Progress, silent } from '../progress.ts';
import { runInWorkers } from '../threads/workers.ts';
import { chromSizesText } from './build-sheets.ts';
import { annotationFiles, buildFiles, type FileTask, firstGenome } from './file-task.ts';
import type { SimulatedGenome } from './layout.ts';
import { secondGenomeOf } from './orthology/second-genome.ts';
import { PLANS, type Size } from './plan.ts';

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
/** Where the second genome's build has its files. */
const SECOND = 'second';
const BUILD_FOLDERS = ['truth', 'peaks', 'signal', 'previous'];
const ANNOTATION_FOLDERS = ['annotations', join('annotations', 'tf')];
/** Files that say that all others are there: the first to go, the last to come. */
const MARKS = ['registry.yaml', 'annotations.yaml'];
/** The first file of a genome: it tells the sizes apart, so that no two of them mix. */
const CHROM_SIZES = 'chrom.sizes';

/**
 * Writes a genome into the directory `out`, which is made where it is missing. Throws CisregError CONFLICT where `out`
 * holds files of another kind, IO where it cannot be written.
 */
export async function simulate(out: string, options: SimulateOptions = {}): Promise<Simulated> {
  const { seed = DEFAULT_SEED, size = 'mini', threads = 1, progress = silent } = options;
  await prepare(out, size);
  const first = firstGenome(seed, size);
  const second = secondGenomeOf(first).genome;
  const make = async (label: string, tasks: readonly Pick<FileTask, 'genome' | 'what'>[]) => {
    progress.step(label, tasks.length, 'files');
    await runInWorkers<FileTask, void>(
      new URL('./file-task.js', import.meta.url),
      tasks.map((task) => ({ out: task.genome === 'first' ? out : join(out, SECOND), size, seed, ...task })),
      { threads, onResult: () => progress.advance(1) },
    );
  };
  const filesOf = (genome: 'first' | 'second', files: readonly string[]) =>
    files.map((file) => ({ genome, what: { file } }));
  const datasetsOf = (genome: 'first' | 'second', { plan }: SimulatedGenome) =>
    plan.datasets.map((_, dataset) => ({ genome, what: { dataset } }));
  const sizesFiles = [...filesOf('first', [CHROM_SIZES]), ...filesOf('second', [CHROM_SIZES])];

  await make('sizes', sizesFiles);
  await make('data sets', [...datasetsOf('first', first), ...datasetsOf('second', second)]);
  const files = [
    ...filesOf('first', [...buildFiles('first'), ...annotationFiles(seed, size)]),
    ...filesOf('second', buildFiles('second')),
  ];
  await make(
    'annotation',
    files.filter(({ what }) => what.file !== CHROM_SIZES && !MARKS.includes(what.file)),
  );
  await make(
    'configuration',
    files.filter(({ what }) => MARKS.includes(what.file)),
  );
  const { plan, elements, genes } = first;
  return {
    elements: elements.count,
    genes: genes.length,
    biosamples: plan.biosamples.length,
    datasets: plan.datasets.length,
  };
}

async function prepare(out: string, size: Size): Promise<void> {
  try {
    makeDirectory(out);
    const present = await readdir(out);
    if (present.length > 0 && !present.includes('truth')) {
      const message =
        'holds files that are no simulated genome, expected an empty directory; choose another --out';
      throw new CisregError('CONFLICT', message, { where: { file: out } });
    }
    const sizes = join(out, CHROM_SIZES);
    if (existsSync(sizes) && readFileSync(sizes, 'utf8') !== chromSizesText(PLANS[size])) {
      // Files of both would lie side by side, and those of the larger stay.
      const message = 'holds a simulation of another size; choose another --out, or remove it';
      throw new CisregError('CONFLICT', message, { where: { file: out } });
    }
    await clearMarks(out);
    for (const part of BUILD_FOLDERS) {
      makeDirectory(join(out, part));
      makeDirectory(join(out, SECOND, part));
    }
    for (const part of ANNOTATION_FOLDERS) makeDirectory(join(out, part));
  } catch (error) {
    if (error instanceof CisregError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CisregError('IO', `cannot be made a directory (${code}); choose another --out`, {
      where: { file: out },
      cause: error,
    });
  }
}

/** Takes from an earlier run what says that it is whole, and what it was writing when it was killed. */
async function clearMarks(out: string): Promise<void> {
  for (const genome of ['', SECOND]) {
    for (const mark of MARKS) await rm(join(out, genome, mark), { force: true });
    for (const part of ['', ...BUILD_FOLDERS, ...ANNOTATION_FOLDERS]) {
      const folder = join(out, genome, part);
      const names = existsSync(folder) ? await readdir(folder) : [];
      for (const name of names.filter((one) => isTemporaryName(one))) await rm(join(folder, name));
    }
  }
}
