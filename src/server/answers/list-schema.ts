/** Schemas of lists: what an address may ask of every list, and what it answers. */

import { type TProperties, type TSchema, Type } from 'typebox';
import { closed, orNull } from './components.ts';
import { type ColumnShape, DEFAULT_LIMIT, MAX_LIMIT } from './list-answer.ts';
import { LIST_FORMATS, type ListFormat } from './list-formats.ts';

const Text = (description: string) => Type.Optional(Type.String({ description, maxLength: 1000 }));

/** Parameters of every list, to stand in its querystring beside its own. */
export const LIST_QUERY = {
  offset: Text('Rows to pass over'),
  limit: Text(
    `Rows to give; JSON: default ${DEFAULT_LIMIT} where nothing else is said, at most ${MAX_LIMIT}; other formats: default all`,
  ),
  cursor: Text('`next` of the page before, in place of offset'),
  format: Text('json (default), tsv, ndjson, parquet, bed where rows have places; or by Accept'),
};

/** A row as an object by the names of its columns: the items of a list without objects of its own. */
export function rowSchema(columns: readonly ColumnShape[]): TSchema {
  const types = { text: 'string', whole: 'integer', number: 'number', boolean: 'boolean' } as const;
  return closed(
    Object.fromEntries(
      columns.map(({ name, type, description }) => [name, orNull(types[type], description)]),
    ),
  );
}

/** `response` of a route that answers a list: the JSON page, and that other formats are there. */
export function listResponse(
  name: string,
  item: TSchema,
  { beside = {}, hasBed = false }: { beside?: TProperties; hasBed?: boolean } = {},
): { 200: object } {
  const page = closed({
    ...beside,
    total: Type.Integer({ description: 'Rows on all pages' }),
    offset: Type.Integer(),
    next: orNull('string', '`cursor` of the next page; null on the last'),
    [name]: Type.Array(item),
  });
  const text = { schema: { type: 'string' } };
  const others = (Object.keys(LIST_FORMATS) as ListFormat[]).filter(
    (format) => format !== 'json' && (format !== 'bed' || hasBed),
  );
  return {
    200: {
      description: 'A page in JSON, or the whole list in another format',
      content: {
        'application/json': { schema: page },
        ...Object.fromEntries(others.map((format) => [LIST_FORMATS[format].split(';')[0]!, text])),
      },
    },
  };
}
