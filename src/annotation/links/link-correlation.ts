/** Correlation of the activity of elements with the expression of genes, for many pairs: r of activityCorrelation without its p. */

import type { ElementStore } from '../../store/element-store.ts';
import { activityCorrelation, activityReader, flooredZ } from '../expression/element-activity.ts';
import { type ExpressionTable, expressionByBiosample } from '../expression/expression-table.ts';

export interface PairCorrelation {
  /** Pearson's r of Z of DNase and log10(TPM + 1) over n biosamples; NaN where it is not known. */
  readonly r: number;
  readonly n: number;
}

/** Asks for pairs, best element by element. Close it. */
export interface LinkCorrelator {
  of(element: number, gene: number): PairCorrelation;
  close(): void;
}

/** The anchor assay of each biosample stands for DNase. */
export const CORRELATED_ASSAY = 'DNase';
const NONE: PairCorrelation = { r: Number.NaN, n: 0 };

/** Undefined where no biosample has both the activity of elements and the expression of genes. */
export function linkCorrelator(
  store: ElementStore,
  expression: ExpressionTable | undefined,
): LinkCorrelator | undefined {
  if (expression === undefined) return undefined;
  const { biosamples } = store.registry;
  const measured = new Set(expression.experiments.map(({ registryBiosample }) => registryBiosample));
  const common = Int32Array.from(
    [...biosamples.keys()].filter(
      (b) => biosamples[b]!.files[CORRELATED_ASSAY] !== undefined && measured.has(b),
    ),
  );
  if (common.length === 0) return undefined;
  const activity = activityReader(store, CORRELATED_ASSAY);
  const genes = new Map<number, GeneProfile>();
  let current = -1;
  let z: Float64Array = new Float64Array(0);
  let own: Float64Array | undefined;
  return {
    of(element, gene) {
      let profile = genes.get(gene);
      if (profile === undefined) {
        profile = profileOf(expressionByBiosample(expression, gene), common);
        genes.set(gene, profile);
      }
      if (profile.whole === undefined && profile.some === undefined) return NONE;
      if (element !== current) {
        current = element;
        z = activity.z(element);
        own = standardised(common, (b) => flooredZ(z[b]!));
      }
      if (profile.some !== undefined) {
        const found = activityCorrelation(z, profile.some);
        return found === undefined ? NONE : { r: found.r, n: found.n };
      }
      if (own === undefined || common.length < 3) return NONE;
      let r = 0;
      for (let i = 0; i < own.length; i++) r += own[i]! * profile.whole![i]!;
      return { r: Math.max(-1, Math.min(1, r)), n: common.length };
    },
    close: () => activity.close(),
  };
}

/** Expression of a gene: over all common biosamples, or, where some of them lack it, as it is; neither where it does not vary or has none. */
interface GeneProfile {
  readonly whole?: Float64Array | undefined;
  readonly some?: Float64Array | undefined;
}

function profileOf(values: Float64Array, common: Int32Array): GeneProfile {
  const missing = common.reduce((n, b) => n + (Number.isNaN(values[b]) ? 1 : 0), 0);
  if (missing === common.length) return {};
  return missing > 0 ? { some: values } : { whole: standardised(common, (b) => values[b]!) };
}

/** Less the mean, and of length 1; undefined where all are the same. */
function standardised(common: Int32Array, of: (b: number) => number): Float64Array | undefined {
  const values = Float64Array.from(common, of);
  const first = values[0]!;
  if (values.every((value) => value === first)) return undefined;
  let mean = 0;
  for (const value of values) mean += value;
  mean /= values.length;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    values[i]! -= mean;
    square += values[i]! * values[i]!;
  }
  const length = Math.sqrt(square);
  for (let i = 0; i < values.length; i++) values[i]! /= length;
  return values;
}
