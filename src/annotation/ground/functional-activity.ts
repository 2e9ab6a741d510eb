/** Whether an assay found a tested place active: from the columns that its table has. */

import { type Fields, fieldText } from '../../formats/fields.ts';
import { columnOf, numberIn, type RowPlace, wordIn } from './interval-rows.ts';

/** How annotations.yaml says it: active where any of the columns is above a number, or is a word. */
export interface ActiveRule {
  readonly columns: readonly string[];
  readonly above?: number | undefined;
  readonly is?: string | undefined;
}

/** Active, not active, or not known. */
export type Activity = 1 | 0 | -1;

/** The false discovery rate below which a change counts. */
export const ACTIVE_FDR = 0.05;
/** Fewer reads than this make no confident negative (SCREEN's note on STARR-seq). */
export const DEFAULT_MIN_COUNT = 10;

const RESULT = ['result', 'assayResult', 'vistaResult'];
const FLAG = ['active', 'isActive', 'significant', 'isSignificant'];
const CHANGE = ['log2FoldChange', 'log2FC', 'logFC'];
const MINUS_LOG_Q = ['minusLog10QValue', 'minusLog10FDR', 'minusLog10PAdj', 'negLog10QValue', 'negLog10FDR'];
const Q = ['qValue', 'fdr', 'pAdj', 'adjPValue', 'pAdjusted'];
const COUNT = ['inputCount', 'inputReads', 'dnaCount', 'plasmidCount', 'readCount', 'reads', 'coverage'];

/**
 * The rule for a table with these columns. Without a rule of annotations.yaml, the first that fits: `result` (positive or negative, as VISTA), `active` or
 * `significant` (yes or no), log2FoldChange above 0 with an FDR below 0.05; undefined where none fits.
 */
export function activityOf(
  place: RowPlace,
  rule: ActiveRule | undefined,
): ((fields: Fields) => Activity) | undefined {
  const { names } = place;
  if (rule !== undefined) return ruled(place, rule);
  const result = columnOf(names, RESULT);
  if (result >= 0) return (fields) => wordIn(fields, result, place, RESULT_WORDS);
  const flag = columnOf(names, FLAG);
  if (flag >= 0) return (fields) => wordIn(fields, flag, place, FLAG_WORDS);
  const [change, minusLogQ, q] = [columnOf(names, CHANGE), columnOf(names, MINUS_LOG_Q), columnOf(names, Q)];
  if (change < 0 || (minusLogQ < 0 && q < 0)) return undefined;
  return (fields) => {
    const log2 = numberIn(fields, change, place);
    const fdr = minusLogQ >= 0 ? 10 ** -numberIn(fields, minusLogQ, place) : numberIn(fields, q, place);
    if (Number.isNaN(log2) || Number.isNaN(fdr)) return -1;
    return log2 > 0 && fdr < ACTIVE_FDR ? 1 : 0;
  };
}

/** Whether a row has too few reads for a confident negative; never where the table has no column of counts. */
export function isLowCount(place: RowPlace, minCount: number): (fields: Fields) => boolean {
  const count = columnOf(place.names, COUNT);
  return count < 0 ? () => false : (fields) => numberIn(fields, count, place) < minCount;
}

function ruled(place: RowPlace, { columns, above, is }: ActiveRule): (fields: Fields) => Activity {
  const at = columns.map((name) => place.names.indexOf(name));
  return (fields) => {
    let known = false;
    for (const index of at) {
      if (is !== undefined) {
        if (fieldText(fields, index).trim() === is) return 1;
        known = true;
        continue;
      }
      const value = numberIn(fields, index, place);
      if (value > above!) return 1;
      known ||= !Number.isNaN(value);
    }
    return known ? 0 : -1;
  };
}

const RESULT_WORDS: Readonly<Record<string, Activity>> = {
  positive: 1,
  active: 1,
  negative: 0,
  inactive: 0,
};
const FLAG_WORDS: Readonly<Record<string, Activity>> = {
  true: 1,
  yes: 1,
  '1': 1,
  active: 1,
  significant: 1,
  false: 0,
  no: 0,
  '0': 0,
  inactive: 0,
  'not significant': 0,
};
