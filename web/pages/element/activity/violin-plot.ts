/** Distributions of Z: of all biosamples, and of each tissue with enough of them; every biosample is a point as well. */

import { areaY, plot, text } from '@observablehq/plot';
import { density } from '../../../parts/density.ts';
import { count } from '../../../words/numbers.ts';
import { type ActivityRow, byTissue, zAt } from './activity-rows.ts';
import type { Drawable, Drawing } from './drawing.ts';
import { swarm } from './swarm.ts';
import { thresholdMarks, zAxisMarks, zAxisOf } from './z-axis.ts';
import { choosing, type Point, pointMarks } from './z-points.ts';

const FIRST = 8;
/** Fewer points have no shape. */
const LEAST = 5;
const ROW_PX = 38;
const TOP_PX = 26;
const BOTTOM_PX = 40;

interface Row {
  readonly name: string;
  readonly rows: readonly ActivityRow[];
}

export function violinDrawing(asked: Drawable): Drawing {
  const { rows, assay, isWhole } = asked;
  const tissues = byTissue(rows, assay);
  const shown = isWhole ? tissues : tissues.slice(0, FIRST);
  const rest = tissues.length - shown.length;
  const all: readonly Row[] = [{ name: 'All', rows }, ...shown];
  return {
    title: 'Z, distributions',
    heightPx: all.length * ROW_PX + TOP_PX + BOTTOM_PX,
    note: `tissues, most high first; a shape where there are ${LEAST} or more`,
    more: rest === 0 ? undefined : `and ${count(rest)} more`,
    draw: (widthPx) => draw(all, widthPx, asked),
  };
}

function draw(all: readonly Row[], width: number, { rows, assay, selected, onSelect }: Drawable): SVGElement {
  const axis = zAxisOf(rows);
  const longest = Math.max(...all.map(({ name }) => name.length), 4);
  const marginLeft = Math.min(longest * 6.6 + 14, width < 460 ? 96 : 150);
  const marginRight = 56;
  const [from, to] = axis.domain;
  const px = (z: number) => ((z - from) / (to - from)) * (width - marginLeft - marginRight);
  const middle = (i: number) => TOP_PX + (i + 0.5) * ROW_PX;
  const points: Point[] = [];
  const shapes: { readonly name: string; readonly x: number; readonly y1: number; readonly y2: number }[] =
    [];
  all.forEach(({ name, rows: own }, i) => {
    const placed = own.flatMap((row) => {
      const { state, z } = zAt(row.z, assay);
      const x = state === 'noSignal' ? axis.noSignal : z;
      return x == null ? [] : [{ row, x }];
    });
    const shifts = swarm(
      placed.map(({ x }) => px(x)),
      ROW_PX / 2 - 8,
      6,
    );
    placed.forEach((point, k) => {
      points.push({ ...point, y: middle(i) + shifts[k]! });
    });
    const values = own.flatMap(({ z }) => (zAt(z, assay).z === null ? [] : [zAt(z, assay).z!]));
    if (values.length < LEAST) return;
    const [least, most] = [Math.min(...values), Math.max(...values)];
    for (const [x, share] of density(values, [least, most]))
      shapes.push({
        name,
        x,
        y1: middle(i) - share * (ROW_PX / 2 - 2),
        y2: middle(i) + share * (ROW_PX / 2 - 2),
      });
  });
  const drawn = plot({
    width,
    height: all.length * ROW_PX + TOP_PX + BOTTOM_PX,
    marginLeft,
    marginRight,
    marginTop: TOP_PX,
    marginBottom: BOTTOM_PX,
    x: { domain: axis.domain, axis: null, clamp: true },
    y: { type: 'identity', axis: null },
    marks: [
      ...zAxisMarks(assay, axis),
      areaY(shapes, {
        x: 'x',
        y1: 'y1',
        y2: 'y2',
        z: 'name',
        fill: 'var(--line)',
        stroke: 'var(--mark)',
        strokeWidth: 1,
      }),
      text(all, {
        y: (_, i) => middle(i),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
        text: 'name',
        lineWidth: marginLeft / 11 - 1,
        textOverflow: 'ellipsis',
        fontSize: 12,
        fill: 'var(--ink)',
      }),
      text(all, {
        y: (_, i) => middle(i),
        frameAnchor: 'right',
        textAnchor: 'end',
        dx: 50,
        text: ({ rows: own }: Row) =>
          `n = ${count(own.filter(({ z }) => zAt(z, assay).state !== 'notAssayed').length)}`,
        fontSize: 11,
        fill: 'var(--ink3)',
      }),
      ...thresholdMarks(),
      ...pointMarks(points, {
        assay,
        selected,
        domain: axis.domain,
        named: (point) => point.y > TOP_PX + ROW_PX,
      }),
    ],
  });
  return choosing(drawn as never, points, onSelect);
}
