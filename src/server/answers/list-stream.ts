/** A list as bytes that are made while they are sent: a slow reader holds it back, one that leaves ends it. */

import { Readable } from 'node:stream';
import { type ParquetColumn, parquetBytes } from '../../formats/parquet.ts';
import {
  type Cell,
  type ColumnShape,
  type List,
  objectMaker,
  type RowJson,
  type RowSource,
} from './list-answer.ts';
import type { ListFormat } from './list-formats.ts';

/** So many rows are made at a time: the server answers others in between. */
const BATCH_ROWS = 500;
/** A row group of Parquet is encoded in one go; it takes some 40 ms for the columns of elements. */
const GROUP_ROWS = 10_000;

/** The rows in that format. The stream ends their source when it is destroyed. */
export function listStream<Row>(
  list: List<Row>,
  rows: RowSource<Row>,
  format: Exclude<ListFormat, 'json'>,
): Readable {
  const batches = batchesOf(rows);
  const chunks = format === 'parquet' ? parquetChunks(list, batches) : textChunks(list, batches, format);
  return Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 18 });
}

async function* batchesOf<Row>(rows: RowSource<Row>): AsyncGenerator<readonly Row[]> {
  if (Symbol.asyncIterator in rows) {
    yield* rows;
    return;
  }
  let batch: Row[] = [];
  for (const row of rows) {
    if (batch.push(row) < BATCH_ROWS) continue;
    yield batch;
    await new Promise((resolve) => setImmediate(resolve));
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function* textChunks<Row>(
  list: List<Row>,
  batches: AsyncIterable<readonly Row[]>,
  format: 'tsv' | 'bed' | 'ndjson',
): AsyncGenerator<string | Uint8Array> {
  const { columns, json } = list;
  if (format === 'ndjson' && json !== undefined) {
    let lines = new Uint8Array(0);
    for await (const batch of batches) {
      const needed = batch.length * (json.maxBytes + 1);
      if (lines.length < needed) lines = new Uint8Array(needed);
      // A copy of what was written: rows take half of the room that they may need, and what is sent has to be collected.
      yield Buffer.from(written(json, batch, lines));
    }
    return;
  }
  const objectOf = objectMaker(list);
  const line = {
    tsv: (row: Row) => columns.map((column) => tsvCell(column.value(row))).join('\t'),
    bed: (row: Row) => list.bed!(row),
    ndjson: (row: Row) => JSON.stringify(objectOf(row)),
  }[format];
  if (format === 'tsv') yield `${columns.map(({ name }) => name).join('\t')}\n`;
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) text += `${line(row)}\n`;
    yield text;
  }
}

/** Lines of rows that write themselves, in `lines`. */
function written<Row>(json: RowJson<Row>, batch: readonly Row[], lines: Uint8Array): Uint8Array {
  let at = 0;
  for (const row of batch) {
    at = json.write(row, lines, at);
    lines[at++] = NEWLINE;
  }
  return lines.subarray(0, at);
}

const NEWLINE = 10;

function tsvCell(value: Cell): string | number | boolean {
  if (value === null) return 'NA';
  return typeof value === 'string' ? value.replace(/[\t\r\n]/g, ' ') : value;
}

async function* parquetChunks<Row>(
  { columns }: List<Row>,
  batches: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const parquet = await parquetBytes(columns.map(parquetColumn));
  let group: Cell[][] = columns.map(() => []);
  for await (const batch of batches) {
    for (const [c, column] of columns.entries()) {
      const values = group[c]!;
      for (const row of batch) values.push(column.value(row));
    }
    if (group[0]!.length < GROUP_ROWS) continue;
    yield parquet.rowGroup(group);
    group = columns.map(() => []);
  }
  if (group[0]!.length > 0) yield parquet.rowGroup(group);
  yield parquet.end();
}

const PARQUET_TYPES = { text: 'STRING', whole: 'INT32', number: 'DOUBLE', boolean: 'BOOLEAN' } as const;

function parquetColumn({ name, type }: ColumnShape): ParquetColumn {
  return { name, type: PARQUET_TYPES[type], nullable: true };
}
