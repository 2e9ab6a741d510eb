/** How much is high: the share of elements in each experiment, and the experiments that alone lift many max-Z. */

import { FENCE_IQRS, MIN_EXPERIMENTS, MIN_SHARE } from '../analysis/outliers.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import { axisTicks, type Bar, barPlot, MANY_BARS, MAX_BARS } from './bar-plot.ts';
import type { BuildFacts } from './build-facts.ts';
import type { ColumnFacts, StoreFacts } from './column-facts.ts';
import { barCell, dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { count, counted, percent } from './numbers.ts';
import { type PageSection, panel, stack } from './page.ts';
import { plotFigure } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { CHARACTER_PX } from './row-names.ts';
import { ACCENT, assayColour, MARK } from './tokens.ts';

/** The share of a normal distribution above 1.64. */
const NORMAL_SHARE = 0.0505;

const NAMED_OUTLIERS = 3;

/** The section of the page. */
export function highSection(drawing: Drawing, facts: BuildFacts, store: StoreFacts): PageSection {
  const outliers = store.columns.filter(({ isOutlier }) => isOutlier).sort((a, b) => b.alone - a.alone);
  const shares = shareFigure(drawing, store);
  const alone = aloneFigure(drawing, store);
  const biosamples = biosampleTable(facts, store);
  return {
    id: 'high',
    title: 'High elements',
    answer:
      outliers.length === 0
        ? hasJudged(store)
          ? 'No experiment lifts so many max-Z alone that it is flagged.'
          : `No assay has the ${MIN_EXPERIMENTS} experiments that it takes to tell which ones stand out.`
        : html`${counted(outliers.length, 'experiment')} ${outliers.length === 1 ? 'lifts' : 'lift'} many max-Z alone: ${outliers
            .slice(0, NAMED_OUTLIERS)
            .map(({ column, alone }) => `${column.biosample} ${column.assay} (${counted(alone, 'element')})`)
            .join(
              '; ',
            )}${outliers.length > NAMED_OUTLIERS && ` and ${count(outliers.length - NAMED_OUTLIERS)} more`}. Look at
the quality of such an experiment before you trust the elements that only it supports.`,
    body:
      store.columns.length > MANY_BARS
        ? [stack(shares, biosamples), alone]
        : [shares, stack(alone, biosamples)],
  };
}

function hasJudged({ columns, highAnywhere }: StoreFacts): boolean {
  return [...highAnywhere.keys()].some(
    (assay) => columns.filter(({ maxZ }) => maxZ === assay).length >= MIN_EXPERIMENTS,
  );
}

function shareFigure(drawing: Drawing, { columns, rows }: StoreFacts): Html {
  const assays = [...new Set(columns.map(({ column }) => column.assay))];
  const share = ({ high }: ColumnFacts) => (rows === 0 ? 0 : (100 * high) / rows);
  return plotFigure({
    id: 'high-share',
    title: 'Share of rDHSs that are high, by experiment',
    unit: `share of rDHSs with Z > ${HIGH_Z}, %; a dot an experiment, dots of one place on top of each other`,
    n: `n = ${counted(columns.length, 'experiment')}, ${count(rows)} rDHSs`,
    finding: `Share of rDHSs that are high: ${assays.map((assay) => `${assay} ${rangeOf(columns.filter(({ column }) => column.assay === assay).map(share))}`).join('; ')}`,
    legend: [
      {
        label: `${(100 * NORMAL_SHARE).toFixed(1)} %, if log10 signal were normal`,
        colour: { fill: 'none', edge: 'var(--ink)' },
        shape: 'dashed',
      },
    ],
    draw: (widthPx) => shareDots(drawing, columns, { assays, share, widthPx }),
    table: {
      caption: 'Share of rDHSs that are high, by experiment',
      columns: [
        { title: 'Dataset' },
        { title: 'Biosample' },
        { title: 'Assay' },
        { title: 'High', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows: columns.map(({ column, high }) => [
        column.file,
        column.biosample,
        column.assay,
        count(high),
        percent(high, rows),
      ]),
    },
  });
}

function rangeOf(shares: readonly number[]): string {
  return `${Math.min(...shares).toFixed(1)} to ${Math.max(...shares).toFixed(1)} %`;
}

const LANE_PX = 72;
const DOTS = 60;

/** A lane an assay; dots of one bin stand on each other, closer where they are many. */
function shareDots(
  { plot, draw }: Drawing,
  columns: readonly ColumnFacts[],
  options: { assays: readonly string[]; share: (column: ColumnFacts) => number; widthPx: number },
): Html {
  const { assays, share, widthPx } = options;
  const max = Math.max(6, Math.ceil(Math.max(0, ...columns.map(share))));
  const bins = Math.round(DOTS * (widthPx / 568));
  const stacks = new Map<string, number>();
  const dots = columns.map((column) => {
    const lane = assays.indexOf(column.column.assay);
    const bin = Math.floor((share(column) / max) * bins);
    const key = `${lane} ${bin}`;
    const level = stacks.get(key) ?? 0;
    stacks.set(key, level + 1);
    return { column, lane, level, x: share(column), colour: assayColour(column.column.assay) };
  });
  const highest = Math.max(1, ...stacks.values());
  const stepPx = Math.min(8, (LANE_PX - 18) / highest);
  return draw({
    width: widthPx,
    height: assays.length * LANE_PX + 44,
    marginLeft: Math.min(12 + CHARACTER_PX * Math.max(...assays.map((assay) => assay.length)), widthPx * 0.3),
    marginRight: 16,
    marginTop: 4,
    marginBottom: 40,
    x: { domain: [0, max] },
    // A lane's floor is at lane + 1: the scale runs downwards in lanes.
    y: { domain: [0, assays.length], reverse: true, axis: null },
    color: { type: 'identity' },
    marks: [
      plot.gridX({ ticks: axisTicks(widthPx), stroke: 'var(--line)', strokeOpacity: 1 }),
      plot.ruleY(
        assays.map((_, lane) => lane + 1),
        { stroke: 'var(--line2)' },
      ),
      plot.ruleX([100 * NORMAL_SHARE], { stroke: 'var(--ink)', strokeDasharray: '3,2' }),
      plot.dot(dots, {
        x: 'x',
        y: ({ lane, level }: (typeof dots)[number]) => lane + 1 - (5 + level * stepPx) / LANE_PX,
        r: Math.max(2, Math.min(3.5, stepPx / 2)),
        fill: ({ colour }: (typeof dots)[number]) => colour.fill,
        stroke: ({ colour }: (typeof dots)[number]) => colour.edge,
        title: ({ column, x }: (typeof dots)[number]) =>
          `${column.column.biosample}, ${column.column.assay} ${column.column.file}: ${x.toFixed(1)} %`,
      }),
      plot.text(assays, {
        x: 0,
        y: (_: string, lane: number) => lane + 1,
        text: (assay: string) => assay,
        textAnchor: 'end',
        dx: -8,
        dy: -10,
        fill: 'var(--ink)',
      }),
      plot.axisX({
        ticks: axisTicks(widthPx),
        tickSize: 0,
        label: 'high rDHSs, %',
        labelArrow: 'none',
        labelAnchor: 'right',
        tickFormat: String,
      }),
    ],
  });
}

function aloneFigure(drawing: Drawing, { columns, highAnywhere }: StoreFacts): Html {
  const lifting = columns.filter(({ maxZ }) => maxZ !== undefined);
  const sorted = [...lifting.entries()]
    .sort(([i, a], [j, b]) => b.alone - a.alone || i - j)
    .map(([, one]) => one);
  const shown = sorted.slice(0, MAX_BARS);
  const rest = sorted.length - shown.length;
  const bars = shown.map(
    ({ column, alone, isOutlier }): Bar => ({
      label: `${column.assay} ${column.biosample}`,
      value: alone,
      text: `${count(alone)}${isOutlier ? '  flagged' : ''}`,
      colour: isOutlier ? ACCENT : MARK,
    }),
  );
  return plotFigure({
    id: 'high-alone',
    title: 'Elements that one experiment alone makes high',
    unit: 'rDHSs whose max-Z of the assay is high thanks to this experiment only',
    n: `n = ${counted(lifting.length, 'experiment')} that count in max-Z`,
    finding: `Elements that one experiment alone makes high: ${bars
      .slice(0, 5)
      .map(({ label, text }) => `${label} ${text}`)
      .join('; ')}`,
    legend: [
      { label: 'experiment', colour: MARK },
      { label: 'flagged', colour: ACCENT },
    ],
    draw: (widthPx) => barPlot(drawing, bars, { widthPx, label: 'rDHSs' }),
    note: `${rest > 0 ? `The ${MAX_BARS} highest are drawn; ${count(rest)} more are in the table. ` : ''}Flagged: above the third quartile of the assay\u2019s experiments by more than ${FENCE_IQRS} interquartile ranges, and at least ${100 * MIN_SHARE} % of the rDHSs that are high in the assay. Assays with fewer than ${MIN_EXPERIMENTS} experiments are not judged. The only biosample of its tissue can be flagged for a good reason.`,
    table: {
      caption: 'Elements that one experiment alone makes high',
      columns: [
        { title: 'Dataset' },
        { title: 'Biosample' },
        { title: 'max-Z of' },
        { title: 'High', isNumber: true },
        { title: 'High here alone', isNumber: true },
        { title: 'of them cCREs', isNumber: true },
        { title: 'Share of all high', isNumber: true },
        { title: 'Flagged' },
      ],
      rows: sorted.map(({ column, maxZ, high, alone, aloneCcres, isOutlier }) => [
        column.file,
        column.biosample,
        maxZ!,
        count(high),
        count(alone),
        count(aloneCcres),
        percent(alone, highAnywhere.get(maxZ!)!),
        isOutlier ? 'flagged' : 'no',
      ]),
    },
  });
}

function biosampleTable({ biosamples }: BuildFacts, { columns, rows }: StoreFacts): Html {
  const byFile = new Map(columns.map((column) => [column.column.file, column]));
  const most = Math.max(1, ...columns.map(({ high }) => high));
  const cell = (assay: string, file: string | undefined) => {
    const column = file === undefined ? undefined : byFile.get(file);
    if (column === undefined) return html`<span class="low">no data</span>`;
    return barCell(percent(column.high, rows), column.high, most, assayColour(assay).edge);
  };
  return panel(
    'High rDHSs in each biosample',
    html`<p class="unit">share of rDHSs with Z > ${HIGH_Z}; bars compare all cells. No data: the biosample has no such experiment. Group: availability group, 1 has all four assays</p>${dataTable(
      {
        caption: 'Share of rDHSs that are high in each biosample',
        columns: [
          { title: 'Biosample' },
          { title: 'Group', isNumber: true },
          ...CLASS_ASSAYS.map((assay) => ({ title: assay, isNumber: true })),
        ],
        rows: biosamples.map(({ name, group, files }) => [
          name,
          group ?? 'none',
          ...CLASS_ASSAYS.map((assay) => cell(assay, files[assay])),
        ]),
      },
    )}`,
    { n: `n = ${counted(biosamples.length, 'biosample')}` },
  );
}
