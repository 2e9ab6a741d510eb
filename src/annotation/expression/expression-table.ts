/** Expression of genes or start sites, read back: rows in place, samples joined to experiments, tissues and biosamples. */

import path from 'node:path';
import type { ColumnFolder } from '../../formats/column-folder.ts';
import { parseTable } from '../../formats/table.ts';
import type { KindReader } from '../kind.ts';
import { SAMPLES_TSV } from './expression-kind.ts';
import { SAMPLE_COLUMNS } from './expression-samples.ts';
import { logOf, meanOfReplicates } from './expression-tissues.ts';

/** A column of the matrix. */
export interface Sample {
  readonly name: string;
  readonly replicate: string;
  /** What the sheet has beside the columns that all sheets have, where it is not empty. */
  readonly others: Readonly<Record<string, string>>;
}

/** Samples that are replicates of one experiment. */
export interface Experiment {
  readonly name: string;
  readonly biosample: string;
  /** Place of the biosample in the registry's biosamples; -1 where it is not there. */
  readonly registryBiosample: number;
  readonly tissue: string;
  readonly assay: string;
  /** Places of its samples. */
  readonly samples: readonly number[];
}

export interface ExpressionTable {
  /** How many genes or transcripts have values. */
  readonly rows: number;
  readonly samples: readonly Sample[];
  readonly experiments: readonly Experiment[];
  readonly tissues: readonly string[];
  /** Names of the registry's biosamples. */
  readonly biosamples: readonly string[];
  /** The row of a gene of the kind "genes" (for start sites: of a place among its start sites); undefined without values. */
  rowOf(known: number): number | undefined;
  /** The row of an id as it is stored, any case: for what is not among the genes. */
  rowOfId(id: string): number | undefined;
  id(row: number): string;
  /** By sample: TPM or RPM, float32; NaN where it is missing. */
  values(row: number): Float32Array;
  /** Specificity over tissues; NaN where it is not known. */
  tau(row: number): number;
  /** By tissue: mean of log10(v + 1) over experiments; NaN where it is missing. */
  tissueMeans(row: number): Float32Array;
  /** By tissue: the highest mean of replicates; NaN where it is missing. */
  tissueMaxima(row: number): Float32Array;
  /** The tissue with the highest mean; undefined without expression. */
  topTissue(row: number): string | undefined;
}

export const EXPRESSION: KindReader<ExpressionTable> = { kind: 'expression', open: openExpression };
export const TSS_EXPRESSION: KindReader<ExpressionTable> = { kind: 'tss_expression', open: openExpression };

function openExpression(columns: ColumnFolder): ExpressionTable {
  const file = path.join(columns.directory, SAMPLES_TSV);
  const sheet = parseTable(columns.bytes(SAMPLES_TSV).toString('utf8'), file, { required: SAMPLE_COLUMNS });
  const registryBiosample = columns.int32('sampleBiosample');
  const tissues = columns.texts('tissues');
  const biosamples = columns.texts('biosamples');
  const ids = columns.text('id');
  const experiments = new Map<string, Experiment & { readonly samples: number[] }>();
  for (const [s, row] of sheet.rows.entries()) {
    const name = sheet.get(row, 'experiment');
    const own = experiments.get(name);
    if (own !== undefined) own.samples.push(s);
    else {
      experiments.set(name, {
        name,
        biosample: sheet.get(row, 'biosample'),
        registryBiosample: registryBiosample[s]!,
        tissue: sheet.get(row, 'tissue'),
        assay: sheet.get(row, 'assay'),
        samples: [s],
      });
    }
  }
  const others = sheet.columns.filter((name) => !(SAMPLE_COLUMNS as readonly string[]).includes(name));
  const rowIn = (name: string, width: number) => (row: number) =>
    columns.inPlace(name).read(row * width, (row + 1) * width) as Float32Array;
  let byId: Map<string, number> | undefined;
  return {
    rows: ids.count,
    samples: sheet.rows.map((row) => ({
      name: sheet.get(row, 'sample'),
      replicate: sheet.get(row, 'replicate'),
      others: Object.fromEntries(
        others.map((name) => [name, sheet.get(row, name)]).filter(([, value]) => value !== ''),
      ),
    })),
    experiments: [...experiments.values()],
    tissues,
    biosamples,
    rowOf: (known) => {
      const row = columns.int32('rowOfKnown')[known] ?? -1;
      return row < 0 ? undefined : row;
    },
    rowOfId: (id) => {
      byId ??= new Map(Array.from({ length: ids.count }, (_, row) => [ids.at(row).toLowerCase(), row]));
      return byId.get(id.trim().toLowerCase());
    },
    id: (row) => ids.at(row),
    values: rowIn('values', sheet.rows.length),
    tau: (row) => columns.float32('tau')[row]!,
    tissueMeans: rowIn('tissueMean', tissues.length),
    tissueMaxima: rowIn('tissueMax', tissues.length),
    topTissue: (row) => tissues[columns.int32('topTissue')[row]!],
  };
}

/** By experiment: the arithmetic mean of its replicates, before any logarithm; NaN where it is missing. */
export function experimentMeans({ experiments }: ExpressionTable, values: Float32Array): Float64Array {
  return Float64Array.from(experiments, ({ samples }) => meanOfReplicates(values, samples));
}

/**
 * Expression of a row of the table by biosample of the registry, in the order of its biosamples: log10(v + 1), v the mean over the biosample's
 * experiments of the means of their replicates. NaN where nothing was measured.
 */
export function rowByBiosample(table: ExpressionTable, row: number): Float64Array {
  const n = table.biosamples.length;
  const sum = new Float64Array(n);
  const count = new Int32Array(n);
  for (const [e, value] of experimentMeans(table, table.values(row)).entries()) {
    const biosample = table.experiments[e]!.registryBiosample;
    if (biosample < 0 || Number.isNaN(value)) continue;
    sum[biosample]! += value;
    count[biosample]!++;
  }
  return sum.map((total, b) => (count[b] === 0 ? Number.NaN : logOf(total / count[b]!)));
}

/**
 * Expression of a gene by biosample of the registry, in the order of its biosamples, as rowByBiosample gives it: NaN everywhere for a gene
 * without expression. `geneRow` is the gene's row in the kind "genes".
 */
export function expressionByBiosample(table: ExpressionTable, geneRow: number): Float64Array {
  const row = table.rowOf(geneRow);
  return row === undefined
    ? new Float64Array(table.biosamples.length).fill(Number.NaN)
    : rowByBiosample(table, row);
}
