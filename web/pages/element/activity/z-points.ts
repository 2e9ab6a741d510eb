/** Biosamples as points by their Z-score: high in the colour of the assay, low grey, the chosen one in a ring. */

import { dot, type Markish, pointer, text, tip } from '@observablehq/plot';
import { ACCENT, colourOfAssay, GHOST } from '../../../words/classes.ts';
import { zScore } from '../../../words/numbers.ts';
import { type ActivityRow, zAt } from './activity-rows.ts';

export const HIGH_Z = 1.64;
const RADIUS = 3.5;

export interface Point {
  readonly row: ActivityRow;
  readonly x: number;
  readonly y: number;
}

interface PointOptions {
  readonly assay: string;
  readonly selected: string | undefined;
  readonly radius?: number;
  /** Of x: names at the ends of it stay inside. */
  readonly domain: readonly [number, number];
  /** Whether the name stands above its point: there is no room below the last ones. */
  isAbove?(point: Point): boolean;
  /** Which of the points of the chosen biosample has its name; default all. */
  named?(point: Point): boolean;
}

/** "K562, blood: H3K27ac 6.21, high". */
export function pointWords({ biosample, tissue, z }: ActivityRow, assay: string): string {
  const { state, z: value } = zAt(z, assay);
  const words =
    state === 'notAssayed'
      ? 'no data'
      : state === 'noSignal'
        ? 'no signal'
        : `${zScore(value ?? 0)}, ${state}`;
  return `${biosample}${tissue === null ? '' : `\n${tissue}`}\n${assay} ${words}`;
}

/** The marks of the points; low ones lie below. */
export function pointMarks(
  points: readonly Point[],
  { assay, selected, radius = RADIUS, domain, isAbove = () => false, named = () => true }: PointOptions,
): Markish[] {
  const isHigh = ({ row }: Point) => zAt(row.z, assay).state === 'high';
  const colour = colourOfAssay(assay);
  const chosen = points.filter(({ row }) => row.key === selected);
  const at = { x: 'x', y: 'y', r: radius, strokeWidth: 1 } as const;
  return [
    dot(
      points.filter((point) => !isHigh(point)),
      { ...at, fill: GHOST.fill, stroke: GHOST.edge },
    ),
    dot(points.filter(isHigh), { ...at, fill: colour.fill, stroke: colour.edge }),
    dot(chosen, { ...at, r: radius + 2.5, stroke: ACCENT.edge, strokeWidth: 2 }),
    ...chosen.filter(named).map((point) =>
      text([point], {
        x: 'x',
        y: 'y',
        text: ({ row }: Point) => row.biosample,
        textAnchor: anchorOf((point.x - domain[0]) / (domain[1] - domain[0])),
        dy: isAbove(point) ? -14 : 16,
        fontSize: 11,
        fill: 'var(--ink)',
        stroke: 'var(--surface)',
        strokeWidth: 4,
      }),
    ),
    tip(
      points,
      pointer({
        x: 'x',
        y: 'y',
        title: ({ row }: Point) => pointWords(row, assay),
        fill: 'var(--raised)',
        stroke: 'var(--line2)',
        fontSize: 12,
        maxRadius: 16,
      }),
    ),
  ];
}

/** Names begin at points on the left, and end at those on the right. */
const anchorOf = (share: number) => (share < 0.3 ? 'start' : share > 0.7 ? 'end' : 'middle');

type Drawn = (SVGSVGElement | HTMLElement) & {
  scale(name: 'x' | 'y'): { apply(value: number): number } | undefined;
};

/** A click on a point (or within 16 px of one) chooses it. Touches have no pointer that hovers before: the nearest is looked for here. */
export function choosing(
  drawn: Drawn,
  points: readonly Point[],
  onSelect: (key: string) => void,
): SVGElement {
  const [x, y] = [drawn.scale('x'), drawn.scale('y')];
  const svg = drawn as SVGSVGElement;
  svg.style.cursor = 'pointer';
  svg.addEventListener('click', (event) => {
    const box = svg.getBoundingClientRect();
    const scale = Number(svg.getAttribute('width')) / box.width;
    const [atX, atY] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    let [nearest, least] = [undefined as Point | undefined, 16];
    for (const point of points) {
      const away = Math.hypot((x?.apply(point.x) ?? point.x) - atX, (y?.apply(point.y) ?? point.y) - atY);
      if (away < least) [nearest, least] = [point, away];
    }
    if (nearest !== undefined) onSelect(nearest.row.key);
  });
  return svg;
}
