/** Sheets of expression samples: which biosample, tissue and experiment each column of a matrix is of. */

import { CisregError } from '../../errors.ts';
import { readTable, type TableRow } from '../../formats/table.ts';
import { Mistakes } from '../../mistakes.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';

/** What every sheet must have; its other columns are carried along. */
export const SAMPLE_COLUMNS = ['sample', 'biosample', 'tissue', 'experiment', 'replicate', 'assay'] as const;

/** Samples in the order of the columns of their matrices. */
export interface SampleSheet {
  /** SAMPLE_COLUMNS, then those that the sheets have beside them. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Place of each sample's biosample in the registry's biosamples.tsv; -1 where it is not there. */
  readonly biosample: Int32Array;
}

/**
 * Joins sheets to the samples of their matrices. A biosample that the registry knows by name or key is called by its name. Throws one
 * CisregError that lists every mistake: empty fields, samples that stand twice in a sheet or a matrix, that a matrix has and its sheet has not or the
 * other way round, experiments of two biosamples, tissues or assays.
 */
export async function joinSheets(
  sources: readonly {
    readonly sheet: string;
    readonly matrix: string;
    readonly samples: readonly string[];
  }[],
  biosamples: readonly BiosampleRow[],
): Promise<SampleSheet> {
  const mistakes = new Mistakes();
  const known = new Map<string, number>();
  for (const [b, { key }] of biosamples.entries()) known.set(key, b);
  for (const [b, { name }] of biosamples.entries()) known.set(name, b);
  const columns = new Set<string>(SAMPLE_COLUMNS);
  const rows: Record<string, string>[] = [];
  const experiments = new Map<string, { row: Record<string, string>; where: string }>();
  for (const { sheet, matrix, samples } of sources) {
    const table = await mistakes.collect(() => readTable(sheet, { required: SAMPLE_COLUMNS }));
    if (table === undefined) continue;
    for (const name of table.columns) columns.add(name);
    const bySample = new Map<string, Record<string, string>>();
    for (const row of table.rows) {
      const say = (message: string) =>
        mistakes.take(new CisregError('FORMAT', message, { where: { file: sheet, line: row.line } }));
      const own = valuesOf(table.columns, row);
      const empty = SAMPLE_COLUMNS.filter((name) => own[name] === '');
      if (empty.length > 0) say(`${empty.join(', ')} is empty, expected a value; fill it in`);
      if (bySample.has(own.sample!)) say(`the sample ${own.sample} stands twice, expected it once`);
      bySample.set(own.sample!, own);
      own.biosample = biosamples[known.get(own.biosample!) ?? -1]?.name ?? own.biosample!;
      const other = experiments.get(own.experiment!);
      const apart = ['biosample', 'tissue', 'assay'].find(
        (name) => other !== undefined && other.row[name] !== own[name],
      );
      if (other === undefined) {
        experiments.set(own.experiment!, { row: own, where: `${sheet}:${row.line}` });
      } else if (apart !== undefined) {
        say(
          `${apart} of ${own.experiment} is ${own[apart]}, and ${other.row[apart]} in ${other.where}, expected one ${apart} an experiment`,
        );
      }
    }
    for (const sample of samplesThatFit({ sheet, matrix, samples, bySample }, mistakes)) rows.push(sample);
  }
  mistakes.throwIfAny();
  return {
    columns: [...columns],
    rows,
    biosample: Int32Array.from(rows, (row) => known.get(row.biosample!) ?? -1),
  };
}

function valuesOf(columns: readonly string[], { values }: TableRow): Record<string, string> {
  return Object.fromEntries(columns.map((name, i) => [name, values[i]!.trim()]));
}

/** The sheet's rows in the order of the matrix; what either lacks goes to the mistakes. */
function samplesThatFit(
  {
    sheet,
    matrix,
    samples,
    bySample,
  }: {
    sheet: string;
    matrix: string;
    samples: readonly string[];
    bySample: ReadonlyMap<string, Record<string, string>>;
  },
  mistakes: Mistakes,
): Record<string, string>[] {
  const say = (message: string, file: string, line?: number) =>
    mistakes.take(new CisregError('FORMAT', message, { where: { file, line } }));
  const twice = samples.filter((sample, i) => samples.indexOf(sample) !== i);
  if (twice.length > 0) {
    say(`the header has ${listed(twice)} more than once, expected each sample once`, matrix, 1);
  }
  const unknown = samples.filter((sample) => !bySample.has(sample));
  if (unknown.length > 0) {
    say(
      `the header has ${listed(unknown)}, expected samples of ${sheet}; add rows for them there`,
      matrix,
      1,
    );
  }
  const absent = [...bySample.keys()].filter((sample) => sample !== '' && !samples.includes(sample));
  if (absent.length > 0) {
    say(`has ${listed(absent)}, expected samples of ${matrix}; remove the rows or mend the names`, sheet);
  }
  return samples.map((sample) => bySample.get(sample)).filter((row) => row !== undefined);
}

/** Some names of many. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => (name === '' ? '(an empty name)' : name));
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}
