/** The signal of every experiment: histograms of log10 signal with the line of Z = 1.64. */

import { binStart, LOG10_BIN } from '../analysis/column-summary.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import type { BuildFacts } from './build-facts.ts';
import type { ColumnFacts, StoreFacts } from './column-facts.ts';
import { type Html, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import type { PageSection } from './page.ts';
import { plotFigure } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { assayTable, shapeFigure } from './signal-overview.ts';
import { assayColour, type Colour, GHOST } from './tokens.ts';

/** More small histograms of one assay than this are not looked at: those in the middle are left to the table. */
const MAX_PANELS = 24;
/** So few fit in half of the page. */
const NARROW_PANELS = 3;
/** Of a small histogram; where there are one or two of an assay, they share the width of the figure. */
const PANEL_WIDTH_PX = 168;
const PANEL_HEIGHT_PX = 84;
const FIGURE_WIDTH_PX = 520;

/** The section of the page: a figure for each assay. */
export function signalSection(drawing: Drawing, facts: BuildFacts, store: StoreFacts): PageSection {
  const assays = [...new Set(store.columns.map(({ column }) => column.assay))];
  const figures = assays.map((assay, i) => {
    const columns = store.columns.filter(({ column }) => column.assay === assay);
    const figure = assayFigure(drawing, { id: `signal-${i + 1}`, assay, columns, rows: store.rows });
    return { figure, isWide: columns.length > NARROW_PANELS };
  });
  const narrow = figures.filter(({ isWide }) => !isWide).map(({ figure }) => figure);
  // Halves stand in pairs: a lone one would leave its row half empty.
  const halves = [
    shapeFigure(drawing, store),
    ...(narrow.length % 2 === 0 ? [assayTable(store)] : []),
    ...narrow,
  ];
  return {
    id: 'signals',
    title: 'Signals',
    answer: html`Z-scores of ${counted(store.columns.length, 'experiment')} over ${count(store.rows)} rDHSs. A signal is
high where its Z is above ${HIGH_Z}, right of the dashed line: mean + ${HIGH_Z} sd of log10 signal${
      facts.hasGivenNormalisation &&
      html`, with mean and sd as the configuration gives them (<code>normalisation</code>)`
    }. Within an assay the shapes should be alike: one that differs is worth a look.`,
    body: [...halves, ...figures.filter(({ isWide }) => isWide).map(({ figure }) => figure)],
  };
}

function assayFigure(
  drawing: Drawing,
  content: { id: string; assay: string; columns: readonly ColumnFacts[]; rows: number },
): Html {
  const { id, assay, columns, rows } = content;
  const sorted = [...columns.entries()]
    .sort(([i, a], [j, b]) => a.high - b.high || i - j)
    .map(([, one]) => one);
  const half = MAX_PANELS / 2;
  const shown = columns.length <= MAX_PANELS ? columns : [...sorted.slice(0, half), ...sorted.slice(-half)];
  const frame = commonFrame(columns);
  const widthPx = Math.max(PANEL_WIDTH_PX, FIGURE_WIDTH_PX / columns.length - 8);
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  return plotFigure({
    id,
    title: `${assay} signal`,
    unit: `log10 signal (x) and share of rDHSs with signal in bins of ${LOG10_BIN} (y, up to ${(100 * frame.top).toFixed(1)} %); the same scales in all`,
    n: `n = ${counted(columns.length, 'experiment')}`,
    isWide: columns.length > NARROW_PANELS,
    flows: true,
    legend: [
      { label: `high (Z > ${HIGH_Z})`, colour: assayColour(assay) },
      { label: 'low', colour: GHOST },
      { label: `Z = ${HIGH_Z}`, colour: { fill: 'none', edge: 'var(--ink)' }, shape: 'dashed' },
    ],
    finding: `${assay}: from ${percent(first.high, rows)} of rDHSs high in ${first.column.biosample} to ${percent(last.high, rows)} in ${last.column.biosample}`,
    draw: () =>
      shown.map((column) => cell(drawing, column, { frame, rows, colour: assayColour(assay), widthPx })),
    note:
      shown.length < columns.length
        ? `The ${half} experiments with the fewest high elements and the ${half} with the most are drawn, fewest first; the ${count(columns.length - shown.length)} between are dots of the first plot and rows of the table.`
        : undefined,
    table: {
      caption: `${assay} signal of each experiment`,
      columns: [
        { title: 'Biosample' },
        { title: 'Dataset' },
        { title: 'Mean log10', isNumber: true },
        { title: 'Sd', isNumber: true },
        { title: `Signal at Z = ${HIGH_Z}`, isNumber: true },
        { title: 'No signal', isNumber: true },
        { title: 'High', isNumber: true },
        { title: 'Share high', isNumber: true },
      ],
      rows: columns.map(({ column, high }) => [
        column.biosample,
        column.file,
        decimals(column.mean),
        decimals(column.sd),
        (10 ** (column.mean + HIGH_Z * column.sd)).toPrecision(3),
        count(rows - column.nonZero),
        count(high),
        percent(high, rows),
      ]),
    },
  });
}

export interface Frame {
  /** log10 signal at both ends. */
  readonly from: number;
  readonly to: number;
  /** The highest bin's share. */
  readonly top: number;
}

/** Rarer bins at the ends would squeeze what is to be seen. */
const SHOWN_SHARE = 0.0005;

/** One frame for all histograms of an assay. */
export function commonFrame(columns: readonly Pick<ColumnFacts, 'column' | 'histogram'>[]): Frame {
  let [first, last, top] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const { histogram } of columns) {
    const n = histogram.reduce((sum, bin) => sum + bin, 0);
    for (const [bin, size] of histogram.entries()) {
      top = Math.max(top, size / Math.max(1, n));
      if (size <= SHOWN_SHARE * n) continue;
      first = Math.min(first, bin);
      last = Math.max(last, bin);
    }
  }
  for (const { column } of columns) {
    const line = Math.floor((column.mean + HIGH_Z * column.sd - binStart(0)) / LOG10_BIN);
    first = Math.min(first, line);
    last = Math.max(last, line + 1);
  }
  return { from: binStart(first), to: binStart(last + 1), top };
}

function cell(
  drawing: Drawing,
  column: ColumnFacts,
  options: { frame: Frame; rows: number; colour: Colour; widthPx: number },
): Html {
  const { biosample, file } = column.column;
  const svg = signalHistogram(drawing, column, {
    ...options,
    heightPx: Math.max(PANEL_HEIGHT_PX, options.widthPx / 3),
  });
  return html`<div class="cell"><div class="cell-name" title="${biosample}">${biosample}</div>
<div class="cell-text">${file}</div><div class="cell-text">high ${count(column.high)} (${percent(column.high, options.rows)})</div>${svg}</div>`;
}

/** The histogram of log10 signal of one column, with its high part in colour and the line of Z = 1.64. */
export function signalHistogram(
  { plot, draw }: Drawing,
  { column, histogram }: Pick<ColumnFacts, 'column' | 'histogram'>,
  options: { frame: Frame; colour: Colour; widthPx: number; heightPx: number; label?: string },
): Html {
  const { frame, colour, widthPx, heightPx, label } = options;
  const line = column.mean + HIGH_Z * column.sd;
  const [low, lifted] = outlines(histogram, frame, line);
  return draw({
    width: widthPx,
    height: heightPx,
    margin: 2,
    marginBottom: label === undefined ? 18 : 36,
    x: { domain: [frame.from, frame.to] },
    y: { domain: [0, frame.top], axis: null },
    color: { type: 'identity' },
    marks: [
      // y alone would stack the two points that every step of the outline has at one place.
      plot.areaY(low, { x: 'x', y1: 0, y2: 'y', fill: GHOST.fill, stroke: GHOST.edge }),
      plot.areaY(lifted, { x: 'x', y1: 0, y2: 'y', fill: colour.fill, stroke: colour.edge }),
      plot.ruleY([0], { stroke: 'var(--line2)' }),
      plot.ruleX([line], { stroke: 'var(--ink)', strokeDasharray: '3,2' }),
      plot.axisX({
        ticks: 4,
        tickSize: 0,
        tickPadding: 4,
        label: label ?? null,
        labelArrow: 'none',
        labelAnchor: 'right',
        tickFormat: (x: number) => (Number.isInteger(x) ? decimals(x, 0) : ''),
      }),
    ],
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The outlines of the histogram left and right of the line, two points a bin; the bin on the line is cut in two. */
function outlines(histogram: Int32Array, { from, to }: Frame, line: number): [Point[], Point[]] {
  const n = Math.max(
    1,
    histogram.reduce((sum, bin) => sum + bin, 0),
  );
  const low: Point[] = [];
  const high: Point[] = [];
  for (const [bin, size] of histogram.entries()) {
    const [left, right] = [binStart(bin), binStart(bin + 1)];
    if (right <= from + LOG10_BIN / 2 || left >= to - LOG10_BIN / 2) continue;
    const y = size / n;
    if (left < line) low.push({ x: left, y }, { x: Math.min(right, line), y });
    if (right > line) high.push({ x: Math.max(left, line), y }, { x: right, y });
  }
  return [low, high];
}
