/** The drawing of the volcano, and of one group against the other. */

import {
  axisX,
  axisY,
  dot,
  gridX,
  gridY,
  line as lineMark,
  plot,
  pointer,
  ruleX,
  ruleY,
  text,
  tip,
} from '@observablehq/plot';
import { type PointLook, pointPath } from '../../parts/point-shapes.ts';

export const VOLCANO_PX = 460;
/** Points that are named in the plot. */
const LABELS = 5;
/** False discovery rate up to which a point is filled. */
export const FDR = 0.05;

export interface VolcanoPoint {
  readonly key: string;
  /** Named beside the point when it is among the first, and in the tip. */
  readonly name: string;
  readonly words: string;
  readonly change: number;
  readonly meanA: number;
  readonly meanB: number;
  readonly p: number | null;
  readonly fdr: number | null;
  readonly look: PointLook;
}

interface Drawn {
  readonly quantity: string;
  readonly level: string;
  readonly names: readonly [string, string];
  readonly selected: string | undefined;
  readonly width: number;
  readonly hasP: boolean;
  readonly isOfGenes: boolean;
}

/** An SVG for a width, with a pointer on the points. */
export function drawPoints(
  all: readonly VolcanoPoint[],
  { quantity, level, names, selected, width, hasP, isOfGenes }: Drawn,
): SVGElement | HTMLElement {
  const points = hasP ? all.filter(({ p }) => p !== null) : all;
  const x = (own: VolcanoPoint) => (hasP ? own.change : own.meanA);
  const y = (own: VolcanoPoint) => (hasP ? -Math.log10(Math.max(own.p!, 1e-300)) : own.meanB);
  // Not by spreading: there can be more points than a call takes arguments.
  const range: [number, number] = [0, 1];
  let [far, top, line] = [1, 2, 0];
  for (const own of points) {
    const { change, meanA, meanB, p, fdr } = own;
    far = Math.max(far, Math.abs(change));
    range[0] = Math.min(range[0], meanA, meanB);
    range[1] = Math.max(range[1], meanA, meanB);
    top = Math.max(top, y(own));
    // The p at which the discovery rate is 5 %: the largest that passes.
    if (fdr !== null && fdr <= FDR) line = Math.max(line, p!);
  }
  const chosen = points.filter(({ key }) => key === selected);
  const best = labelled(
    points.filter(({ fdr, key }) => fdr !== null && fdr <= FDR && key !== selected),
    { x, y, room: [0.5 * far, 0.05 * top] },
  );
  const ticks = Math.min(6, width / 70);
  return plot({
    width,
    height: VOLCANO_PX,
    marginTop: 28,
    marginLeft: 40,
    marginRight: 16,
    marginBottom: 44,
    x: { domain: hasP ? [-far * 1.05, far * 1.05] : range },
    y: { domain: hasP ? [0, top * 1.05] : range },
    marks: [
      gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      gridY({ ticks: 6, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({
        ticks,
        tickSize: 0,
        label: hasP ? `← higher in A   ${quantity}   higher in B →` : `${names[0]} (A), ${level}`,
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      axisY({
        ticks: 6,
        tickSize: 0,
        label: hasP ? '−log₁₀ p' : `${names[1]} (B), ${level}`,
        labelArrow: 'none',
      }),
      hasP
        ? ruleX([0], { stroke: 'var(--ink2)' })
        : lineMark([range[0], range[1]], { x: (v) => v, y: (v) => v, stroke: 'var(--ink2)' }),
      hasP && line > 0 ? ruleY([-Math.log10(line)], { stroke: 'var(--ink)', strokeDasharray: '3,2' }) : null,
      hasP && line > 0
        ? text(['FDR 5%'], {
            y: -Math.log10(line),
            frameAnchor: 'right',
            textAnchor: 'end',
            dy: -7,
            fill: 'var(--ink)',
          })
        : null,
      pointsMark(points, { x, y, hasP }),
      dot(chosen, { x, y, r: 7, stroke: 'var(--accent)', strokeWidth: 2 }),
      text(chosen, {
        x,
        y,
        text: 'name',
        fontStyle: isOfGenes ? 'italic' : 'normal',
        dy: -13,
        fill: 'var(--ink)',
        stroke: 'var(--surface)',
        strokeWidth: 3,
      }),
      ...[-1, 1].map((side) =>
        text(
          best.filter(({ change }) => Math.sign(change) === side),
          {
            x,
            y,
            text: 'name',
            fontStyle: isOfGenes ? 'italic' : 'normal',
            textAnchor: side < 0 ? 'start' : 'end',
            dx: side * -8,
            fill: 'var(--ink2)',
            stroke: 'var(--surface)',
            strokeWidth: 3,
          },
        ),
      ),
      tip(points, pointer({ x, y, title: 'words' })),
    ],
  });
}

/** The smallest p whose names do not lie over each other; room is what a name takes, in units of the axes. */
function labelled(
  points: readonly VolcanoPoint[],
  {
    x,
    y,
    room: [wide, high],
  }: {
    x: (own: VolcanoPoint) => number;
    y: (own: VolcanoPoint) => number;
    room: readonly [number, number];
  },
): readonly VolcanoPoint[] {
  const kept: VolcanoPoint[] = [];
  for (const own of [...points].sort((one, other) => one.p! - other.p!)) {
    if (kept.length === LABELS) break;
    const isFree = kept.every(
      (other) => Math.abs(x(own) - x(other)) > wide || Math.abs(y(own) - y(other)) > high,
    );
    if (isFree) kept.push(own);
  }
  return kept;
}

/** Points of one look are one path; those that pass come above the others. */
function pointsMark(
  points: readonly VolcanoPoint[],
  { x, y, hasP }: { x: (own: VolcanoPoint) => number; y: (own: VolcanoPoint) => number; hasP: boolean },
) {
  const looks = new Map<string, { look: PointLook; isHollow: boolean; rows: number[] }>();
  points.forEach(({ look, fdr }, i) => {
    const isHollow = hasP && (fdr === null || fdr > FDR);
    const key = `${isHollow ? 0 : 1} ${look.shape} ${look.fill}`;
    const known = looks.get(key);
    if (known === undefined) looks.set(key, { look, isHollow, rows: [i] });
    else known.rows.push(i);
  });
  const ordered = [...looks].sort(([a], [b]) => a.localeCompare(b)).map(([, own]) => own);
  return dot(points, {
    x,
    y,
    render: (_index, _scales, { x: xs, y: ys }) => {
      const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
      for (const { look, isHollow, rows } of ordered) {
        const at = rows.map((i) => [xs![i] as number, ys![i] as number] as const);
        group.append(pointPath(at, isHollow ? { ...look, fill: 'none' } : look));
      }
      return group;
    },
  });
}
