/** The making of kinds that are matrices of expression: of genes, of transcription start sites. */

import path from 'node:path';
import { writeFileAtomically } from '../../formats/atomic-file.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { Mistakes } from '../../mistakes.ts';
import type { Annotations } from '../annotations.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { readMatrixShape, readMatrixValues } from './expression-matrix.ts';
import { joinRows, type KnownRows } from './expression-rows.ts';
import { joinSheets, SAMPLE_COLUMNS, type SampleSheet } from './expression-samples.ts';
import { type ExperimentColumns, tissueValues } from './expression-tissues.ts';

/** The sheet of all samples, as a table; beside it the columns that ExpressionTable reads. */
export const SAMPLES_TSV = 'samples.tsv';

interface Source {
  readonly matrix: InputFile;
  readonly sheet: InputFile;
}

/** The kind `name`, a list of {matrix, sheet}, whose rows are those that `knownRows` finds among the kinds before it. */
export function expressionKind(name: string, knownRows: (before: Annotations) => KnownRows): Kind {
  return {
    name,
    async plan(reader, root) {
      const sources = reader.mappings(root[name], [name], ['matrix', 'sheet']).flatMap(({ own, at }) => {
        const matrix = reader.input(own, [...at, 'matrix'], true);
        const sheet = reader.input(own, [...at, 'sheet'], true);
        return matrix === undefined || sheet === undefined ? [] : [{ matrix, sheet }];
      });
      if (sources.length === 0) return undefined;
      return {
        inputs: sources.flatMap(({ matrix, sheet }) => [matrix, sheet]),
        parameters: { matrices: sources.length },
        after: ['genes'],
        make: (work) => make(sources, knownRows(work.before), work),
      };
    },
  };
}

async function make(
  sources: readonly Source[],
  known: KnownRows,
  { store, directory, progress }: KindWork,
): Promise<Counts> {
  const mistakes = new Mistakes();
  const matrices = [];
  for (const { matrix, sheet } of sources) {
    const shape = await mistakes.collect(() => readMatrixShape(matrix.path));
    if (shape !== undefined) matrices.push({ file: matrix.path, sheet: sheet.path, shape });
  }
  const { biosamples } = store.registry;
  const sheets = matrices.map(({ file, sheet, shape }) => ({ sheet, matrix: file, samples: shape.samples }));
  const samples = await mistakes.collect(() => joinSheets(sheets, biosamples));
  mistakes.throwIfAny();
  const rows = joinRows(
    matrices.map(({ file, shape }) => ({ file, lineOf: shape.lineOf })),
    known,
  );

  const width = samples!.rows.length;
  const values = new Float32Array(rows.ids.length * width).fill(Number.NaN);
  progress.step('matrices', matrices.length, 'files');
  let from = 0;
  for (const [m, { file, shape }] of matrices.entries()) {
    await readMatrixValues(file, shape, { into: values, width, from, rowOf: rows.rowOf[m]! });
    from += shape.samples.length;
    progress.advance(1);
  }
  const layout = experimentsOf(samples!);
  const strangers = new Set(
    samples!.rows.flatMap((row, s) => (samples!.biosample[s]! < 0 ? [row.biosample!] : [])),
  );
  if (strangers.size > 0) {
    const [example] = strangers;
    progress.warn(
      `${strangers.size} biosamples of its sheets are not of the registry (${example}): they have expression alone`,
    );
  }
  await writeColumns(directory, {
    id: rows.ids,
    rowOfKnown: rows.rowOfKnown,
    values: { array: values, shape: [rows.ids.length, width] },
    sampleBiosample: samples!.biosample,
    biosamples: biosamples.map(({ name }) => name),
    tissues: layout.tissues,
    ...byTissue(values, width, layout),
  });
  await writeFileAtomically(path.join(directory, SAMPLES_TSV), sheetText(samples!));
  return {
    rows: rows.ids.length,
    unmatchedRows: rows.ids.length - rows.known,
    samples: width,
    experiments: layout.experiments.length,
    tissues: layout.tissues.length,
    biosamples: new Set(samples!.rows.map(({ biosample }) => biosample)).size,
    biosamplesNotOfRegistry: strangers.size,
  };
}

/** Experiments and tissues in the order in which samples first name them. */
function experimentsOf({ rows }: SampleSheet): {
  tissues: string[];
  experiments: readonly ExperimentColumns[];
} {
  const tissues = [...new Set(rows.map(({ tissue }) => tissue!))];
  const byName = new Map<string, { samples: number[]; tissue: number }>();
  for (const [s, { experiment, tissue }] of rows.entries()) {
    const own = byName.get(experiment!) ?? { samples: [], tissue: tissues.indexOf(tissue!) };
    own.samples.push(s);
    byName.set(experiment!, own);
  }
  return { tissues, experiments: [...byName.values()] };
}

function byTissue(
  values: Float32Array,
  width: number,
  { tissues, experiments }: { tissues: readonly string[]; experiments: readonly ExperimentColumns[] },
) {
  const [rows, n] = [values.length / width, tissues.length];
  const mean = new Float32Array(rows * n);
  const max = new Float32Array(rows * n);
  const tau = new Float32Array(rows);
  const top = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = tissueValues(values.subarray(row * width, (row + 1) * width), experiments, n);
    mean.set(own.mean, row * n);
    max.set(own.max, row * n);
    tau[row] = own.tau;
    top[row] = own.top;
  }
  return {
    tissueMean: { array: mean, shape: [rows, n] },
    tissueMax: { array: max, shape: [rows, n] },
    tau,
    topTissue: top,
  };
}

function sheetText({ columns, rows }: SampleSheet): string {
  const own = [...SAMPLE_COLUMNS, ...columns.slice(SAMPLE_COLUMNS.length)];
  const lines = rows.map((row) => own.map((name) => row[name] ?? '').join('\t'));
  return `${[own.join('\t'), ...lines].join('\n')}\n`;
}
