/** The axis of Z-scores that all plots of an element share: its range, the threshold, the place of those without signal. */

import { axisX, gridX, type Markish, ruleX, text } from '@observablehq/plot';
import type { ActivityRow } from './activity-rows.ts';
import { HIGH_Z } from './z-points.ts';

export interface ZAxis {
  readonly domain: readonly [number, number];
  /** Where those without signal stand, left of every number; undefined where there are none. */
  readonly noSignal: number | undefined;
}

/** The range of every assay of these rows, so that plots of two assays can be compared. */
export function zAxisOf(rows: readonly ActivityRow[]): ZAxis {
  let [least, most, hasNone] = [0, 2, false];
  for (const { z } of rows) {
    for (const { state, z: value } of Object.values(z)) {
      if (state === 'noSignal') hasNone = true;
      if (value === null) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const [from, to] = [Math.floor(least), Math.ceil(most * 2 + 0.2) / 2];
  const noSignal = from - (to - from) * 0.07;
  return hasNone
    ? { domain: [noSignal - (to - from) * 0.02, to], noSignal }
    : { domain: [from, to], noSignal: undefined };
}

/** Grid, ticks and title below. */
export function zAxisMarks(assay: string, { domain, noSignal }: ZAxis): Markish[] {
  const from = noSignal === undefined ? domain[0] : Math.ceil(domain[0]);
  const step = domain[1] - from > 8 ? 2 : 1;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= domain[1]; tick += step) ticks.push(tick);
  return [
    gridX(ticks, { stroke: 'var(--line)', strokeOpacity: 1 }),
    axisX(ticks, {
      anchor: 'bottom',
      tickSize: 0,
      fontSize: 11,
      fill: 'var(--ink3)',
      tickFormat: (value: number) => String(value).replace('-', '\u2212'),
      label: `${assay} Z-score`,
      labelAnchor: 'center',
      labelArrow: 'none',
    }),
    ...(noSignal === undefined
      ? []
      : [
          text([noSignal], {
            x: (value) => value,
            frameAnchor: 'bottom',
            text: () => 'no signal',
            // Below the ticks, which are near it where the plot is narrow.
            dy: 30,
            fontSize: 11,
            fill: 'var(--ink3)',
          }),
        ]),
  ];
}

/** The threshold, drawn above the data, with its words on top; where the plot is narrow, with the number alone. */
export const thresholdMarks = ({ isNarrow = false } = {}): Markish[] => [
  ruleX([HIGH_Z], { stroke: 'var(--ink)', strokeDasharray: '3,2' }),
  text([HIGH_Z], {
    x: (value) => value,
    frameAnchor: 'top',
    text: () => `${isNarrow ? '' : 'high '}> ${HIGH_Z}`,
    dy: -12,
    fontSize: 11,
    fontWeight: 500,
    fill: 'var(--ink)',
  }),
];
