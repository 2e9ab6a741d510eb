/** Horizontal bars of parts that add up, a row each, with words at their left and numbers at their right. */

import { axisTicks } from './bar-plot.ts';
import type { Html } from './html.ts';
import type { Drawing } from './plot-svg.ts';
import { rowNames, textPx } from './row-names.ts';
import type { Colour } from './tokens.ts';

export interface StackedBar {
  readonly label: string;
  /** From the left. */
  readonly parts: readonly { readonly name: string; readonly value: number; readonly colour: Colour }[];
  /** What stands at its end. */
  readonly text: string;
}

const GAP_PX = 6;

/** Draws the bars from the top in the order given; `label` is quantity and unit of the axis, `unit` what values are in. */
export function stackedBars(
  { plot, draw }: Drawing,
  bars: readonly StackedBar[],
  { widthPx, label, unit }: { widthPx: number; label: string; unit: string },
): Html {
  const { names, marginLeft, rowPx } = rowNames(
    bars.map(({ label: name }) => name),
    widthPx,
  );
  const pieces = bars.flatMap(({ label: row, parts }, i) => {
    let from = 0;
    return parts.map(({ name, value, colour }) => {
      const piece = {
        i,
        from,
        to: from + value,
        colour,
        title: `${row}, ${name}: ${value.toFixed(1)}${unit}`,
      };
      from += value;
      return piece;
    });
  });
  const ends = bars.map(({ text, parts }, i) => ({
    i,
    text,
    end: parts.reduce((sum, { value }) => sum + value, 0),
  }));
  const ticks = axisTicks(widthPx);
  return draw({
    width: widthPx,
    height: bars.length * rowPx + 44,
    marginLeft,
    marginRight: Math.max(0, ...ends.map(({ text }) => textPx(text))) + GAP_PX,
    marginTop: 4,
    marginBottom: 40,
    x: { domain: [0, Math.max(1, ...ends.map(({ end }) => end))] },
    y: { type: 'band', domain: bars.map((_, i) => i), padding: 0.32 },
    color: { type: 'identity' },
    marks: [
      plot.gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      plot.barX(pieces, {
        x1: 'from',
        x2: 'to',
        y: 'i',
        fill: ({ colour }: (typeof pieces)[number]) => colour.fill,
        stroke: ({ colour }: (typeof pieces)[number]) => colour.edge,
        title: 'title',
      }),
      plot.ruleX([0], { stroke: 'var(--line2)' }),
      plot.text(ends, {
        x: 'end',
        y: 'i',
        text: 'text',
        textAnchor: 'start',
        dx: GAP_PX,
        fill: 'var(--ink)',
      }),
      plot.axisY({ tickSize: 0, label: null, tickFormat: (i: number) => names[i]!, fill: 'var(--ink)' }),
      plot.axisX({
        ticks,
        tickSize: 0,
        label,
        labelArrow: 'none',
        labelAnchor: 'right',
        tickFormat: String,
      }),
    ],
  });
}
