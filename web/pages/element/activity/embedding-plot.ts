/** Biosamples as points, near where they are active alike over the genome; coloured by this element's Z. */

import { dot, plot } from '@observablehq/plot';
import type { Answer } from '../../../api/ask.ts';
import { GHOST } from '../../../words/classes.ts';
import type { Sure } from '../element.ts';
import { zAt } from './activity-rows.ts';
import type { Drawable, Drawing } from './drawing.ts';
import { choosing, type Point, pointMarks } from './z-points.ts';

export type Embedded = Sure<
  Answer<'/api/v1/biosamples/embedding'>['points'][number],
  'key' | 'biosample' | 'x' | 'y'
>;

const HEIGHT_PX = 380;
const EDGE_PX = 16;

export function embeddingDrawing(asked: Drawable, embedded: readonly Embedded[]): Drawing {
  return {
    title: 'Z on the embedding',
    heightPx: HEIGHT_PX,
    note: 'UMAP of the registry’s elements: near is active alike; axes have no unit',
    draw: (widthPx) => draw(embedded, widthPx, asked),
  };
}

function draw(
  embedded: readonly Embedded[],
  width: number,
  { rows, assay, selected, onSelect }: Drawable,
): SVGElement {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const own = embedded.filter((point) => point.assay === assay);
  const points = own.flatMap(({ key, x, y }): Point[] => {
    const row = byKey.get(key);
    return row === undefined || zAt(row.z, assay).state === 'notAssayed' ? [] : [{ row, x, y }];
  });
  const domain = rangeOf(own.map(({ x }) => x));
  const drawn = plot({
    width,
    height: HEIGHT_PX,
    margin: EDGE_PX,
    x: { domain, axis: null },
    y: { domain: rangeOf(own.map(({ y }) => y)), axis: null },
    marks: [
      // Those that the chosen group leaves out stay as places.
      dot(
        own.filter(({ key }) => !byKey.has(key)),
        { x: 'x', y: 'y', r: 2, fill: GHOST.fill },
      ),
      ...pointMarks(points, { assay, selected, radius: 4.5, domain }),
    ],
  });
  return choosing(drawn as never, points, onSelect);
}

function rangeOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values, 0), Math.max(...values, 0)];
  const beside = (most - least || 1) * 0.06;
  return [least - beside, most + beside];
}
