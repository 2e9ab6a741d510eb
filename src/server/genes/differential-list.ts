/** Differences between two groups as lists. */

import { type TProperties, Type } from 'typebox';
import { GENES, type GeneTable } from '../../annotation/genes/gene-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { annotationOf } from '../answers/annotated.ts';
import { COMPONENT_PARTS, closed, orNull, RegistryRef } from '../answers/components.ts';
import { arrayRows, type Cell, type List, type ListColumn } from '../answers/list-answer.ts';
import { listResponse } from '../answers/list-schema.ts';
import { registryView } from '../answers/registry-view.ts';
import { elementColumns } from '../elements/element-columns.ts';
import { elementBed, elementView } from '../elements/element-view.ts';
import type { Served } from '../served.ts';
import type { ElementDifferences } from './differential-elements.ts';
import type { GeneDifferences } from './differential-genes.ts';
import { GeneSchema, geneBed, geneColumns, geneView } from './gene-view.ts';

const Tests = {
  p: orNull('number', "Welch's test, two-sided; null where a group has fewer than two, or nothing varies"),
  fdr: orNull('number', 'By Benjamini and Hochberg over all of this list that have a p'),
};
const Names = Type.Array(Type.String());

/** A result by its place, as a number of the list. */
function numbers(
  of: Readonly<Record<string, readonly [ArrayLike<number>, string]>>,
  type: 'number' | 'whole',
): ListColumn<number>[] {
  return Object.entries(of).map(([name, [values, description]]) => ({
    name,
    type,
    description,
    value: (i) => shown(values[i]!),
  }));
}

/** Six digits, which a small p keeps in full; null for NaN. */
function shown(value: number): Cell & (number | null) {
  if (Number.isNaN(value)) return null;
  return value !== 0 && Math.abs(value) < 1e-6 ? value : floatToSix(value);
}

function objectOf(columns: readonly ListColumn<number>[], i: number): object {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(i)]));
}

/** Elements in that order of results. */
export function elementDifferenceList(
  served: Served,
  found: ElementDifferences,
  order: Int32Array,
): List<number> {
  const { store } = served;
  const { rows, assay, assays, meanA, meanB, change, highA, highB, p, fdr } = found;
  const own: ListColumn<number>[] = [
    {
      name: 'assay',
      type: 'text',
      description: 'Assay that is compared',
      value: (i) => assays[assay[i]!]!.assay,
    },
    ...numbers(
      {
        meanA: [meanA, 'Mean Z in a; Z below -3, no signal too, counts as -3'],
        meanB: [meanB, 'Mean Z in b'],
        change: [change, 'meanB - meanA'],
      },
      'number',
    ),
    ...numbers(
      { highA: [highA, 'Biosamples of a in which it is high'], highB: [highB, 'The same of b'] },
      'whole',
    ),
    ...numbers({ p: [p, "Welch's test, two-sided"], fdr: [fdr, 'False discovery rate'] }, 'number'),
  ];
  return {
    name: 'elements',
    columns: [
      ...elementColumns(store).map((column) => ({ ...column, value: (i: number) => column.value(rows[i]!) })),
      ...own,
    ],
    ...arrayRows(order),
    object: (i) => ({ ...elementView(store, rows[i]!), ...objectOf(own, i) }),
    bed: (i) => elementBed(store, rows[i]!),
    beside: () => ({ registry: registryView(served), groups: assays, ...counts(p, fdr) }),
  };
}

const SIGNIFICANT_FDR = 0.05;
const SIGNIFICANT = Type.Integer({ description: `Of them, with an FDR of at most ${SIGNIFICANT_FDR}` });

/** `response` of the routes that answer with elements. */
export const ELEMENT_DIFFERENCES = listResponse(
  'elements',
  closed({
    ...(COMPONENT_PARTS.ElementView.properties as TProperties),
    assay: Type.String({ description: 'Assay that is compared' }),
    meanA: orNull('number', 'Mean Z in a; Z below -3, no signal too, counts as -3'),
    meanB: orNull('number', 'Mean Z in b'),
    change: orNull('number', 'meanB - meanA'),
    highA: Type.Integer({ description: 'Biosamples of a in which it is high' }),
    highB: Type.Integer({ description: 'The same of b' }),
    ...Tests,
  }),
  {
    hasBed: true,
    beside: {
      registry: RegistryRef,
      groups: Type.Array(closed({ assay: Type.String(), a: Names, b: Names }), {
        description: 'By assay: the biosamples of each group that have it',
      }),
      tested: Type.Integer({ description: 'Elements that have a p' }),
      significant: SIGNIFICANT,
    },
  },
);

/** Genes in that order of results. */
export function geneDifferenceList(served: Served, found: GeneDifferences, order: Int32Array): List<number> {
  const table: GeneTable = annotationOf(served, GENES);
  const { genes, meanA, meanB, countA, countB, change, p, fdr, experiments } = found;
  const own = [
    ...numbers({ meanA: [meanA, 'Mean TPM in a'], meanB: [meanB, 'Mean TPM in b'] }, 'number'),
    ...numbers(
      { experimentsA: [countA, 'Experiments of a'], experimentsB: [countB, 'Experiments of b'] },
      'whole',
    ),
    ...numbers(
      {
        change: [change, 'log2((meanB + 1) / (meanA + 1))'],
        p: [p, "Welch's test of log2(TPM + 1), two-sided"],
        fdr: [fdr, 'False discovery rate'],
      },
      'number',
    ),
  ];
  return {
    name: 'genes',
    columns: [...geneColumns(table, (i: number) => genes[i]!), ...own],
    ...arrayRows(order),
    object: (i) => ({ ...geneView(table, genes[i]!), ...objectOf(own, i) }),
    bed: (i) => geneBed(table, genes[i]!),
    beside: () => ({ registry: registryView(served), experiments, ...counts(p, fdr) }),
  };
}

/** `response` of the routes that answer with genes. */
export const GENE_DIFFERENCES = listResponse(
  'genes',
  closed({
    ...GeneSchema.properties,
    meanA: Type.Number({ description: 'Mean TPM in a: over experiments, of the means of their replicates' }),
    meanB: Type.Number({ description: 'The same in b' }),
    experimentsA: Type.Integer({ description: 'Experiments of a in which it was measured' }),
    experimentsB: Type.Integer({ description: 'The same of b' }),
    change: Type.Number({ description: 'log2((meanB + 1) / (meanA + 1))' }),
    ...Tests,
  }),
  {
    hasBed: true,
    beside: {
      registry: RegistryRef,
      experiments: closed({ a: Names, b: Names }, 'The experiments of each group'),
      tested: Type.Integer({ description: 'Genes that have a p' }),
      significant: SIGNIFICANT,
    },
  },
);

function counts(
  p: Float64Array,
  fdr: Float64Array,
): { readonly tested: number; readonly significant: number } {
  return {
    tested: p.reduce((n, value) => n + Number(!Number.isNaN(value)), 0),
    significant: fdr.reduce((n, value) => n + Number(value <= SIGNIFICANT_FDR), 0),
  };
}
