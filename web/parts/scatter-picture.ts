/** What a scatter plot draws, in px: circles one upon another. Both ways of drawing get the same, so that they look the same. */

import type { Colour } from '../words/classes.ts';

export interface ScatterPoint {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  /** Place in the list of categories: later ones are drawn above earlier ones. */
  readonly category: number;
}

export interface ScatterCategory {
  readonly name: string;
  readonly colour: Colour;
  /** Across, px; default 5. */
  readonly sizePx?: number;
  /** Points that are there, but cannot be chosen: what a filter leaves out. */
  readonly isShut?: boolean;
}

/** Where the plot looks: the middle as a share of the whole, and how many times larger than the whole. */
export interface ScatterView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export const WHOLE: ScatterView = { x: 0.5, y: 0.5, zoom: 1 };

export interface CircleStyle {
  readonly radius: number;
  /** A token: var(--accent). */
  readonly colour: string;
}

export interface Circles {
  /** From the left and from above, px. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly style: Uint16Array;
  /** The point that a circle belongs to. */
  readonly point: Uint32Array;
}

export interface Picture {
  readonly circles: Circles;
  readonly styles: readonly CircleStyle[];
  readonly widthPx: number;
  readonly heightPx: number;
}

interface PictureOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly view: ScatterView;
  readonly selected: ReadonlySet<string>;
  readonly hovered: string | undefined;
}

const PAD_PX = 20;
const SIZE_PX = 5;
const EDGE_PX = 1;
const RING_PX = 2;
const GAP_PX = 1.5;

/** Where each point lies, px: both axes have one scale, since distances are what an embedding shows. */
export function placesOf(
  points: readonly ScatterPoint[],
  { widthPx, heightPx, view }: Pick<PictureOptions, 'widthPx' | 'heightPx' | 'view'>,
): { readonly x: Float32Array; readonly y: Float32Array } {
  const [x, y] = [new Float32Array(points.length), new Float32Array(points.length)];
  const [left, right] = endsOf(points.map((point) => point.x));
  const [bottom, top] = endsOf(points.map((point) => point.y));
  const [wide, high] = [Math.max(right - left, 1e-9), Math.max(top - bottom, 1e-9)];
  const scale = Math.min((widthPx - 2 * PAD_PX) / wide, (heightPx - 2 * PAD_PX) / high);
  const [padX, padY] = [(widthPx - wide * scale) / 2, (heightPx - high * scale) / 2];
  points.forEach((point, i) => {
    const [wholeX, wholeY] = [padX + (point.x - left) * scale, padY + (top - point.y) * scale];
    x[i] = (wholeX - view.x * widthPx) * view.zoom + widthPx / 2;
    y[i] = (wholeY - view.y * heightPx) * view.zoom + heightPx / 2;
  });
  return { x, y };
}

function endsOf(values: readonly number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return values.length === 0 ? [0, 1] : [least, most];
}

/** The circles of all points: by category, chosen ones above with a ring in accent, the one in hand on top. */
export function pictureOf(
  points: readonly ScatterPoint[],
  categories: readonly ScatterCategory[],
  options: PictureOptions,
): Picture {
  const { selected, hovered, widthPx, heightPx } = options;
  const places = placesOf(points, options);
  // Of each category: ring, gap, edge, fill.
  const styles = categories.flatMap(({ colour, sizePx = SIZE_PX }): CircleStyle[] => {
    const radius = sizePx / 2;
    const edge = colour.edge === colour.fill ? 0 : EDGE_PX / 2;
    return [
      { radius: radius + edge + GAP_PX + RING_PX, colour: 'var(--accent)' },
      { radius: radius + edge + GAP_PX, colour: 'var(--surface)' },
      { radius: radius + edge, colour: colour.edge },
      { radius: radius - edge, colour: colour.fill },
    ];
  });
  const rank = ({ key, category }: ScatterPoint) =>
    key === hovered ? 2 * categories.length : (selected.has(key) ? categories.length : 0) + category;
  const ranks = points.map(rank);
  const order = points.map((_, i) => i).sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  const drawn: number[] = [];
  for (const i of order) {
    const { key, category } = points[i]!;
    const { fill, edge } = categories[category]!.colour;
    if (key === hovered || selected.has(key)) drawn.push(i, 0, i, 1);
    if (edge !== fill) drawn.push(i, 2);
    drawn.push(i, 3);
  }
  const count = drawn.length / 2;
  const circles = {
    x: new Float32Array(count),
    y: new Float32Array(count),
    style: new Uint16Array(count),
    point: new Uint32Array(count),
  };
  for (let c = 0; c < count; c++) {
    const i = drawn[2 * c]!;
    circles.x[c] = places.x[i]!;
    circles.y[c] = places.y[i]!;
    circles.style[c] = 4 * points[i]!.category + drawn[2 * c + 1]!;
    circles.point[c] = i;
  }
  return { circles, styles, widthPx, heightPx };
}

/** The point whose circle is nearest to a place, at most `mostPx` away. */
export function nearestPoint(
  { circles: { x, y, point } }: Picture,
  at: { readonly x: number; readonly y: number },
  mostPx: number,
): number | undefined {
  let [nearest, least] = [undefined as number | undefined, mostPx * mostPx];
  for (let c = 0; c < x.length; c++) {
    const away = (x[c]! - at.x) ** 2 + (y[c]! - at.y) ** 2;
    // Of circles at one place the upper one is seen.
    if (away > least) continue;
    least = away;
    nearest = point[c]!;
  }
  return nearest;
}

/** Circles whose middle lies in a polygon of x, y, x, y... */
export function circlesWithin({ x, y }: Circles, polygon: readonly number[]): number[] {
  const inside: number[] = [];
  for (let c = 0; c < x.length; c++) {
    let isInside = false;
    for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
      const [x1, y1, x2, y2] = [polygon[i]!, polygon[i + 1]!, polygon[j]!, polygon[j + 1]!];
      if (y1 > y[c]! !== y2 > y[c]! && x[c]! < ((x2 - x1) * (y[c]! - y1)) / (y2 - y1) + x1)
        isInside = !isInside;
    }
    if (isInside) inside.push(c);
  }
  return inside;
}
