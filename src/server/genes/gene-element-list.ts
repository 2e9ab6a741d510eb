/** Elements beside a gene, and genes beside an element: the distance, and how activity and expression go together. */

import { Type } from 'typebox';
import type { Correlation } from '../../analysis/statistics/correlation.ts';
import { activityCorrelation, activityReader } from '../../annotation/expression/element-activity.ts';
import { EXPRESSION, expressionByBiosample } from '../../annotation/expression/expression-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { closed, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import type { Served } from '../served.ts';
import { Text } from './gene-request.ts';

/** The parameter that says which activity is correlated. */
export const CORRELATION_QUERY = {
  assay: Text('Assay whose Z-scores are correlated with expression; default H3K27ac'),
};
const DEFAULT_ASSAY = 'H3K27ac';

/** A pair of an element and a gene. */
export interface PairRow {
  readonly distance: number;
  readonly correlation: { readonly r: number; readonly n: number; readonly p: number } | null;
}

export const CorrelationSchema = Type.Union(
  [
    Type.Null(),
    closed({
      r: Type.Number({ description: 'Pearson, of Z (not below -3) and log10(TPM + 1)' }),
      n: Type.Integer({ description: 'Biosamples that have both' }),
      p: Type.Number({ description: 'Two-sided, not corrected for the number of pairs' }),
    }),
  ],
  { description: 'Null without expression, below three biosamples, and where one of both does not vary' },
);

export const PairSchema = {
  distance: orNull('integer', 'bp; 0 where they share a base, 1 where they touch'),
  correlation: CorrelationSchema,
};

export const PAIR_COLUMNS: readonly ListColumn<PairRow>[] = [
  {
    name: 'distance',
    type: 'whole',
    description: 'bp between them',
    value: ({ distance }) => distanceCell(distance),
  },
  {
    name: 'correlation.r',
    type: 'number',
    description: 'Pearson of Z and log10(TPM + 1) over biosamples',
    value: ({ correlation }) => correlation?.r ?? null,
  },
  {
    name: 'correlation.n',
    type: 'whole',
    description: 'Biosamples that have both',
    value: ({ correlation }) => correlation?.n ?? null,
  },
  {
    name: 'correlation.p',
    type: 'number',
    description: 'Two-sided p of it',
    value: ({ correlation }) => correlation?.p ?? null,
  },
];

/** A gene without start sites has no distance. */
export function distanceCell(distance: number): number | null {
  return Number.isFinite(distance) ? distance : null;
}

export interface Pair {
  readonly element: number;
  readonly gene: number;
  readonly distance: number;
}

/**
 * Pairs as rows whose correlation is found when it is asked for: a list may have more rows than anyone reads. Null everywhere without the kind
 * "expression". Throws CisregError USAGE for an assay that no biosample has.
 */
export function withCorrelation<P extends Pair>(
  served: Served,
  pairs: readonly P[],
  assay: string = DEFAULT_ASSAY,
): (P & PairRow)[] {
  // What is wrong with the assay is told before the list begins.
  activityReader(served.store, assay).close();
  const expression = annotationIfAny(served, EXPRESSION);
  const activity = lastOf((element) => {
    const reader = activityReader(served.store, assay);
    try {
      return reader.z(element);
    } finally {
      reader.close();
    }
  });
  const expressed = lastOf((gene) => expressionByBiosample(expression!, gene));
  const correlation = ({ element, gene }: Pair) =>
    expression === undefined
      ? null
      : correlationView(activityCorrelation(activity(element), expressed(gene)));
  return pairs.map((pair) => {
    let found: PairRow['correlation'] | undefined;
    return {
      ...pair,
      get correlation() {
        if (found === undefined) found = correlation(pair);
        return found;
      },
    };
  });
}

/** Keeps the last result: pairs share their gene or their element. */
function lastOf(make: (key: number) => Float64Array): (key: number) => Float64Array {
  let last: { key: number; value: Float64Array } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}

/** Six digits of r; p as it is. */
export function correlationView(found: Correlation | undefined): PairRow['correlation'] {
  return found === undefined ? null : { r: floatToSix(found.r), n: found.n, p: found.p };
}
