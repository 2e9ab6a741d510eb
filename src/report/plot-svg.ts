/** Observable Plot without a browser: options in, one inline SVG out, the same bytes for the same data. */

import type * as PlotModule from '@observablehq/plot';
import { type Html, ownMarkup } from './html.ts';

export type Plot = typeof PlotModule;

/** Draws; Plot and its document are heavy to load, so they come when the first page is made. */
export interface Drawing {
  /** Observable Plot, for its marks and transforms. */
  readonly plot: Plot;
  /**
   * One SVG. Colours are CSS variables (tokens.ts), text sizes and rules come from the page's style sheet. The drawing is
   * hidden from screen readers: the figure around it has a name and a table.
   */
  draw(options: PlotModule.PlotOptions): Html;
}

/** Loads Plot and a document to draw in. */
export async function loadDrawing(): Promise<Drawing> {
  const plot = await import('@observablehq/plot');
  const { parseHTML } = await import('linkedom');
  const { document } = parseHTML('<html></html>');
  return {
    plot,
    draw: (options) => {
      const svg = plot.plot({ ...options, document, className: 'drawing', figure: false } as never);
      return ownMarkup(compact(svg.outerHTML));
    },
  };
}

/**
 * Coordinates with two decimals, without what the page has anyway: Plot's style sheet, and the marks' names for screen
 * readers, to which the whole drawing is hidden. Text is left alone.
 */
function compact(svg: string): string {
  return svg
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<[^>]*>/g, (tag) =>
      tag
        .replace(/ aria-\w+="[^"]*"/g, '')
        .replace(/ (?:font-family|font-size|font-variant)="[^"]*"/g, '')
        .replace(/-?\d*\.\d{3,}(?:e-\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
    )
    .replace('<svg ', '<svg aria-hidden="true" ');
}
