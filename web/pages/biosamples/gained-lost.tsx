/** Of each class: what A alone has, to the left, and what B alone has, to the right. */

import { axisX, barX, plot, ruleX, text } from '@observablehq/plot';
import type { ReactNode } from 'react';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { colourOfClass } from '../../words/classes.ts';
import { count } from '../../words/numbers.ts';
import type { Comparison } from './class-table.tsx';

const ROW_PX = 30;
const CLOSED = 'Low-DNase';

interface Row {
  readonly name: string;
  readonly lost: number;
  readonly gained: number;
  /** Open in both, and of the same class. */
  readonly same: number;
  /** Open in both, of another class in B. */
  readonly changed: number;
}

export function rowsOf({ classes, table }: Comparison): readonly Row[] {
  const low = classes.indexOf(CLOSED);
  return classes
    .map((name, i) => ({
      name,
      lost: table[i]![low]!,
      gained: table[low]![i]!,
      same: table[i]![i]!,
      changed: table[i]!.reduce((sum, n, j) => sum + (j === i || j === low ? 0 : n), 0),
    }))
    .filter(({ name }) => name !== CLOSED);
}

export function GainedLost({ data }: { readonly data: Comparison }): ReactNode {
  const rows = rowsOf(data);
  const height = rows.length * ROW_PX + 64;
  return (
    <PlotFrame
      title="Elements by class"
      subtitle={`n = ${count(data.lost)} lost, ${count(data.gained)} gained`}
      finding={`${count(data.lost)} elements are open in A alone and ${count(data.gained)} in B alone.`}
      heightPx={height}
      table={{
        head: ['class', 'lost (A alone)', 'same class in both', 'another class in B', 'gained (B alone)'],
        rows: rows.map(({ name, lost, same, changed, gained }) => [name, lost, same, changed, gained]),
      }}
      draw={(width) => drawn(rows, { width, height })}
    />
  );
}

function drawn(
  rows: readonly Row[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const most =
    Math.max(1, ...rows.flatMap(({ lost, gained }) => [lost, gained])) * (width < 400 ? 1.45 : 1.25);
  const fill = ({ name }: Row) => colourOfClass(name).fill;
  const stroke = ({ name }: Row) => colourOfClass(name).edge;
  const y = 'name';
  const inset = { insetTop: 7, insetBottom: 7 };
  const words = { y, fill: 'var(--ink)' };
  return plot({
    width,
    height,
    marginLeft: 112,
    marginRight: 12,
    marginTop: 28,
    marginBottom: 36,
    x: { domain: [-most, most], grid: true },
    y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
    color: { type: 'identity' },
    marks: [
      axisX({
        label: 'Elements',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
        tickFormat: (n: number) => count(Math.abs(n)),
        tickSize: 0,
      }),
      barX(rows, { x: ({ lost }: Row) => -lost, y, fill, stroke, ...inset }),
      barX(rows, { x: 'gained', y, fill, stroke, ...inset }),
      text(rows, {
        ...words,
        x: (row: Row) => -row.lost,
        text: (row: Row) => count(row.lost),
        dx: -6,
        textAnchor: 'end',
      }),
      text(rows, {
        ...words,
        x: 'gained',
        text: (row: Row) => count(row.gained),
        dx: 6,
        textAnchor: 'start',
      }),
      text(['Lost: in A alone'], {
        frameAnchor: 'top',
        dy: -20,
        dx: -10,
        textAnchor: 'end',
        fill: 'var(--ink2)',
      }),
      text(['Gained: in B alone'], {
        frameAnchor: 'top',
        dy: -20,
        dx: 10,
        textAnchor: 'start',
        fill: 'var(--ink2)',
      }),
      ruleX([0], { stroke: 'var(--ink2)' }),
    ],
  }) as SVGElement;
}
