/** The frame of a plot: title, unit, n, legend, the drawing for wide and narrow places, and the same as a table. */

import { type DataTable, dataTable } from './data-table.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import type { Colour } from './tokens.ts';

/** Width of a drawing in pixels where a figure has half of the page, and on a phone. Drawings are never stretched. */
const WIDE_PX = 568;
const NARROW_PX = 330;

export interface LegendItem {
  readonly label: string;
  readonly colour: Colour;
  /** square (default) for areas and bars, line, dashed for a reference, dot for points. */
  readonly shape?: 'square' | 'line' | 'dashed' | 'dot';
}

export interface PlotFigure {
  /** Fragment of the figure's address, unique on the page. */
  readonly id: string;
  /** The quantity, in sentence case. */
  readonly title: string;
  /** What is counted, with unit. */
  readonly unit: string;
  /** Sample size and what has no data: "n = 565 biosamples, 274 no data". */
  readonly n: string;
  /** The finding in a sentence: the name of the drawing for who does not see it. */
  readonly finding: string;
  readonly legend?: readonly LegendItem[];
  /** Draws at this width; called once for wide and once for narrow places. */
  draw(widthPx: number): HtmlPart;
  /** The drawing flows by itself (small multiples): drawn once, for any place. */
  readonly flows?: boolean;
  /** What a reader must know: caps, rules, references. */
  readonly note?: HtmlPart;
  /** The numbers of the drawing. */
  readonly table: DataTable;
  /** The figure takes the whole width of its section. */
  readonly isWide?: boolean;
}

/** The figure as a panel of a section's grid. */
export function plotFigure(figure: PlotFigure): Html {
  const { id, title, unit, n, finding, legend = [], note, table, isWide, flows } = figure;
  const drawings = flows
    ? html`<div class="flow">${figure.draw(WIDE_PX)}</div>`
    : html`<div class="wide">${figure.draw(WIDE_PX)}</div><div class="narrow">${figure.draw(NARROW_PX)}</div>`;
  return html`<figure class="panel${isWide ? ' whole' : ''}" id="${id}">
<figcaption><h3>${title}</h3><span class="n">${n}</span></figcaption>
<p class="unit">${unit}</p>
${legend.length > 0 && html`<ul class="legend">${legend.map(legendItem)}</ul>`}
<div class="plot" role="img" aria-label="${finding}">${drawings}</div>
${note !== undefined && html`<p class="note">${note}</p>`}
<details><summary>As table<span class="unseen">: ${title}</span></summary>${dataTable(table)}</details>
</figure>
`;
}

function legendItem({ label, colour, shape = 'square' }: LegendItem): Html {
  return html`<li><span class="key ${shape}" style="--fill:${colour.fill};--edge:${colour.edge}"></span>${label}</li>`;
}

/** A small square of a class or an assay, to stand before its name in a table. */
export function swatch(colour: Colour): Html {
  return html`<span class="key square" style="--fill:${colour.fill};--edge:${colour.edge}"></span>`;
}
