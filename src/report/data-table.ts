/** Real tables, in a box of their own that scrolls where the page must not. */

import { type Html, type HtmlPart, html } from './html.ts';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand right, with aligned digits. */
  readonly isNumber?: boolean;
}

export interface DataTable {
  /** What the rows are; names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** A cell a column; the first is the head of its row. */
  readonly rows: readonly (readonly HtmlPart[])[];
  /** Shows the caption; else it is for screen readers alone. */
  readonly hasVisibleCaption?: boolean;
}

/** More rows than the box is high by itself; where there is room beside it, it grows. */
const LONG_ROWS = 14;

/** The table in a box that scrolls by itself and that the keyboard reaches. */
export function dataTable({ caption, columns, rows, hasVisibleCaption }: DataTable): Html {
  const kind = (i: number) => (columns[i]?.isNumber ? html` class="num"` : '');
  const cells = (row: readonly HtmlPart[]) =>
    row.map((cell, i) =>
      i === 0 ? html`<th scope="row"${kind(i)}>${cell}</th>` : html`<td${kind(i)}>${cell}</td>`,
    );
  return html`<div class="table${rows.length > LONG_ROWS ? ' long' : ''}" role="region" tabindex="0" aria-label="${caption}"><table>
<caption class="${hasVisibleCaption ? '' : 'unseen'}">${caption}</caption>
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col"${kind(i)}>${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody></table></div>`;
}

/** A number with a bar from zero below it, as wide as its share of `whole`. */
export function barCell(text: string, value: number, whole: number, fill = 'var(--mark)'): Html {
  const width = whole > 0 ? Math.min(100, (100 * value) / whole).toFixed(1) : '0';
  return html`${text}<span class="bar"><span style="width:${width}%;background:${fill}"></span></span>`;
}
