/** Profiles of one window from many bigWigs, as rows of a list. */

import { Type } from 'typebox';
import type { SignalFile, SignalTable } from '../../annotation/files/signal-table.ts';
import { CisregError } from '../../errors.ts';
import type { SignalIntervals } from '../../formats/bbi/bigwig.ts';
import { atOnce } from '../../threads/at-once.ts';
import { closed, oneOf, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import type { Served } from '../served.ts';
import { signalPath } from './file-paths.ts';
import type { SignalFiles } from './signal-files.ts';
import { type ProfileWindow, profileOf, type SignalProfile } from './signal-profile.ts';

/** Files of an answer that are read together. */
const BATCH = 16;

/** A dataset in JSON. */
export const ProfileSchema = closed({
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

/** A dataset with its profile, where its bigWig was read. */
export interface ProfileRow extends Partial<SignalProfile> {
  readonly of: SignalFile;
  /** noFile: its bigWig was not there when signals were annotated. unreachable: it cannot be read now. */
  readonly state: 'read' | 'noFile' | 'unreachable';
  /** The path of the bigWig on this server. */
  readonly href: string | null;
}

/** The same as columns. */
export const PROFILE_COLUMNS: readonly ListColumn<ProfileRow>[] = [
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

/** A row in JSON. */
export function profileObject({ of, state, href, coveredBp, mean, min, max, bins }: ProfileRow): object {
  return {
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
  };
}

export interface ProfileContext {
  readonly served: Served;
  readonly signals: SignalTable;
  readonly files: SignalFiles;
  readonly window: ProfileWindow;
  /** Whether nobody waits for the answer any more. */
  isGone(): boolean;
  readonly log: { warn(of: object, message: string): void };
}

/** Reads the bigWigs of datasets, in batches; ends where nobody waits any more. */
export async function* profiles(
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
