/** Z-scores and signals of each assay as matrices: a row an rDHS, a column a dataset. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { fileKey, RDHS_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import type { ZColumn } from '../store/zscore-store.ts';
import { runInWorkers } from '../threads/workers.ts';
import type { BedColumn } from './bed-schema.ts';
import type { FileKind } from './export-folder.ts';
import type { MatrixTask } from './matrix-file.ts';

const QUANTITIES = ['zscore', 'signal'] as const;

export interface MatrixOptions {
  /** Files at a time. */
  readonly threads: number;
  readonly encodeNames: boolean;
}

/**
 * Writes, for each assay, ASSAY.zscores.tsv.gz and ASSAY.signals.tsv.gz (bgzip), header `rDHS` and the datasets; Z with six decimals
 * from the double, signal with six digits. With `encodeNames` as ENCODE lays them out: ASSEMBLY.ASSAY-zscore.rDHS.txt.gz and
 * -signal, with two header rows, experiments and biosamples. Throws CisregError CONFLICT where two assays would have one name.
 */
export async function writeMatrices(
  registry: RegistryDirectory,
  folder: string,
  { threads, encodeNames }: MatrixOptions,
  progress: Progress,
): Promise<readonly FileKind[]> {
  const kinds: FileKind[] = [];
  const tasks: MatrixTask[] = [];
  for (const [stem, columns] of byStem(registry, encodeNames)) {
    const files = QUANTITIES.map((quantity) =>
      encodeNames ? `${stem}-${quantity}.rDHS.txt.gz` : `${stem}.${quantity}s.tsv.gz`,
    );
    const header = encodeNames
      ? encodeHeader(columns)
      : `rDHS\t${columns.map(({ file }) => file).join('\t')}\n`;
    for (const [q, quantity] of QUANTITIES.entries()) {
      tasks.push({
        file: path.join(folder, files[q]!),
        header,
        quantity,
        columns,
        rdhsBed: path.join(registry.path, RDHS_BED),
        zscores: registry.zscores,
      });
    }
    kinds.push({
      name: stem,
      title: `${columns[0]!.assay} in ${columns.length} ${columns.length === 1 ? 'dataset' : 'datasets'}`,
      naming: `\`${files[0]}\` (Z-scores, six decimals; -10 is no signal) and \`${files[1]}\` (mean signals, six digits); ${encodeNames ? 'two header rows, experiments and biosamples' : 'a header row'}.`,
      columns: describedColumns(columns, encodeNames),
      files,
      headerRows: encodeNames ? 2 : 1,
    });
  }
  progress.step('matrices', 2 * registry.manifest.columns.length, 'columns');
  // The widest first: the last ones then fill what is left of each thread's time.
  tasks.sort((a, b) => b.columns.length - a.columns.length);
  const worker = new URL('./matrix-worker.js', import.meta.url);
  await runInWorkers<MatrixTask, void>(worker, tasks, {
    threads,
    onResult: (_, index) => progress.advance(tasks[index]!.columns.length),
  });
  return kinds;
}

/** The columns of each assay, by what its files are called. */
function byStem(registry: RegistryDirectory, encodeNames: boolean): ReadonlyMap<string, ZColumn[]> {
  const columnsOf = new Map<string, ZColumn[]>();
  const assayOf = new Map<string, string>();
  for (const column of registry.manifest.columns) {
    const { assay } = column;
    const stem = encodeNames ? `${fileKey(registry.assembly)}.${fileKey(assay)}` : fileKey(assay);
    const other = assayOf.get(stem.toLowerCase());
    if (other !== undefined && other !== assay) {
      throw new CisregError(
        'CONFLICT',
        `assays ${other} and ${assay} would share the file name ${stem}, expected assays that differ in letters or digits; rename one`,
        { where: { file: registry.path } },
      );
    }
    assayOf.set(stem.toLowerCase(), assay);
    columnsOf.set(stem, [...(columnsOf.get(stem) ?? []), column]);
  }
  return columnsOf;
}

/** What ENCODE names a column by: the experiment, where there is one. */
function encodeName({ experiment, file }: ZColumn): string {
  return experiment || file;
}

function encodeHeader(columns: readonly ZColumn[]): string {
  const biosamples = columns.map(({ biosample }) => biosample);
  return `rDHS\t${columns.map(encodeName).join('\t')}\nrDHS\t${biosamples.join('\t')}\n`;
}

function describedColumns(columns: readonly ZColumn[], encodeNames: boolean): BedColumn[] {
  return [
    { name: 'rDHS', type: 'string', description: 'Accession of the rDHS' },
    ...columns.map((column): BedColumn => {
      const { file, biosample, experiment } = column;
      const source = encodeNames
        ? `, dataset ${file}`
        : experiment === ''
          ? ''
          : `, experiment ${experiment}`;
      return {
        name: encodeNames ? encodeName(column) : file,
        type: 'float',
        description: `${biosample}${source}`,
      };
    }),
  ];
}
