/** Expression of a gene or a start site as a list of experiments. */

import { Type } from 'typebox';
import {
  type Experiment,
  type ExpressionTable,
  experimentMeans,
} from '../../annotation/expression/expression-table.ts';
import { logOf } from '../../annotation/expression/expression-tissues.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { closed, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import type { Served } from '../served.ts';
import { commaList, Text } from './gene-request.ts';

/** One experiment; null is not measured, 0 is no expression. */
export interface ExpressionRow {
  readonly experiment: string;
  readonly biosample: string;
  /** Whether the registry has it. */
  readonly inRegistry: boolean;
  readonly tissue: string;
  readonly assay: string;
  readonly sampleType: string | null;
  /** The mean of the replicates, and its log10(v + 1). */
  readonly value: number | null;
  readonly log10: number | null;
  readonly replicates: readonly {
    readonly sample: string;
    readonly replicate: string;
    readonly value: number | null;
    readonly log10: number | null;
  }[];
}

const VALUE = 'TPM, of start sites RPM';
const Values = {
  value: orNull('number', VALUE),
  log10: orNull('number', 'log10(value + 1)'),
};

export const ExpressionSchema = closed({
  experiment: Type.String(),
  biosample: Type.String(),
  inRegistry: Type.Boolean({ description: 'Whether the registry has this biosample' }),
  tissue: Type.String(),
  assay: Type.String(),
  sampleType: orNull('string', 'As the biosample sheet has it'),
  value: orNull('number', `Mean of the replicates: ${VALUE}; null where it was not measured`),
  log10: orNull('number', 'log10(value + 1): the mean is taken before the logarithm'),
  replicates: Type.Array(closed({ sample: Type.String(), replicate: Type.String(), ...Values })),
});

/** What an address may ask of experiments. */
export const EXPERIMENT_QUERY = {
  assay: Text('Only these assays: `total RNA-seq,polyA plus RNA-seq`'),
  sampleType: Text('Only biosamples of these types, as `sampleType` of the biosample sheet has them'),
  tissue: Text('Only these tissues'),
};

/** The experiments of a row of the table that pass, in the order of the sheets. */
export function expressionRows(
  { store }: Served,
  { table, row }: { readonly table: ExpressionTable; readonly row: number | undefined },
  query: { readonly assay?: string; readonly sampleType?: string; readonly tissue?: string },
): ExpressionRow[] {
  const [assays, types, tissues] = [query.assay, query.sampleType, query.tissue].map(commaList);
  const values = row === undefined ? undefined : table.values(row);
  const means = values === undefined ? undefined : experimentMeans(table, values);
  return table.experiments.flatMap((own, e) => {
    const sampleType = sampleTypeOf(store.registry.biosamples, table, own);
    if (assays !== undefined && !assays.includes(own.assay)) return [];
    if (types !== undefined && !types.includes(sampleType ?? '')) return [];
    if (tissues !== undefined && !tissues.includes(own.tissue)) return [];
    return [
      {
        experiment: own.name,
        biosample: own.biosample,
        inRegistry: own.registryBiosample >= 0,
        tissue: own.tissue,
        assay: own.assay,
        sampleType,
        ...shown(means?.[e] ?? Number.NaN),
        replicates: own.samples.map((s) => ({
          sample: table.samples[s]!.name,
          replicate: table.samples[s]!.replicate,
          ...shown(values?.[s] ?? Number.NaN),
        })),
      },
    ];
  });
}

function sampleTypeOf(
  biosamples: Served['store']['registry']['biosamples'],
  table: ExpressionTable,
  { registryBiosample, samples }: Experiment,
): string | null {
  return (
    table.samples[samples[0]!]!.others.sampleType ??
    biosamples[registryBiosample]?.metadata.sampleType ??
    null
  );
}

/** A value and its logarithm; six digits. */
export function shown(value: number): { value: number | null; log10: number | null } {
  return Number.isNaN(value)
    ? { value: null, log10: null }
    : { value: floatToSix(value), log10: floatToSix(logOf(value)) };
}

/** The views of SCREEN: what is highest first; tissue by tissue; the highest of each tissue alone. */
export const EXPRESSION_VIEWS = ['experiment', 'tissue', 'tissueMax'] as const;

/** The rows as a view has them. What was not measured comes last; equals keep the order of the sheets. */
export function inView(
  rows: readonly ExpressionRow[],
  view: (typeof EXPRESSION_VIEWS)[number],
): ExpressionRow[] {
  const down = (a: ExpressionRow, b: ExpressionRow) => (b.value ?? -1) - (a.value ?? -1);
  const sorted = [...rows].sort(down);
  if (view === 'experiment') return sorted;
  const groups = new Map<string, ExpressionRow[]>();
  // The first of each tissue is its highest, so tissues come by their maxima.
  for (const row of sorted) {
    const own = groups.get(row.tissue);
    if (own === undefined) groups.set(row.tissue, [row]);
    else own.push(row);
  }
  return [...groups.values()].flatMap((own) => (view === 'tissue' ? own : own.slice(0, 1)));
}

const column = (
  name: Exclude<keyof ExpressionRow, 'replicates'>,
  type: ListColumn<ExpressionRow>['type'],
  description: string,
): ListColumn<ExpressionRow> => ({ name, type, description, value: (row) => row[name] });

/** The columns of that as a table. */
export const EXPRESSION_COLUMNS: readonly ListColumn<ExpressionRow>[] = [
  column('experiment', 'text', 'Experiment'),
  column('biosample', 'text', 'Biosample'),
  column('inRegistry', 'boolean', 'Whether the registry has it'),
  column('tissue', 'text', 'Tissue'),
  column('assay', 'text', 'Assay'),
  column('sampleType', 'text', 'Type of biosample'),
  column('value', 'number', `Mean of the replicates: ${VALUE}`),
  column('log10', 'number', 'log10(value + 1)'),
  {
    name: 'replicates',
    type: 'text',
    description: 'Values of the replicates, commas between',
    value: ({ replicates }) => replicates.map(({ value }) => value ?? 'NA').join(','),
  },
];
