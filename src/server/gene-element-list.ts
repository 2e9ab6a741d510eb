/** Elements beside a gene, and genes beside an element: the distance, and how activity and expression go together. */

import { Type } from 'typebox';
import type { Correlation } from '../analysis/statistics/correlation.ts';
import { activityCorrelation, activityReader } from '../annotation/element-activity.ts';
import { EXPRESSION, expressionByBiosample } from '../annotation/expression-table.ts';
import { floatToSix } from '../formats/six-digits.ts';
import { annotationIfAny } from './annotated.ts';
import { closed, orNull } from './components.ts';
import { Text } from './gene-request.ts';
import type { ListColumn } from './list-answer.ts';
import type { Served } from './served.ts';

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

/**
 * Correlations of pairs of elements and genes by their rows; null everywhere without the kind "expression". Throws CisregError USAGE for an
 * assay that no biosample has.
 */
export function correlations(
  served: Served,
  pairs: readonly { readonly element: number; readonly gene: number }[],
  assay: string = DEFAULT_ASSAY,
): (PairRow['correlation'] | null)[] {
  const reader = activityReader(served.store, assay);
  try {
    const expression = annotationIfAny(served, EXPRESSION);
    if (expression === undefined) return pairs.map(() => null);
    const genes = new Map<number, Float64Array>();
    const elements = new Map<number, Float64Array>();
    const kept = (map: Map<number, Float64Array>, key: number, make: () => Float64Array) => {
      let own = map.get(key);
      if (own === undefined) {
        own = make();
        map.set(key, own);
      }
      return own;
    };
    return pairs.map(({ element, gene }) =>
      correlationView(
        activityCorrelation(
          kept(elements, element, () => reader.z(element)),
          kept(genes, gene, () => expressionByBiosample(expression, gene)),
        ),
      ),
    );
  } finally {
    reader.close();
  }
}

/** Six digits of r; p as it is. */
export function correlationView(found: Correlation | undefined): PairRow['correlation'] {
  return found === undefined ? null : { r: floatToSix(found.r), n: found.n, p: found.p };
}
