/** /api/v1/ccres/:accession/signal: the signals behind the Z-scores, around one element. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { SIGNALS, type SignalFile, type SignalTable } from '../../annotation/files/signal-table.ts';
import { locationText } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, askedOf, type List } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { biosampleIfAny } from '../biosamples/named-biosample.ts';
import { rowOfAccession } from '../elements/accession.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { openSignalFiles } from './signal-files.ts';
import { binEdge, type ProfileWindow } from './signal-profile.ts';
import { PROFILE_COLUMNS, type ProfileRow, ProfileSchema, profileObject, profiles } from './signal-rows.ts';

const DEFAULT_FLANK = 1000;
const MAX_FLANK = 100_000;
const DEFAULT_BINS = 20;
const MAX_BINS = 1000;

const Params = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});
const SignalQuery = closed({
  ...REGISTRY_QUERY,
  ...LIST_QUERY,
  assay: Type.Optional(Type.String({ description: 'Of these datasets only', maxLength: 1000 })),
  biosample: Type.Optional(
    Type.String({ description: 'Of this biosample only, by name or key', maxLength: 1000 }),
  ),
  flank: Type.Optional(
    Type.String({
      description: `bp on either side of the element; default ${DEFAULT_FLANK}, at most ${MAX_FLANK}`,
      maxLength: 20,
    }),
  ),
  bins: Type.Optional(
    Type.String({ description: `Default ${DEFAULT_BINS}, at most ${MAX_BINS}`, maxLength: 20 }),
  ),
});

/** Adds the route. */
export function signalRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const files = openSignalFiles();
  app.addHook('onClose', () => files.close());
  const [accession] = examplesOf(registries).accessions;
  app.get(
    '/ccres/:accession/signal',
    {
      schema: {
        params: Params,
        querystring: SignalQuery,
        response: listResponse('datasets', ProfileSchema, {
          beside: {
            registry: RegistryRef,
            accession: Type.String(),
            window: closed({
              chrom: Type.String(),
              start: Type.Integer({ description: '0-based' }),
              end: Type.Integer({ description: 'Half-open' }),
              location: Type.String({ description: '1-based inclusive' }),
            }),
            edges: Type.Array(Type.Integer(), {
              description: 'Where each bin begins, and where the last ends',
            }),
          },
        }),
        tags: ['elements'],
        summary: 'Signal profiles of an element from the bigWigs of its datasets',
      },
      config: { example: `/ccres/${accession}/signal?assay=DNase&bins=5`, isCached: false },
    },
    (request, reply) => {
      const query = request.query as Static<typeof SignalQuery>;
      const served = registries.find(query.registry);
      const row = rowOfAccession(served, (request.params as Static<typeof Params>).accession);
      const { table } = served.store;
      const accession = ccreAccession(table, row) ?? rdhsAccession(table, row);
      const window = windowOf(served, row, query);
      const signals = annotationOf(served, SIGNALS);
      const wanted = wantedFiles(served, signals, query);
      const isGone = () => reply.raw.destroyed;
      const list: List<ProfileRow> = {
        name: 'datasets',
        columns: PROFILE_COLUMNS,
        total: wanted.length,
        rows: (offset, limit) =>
          profiles(wanted.slice(offset, offset + limit), {
            served,
            signals,
            files,
            window,
            isGone,
            log: request.log,
          }),
        object: profileObject,
        beside: () => ({
          registry: registryView(served),
          accession,
          window: {
            chrom: window.chrom,
            start: window.start,
            end: window.end,
            location: locationText(window),
          },
          edges: Array.from({ length: window.bins + 1 }, (_, i) => binEdge(window, i)),
        }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

/** The element and its flanks, within the chromosome. */
function windowOf({ store }: Served, row: number, query: { flank?: string; bins?: string }): ProfileWindow {
  const flank = wholeUpTo(query.flank, 'flank', { least: 0, most: MAX_FLANK }) ?? DEFAULT_FLANK;
  const bins = wholeUpTo(query.bins, 'bins', { least: 1, most: MAX_BINS }) ?? DEFAULT_BINS;
  const { chrom, start, end } = placeAt(store.table.regions, row);
  const { index, sizes } = store.registry.chromSizes;
  const window = {
    chrom,
    start: Math.max(0, start - flank),
    end: Math.min(sizes[index.get(chrom)!]!, end + flank),
    bins,
  };
  if (bins <= window.end - window.start) return window;
  throw new RequestError(
    400,
    `bins is ${bins}, expected at most the ${window.end - window.start} bases of the window`,
    'bins',
  );
}

function wholeUpTo(
  text: string | undefined,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new RequestError(
    400,
    `${name} is ${quoted(text)}, expected a whole number from ${least} to ${most}`,
    name,
  );
}

function wantedFiles(
  served: Served,
  { files }: SignalTable,
  { assay, biosample }: { assay?: string; biosample?: string },
): readonly SignalFile[] {
  if (assay !== undefined && !files.some((file) => file.assay === assay)) {
    const known = [...new Set(files.map((file) => file.assay))].join(', ');
    throw new RequestError(400, `assay is ${quoted(assay)}, expected one of ${known}`, 'assay');
  }
  const name = biosample === undefined ? undefined : biosampleIfAny(served, biosample)?.name;
  if (biosample !== undefined && name === undefined) {
    throw new RequestError(404, `${quoted(biosample)} is no biosample of ${served.id}`, 'biosample');
  }
  return files.filter(
    (file) =>
      (assay === undefined || file.assay === assay) && (name === undefined || file.biosample === name),
  );
}
