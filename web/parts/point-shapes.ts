/** Many points as few paths: a group of points of one look is one element of the page, so that tens of thousands stay quick. */

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'times';

/** The outline of a shape of about the same area around a point, as a part of a path; r in px. */
export function outline(shape: Shape, [x, y]: readonly [number, number], r: number): string {
  const at = (dx: number, dy: number) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`;
  switch (shape) {
    case 'square':
      return `M${at(-0.89, -0.89)}L${at(0.89, -0.89)}L${at(0.89, 0.89)}L${at(-0.89, 0.89)}Z`;
    case 'triangle':
      return `M${at(0, -1.45)}L${at(1.25, 0.75)}L${at(-1.25, 0.75)}Z`;
    case 'diamond':
      return `M${at(0, -1.4)}L${at(1.15, 0)}L${at(0, 1.4)}L${at(-1.15, 0)}Z`;
    case 'times':
      return `M${at(-0.9, -0.9)}L${at(0.9, 0.9)}M${at(-0.9, 0.9)}L${at(0.9, -0.9)}`;
    case 'circle':
      return `M${at(-1, 0)}a${r},${r},0,1,0,${2 * r},0a${r},${r},0,1,0,${-2 * r},0Z`;
  }
}

export interface PointLook {
  readonly shape: Shape;
  readonly fill: string;
  readonly stroke: string;
}

/** The path of a group: every point in it, one look. */
export function pointPath(
  points: Iterable<readonly [number, number]>,
  { shape, fill, stroke }: PointLook,
  r = 3,
): SVGPathElement {
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  let d = '';
  for (const point of points) d += outline(shape, point, r);
  path.setAttribute('d', d);
  path.setAttribute('fill', shape === 'times' ? 'none' : fill);
  path.setAttribute('stroke', stroke);
  path.setAttribute('stroke-width', shape === 'times' ? '1.5' : '1');
  return path;
}
