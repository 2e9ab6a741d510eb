/** What every kind of plot of the activity hands to the frame around it. */

import type { PlotTable } from '../../../parts/plot-frame.tsx';
import { count, counted } from '../../../words/numbers.ts';
import { type ActivityRow, NO_TISSUE, stateCounts, zAt } from './activity-rows.ts';

export interface Drawing {
  /** After the assay: "Z by tissue". */
  readonly title: string;
  readonly heightPx: number;
  draw(widthPx: number): SVGElement;
  /** What is not drawn yet: "and 525 more". */
  readonly more?: string | undefined;
  readonly note?: string | undefined;
}

export interface Drawable {
  readonly rows: readonly ActivityRow[];
  readonly assay: string;
  /** The key of a biosample. */
  readonly selected: string | undefined;
  readonly isWhole: boolean;
  onSelect(key: string): void;
}

/** "n = 565 biosamples, 274 no data". */
export function nWords(rows: readonly ActivityRow[], assay: string): string {
  const { notAssayed, noSignal } = stateCounts(rows, assay);
  return [
    `n = ${counted(rows.length - notAssayed, 'biosample')}`,
    noSignal === 0 ? '' : `${count(noSignal)} without signal`,
    `${count(notAssayed)} no data`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

/** All rows as a table, those without data too. */
export function tableOf(rows: readonly ActivityRow[], assay: string): PlotTable {
  return {
    head: ['Biosample', 'Tissue', 'Class there', `${assay} Z`, 'State'],
    rows: rows.map(({ biosample, tissue, className, z }) => [
      biosample,
      tissue ?? NO_TISSUE,
      className,
      zAt(z, assay).z,
      { high: 'high', low: 'low', noSignal: 'no signal', notAssayed: 'no data' }[zAt(z, assay).state],
    ]),
  };
}

/** The rows that have a value, by Z, the highest first; ties by name. */
export const withZ = (rows: readonly ActivityRow[], assay: string): readonly ActivityRow[] =>
  rows
    .filter(({ z }) => zAt(z, assay).z !== null)
    .sort((a, b) => zAt(b.z, assay).z! - zAt(a.z, assay).z! || a.biosample.localeCompare(b.biosample));
