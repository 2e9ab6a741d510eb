/** The embedding as a drawing, for files. */

import { dot, plot } from '@observablehq/plot';
import type { ScatterCategory, ScatterPoint } from '../../parts/scatter-picture.ts';

interface SvgOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly chosen: ReadonlySet<string>;
}

export function embeddingSvg(
  points: readonly ScatterPoint[],
  categories: readonly ScatterCategory[],
  { widthPx, heightPx, chosen }: SvgOptions,
): SVGElement {
  const byRank = [...points].sort((a, b) => a.category - b.category);
  const colour = (point: ScatterPoint) => categories[point.category]!.colour;
  return plot({
    width: widthPx,
    height: heightPx,
    margin: 24,
    x: { axis: null },
    y: { axis: null },
    marks: [
      dot(byRank, {
        x: 'x',
        y: 'y',
        r: (point: ScatterPoint) => (categories[point.category]!.sizePx ?? 5) / 2,
        fill: (point: ScatterPoint) => colour(point).fill,
        stroke: (point: ScatterPoint) => colour(point).edge,
      }),
      dot(
        byRank.filter(({ key }) => chosen.has(key)),
        { x: 'x', y: 'y', r: 6, fill: 'none', stroke: 'var(--accent)', strokeWidth: 2 },
      ),
    ],
    r: { type: 'identity' },
    color: { type: 'identity' },
  }) as SVGElement;
}
