/** All experiments in one plot, however many: mean and sd of their log10 signal. */

import { HIGH_Z } from '../registry/zscores.ts';
import { axisTicks } from './bar-plot.ts';
import type { ColumnFacts, StoreFacts } from './column-facts.ts';
import { dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import { panel } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { assayColour } from './tokens.ts';

const HEIGHT_PX = 280;

/** The figure: a dot an experiment. */
export function shapeFigure(drawing: Drawing, { columns, rows }: StoreFacts): Html {
  const assays = assaysOf(columns);
  return plotFigure({
    id: 'signal-shapes',
    title: 'Mean and sd of every experiment',
    unit: 'mean (x) and standard deviation (y) of log10 signal over the rDHSs that have signal',
    n: `n = ${counted(columns.length, 'experiment')}`,
    finding: `Mean and sd of log10 signal: ${assays
      .map(
        ([assay, own]) =>
          `${assay} means ${rangeOf(own.map(({ column }) => column.mean))}, sds ${rangeOf(own.map(({ column }) => column.sd))}`,
      )
      .join('; ')}`,
    legend: assays.map(([assay]) => ({ label: assay, colour: assayColour(assay), shape: 'dot' })),
    draw: (widthPx) => shapeDots(drawing, columns, widthPx),
    note: 'An experiment that stands apart from those of its assay has another depth, another unit or another shape.',
    table: {
      caption: 'Mean and sd of every experiment',
      columns: [
        { title: 'Dataset' },
        { title: 'Biosample' },
        { title: 'Assay' },
        { title: 'Mean log10', isNumber: true },
        { title: 'Sd', isNumber: true },
        { title: 'Share high', isNumber: true },
      ],
      rows: columns.map(({ column, high }) => [
        column.file,
        column.biosample,
        column.assay,
        decimals(column.mean),
        decimals(column.sd),
        percent(high, rows),
      ]),
    },
  });
}

/** A row an assay. */
export function assayTable({ columns, rows }: StoreFacts): Html {
  const assays = assaysOf(columns);
  return panel(
    'Signal by assay',
    html`<p class="unit">fewest to most of the assay\u2019s experiments; signal at Z = ${HIGH_Z} in the unit of the files</p>${dataTable(
      {
        caption: 'Signal by assay',
        columns: [
          { title: 'Assay' },
          { title: 'Experiments', isNumber: true },
          { title: `Signal at Z = ${HIGH_Z}`, isNumber: true },
          { title: 'rDHSs without signal', isNumber: true },
          { title: 'rDHSs high', isNumber: true },
        ],
        rows: assays.map(([assay, own]) => [
          html`${swatch(assayColour(assay))}${assay}`,
          count(own.length),
          spanOf(
            own.map(({ column }) => 10 ** (column.mean + HIGH_Z * column.sd)),
            (x) => x.toPrecision(3),
          ),
          spanOf(
            own.map(({ column }) => rows - column.nonZero),
            count,
          ),
          spanOf(
            own.map(({ high }) => high),
            (high) => percent(high, rows),
          ),
        ]),
      },
    )}`,
    { n: `n = ${counted(columns.length, 'experiment')}` },
  );
}

function assaysOf(columns: readonly ColumnFacts[]): [assay: string, own: ColumnFacts[]][] {
  const assays = [...new Set(columns.map(({ column }) => column.assay))];
  return assays.map((assay) => [assay, columns.filter(({ column }) => column.assay === assay)]);
}

function rangeOf(values: readonly number[]): string {
  return spanOf(values, decimals);
}

function spanOf(values: readonly number[], text: (value: number) => string): string {
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

function shapeDots({ plot, draw }: Drawing, columns: readonly ColumnFacts[], widthPx: number): Html {
  const sds = columns.map(({ column }) => column.sd);
  const tick = (value: number): string => decimals(value, 1);
  return draw({
    width: widthPx,
    height: HEIGHT_PX,
    marginLeft: 40,
    marginRight: 12,
    marginTop: 24,
    marginBottom: 40,
    x: { inset: 8, nice: true },
    // From zero: what differs little looks little different.
    y: { domain: [0, 1.1 * Math.max(0.1, ...sds)] },
    color: { type: 'identity' },
    marks: [
      plot.gridX({ ticks: axisTicks(widthPx), stroke: 'var(--line)', strokeOpacity: 1 }),
      plot.gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
      plot.ruleY([0], { stroke: 'var(--line2)' }),
      plot.dot(columns, {
        x: ({ column }: ColumnFacts) => column.mean,
        y: ({ column }: ColumnFacts) => column.sd,
        r: columns.length > 200 ? 2.5 : 4,
        fill: ({ column }: ColumnFacts) => assayColour(column.assay).fill,
        stroke: ({ column }: ColumnFacts) => assayColour(column.assay).edge,
        title: ({ column }: ColumnFacts) =>
          `${column.biosample}, ${column.assay} ${column.file}: mean ${decimals(column.mean)}, sd ${decimals(column.sd)}`,
      }),
      plot.axisX({
        ticks: axisTicks(widthPx),
        tickSize: 0,
        label: 'mean of log10 signal',
        labelArrow: 'none',
        labelAnchor: 'right',
        tickFormat: tick,
      }),
      plot.axisY({ ticks: 4, tickSize: 0, label: 'sd', labelArrow: 'none', tickFormat: tick }),
    ],
  });
}
