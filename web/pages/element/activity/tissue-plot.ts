/** Z by tissue: a row of points each, and how many biosamples are high, low, without signal and without data. */

import { plot, text } from '@observablehq/plot';
import { count, counted } from '../../../words/numbers.ts';
import { byTissue, type Tissue, zAt } from './activity-rows.ts';
import type { Drawable, Drawing } from './drawing.ts';
import { swarm } from './swarm.ts';
import { thresholdMarks, zAxisMarks, zAxisOf } from './z-axis.ts';
import { choosing, type Point, pointMarks } from './z-points.ts';

const FIRST = 12;
const ROW_PX = 24;
const TOP_PX = 26;
const BOTTOM_PX = 40;
/** Wide and narrow: from the right edge of the frame to that of each count. */
const COUNTS_PX = { wide: [32, 62, 120, 172], narrow: [24, 46, 96, 142] } as const;

/** The counts beside each tissue; no signal is a column where some tissue has any. */
const COUNTS = [
  { head: 'high', of: 'high' },
  { head: 'low', of: 'low' },
  { head: 'no signal', of: 'noSignal' },
  { head: 'no data', of: 'notAssayed' },
] as const;

export function tissueDrawing(asked: Drawable): Drawing {
  const { rows, assay, isWhole } = asked;
  const all = byTissue(rows, assay);
  const shown = isWhole ? all : all.slice(0, FIRST);
  const rest = all.length - shown.length;
  return {
    title: 'Z by tissue',
    heightPx: shown.length * ROW_PX + TOP_PX + BOTTOM_PX,
    note: `${rest === 0 ? counted(all.length, 'tissue') : `${shown.length} of ${count(all.length)} tissues`}, most high first`,
    more: rest === 0 ? undefined : `and ${count(rest)} more`,
    draw: (widthPx) => draw(shown, widthPx, asked),
  };
}

function draw(
  shown: readonly Tissue[],
  width: number,
  { rows, assay, selected, onSelect }: Drawable,
): SVGElement {
  const axis = zAxisOf(rows);
  const isNarrow = width < 460;
  const countsPx = COUNTS_PX[isNarrow ? 'narrow' : 'wide'];
  const longest = Math.max(...shown.map(({ name }) => name.length), 4);
  const marginLeft = Math.min(longest * 6.6 + 14, isNarrow ? 96 : 150);
  const columns = COUNTS.filter(
    ({ of }) => of !== 'noSignal' || shown.some(({ counts }) => counts.noSignal > 0),
  );
  const marginRight = countsPx[columns.length - 1]! + 6;
  const [from, to] = axis.domain;
  const px = (z: number) => ((z - from) / (to - from)) * (width - marginLeft - marginRight);
  const middle = (i: number) => TOP_PX + (i + 0.5) * ROW_PX;
  const points = shown.flatMap(({ rows: own }, i): readonly Point[] => {
    const placed = own.flatMap((row) => {
      const { state, z } = zAt(row.z, assay);
      const x = state === 'noSignal' ? axis.noSignal : z;
      return x == null ? [] : [{ row, x }];
    });
    const shifts = swarm(
      placed.map(({ x }) => px(x)),
      ROW_PX / 2 - 4,
      6,
    );
    return placed.map((point, k) => ({ ...point, y: middle(i) + shifts[k]! }));
  });
  const column = ({ head, of }: (typeof COUNTS)[number], at: number) => [
    text([head], {
      frameAnchor: 'top-right',
      text: (name) => name,
      textAnchor: 'end',
      dx: countsPx[at]!,
      dy: -15,
      fontSize: 11,
      fill: 'var(--ink3)',
    }),
    text(shown, {
      y: (_, i) => middle(i),
      frameAnchor: 'right',
      textAnchor: 'end',
      dx: countsPx[at]!,
      text: ({ counts }) => count(counts[of]),
      fontSize: 12,
      fontWeight: (at === 0 ? ({ counts }: Tissue) => (counts.high > 0 ? 600 : 400) : 400) as never,
      fill:
        at === 0 ? ({ counts }: Tissue) => (counts.high > 0 ? 'var(--ink)' : 'var(--ink3)') : 'var(--ink3)',
    }),
  ];
  const drawn = plot({
    width,
    height: shown.length * ROW_PX + TOP_PX + BOTTOM_PX,
    marginLeft,
    marginRight,
    marginTop: TOP_PX,
    marginBottom: BOTTOM_PX,
    x: { domain: axis.domain, axis: null },
    y: { type: 'identity', axis: null },
    marks: [
      ...zAxisMarks(assay, axis),
      text(shown, {
        y: (_, i) => middle(i),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
        text: ({ name }: Tissue) => name,
        lineWidth: marginLeft / 11 - 1,
        textOverflow: 'ellipsis',
        fontSize: 12,
        fill: 'var(--ink)',
      }),
      ...columns.flatMap(column),
      ...thresholdMarks({ isNarrow }),
      ...pointMarks(points, {
        assay,
        selected,
        domain: axis.domain,
        isAbove: ({ y }) => y > (shown.length - 1) * ROW_PX + TOP_PX,
      }),
    ],
  });
  return choosing(drawn as never, points, onSelect);
}
