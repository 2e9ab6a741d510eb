/** Elements as text that is made while it is sent: a slow reader holds it back, one that leaves ends it. */

import { Readable } from 'node:stream';
import type { ElementStore } from '../store/element-store.ts';
import { ELEMENT_COLUMNS, elementBed, elementLine, elementView } from './element-view.ts';

/** The formats of lists beside JSON, and their media types. */
export const STREAM_FORMATS = {
  tsv: 'text/tab-separated-values; charset=utf-8',
  bed: 'text/x-bed; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const;
export type StreamFormat = keyof typeof STREAM_FORMATS;

/** About this much text is made at a time: the server answers others in between. */
const CHUNK_ROWS = 2000;

/** The rows as text of that format. */
export function elementStream(store: ElementStore, rows: Int32Array, format: StreamFormat): Readable {
  return Readable.from(chunks(store, rows, format), { objectMode: false, highWaterMark: 1 << 18 });
}

async function* chunks(store: ElementStore, rows: Int32Array, format: StreamFormat): AsyncGenerator<string> {
  if (format === 'tsv') yield `${ELEMENT_COLUMNS.join('\t')}\n`;
  const line = (row: number) => {
    if (format === 'tsv') return elementLine(store, row);
    return format === 'bed' ? elementBed(store, row) : JSON.stringify(elementView(store, row));
  };
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    let text = '';
    for (const row of rows.subarray(from, from + CHUNK_ROWS)) text += `${line(row)}\n`;
    yield text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
