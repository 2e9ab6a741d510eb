/**
 * Lists, in every format: named columns with a type, and rows. Whoever describes a list so has JSON, TSV, NDJSON and Parquet of
 * it, and BED where its rows have places. JSON is a page; the other formats are made while they are sent and have no limit.
 */

import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { formatOf, LIST_FORMATS, type ListFormat } from './list-formats.ts';
import { listStream } from './list-stream.ts';
import { freeWhenSent, pageBuffer } from './page-buffers.ts';
import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';

/** A page of JSON; the other formats have no limit. */
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** What a cell may hold; null is not known: NA in TSV. */
export type Cell = string | number | boolean | null;

/** A column as its readers know it. `whole` is below 2^31; `number` is a double. */
export interface ColumnShape {
  readonly name: string;
  readonly type: 'text' | 'whole' | 'number' | 'boolean';
  readonly description: string;
}

/** A column of a list whose rows are `Row`: objects, or row numbers of a table. */
export interface ListColumn<Row> extends ColumnShape {
  value(row: Row): Cell;
}

export interface List<Row> {
  /** What the rows are called: the key of the array in JSON, the name of a saved file. */
  readonly name: string;
  /** In the order of TSV and Parquet. */
  readonly columns: readonly ListColumn<Row>[];
  /** The number of rows on all pages. */
  readonly total: number;
  /** The rows [offset, offset + limit), made as they are read; batches where one has to wait for them. */
  rows(offset: number, limit: number): RowSource<Row>;
  /** A row in JSON and NDJSON; default the columns by name. */
  object?(row: Row): object;
  /** The same as JSON.stringify of `object`, where that can be had faster. */
  readonly json?: RowJson<Row>;
  /** A row as BED without its line end; a list without this has no BED. */
  bed?(row: Row): string;
  /** Rows of a page of JSON without a wish; default DEFAULT_LIMIT. MAX_LIMIT for short lists that one wants whole. */
  readonly pageLimit?: number;
  /** What stands in JSON beside the rows: the registry, facets. Called for JSON alone. */
  beside?(): object;
  /** Called when a page of JSON has all its rows: none is asked for any more. */
  end?(): void;
}

/** Writes the JSON of a row at bytes[at...] and returns the offset behind it; it needs room for `maxBytes`. */
export interface RowJson<Row> {
  readonly maxBytes: number;
  write(row: Row, bytes: Uint8Array, at: number): number;
}

/** What has a length is read by its places: an iterator makes an object a row. */
export type RowSource<Row> = Iterable<Row> | (Iterable<Row> & ArrayLike<Row>) | AsyncIterable<readonly Row[]>;

/** The page and the format that are asked for. */
export interface ListAsked {
  readonly format?: string | undefined;
  readonly offset: number;
  /** undefined: the default of JSON, everything in other formats. */
  readonly limit: number | undefined;
}

/** The page of an address. Throws RequestError 400 that names the parameter. */
export function askedOf(query: {
  readonly format?: string;
  readonly offset?: string;
  readonly limit?: string;
  readonly cursor?: string;
}): ListAsked {
  const { format, offset, limit, cursor } = query;
  return {
    format,
    offset: cursor === undefined ? parseWhole(offset ?? '0', 'offset') : parseCursor(cursor),
    limit: limit === undefined ? undefined : parseWhole(limit, 'limit'),
  };
}

/** The rows of an array, as a list wants them. */
export function arrayRows<Row>(all: ArrayLike<Row>): Pick<List<Row>, 'total' | 'rows'> {
  return {
    total: all.length,
    *rows(offset, limit) {
      const end = Math.min(all.length, offset + limit);
      for (let i = offset; i < end; i++) yield all[i]!;
    },
  };
}

/**
 * What a route returns to answer a list: the JSON page (`beside`, total, offset, next, rows under `name`) as an object, or as bytes where the
 * list writes rows itself; or the reply with a stream of any other format. With the header x-total. Throws RequestError 406 for a format that this list has not, 400 for a page of JSON that is too long.
 */
export async function answerList<Row>(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  list: List<Row>,
  { format, offset, limit }: ListAsked,
): Promise<unknown> {
  const has = (Object.keys(LIST_FORMATS) as ListFormat[]).filter(
    (own) => own !== 'bed' || list.bed !== undefined,
  );
  const kind = formatOf(format, request.headers.accept, has);
  void reply.header('vary', 'accept').header('x-total', list.total);
  if (kind !== 'json') {
    void reply
      .type(LIST_FORMATS[kind])
      .header('content-disposition', `inline; filename="${list.name}.${kind}"`);
    // Who asks for the head alone shall not have the whole list made. A stream has no length that could be said; no payload would have 0.
    if (request.method === 'HEAD') return reply.send(Readable.from([]));
    await request.server.slots.take(reply);
    return reply.send(listStream(list, list.rows(offset, limit ?? list.total), kind));
  }
  const most = limit ?? list.pageLimit ?? DEFAULT_LIMIT;
  if (most > MAX_LIMIT) {
    throw new RequestError(
      400,
      `limit is ${most}, expected at most ${MAX_LIMIT} in JSON; format=ndjson has no limit`,
      'limit',
    );
  }
  const rows = list.rows(offset, most);
  if (list.json !== undefined && !(Symbol.asyncIterator in rows)) {
    const { name, json } = list;
    const page = 'length' in rows ? rows : [...rows];
    const answer = writtenAnswer(reply, pageOf(list, offset, page.length), { name, rows: page, json });
    list.end?.();
    return answer;
  }
  const objectOf = objectMaker(list);
  const objects: object[] = [];
  if (Symbol.asyncIterator in rows) for await (const batch of rows) objects.push(...batch.map(objectOf));
  else for (const row of rows) objects.push(objectOf(row));
  list.end?.();
  return { ...pageOf(list, offset, objects.length), [list.name]: objects };
}

/** Rows that write themselves. */
export interface WrittenRows<Row> {
  /** The key of their array. */
  readonly name: string;
  readonly rows: ArrayLike<Row>;
  readonly json: RowJson<Row>;
}

/** The bytes of `{...rest, [name]: rows}`, which are the reply's until it is sent. Its type is JSON from now on. */
export function writtenAnswer<Row>(
  reply: FastifyReply,
  rest: object,
  { name, rows, json }: WrittenRows<Row>,
): Buffer {
  void reply.type(LIST_FORMATS.json);
  const head = `${JSON.stringify(rest).slice(0, -1)},${JSON.stringify(name)}:[`;
  // Most rows are far from the longest that there can be.
  const rowBytes = Math.ceil(0.65 * rows.length * json.maxBytes) + json.maxBytes;
  let page = pageBuffer(Buffer.byteLength(head) + rowBytes + 3);
  let at = page.write(head);
  for (let i = 0; i < rows.length; i++) {
    if (page.length - at < json.maxBytes + 3) {
      const larger = pageBuffer(2 * page.length);
      page.copy(larger, 0, 0, at);
      page = larger;
    }
    at = json.write(rows[i]!, page, at);
    page[at++] = COMMA;
  }
  if (rows.length > 0) at--;
  at += page.write(']}', at, 'latin1');
  freeWhenSent(page, reply);
  return page.subarray(0, at);
}

const COMMA = 44;

/** What stands beside the rows of a page. */
function pageOf<Row>({ beside, total }: List<Row>, offset: number, count: number): object {
  const reached = offset + count;
  return {
    ...beside?.(),
    total,
    offset,
    next: count > 0 && reached < total ? cursorOf(reached) : null,
  };
}

/** A row as an object: the list's own, or its columns by name. */
export function objectMaker<Row>({ object, columns }: List<Row>): (row: Row) => object {
  return object ?? ((row) => Object.fromEntries(columns.map((column) => [column.name, column.value(row)])));
}

/** What the address of the page after this one has as `cursor`. */
function cursorOf(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url');
}

function parseCursor(text: string): number {
  const found = /^o(\d{1,12})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (found === null)
    throw new RequestError(400, `cursor is ${quoted(text)}, expected \`next\` of the page before`, 'cursor');
  return Number(found[1]);
}

function parseWhole(text: string, name: string): number {
  if (!/^\d{1,12}$/.test(text)) {
    throw new RequestError(400, `${name} is ${quoted(text)}, expected a whole number, 0 or more`, name);
  }
  return Number(text);
}
