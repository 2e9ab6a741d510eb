/** Inputs of a build that lie elsewhere: found, and fetched into the cache or left where they are to be read in place. */

import { statSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import type { InputFile } from '../formats/config-reader.ts';
import type { RemoteFiles } from '../formats/remote-files.ts';
import { type Location, lastingVersion, type RemoteLocation } from '../formats/remote-location.ts';
import { openRemoteSource } from '../formats/remote-source.ts';
import type { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { type BuildConfig, configuredFiles } from './config.ts';
import type { Dataset } from './datasets.ts';

/** How a build comes to files elsewhere. */
export interface RemoteInputs {
  readonly files: RemoteFiles;
  /** bigWigs: `read` takes what is needed from where they are, `fetch` takes them whole first. Default: `read` with `chromosomes`, else `fetch`. */
  readonly signals?: 'read' | 'fetch' | undefined;
  /**
   * Files of datasets that are known by their MD5 are had when a step that is not done needs them, and not before: what other machines have done is
   * not fetched again. Default false: all are there before anything is computed.
   */
  readonly isLate?: boolean | undefined;
}

/** What of a dataset a step reads. */
export type NeededFiles = 'signal' | 'peaks and signal';

/** Files elsewhere that are opened at a time. */
const OPENED_AT_ONCE = 8;

/**
 * The configuration with the files that it names elsewhere fetched, or those of `files` alone. What cannot be had goes to `mistakes`. `remote`
 * stays with it, for the datasets.
 */
export async function placeConfigured(
  config: BuildConfig,
  remote: RemoteInputs | undefined,
  mistakes: Mistakes,
  files: readonly InputFile[] = configuredFiles(config),
): Promise<BuildConfig> {
  if (!files.some(({ address }) => address !== undefined)) return { ...config, remote };
  const placed = await placeInputs(files, new Set(), { remote, mistakes });
  const of = <T extends InputFile | undefined>(input: T): T =>
    (input === undefined ? undefined : (placed.get(input) ?? input)) as T;
  return {
    ...config,
    remote,
    chromSizes: of(config.chromSizes),
    tss: of(config.tss),
    datasets: of(config.datasets),
    biosamples: of(config.biosamples),
    consensusDhs: of(config.consensusDhs),
    blacklist: of(config.blacklist),
    previousRdhs: of(config.previousRdhs),
    previousCcre: of(config.previousCcre),
    normalisation: of(config.normalisation),
  };
}

/**
 * The datasets with their files elsewhere in place: peaks fetched, bigWigs as the configuration's `remote` has it. Of `only` those datasets alone, if it is given, and of
 * each what is needed. What cannot be had goes to `mistakes`.
 */
export async function placeDatasets(
  datasets: readonly Dataset[],
  config: BuildConfig,
  context: {
    readonly mistakes: Mistakes;
    readonly progress: Progress;
    readonly only?: ReadonlySet<string> | undefined;
    readonly needed?: NeededFiles | undefined;
  },
): Promise<readonly Dataset[]> {
  const { remote } = config;
  const { only, needed = 'peaks and signal' } = context;
  const used = datasets.filter(({ file }) => only?.has(file) ?? true);
  const peaks = used.flatMap((dataset) =>
    dataset.peaks === undefined || needed === 'signal' ? [] : [dataset.peaks.input],
  );
  const signals = used.flatMap(({ signal, zscore, peaks: own }) =>
    signal !== undefined && (zscore || own !== undefined) ? [signal] : [],
  );
  const all = [...peaks, ...signals].filter(({ address }) => address !== undefined);
  if (all.length === 0) return datasets;
  const addresses = new Set(all.map(({ address }) => address));
  context.progress.step('finding inputs', addresses.size, 'files');
  const mode = remote?.signals ?? (config.chromosomes === undefined ? 'fetch' : 'read');
  const placed = await placeInputs(all, new Set(mode === 'read' ? signals : []), {
    ...context,
    remote,
    isLate: remote?.isLate,
    onOpened: () => context.progress.advance(1),
  });
  const of = (input: InputFile) => placed.get(input) ?? input;
  return datasets.map((dataset) => ({
    ...dataset,
    signal: dataset.signal && of(dataset.signal),
    peaks: dataset.peaks && { ...dataset.peaks, input: of(dataset.peaks.input) },
  }));
}

/** Where an input is read: in place, or on this machine. */
export function locationOf(input: InputFile): Location {
  return input.remote ?? input.path;
}

/** Those of the inputs that are elsewhere, with their places; those of `inPlace` are opened where they are, the others fetched. */
async function placeInputs(
  inputs: readonly InputFile[],
  inPlace: ReadonlySet<InputFile>,
  {
    remote,
    mistakes,
    isLate = false,
    onOpened,
  }: {
    remote: RemoteInputs | undefined;
    mistakes: Mistakes;
    isLate?: boolean | undefined;
    /** Called for each address. */
    onOpened?: () => void;
  },
): Promise<ReadonlyMap<InputFile, InputFile>> {
  const placed = new Map<InputFile, InputFile>();
  const elsewhere = inputs.filter((input) => input.address !== undefined);
  if (remote === undefined) {
    for (const { name, where } of elsewhere)
      mistakes.add(`${name} is an address, expected a file on this machine; download it first`, where);
    return placed;
  }
  const addresses = [...new Set(elsewhere.map(({ address }) => address!))];
  const located = await mistakes.collect(() => remote.files.locate(addresses));
  if (located === undefined) return placed;
  refuseTwins(elsewhere, mistakes);
  const found = new Map<string, { location: RemoteLocation; isInPlace: boolean }>();
  for (const input of elsewhere) {
    const location = located.get(input.address!)!;
    // What is asked for in two ways is fetched: then it is there.
    const isInPlace = inPlace.has(input) && (found.get(input.address!)?.isInPlace ?? true);
    if (!(location instanceof CisregError)) found.set(input.address!, { location, isInPlace });
    else mistakes.add(location.message, input.where);
  }
  const places = new Map<string, Pick<InputFile, 'path' | 'remote' | 'identity'> | CisregError>();
  await atOnce([...found], OPENED_AT_ONCE, async ([address, { location, isInPlace }]) => {
    const late = isLate ? latePlace(location, isInPlace) : undefined;
    const place = late ?? (isInPlace ? await placeOf(location) : undefined);
    if (place !== undefined) places.set(address, place);
    onOpened?.();
  });
  const whole = [...found].filter(([address]) => !places.has(address));
  const paths = await remote.files.fetch(whole.map(([, { location }]) => location));
  for (const [address, { location }] of whole) {
    const path = paths.get(location)!;
    places.set(address, path instanceof CisregError ? path : fetchedPlace(path, location));
  }
  for (const input of elsewhere) {
    const place = places.get(input.address!);
    if (place instanceof CisregError) mistakes.add(place.message, input.where);
    else if (place !== undefined) placed.set(input, { ...input, remote: undefined, ...place });
  }
  return placed;
}

/** How a file is read where it is; undefined where nothing would tell that it has changed, or only what is the ETag of one of several mirrors. */
async function placeOf(
  location: RemoteLocation,
): Promise<Pick<InputFile, 'path' | 'remote' | 'identity'> | CisregError | undefined> {
  try {
    const source = await openRemoteSource(location);
    await source.close();
    const { pinned, sizeBytes: bytes } = source;
    const { md5 } = pinned;
    const version = isAccession(location) ? undefined : lastingVersion(pinned.version);
    const identity =
      md5 !== undefined
        ? { bytes, metadataMd5: md5 }
        : version !== undefined
          ? { bytes, version }
          : undefined;
    return identity && { path: location.name, remote: pinned, identity };
  } catch (error) {
    if (error instanceof CisregError) return error;
    throw error;
  }
}

/** What metadata tell of a file is the identity that it has once it was fetched, or opened in place. */
function latePlace(
  location: RemoteLocation,
  isInPlace: boolean,
): Pick<InputFile, 'path' | 'remote' | 'identity'> | undefined {
  const { name, md5, sizeBytes: bytes } = location;
  if (md5 === undefined || bytes === undefined) return undefined;
  const identity = isInPlace ? { bytes, metadataMd5: md5 } : { bytes, md5 };
  return { path: name, remote: location, identity };
}

/** Whether a file is known by its accession, at whichever mirror it is read. */
function isAccession({ name }: RemoteLocation): boolean {
  return /^encff:/i.test(name);
}

function fetchedPlace(path: string, { md5 }: RemoteLocation): Pick<InputFile, 'path' | 'identity'> {
  return { path, identity: md5 === undefined ? undefined : { bytes: statSync(path).size, md5 } };
}

/** Two addresses that are shown alike could not be told apart in messages, nor in registry.json. */
function refuseTwins(inputs: readonly InputFile[], mistakes: Mistakes): void {
  const first = new Map<string, InputFile>();
  for (const input of inputs) {
    const other = first.get(input.name);
    if (other === undefined) first.set(input.name, input);
    else if (other.address !== input.address) {
      mistakes.add(
        `${input.name} is the same address as one before but for its query, which is never shown, expected names that differ; add #NAME at its end`,
        input.where,
      );
    }
  }
}
