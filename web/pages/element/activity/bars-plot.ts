/** Z as bars, the highest first: from 0 to 10, since bars start at zero. */

import { axisX, barX, gridX, plot, ruleX, text } from '@observablehq/plot';
import { ACCENT, colourOfAssay, GHOST } from '../../../words/classes.ts';
import { count, zScore } from '../../../words/numbers.ts';
import { type ActivityRow, zAt } from './activity-rows.ts';
import { type Drawable, type Drawing, withZ } from './drawing.ts';
import { thresholdMarks } from './z-axis.ts';

const FIRST = 40;
const ROW_PX = 18;
const TOP_PX = 22;
const BOTTOM_PX = 40;
const MOST_Z = 10;

export function barsDrawing(asked: Drawable): Drawing {
  const all = withZ(asked.rows, asked.assay);
  const shown = asked.isWhole ? all : all.slice(0, FIRST);
  const rest = all.length - shown.length;
  return {
    title: 'Z by biosample',
    heightPx: shown.length * ROW_PX + TOP_PX + BOTTOM_PX,
    note: 'bars from 0 to 10, the highest first',
    more: rest === 0 ? undefined : `and ${count(rest)} more`,
    draw: (widthPx) => draw(shown, widthPx, asked),
  };
}

function draw(
  shown: readonly ActivityRow[],
  width: number,
  { assay, selected, onSelect }: Drawable,
): SVGElement {
  const longest = Math.max(...shown.map(({ biosample }) => biosample.length), 4);
  const marginLeft = Math.min(longest * 6.2 + 14, width * 0.42, 240);
  const colour = colourOfAssay(assay);
  const zOf = ({ z }: ActivityRow) => zAt(z, assay).z!;
  const isHigh = ({ z }: ActivityRow) => zAt(z, assay).state === 'high';
  const inside = (z: number) => Math.min(Math.max(z, 0), MOST_Z);
  const drawn = plot({
    width,
    height: shown.length * ROW_PX + TOP_PX + BOTTOM_PX,
    marginLeft,
    marginRight: 44,
    marginTop: TOP_PX,
    marginBottom: BOTTOM_PX,
    x: { domain: [0, MOST_Z], axis: null },
    y: { domain: shown.map(({ key }) => key), axis: null, padding: 0.3 },
    marks: [
      gridX([2, 4, 6, 8, 10], { stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX([0, 2, 4, 6, 8, 10], {
        anchor: 'bottom',
        tickSize: 0,
        fontSize: 11,
        fill: 'var(--ink3)',
        label: `${assay} Z-score`,
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      barX(shown, {
        x1: 0,
        x2: (row) => inside(zOf(row)),
        y: 'key',
        fill: (row) => (isHigh(row) ? colour.fill : GHOST.fill),
        stroke: (row) => (isHigh(row) ? colour.edge : GHOST.edge),
        title: ({ biosample }: ActivityRow) => biosample,
      }),
      ruleX([0], { stroke: 'var(--line2)' }),
      text(shown, {
        y: 'key',
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        text: 'biosample',
        title: 'biosample',
        lineWidth: marginLeft / 11 - 1,
        textOverflow: 'ellipsis',
        fontSize: 11,
        fill: ({ key }: ActivityRow) => (key === selected ? ACCENT.edge : 'var(--ink)'),
        fontWeight: (({ key }: ActivityRow) => (key === selected ? 600 : 400)) as never,
      }),
      barX(
        shown.filter(({ key }) => key === selected),
        {
          x1: 0,
          x2: (row) => Math.max(inside(zOf(row)), 0.05),
          y: 'key',
          stroke: ACCENT.edge,
          strokeWidth: 2,
          fill: 'none',
          inset: -1.5,
        },
      ),
      ...thresholdMarks(),
      text(shown, {
        x: (row) => inside(zOf(row)),
        y: 'key',
        text: (row) => zScore(zOf(row)),
        textAnchor: 'start',
        dx: 6,
        fontSize: 11,
        fill: (row) => (isHigh(row) ? 'var(--ink)' : 'var(--ink3)'),
        stroke: 'var(--surface)',
        strokeWidth: 3,
      }),
    ],
  }) as SVGSVGElement & { scale(name: 'y'): { apply(key: string): number; bandwidth: number } };
  drawn.style.cursor = 'pointer';
  drawn.addEventListener('click', (event) => {
    const box = drawn.getBoundingClientRect();
    const row =
      shown[
        Math.floor(
          (((event.clientY - box.top) / box.height) * Number(drawn.getAttribute('height')) - TOP_PX) / ROW_PX,
        )
      ];
    if (row !== undefined) onSelect(row.key);
  });
  return drawn;
}
