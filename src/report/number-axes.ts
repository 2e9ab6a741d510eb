/** The axes of plots that count elements over numbers of biosamples, at full size and in small multiples. */

import type { Markish } from '@observablehq/plot';
import { axisTicks } from './bar-plot.ts';
import { count } from './numbers.ts';
import type { Plot } from './plot-svg.ts';

export interface NumberAxes {
  readonly widthPx: number;
  /** One of several: fewer ticks, no labels. */
  readonly isSmall: boolean;
  readonly x: string;
  readonly y: string;
}

const whole = (value: number): string => (Number.isInteger(value) ? count(value) : '');

/** Margins that leave room for the axes. */
export function axisMargins(isSmall: boolean): { marginTop: number; marginBottom: number } {
  return { marginTop: isSmall ? 8 : 24, marginBottom: isSmall ? 20 : 40 };
}

/** Lines across, to lie below the marks. */
export function gridLines(plot: Plot, isSmall: boolean): Markish {
  return plot.gridY({ ticks: isSmall ? 2 : 4, stroke: 'var(--line)', strokeOpacity: 1 });
}

/** The line of zero and both axes; only whole numbers are written. */
export function numberAxes(plot: Plot, { widthPx, isSmall, x, y }: NumberAxes): Markish[] {
  return [
    plot.ruleY([0], { stroke: 'var(--line2)' }),
    plot.axisX({
      ticks: isSmall ? 3 : axisTicks(widthPx),
      tickSize: 0,
      label: isSmall ? null : x,
      labelArrow: 'none',
      labelAnchor: 'right',
      tickFormat: whole,
    }),
    plot.axisY({
      ticks: isSmall ? 2 : 4,
      tickSize: 0,
      label: isSmall ? null : y,
      labelArrow: 'none',
      tickFormat: whole,
    }),
  ];
}
