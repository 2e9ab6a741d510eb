/** Horizontal bars with words at their left and numbers at their right: most plots of the report. */

import type { Html } from './html.ts';
import { count } from './numbers.ts';
import type { Drawing } from './plot-svg.ts';
import { rowNames, textPx } from './row-names.ts';
import type { Colour } from './tokens.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What stands at its end. */
  readonly text: string;
  readonly colour: Colour;
  /** A value to compare with: a dashed line across the bar's row. */
  readonly reference?: number | undefined;
}

export interface BarPlot {
  readonly widthPx: number;
  /** Quantity and unit of the axis. */
  readonly label: string;
  /** End of the axis; the largest value if not given. */
  readonly max?: number | undefined;
  readonly tickFormat?: (value: number) => string;
}

/** More bars make an axis that nobody reads. */
export const MAX_BARS = 40;
/** From here on a plot is taller than two others, which then stand beside it. */
export const MANY_BARS = 14;

const GAP_PX = 6;

/** Draws the bars from the top in the order given. */
export function barPlot({ plot, draw }: Drawing, bars: readonly Bar[], options: BarPlot): Html {
  const { widthPx, label, tickFormat = count } = options;
  const { names, marginLeft, rowPx } = rowNames(
    bars.map(({ label: name }) => name),
    widthPx,
  );
  const largest = Math.max(0, ...bars.flatMap(({ value, reference = 0 }) => [value, reference]));
  const max = options.max ?? (largest > 0 ? largest : 1);
  const roomPx = widthPx - marginLeft - GAP_PX;
  // As long as it can be with every bar's text beside its end.
  const axisPx = Math.max(
    40,
    Math.min(
      roomPx,
      ...bars.map((bar) => (roomPx - textPx(bar.text) - GAP_PX) / Math.max(1e-9, textStart(bar) / max)),
    ),
  );
  const rows = bars.map((bar, i) => ({ ...bar, i, name: names[i]!, end: textStart(bar, max / axisPx) }));
  // Long numbers need more room than short ones.
  const ticks = Math.max(1, Math.min(axisTicks(widthPx), axisPx / (1.5 * textPx(tickFormat(max)))));
  const references = rows.filter(({ reference }) => reference !== undefined);
  return draw({
    width: widthPx,
    height: bars.length * rowPx + 44,
    marginLeft,
    marginRight: widthPx - marginLeft - axisPx,
    marginTop: 4,
    marginBottom: 40,
    x: { domain: [0, max] },
    y: { type: 'band', domain: rows.map(({ i }) => i), padding: 0.32 },
    color: { type: 'identity' },
    marks: [
      plot.gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      plot.barX(rows, {
        x: 'value',
        y: 'i',
        fill: ({ colour }: Bar) => colour.fill,
        stroke: ({ colour }: Bar) => colour.edge,
        title: (bar: Bar) => `${bar.label}: ${bar.text}`,
      }),
      plot.ruleX([0], { stroke: 'var(--line2)' }),
      plot.tickX(references, {
        x: 'reference',
        y: 'i',
        stroke: 'var(--ink)',
        strokeDasharray: '3,2',
        strokeWidth: 1.5,
        insetTop: -3,
        insetBottom: -3,
      }),
      plot.text(rows, {
        x: 'end',
        y: 'i',
        text: 'text',
        textAnchor: 'start',
        dx: GAP_PX,
        fill: 'var(--ink)',
      }),
      plot.axisY({
        tickSize: 0,
        label: null,
        tickFormat: (i: number) => rows[i]!.name,
        fill: 'var(--ink)',
      }),
      plot.axisX({
        ticks,
        tickSize: 0,
        label,
        labelArrow: 'none',
        labelAnchor: 'right',
        tickFormat,
      }),
    ],
  });
}

/**
 * Where a bar's text begins: at the bar's end, or behind its reference if that would run through the text. Without the
 * size of a pixel it is the farthest place that this can give.
 */
function textStart({ value, text, reference = 0 }: Bar, perPx?: number): number {
  if (reference <= value) return value;
  const isThrough = perPx === undefined || reference < value + (textPx(text) + 2 * GAP_PX) * perPx;
  return isThrough ? reference : value;
}

/** About how many ticks an axis has room for. */
export function axisTicks(widthPx: number): number {
  return widthPx < 400 ? 3 : 5;
}
