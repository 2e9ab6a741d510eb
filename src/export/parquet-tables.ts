/** A registry as Parquet: its elements, max-Z, and the matrices of Z and signal, for DuckDB, Python, R and Spark. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { readBed } from '../formats/bed.ts';
import { textOf } from '../formats/fields.ts';
import { openParquet, type ParquetColumn } from '../formats/parquet.ts';
import { visitTableRows } from '../formats/table-rows.ts';
import type { TextColumn } from '../formats/text-column.ts';
import type { Progress } from '../progress.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { readCcreTable, splitLabel } from '../store/ccre-table.ts';
import { CCRE_BED, ELEMENTS_TSV, MAXZ_TSV, NA, RDHS_BED, UNFILTERED_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { readSignalRows, readZRows, type ZColumn } from '../store/zscore-store.ts';
import { datasetNames } from './dataset-names.ts';
import type { FileKind } from './export-folder.ts';
import { checkRowCount } from './row-count.ts';

/** Values of a row group: a matrix of 1,257 columns takes 100 MB. */
const GROUP_VALUES = 25_000_000;
const MAX_GROUP_ROWS = 100_000;

interface DescribedColumn extends ParquetColumn {
  readonly description: string;
}

/**
 * Writes elements.parquet, maxz.parquet, zscores.parquet and signals.parquet into `folder`. Rows as in rDHSs.bed; Z and
 * signal are the float32 of the column store, a column a dataset under a safe name of it: DuckDB and others take letters of
 * both cases for one. Holds a row group.
 */
export async function writeParquetTables(
  registry: RegistryDirectory,
  folder: string,
  progress: Progress,
): Promise<readonly FileKind[]> {
  const { names, count } = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  progress.step('Parquet', 4, 'files');
  const kinds: FileKind[] = [];
  const done = (file: string, title: string, columns: readonly DescribedColumn[]) => {
    progress.advance(1);
    kinds.push({
      name: file.replace('.parquet', ''),
      title,
      naming: `\`${file}\`: a row an rDHS, in the order of rDHSs.bed.`,
      columns: columns.map(({ name, type, description }) => ({
        name,
        type: type === 'STRING' ? 'string' : type === 'INT32' ? 'uint' : 'float',
        description,
      })),
      files: [file],
    });
  };
  const elements = await writeElements(registry, path.join(folder, 'elements.parquet'));
  done('elements.parquet', 'Elements: place, accessions, class, and what is known of each', elements);
  const maxZ = await writeMaxZ(registry, path.join(folder, 'maxz.parquet'), count);
  done('maxz.parquet', 'Highest Z-score over biosamples', maxZ);
  for (const [file, quantity, read] of [
    ['zscores.parquet', 'Z-scores', readZRows],
    ['signals.parquet', 'Mean signals', readSignalRows],
  ] as const) {
    const columns = await writeMatrix(registry, path.join(folder, file), {
      names: names!,
      count,
      quantity,
      read,
    });
    done(file, `${quantity} of every dataset`, columns);
  }
  return kinds;
}

async function writeMatrix(
  registry: RegistryDirectory,
  file: string,
  matrix: {
    names: TextColumn;
    count: number;
    quantity: string;
    read(directory: string, column: ZColumn, from: number, into: Float32Array): void;
  },
): Promise<readonly DescribedColumn[]> {
  const { names, count, quantity, read } = matrix;
  const sources = registry.manifest.columns;
  const rdhs: DescribedColumn = { name: 'rDHS', type: 'STRING', description: 'Accession of the rDHS' };
  const safeNames = datasetNames(sources, [rdhs.name]);
  const columns: DescribedColumn[] = [
    rdhs,
    ...sources.map(
      ({ file: dataset, assay, biosample, experiment }, c): DescribedColumn => ({
        name: safeNames[c]!,
        type: 'FLOAT',
        description: `${quantity} of ${assay} in ${biosample}${experiment === '' ? '' : `, experiment ${experiment}`}, dataset ${dataset}`,
      }),
    ),
  ];
  const groupRows = Math.max(1000, Math.min(MAX_GROUP_ROWS, Math.floor(GROUP_VALUES / columns.length)));
  using out = await openParquet(file, columns);
  for (let from = 0; from < count; from += groupRows) {
    const rows = Math.min(groupRows, count - from);
    const values = sources.map((column) => {
      const into = new Float32Array(rows);
      read(registry.zscores, column, from, into);
      return into;
    });
    out.writeRows([Array.from({ length: rows }, (_, i) => names.at(from + i)), ...values]);
  }
  out.commit();
  return columns;
}

async function writeMaxZ(
  registry: RegistryDirectory,
  file: string,
  count: number,
): Promise<readonly DescribedColumn[]> {
  const columns: DescribedColumn[] = [
    { name: 'rDHS', type: 'STRING', description: 'Accession of the rDHS' },
    ...CLASS_ASSAYS.map(
      (assay): DescribedColumn => ({
        name: assay,
        type: 'DOUBLE',
        nullable: true,
        description: `Highest Z of ${assay} over biosamples, six decimals; null where no biosample has it`,
      }),
    ),
  ];
  const table = { path: path.join(registry.path, MAXZ_TSV), columns: ['rDHS', ...CLASS_ASSAYS], count };
  await copyTable(table, file, columns, (texts) => texts.map((text, c) => (c === 0 ? text : numberOf(text))));
  return columns;
}

const ELEMENT_COLUMNS: readonly DescribedColumn[] = [
  { name: 'chrom', type: 'STRING', description: 'Chromosome' },
  { name: 'start', type: 'INT32', description: 'Start, 0-based' },
  { name: 'end', type: 'INT32', description: 'End, half-open' },
  { name: 'rDHS', type: 'STRING', description: 'Accession of the rDHS' },
  {
    name: 'cCRE',
    type: 'STRING',
    nullable: true,
    description: 'Accession of the cCRE; null for an rDHS that is none',
  },
  { name: 'class', type: 'STRING', nullable: true, description: 'Class without the suffix CTCF-bound' },
  { name: 'ctcfBound', type: 'INT32', nullable: true, description: 'encode3: 1 where CTCF is high' },
  {
    name: 'tier',
    type: 'STRING',
    nullable: true,
    description: 'encode3: 1a, 1b, 2, 3 or 4; 3 and 4 are not published',
  },
  { name: 'isPublished', type: 'INT32', description: '1 if it is in cCREs.bed' },
];

const DETAIL_COLUMNS: readonly DescribedColumn[] = [
  { name: 'zone', type: 'STRING', description: 'TSS-overlapping, proximal or distal' },
  {
    name: 'tssDistance',
    type: 'DOUBLE',
    nullable: true,
    description: 'bp from the centre to the nearest TSS',
  },
  { name: 'gene', type: 'STRING', nullable: true, description: 'Gene of that TSS' },
  ...CLASS_ASSAYS.map(
    (assay): DescribedColumn => ({
      name: assay,
      type: 'INT32',
      nullable: true,
      description: `Number of biosamples in which ${assay} is high`,
    }),
  ),
  { name: 'tau', type: 'DOUBLE', nullable: true, description: 'Tissue specificity of DNase Z, 0 to 1' },
  { name: 'blacklist', type: 'INT32', nullable: true, description: '1 if it touches the blacklist' },
  { name: 'dhs', type: 'STRING', description: 'The DHS that it is' },
  { name: 'dhsSignal', type: 'DOUBLE', description: 'Signal of that DHS in its dataset' },
];

async function writeElements(registry: RegistryDirectory, file: string): Promise<readonly DescribedColumn[]> {
  const bed = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  const ccreFile = existsSync(path.join(registry.path, UNFILTERED_BED)) ? UNFILTERED_BED : CCRE_BED;
  const ccres = await readCcreTable(path.join(registry.path, ccreFile));
  const labels = ccres.labels.map(splitLabel);
  const hasSuffix = registry.scheme === 'encode3';
  const columns = [...ELEMENT_COLUMNS, ...DETAIL_COLUMNS];
  let row = 0;
  let next = 0;
  await copyTable(
    {
      path: path.join(registry.path, ELEMENTS_TSV),
      columns: ['rDHS', ...DETAIL_COLUMNS.map(({ name }) => name)],
      count: bed.count,
    },
    file,
    columns,
    ([id, ...details]) => {
      const i = row++;
      const isCcre = next < ccres.count && ccres.rdhs.at(next) === id;
      const k = isCcre ? next++ : -1;
      const label = isCcre ? labels[ccres.label[k]!]! : undefined;
      const tier = isCcre && ccres.tiers !== undefined ? ccres.tiers[ccres.tier![k]!]! : null;
      return [
        bed.chromNames[bed.chrom[i]!]!,
        bed.start[i]!,
        bed.end[i]!,
        id!,
        isCcre ? ccres.ccre.at(k) : null,
        label?.name ?? null,
        label === undefined || !hasSuffix ? null : Number(label.isCtcfBound),
        tier,
        isCcre && tier !== '3' && tier !== '4' ? 1 : 0,
        ...details.map((text, d) =>
          DETAIL_COLUMNS[d]!.type === 'STRING' ? (text === NA ? null : text) : numberOf(text),
        ),
      ];
    },
  );
  checkRowCount(path.join(registry.path, ccreFile), next, ccres.count);
  return columns;
}

type Value = string | number | null;

/** A table of the registry: the columns to read, and how many rows it must have. */
interface SourceTable {
  readonly path: string;
  readonly columns: readonly string[];
  readonly count: number;
}

/** Copies a table row by row: `valuesOf` makes the values of `columns` from the texts of the table's. */
async function copyTable(
  table: SourceTable,
  file: string,
  columns: readonly ParquetColumn[],
  valuesOf: (texts: readonly string[]) => Value[],
): Promise<void> {
  using out = await openParquet(file, columns);
  let rows = 0;
  let group: Value[][] = columns.map(() => []);
  const flush = () => {
    out.writeRows(group);
    group = columns.map(() => []);
  };
  await visitTableRows(table.path, table.columns, ({ bytes, starts, ends }) => {
    // A row too many has no place: it is counted, and refused below.
    if (++rows > table.count) return;
    const values = valuesOf(table.columns.map((_, k) => textOf(bytes, starts[k]!, ends[k]!)));
    for (const [c, value] of values.entries()) group[c]!.push(value);
    if (group[0]!.length === MAX_GROUP_ROWS) flush();
  });
  checkRowCount(table.path, rows, table.count);
  if (group[0]!.length > 0) flush();
  out.commit();
}

function numberOf(text: string): number | null {
  return text === NA ? null : Number(text);
}
