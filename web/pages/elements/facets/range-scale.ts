/** Where values stand on the axis of a histogram: shares of its width from 0 to 1, and what a handle there says. */

import { count, fixed } from '../../../words/numbers.ts';

export interface RangeScale {
  readonly from: number;
  readonly to: number;
  /** Equal steps of log10(1 + value), as the API has it. */
  readonly isLog?: boolean;
  /** Decimals of what handles and fields say; 0 for whole numbers. */
  readonly decimals: number;
  /** A whole number fills the stretch to the next one: the upper end of a range lies behind it. */
  readonly isCount?: boolean;
  /** Below the axis. */
  readonly ticks: readonly number[];
}

/** From and to, both included; null leaves an end open. */
export type Ends = readonly [from: number | null, to: number | null];

const turned = ({ isLog }: RangeScale, value: number) => (isLog ? Math.log10(1 + value) : value);

/** The share of the width at a value; beyond the axis 0 and 1. */
export function shareAt(scale: RangeScale, value: number): number {
  const [from, to] = [turned(scale, scale.from), turned(scale, scale.to)];
  return Math.min(1, Math.max(0, (turned(scale, value) - from) / (to - from)));
}

/** The value at a share, rounded to what fields say; on a log axis to two digits. */
export function valueAt(scale: RangeScale, share: number): number {
  const [from, to] = [turned(scale, scale.from), turned(scale, scale.to)];
  const at = from + Math.min(1, Math.max(0, share)) * (to - from);
  const value = scale.isLog ? Number((10 ** at - 1).toPrecision(2)) : at;
  return Number(value.toFixed(scale.decimals));
}

/** The shares between which values are in a range. */
export function sharesOf(scale: RangeScale, [from, to]: Ends): readonly [number, number] {
  const upper = to === null ? undefined : scale.isCount ? to + 1 : to;
  return [from === null ? 0 : shareAt(scale, from), upper === undefined ? 1 : shareAt(scale, upper)];
}

/** What a handle at a share asks for: at the end of the axis nothing. */
export function endAt(scale: RangeScale, share: number, isUpper: boolean): number | null {
  if (isUpper ? share >= 1 : share <= 0) return null;
  const value = valueAt(scale, share);
  return isUpper && scale.isCount ? Math.max(scale.from, Math.round(value) - 1) : value;
}

/**
 * The value `steps` of the keyboard away from one: on a log axis a step is a 48th of it, else the power of ten below a hundredth of it. Each step
 * changes what is spelt.
 */
export function stepped(scale: RangeScale, value: number, steps: number): number {
  const unit = 10 ** -scale.decimals;
  if (scale.isLog) {
    const to = valueAt(scale, shareAt(scale, value) + steps / 48);
    return steps > 0 ? Math.max(to, value + unit) : Math.min(to, value - unit);
  }
  const step = Math.max(unit, 10 ** Math.floor(Math.log10((scale.to - scale.from) / 100)));
  return Number((value + steps * step).toFixed(scale.decimals));
}

/** A value as fields and axes have it. */
export function spelt({ decimals }: RangeScale, value: number): string {
  return decimals === 0 ? count(Math.round(value)) : fixed(value, Number.isInteger(value) ? 0 : decimals);
}

/** The same below the axis, where there is little room: 1 M. */
export function tickText(scale: RangeScale, value: number): string {
  return value >= 1e6 ? `${fixed(value / 1e6, value % 1e6 === 0 ? 0 : 1)} M` : spelt(scale, value);
}

/** What a visitor types: a true minus and separators are fine. Undefined where it is no number, null where nothing is asked. */
export function numberOf(text: string): number | null | undefined {
  const plain = text.replaceAll('−', '-').replaceAll(/[,\s]/g, '');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** A range as the API has it, `1.64,`; undefined where it asks nothing. */
export function rangeText([from, to]: Ends): string | undefined {
  return from === null && to === null ? undefined : `${from ?? ''},${to ?? ''}`;
}

/** The other way round; what is no number leaves its end open. */
export function parseRange(text: string | undefined): Ends {
  const [from = '', to = ''] = (text ?? '').split(',');
  return [numberOf(from) ?? null, numberOf(to) ?? null];
}
