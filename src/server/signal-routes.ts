/** /api/v1/ccres/:accession/signal: the signals behind the Z-scores, around one element. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { SIGNALS, type SignalFile, type SignalTable } from '../annotation/signal-table.ts';
import { CisregError } from '../errors.ts';
import type { SignalIntervals } from '../formats/bbi/bigwig.ts';
import { locationText } from '../genome/region-text.ts';
import { ccreAccession, rdhsAccession } from '../store/element-table.ts';
import { atOnce } from '../threads/at-once.ts';
import { rowOfAccession } from './accession.ts';
import { annotationOf } from './annotated.ts';
import { closed, oneOf, orNull, RegistryRef } from './components.ts';
import { examplesOf } from './examples.ts';
import { signalPath } from './file-paths.ts';
import { answerList, askedOf, type List, type ListColumn } from './list-answer.ts';
import { LIST_QUERY, listResponse } from './list-schema.ts';
import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';
import { REGISTRY_QUERY, registryView } from './registry-view.ts';
import type { Served, ServedRegistries } from './served.ts';
import { openSignalFiles, type SignalFiles } from './signal-files.ts';
import { binEdge, type ProfileWindow, profileOf, type SignalProfile } from './signal-profile.ts';

const DEFAULT_FLANK = 1000;
const MAX_FLANK = 100_000;
const DEFAULT_BINS = 20;
const MAX_BINS = 1000;
/** Files of an answer that are read together. */
const BATCH = 16;

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

const Item = closed({
  file: Type.String({ description: 'The dataset' }),
  biosample: Type.String(),
  assay: Type.String(),
  experiment: Type.String(),
  state: oneOf('read', 'noFile', 'unreachable'),
  href: orNull('string', 'The bigWig, on this server; null without one'),
  coveredBp: orNull('integer', 'Bases of the window that have a value'),
  mean: orNull('number', 'Over the bases that have a value; null where none has'),
  min: orNull('number'),
  max: orNull('number'),
  bins: Type.Unsafe<(number | null)[] | null>({
    type: ['array', 'null'],
    items: { type: ['number', 'null'] },
    description: 'Means over the bases that have a value: null where none has, which is not 0',
  }),
});

interface ProfileRow extends Partial<SignalProfile> {
  readonly of: SignalFile;
  readonly state: 'read' | 'noFile' | 'unreachable';
  readonly href: string | null;
}

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
        response: listResponse('datasets', Item, {
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
        columns: COLUMNS,
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
        object: ({ of, state, href, coveredBp, mean, min, max, bins }) => ({
          file: of.file,
          biosample: of.biosample,
          assay: of.assay,
          experiment: of.experiment,
          state,
          href,
          coveredBp: coveredBp ?? null,
          mean: mean ?? null,
          min: min ?? null,
          max: max ?? null,
          bins: bins ?? null,
        }),
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

const COLUMNS: readonly ListColumn<ProfileRow>[] = [
  { name: 'file', type: 'text', description: 'The dataset', value: ({ of }) => of.file },
  { name: 'biosample', type: 'text', description: 'Biosample', value: ({ of }) => of.biosample },
  { name: 'assay', type: 'text', description: 'Assay', value: ({ of }) => of.assay },
  { name: 'experiment', type: 'text', description: 'Experiment', value: ({ of }) => of.experiment },
  { name: 'state', type: 'text', description: 'read, noFile or unreachable', value: ({ state }) => state },
  {
    name: 'coveredBp',
    type: 'whole',
    description: 'Bases of the window that have a value',
    value: ({ coveredBp }) => coveredBp ?? null,
  },
  { name: 'mean', type: 'number', description: 'Over those bases', value: ({ mean }) => mean ?? null },
  { name: 'min', type: 'number', description: 'Lowest value', value: ({ min }) => min ?? null },
  { name: 'max', type: 'number', description: 'Highest value', value: ({ max }) => max ?? null },
  {
    name: 'bins',
    type: 'text',
    description: 'Means of the bins, commas between; NA where no base has a value',
    value: ({ bins }) => bins?.map((value) => value ?? 'NA').join(',') ?? null,
  },
];

/** The element and its flanks, within the chromosome. */
function windowOf({ store }: Served, row: number, query: { flank?: string; bins?: string }): ProfileWindow {
  const flank = wholeUpTo(query.flank, 'flank', { least: 0, most: MAX_FLANK }) ?? DEFAULT_FLANK;
  const bins = wholeUpTo(query.bins, 'bins', { least: 1, most: MAX_BINS }) ?? DEFAULT_BINS;
  const { chromNames, chrom, start, end } = store.table.regions;
  const { index, sizes } = store.registry.chromSizes;
  const name = chromNames[chrom[row]!]!;
  const window = {
    chrom: name,
    start: Math.max(0, start[row]! - flank),
    end: Math.min(sizes[index.get(name)!]!, end[row]! + flank),
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
  const name =
    biosample === undefined
      ? undefined
      : served.store.registry.biosamples.find((own) => own.name === biosample || own.key === biosample)?.name;
  if (biosample !== undefined && name === undefined) {
    throw new RequestError(404, `${quoted(biosample)} is no biosample of ${served.id}`, 'biosample');
  }
  return files.filter(
    (file) =>
      (assay === undefined || file.assay === assay) && (name === undefined || file.biosample === name),
  );
}

interface ProfileContext {
  readonly served: Served;
  readonly signals: SignalTable;
  readonly files: SignalFiles;
  readonly window: ProfileWindow;
  /** Whether nobody waits for the answer any more. */
  isGone(): boolean;
  readonly log: { warn(of: object, message: string): void };
}

async function* profiles(
  wanted: readonly SignalFile[],
  context: ProfileContext,
): AsyncGenerator<readonly ProfileRow[]> {
  for (let from = 0; from < wanted.length && !context.isGone(); from += BATCH) {
    yield await atOnce(wanted.slice(from, from + BATCH), BATCH, (file) => profileRow(file, context));
  }
}

async function profileRow(of: SignalFile, context: ProfileContext): Promise<ProfileRow> {
  const { served, signals, files, window, log } = context;
  if (of.location === undefined) return { of, state: 'noFile', href: null };
  const href = signalPath(served, of);
  const location = signals.locate(of);
  if (location === undefined) return { of, state: 'unreachable', href };
  try {
    const values = await files.use(location, async (bigWig): Promise<SignalIntervals> => {
      // A chromosome that a bigWig has not is one without values.
      if (!bigWig.chroms.some(({ name }) => name === window.chrom)) return NO_VALUES;
      return bigWig.readIntervals(window.chrom, window.start, window.end);
    });
    return { of, state: 'read', href, ...profileOf(window, values) };
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
    // What the visitor cannot mend, and must not see: paths and addresses of the operator.
    log.warn({ err: error }, 'a signal cannot be read');
    return { of, state: 'unreachable', href };
  }
}

const NO_VALUES: SignalIntervals = {
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  values: new Float32Array(0),
};
