/** The optional tables of a configuration: the biosample sheet, and means and sds to standardise with. */

import { CisregError } from '../errors.ts';
import { readTable } from '../formats/table.ts';
import { Mistakes } from '../mistakes.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Normalisation } from '../registry/zscores.ts';
import type { Dataset } from './datasets.ts';
import { labelSummaries } from './label-summaries.ts';

/** The biosample sheet: its columns but the first, and the values of each biosample in it. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Columns that biosamples.tsv has beside those of the sheet. */
const RESERVED_COLUMNS: ReadonlySet<string> = new Set([
  'key',
  'group',
  ...CLASS_ASSAYS,
  ...labelSummaries('encode3').map(({ name }) => name),
  ...labelSummaries('encode4').map(({ name }) => name),
]);
const SHEET_COLUMNS = ['displayName', 'tissue', 'sampleType', 'lifeStage', 'sex', 'ontology', 'donor'];

/** Reads the biosample sheet. CONFIG: a biosample twice, a column that biosamples.tsv has of its own. */
export async function readSheet(path: string): Promise<Sheet> {
  const table = await readTable(path, { required: ['biosample'], optional: SHEET_COLUMNS });
  const columns = table.columns.filter((name) => name !== 'biosample');
  const taken = columns.filter((name) => RESERVED_COLUMNS.has(name));
  if (taken.length > 0) {
    throw new CisregError(
      'CONFIG',
      `has a column ${taken.join(', ')}, which biosamples.tsv has of its own, expected other names; rename it`,
      { where: { file: path, line: 1 } },
    );
  }
  const values = new Map<string, readonly string[]>();
  const mistakes = new Mistakes();
  for (const row of table.rows) {
    const name = table.get(row, 'biosample').trim();
    if (values.has(name)) {
      mistakes.add(`biosample ${name} stands here twice, expected one row each; remove one`, {
        file: path,
        line: row.line,
      });
    }
    values.set(
      name,
      columns.map((column) => table.get(row, column)),
    );
  }
  mistakes.throwIfAny();
  return { columns, values };
}

/** Reads mean and sd by dataset; what is wrong goes to `mistakes`. */
export async function readNormalisation(
  path: string,
  datasets: readonly Dataset[],
  mistakes: Mistakes,
): Promise<ReadonlyMap<string, Normalisation>> {
  const table = await readTable(path, { required: ['file', 'mean', 'sd'] });
  const stats = new Map<string, Normalisation>();
  for (const row of table.rows) {
    const text = { mean: table.get(row, 'mean'), sd: table.get(row, 'sd') };
    const mean = text.mean.trim() === '' ? Number.NaN : Number(text.mean);
    const sd = text.sd.trim() === '' ? Number.NaN : Number(text.sd);
    if (!Number.isFinite(mean) || !(sd > 0 && Number.isFinite(sd))) {
      mistakes.add(`mean is ${text.mean} and sd is ${text.sd}, expected a number and a number above 0`, {
        file: path,
        line: row.line,
      });
    }
    stats.set(table.get(row, 'file').trim(), { mean, sd });
  }
  for (const dataset of datasets) {
    if (!dataset.zscore || stats.has(dataset.file)) continue;
    mistakes.add(`has no row for ${dataset.file}, expected mean and sd of every dataset with zscore=yes`, {
      file: path,
    });
  }
  return stats;
}
