/** Round positions for a ruler. */

import type { Shown } from './igv-view.ts';

export interface Tick {
  /** 1-based. */
  readonly position: number;
  /** px from the left: the middle of the base. */
  readonly x: number;
}

/** A label of nine digits. */
export const LABEL_PX = 76;
const MOST = 8;

/** Round positions, as far apart as their labels need. */
export function ticksOf({ start, end, widthPx }: Shown): Tick[] {
  const bpPerPixel = (end - start) / widthPx;
  if (!(bpPerPixel > 0)) return [];
  const least = Math.max(LABEL_PX * 1.2, widthPx / MOST) * bpPerPixel;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= least)!);
  const first = Math.ceil((start + 1) / step) * step;
  const ticks: Tick[] = [];
  for (let position = first; position <= end; position += step) {
    ticks.push({ position, x: (position - 0.5 - start) / bpPerPixel });
  }
  return ticks;
}
