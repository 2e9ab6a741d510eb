/** /api/v1/intersect: a visitor's BED against the elements. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TProperties, Type } from 'typebox';
import { TextColumnBuilder } from '../../formats/text-column.ts';
import { filterRows } from '../../store/element-filter.ts';
import { closed } from '../answers/components.ts';
import { answerList } from '../answers/list-answer.ts';
import { formatOf, LIST_FORMATS, type ListFormat } from '../answers/list-formats.ts';
import { RequestError } from '../answers/problem.ts';
import { ElementQuery, requestOfQuery } from '../elements/element-request.ts';
import { slotsOf } from '../frame/slots.ts';
import type { ServedRegistries } from '../served.ts';
import { heldIntervals } from './held-intervals.ts';
import { hitsOf, type QueryIntervals } from './intersect-hits.ts';
import { hitList, IntersectAnswer, intersectSummary } from './intersect-view.ts';
import { withAccessions } from './saved-list.ts';
import { savedItem } from './state-access.ts';
import { BED_BODY, type BedLimits, bodyBytes, readBedRows, takeBedBodies } from './upload-body.ts';

const FORMATS = Object.keys(LIST_FORMATS) as ListFormat[];
/** An interval takes up to some 100 bytes with its name; more BEDs of full size at once would have the service swell. */
const AT_ONCE = 2;
/** A line of BED with a name, generously. */
const LINE_BYTES = 100;

const {
  sort: _sort,
  columns: _columns,
  facets: _facets,
  cursor: _cursor,
  ...filters
} = ElementQuery.properties as TProperties;
const upload = Type.String({ description: 'The id of a saved BED, in place of a body', maxLength: 64 });
const IntersectQuery = closed({ ...filters, upload: Type.Optional(upload) });
const SavedQuery = closed({ ...filters, upload });

const RESPONSE = {
  200: {
    description: 'Counts in JSON; in every other format a row for each pair of an interval and an element',
    content: {
      'application/json': { schema: IntersectAnswer },
      ...Object.fromEntries(
        FORMATS.filter((format) => format !== 'json').map((format) => [
          LIST_FORMATS[format].split(';')[0]!,
          { schema: { type: 'string' } },
        ]),
      ),
    },
  },
};

/** Adds the routes. `intervals` is the most that a BED may have. */
export function intersectRoutes(app: FastifyInstance, registries: ServedRegistries, intervals: number): void {
  const gate = slotsOf(AT_ONCE);
  const held = heldIntervals(AT_ONCE * intervals);
  const limits: BedLimits = { intervals, bytes: intervals * LINE_BYTES };
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const query = request.query as Static<typeof IntersectQuery> & ElementQuery & { upload?: string };
    const { upload: id, ...own } = query;
    const served = registries.find(own.registry);
    const wanted = requestOfQuery(own, served.store.registry);
    const { filter, asked } = await withAccessions(app, served, { query: own, wanted });
    const kind = formatOf(asked.format, request.headers.accept, FORMATS);
    const rows = filterRows(served.store, filter);
    if (
      id !== undefined &&
      request.method === 'POST' &&
      request.body !== undefined &&
      request.body !== null
    ) {
      throw new RequestError(400, 'there are a body and an upload, expected one of the two', 'upload');
    }
    const stream = id === undefined ? bodyBytes(request) : savedItem(app, 'uploads', id);
    const hold = held.holder(reply);
    const bed = await readIntervals(stream, { limits, hold, hasNames: kind !== 'json' });
    // Not before the body is there: who sends slowly holds nobody up.
    await gate.take(reply);
    const hits = await hitsOf(served.store, bed, rows);
    if (kind === 'json') {
      void reply.header('vary', 'accept');
      return intersectSummary(served, hits);
    }
    return answerList({ request, reply }, hitList(served, hits), { ...asked, format: kind });
  };
  const tags = ['elements'];
  void app.register(async (own) => {
    takeBedBodies(own);
    own.post(
      '/intersect',
      {
        schema: {
          body: BED_BODY,
          querystring: IntersectQuery,
          response: RESPONSE,
          tags,
          summary: 'A BED against the elements that pass filters: counts, or every hit',
          description: `Sorted or not, as text or gzip, up to ${intervals} intervals (413). What does not fit is told with its line (400).`,
        },
        config: { example: '/intersect' },
      },
      answer,
    );
  });
  app.get(
    '/intersect',
    {
      schema: {
        querystring: SavedQuery,
        response: RESPONSE,
        tags,
        summary: 'A saved BED against the elements that pass filters',
      },
      config: { isCached: false },
    },
    answer,
  );
}

async function readIntervals(
  stream: AsyncIterable<Uint8Array>,
  {
    limits,
    hold,
    hasNames,
  }: { readonly limits: BedLimits; readonly hasNames: boolean; readonly hold: () => void },
): Promise<QueryIntervals> {
  const names = new TextColumnBuilder();
  let named = false;
  const table = await readBedRows(stream, limits, ({ fields: { bytes, starts, ends, count } }) => {
    hold();
    if (!hasNames || count < 4) return;
    names.append(bytes, starts[3]!, ends[3]!);
    named = true;
  });
  return { table, names: named ? names.finish() : undefined };
}
