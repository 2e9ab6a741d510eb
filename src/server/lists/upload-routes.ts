/** /api/v1/uploads: a visitor's BED, checked and kept under an id that stands for its content. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { closed } from '../answers/components.ts';
import { slotsOf } from '../frame/slots.ts';
import { heldIntervals } from './held-intervals.ts';
import { SavedParams, savedItem, stateOf } from './state-access.ts';
import { BED_BODY, bodyBytes, readBedRows, takeBedBodies } from './upload-body.ts';

const UploadAnswer = closed({
  id: Type.String({ description: 'Stands for the content: the same rows have the same id, on every server' }),
  address: Type.String(),
  intersect: Type.String({ description: 'Which elements it hits' }),
  intervals: Type.Integer(),
  bases: Type.Integer({ description: 'Sum of lengths' }),
});

/** Uploads that arrive at once, each a file on its way to --state; who sends slowly holds up other uploads, but no lists. */
const AT_ONCE = 32;
/** Of full size. */
const HELD = 2;

/** Adds the routes. `intervals` is the most that one upload may have. */
export function uploadRoutes(app: FastifyInstance, intervals: number): void {
  const tags = ['lists'];
  const gate = slotsOf(AT_ONCE);
  const held = heldIntervals(HELD * intervals);
  void app.register(async (own) => {
    takeBedBodies(own);
    own.post(
      '/uploads',
      {
        schema: {
          body: BED_BODY,
          response: { 201: UploadAnswer },
          tags,
          summary: 'Saves a BED; its rows are kept as they are, without comments',
        },
        config: { example: '/uploads' },
      },
      async (request, reply) => {
        const state = stateOf(app);
        await gate.take(reply);
        const hold = held.holder(reply);
        const item = state.begin('uploads');
        try {
          const limits = { intervals, bytes: state.limits.itemBytes };
          const end = Buffer.from('\n');
          let bases = 0;
          const { count } = await readBedRows(bodyBytes(request), limits, (row) => {
            hold();
            item.write(row.fields.bytes.subarray(row.lineStart, row.lineEnd));
            item.write(end);
            bases += row.end - row.start;
          });
          const id = await item.commit();
          const address = `/api/v1/uploads/${id}`;
          void reply.code(201).header('location', address);
          return { id, address, intersect: `/api/v1/intersect?upload=${id}`, intervals: count, bases };
        } finally {
          await item.abort();
        }
      },
    );
  });
  app.get(
    '/uploads/:id',
    {
      schema: {
        params: SavedParams,
        response: {
          200: { description: 'The rows', content: { 'text/x-bed': { schema: { type: 'string' } } } },
        },
        tags,
        summary: 'The rows of a saved BED',
      },
      config: { isCached: false },
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof SavedParams>;
      const stream = savedItem(app, 'uploads', id);
      // What a visitor wrote is never a page, whatever a browser takes it for.
      void reply
        .type('text/x-bed; charset=utf-8')
        .header('content-disposition', `attachment; filename="${id}.bed"`)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox");
      if (request.method === 'HEAD') {
        stream.destroy();
        return reply.send();
      }
      return reply.send(stream);
    },
  );
}
