/** `cisreg build`: from registry.yaml to a registry directory. */

import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Checksum } from '../formats/checksum.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { BUILD_LOG, FORMAT_VERSION, REGISTRY_JSON } from '../store/layout.ts';
import { VERSION } from '../version.ts';
import { loggedProgress } from './build-log.ts';
import { type BuildConfig, type ConfigOverrides, readConfig } from './config.ts';
import { dhsStage } from './dhs-stage.ts';
import { checksumsOf, inputFiles } from './input-checksums.ts';
import { type InputIdentity, identityText } from './input-identity.ts';
import { type BuildInputs, checkInputs } from './inputs.ts';
import { listFiles, publish } from './publish.ts';
import { rdhsStage } from './rdhs-stage.ts';
import { idsAreLocal, parametersOf, type RegistrySummary, writeRegistryJson } from './registry-json.ts';
import { writeRegistry } from './registry-step.ts';
import { Remarks } from './remarks.ts';
import { placeConfigured, type RemoteInputs } from './remote-inputs.ts';
import { reportStage } from './report-stage.ts';
import { runTasks } from './tasks.ts';
import { joinWorkDirectory, openWorkDirectory } from './work-directory.ts';
import { zscoreStage } from './zscore-stage.ts';

export interface BuildOptions {
  readonly out: string;
  readonly threads: number;
  /** Replaces what another configuration built in `out`. */
  readonly force: boolean;
  /** Leaves the intermediate results, so that the next build of changed inputs does only what changed. */
  readonly keepWork: boolean;
  /** In place of what the configuration says. */
  readonly overrides?: ConfigOverrides;
  /** Takes no lock: the last of the single steps, whose caller sees to it that no other one runs. Default false. */
  readonly isStep?: boolean;
  /** The way to inputs elsewhere; without it they are refused. */
  readonly remote?: RemoteInputs | undefined;
}

export interface BuildResult {
  /** True where the registry was there already, made of the same inputs. */
  readonly upToDate: boolean;
  readonly registry: RegistrySummary;
}

/**
 * Builds the registry that the configuration `file` describes. All of it is checked first. Each step is noted when it
 * is finished, so a build that was stopped goes on, and ends with the bytes of one that was not. Throws a CisregError
 * for bad input, a directory of another configuration, or a second build in the same place.
 */
export async function build(file: string, options: BuildOptions, progress: Progress): Promise<BuildResult> {
  const mistakes = new Mistakes();
  const remarks = new Remarks();
  const written = await readConfig(file, mistakes, options.overrides);
  const config = await placeConfigured(written, options.remote, mistakes);
  const inputs = await checkInputs(config, mistakes, remarks.listen(progress));
  const parameters = parametersOf(inputs.config);
  const { out, force, isStep = false } = options;
  const work = isStep
    ? joinWorkDirectory(out, parameters, { force, isAlone: true })
    : await openWorkDirectory(out, parameters, force);
  let keep = true;
  try {
    const log = loggedProgress(progress, path.join(out, BUILD_LOG));
    const result = await runStages({
      inputs,
      options,
      work: work.path,
      threads: options.threads,
      progress: remarks.listen(log),
      log,
      remarks,
    });
    log.finish();
    keep = options.keepWork;
    return result;
  } finally {
    work.close(keep);
  }
}

interface Context {
  readonly inputs: BuildInputs;
  readonly options: BuildOptions;
  readonly work: string;
  readonly threads: number;
  readonly progress: Progress;
  /** The same without `remarks`: what does not belong into the registry. */
  readonly log: Progress;
  /** What `progress` was told since the build began. */
  readonly remarks: Remarks;
}

/** A share of the rDHSs. The paper has 43 % (926,535 of 2.16 million), a simulated genome of a few biosamples more than 30 %. */
const FEW_CCRES = 0.02;

async function runStages(context: Context): Promise<BuildResult> {
  const { inputs, options, work, progress } = context;
  const files = inputFiles(inputs);
  const sums = await checksumsOf(files, context);
  const inputList = files.map((input) => ({ name: input.name, ...sums.get(input.path)! }));
  const present = registryOf(options.out, inputs, inputList);
  if (present !== undefined) return { upToDate: true, registry: present };
  sayReplaced(options.out, inputList, context.log);
  if (idsAreLocal(inputs.config)) {
    progress.note(localIdsNote(inputs.config));
  }

  sayTwins(inputs, sums, progress);
  const dhs = await dhsStage(inputs, sums, context);
  const { counts: rdhsCounts, rdhs } = await rdhsStage(inputs, sums, { ...context, dhs });
  const staged = path.join(work, 'registry');
  const made = await zscoreStage(inputs, rdhs.regions, sums, { ...context, staged });
  const columns = made.map(({ column }) => column);
  const columnKeys = new Map(made.map(({ column, key }) => [column.file, key]));
  const written = await writeRegistry({ ...context, staged, rdhs, columns, columnKeys });
  const elementCounts = written.counts;
  const rdhsCount = rdhs.regions.start.length;
  const share = elementCounts.ccres / rdhsCount;
  if (share < FEW_CCRES) {
    const few =
      elementCounts.ccres === 0
        ? 'no element is a cCRE'
        : `${elementCounts.ccres.toLocaleString('en')} of ${rdhsCount.toLocaleString('en')} rDHSs (${(100 * share).toPrecision(2)} %) are cCREs`;
    progress.warn(
      `${few}: it takes high DNase and a high mark in the same or comparable biosamples (Z above 1.64); if the signals are sparse or the biosamples few, add biosamples, and signals of the whole genome`,
    );
  }
  const remarks = context.remarks.portable(files);
  await reportStage({ inputs, staged, dhs, rdhsCounts, columns, written, remarks }, progress);

  rmSync(path.join(staged, REGISTRY_JSON), { force: true });
  const registry = await writeRegistryJson({
    inputs,
    staged,
    inputList,
    dhsCounts: new Map(dhs.map(({ dataset, counts }) => [dataset.file, counts])),
    rdhsCounts,
    columns,
    elementCounts,
    files: await stagedChecksums(staged, context),
  });
  publish(staged, options.out, work);
  return { upToDate: false, registry };
}

/** Says which inputs of the registry that is there are others now. It is no part of the new registry's report. */
function sayReplaced(out: string, inputList: RegistrySummary['inputs'], progress: Progress): void {
  const registry = readJsonObject(path.join(out, REGISTRY_JSON)) as RegistrySummary | undefined;
  if (registry === undefined) return;
  const textOf = ({ name, ...identity }: RegistrySummary['inputs'][number]) => identityText(identity);
  const before = new Map((registry.inputs ?? []).map((input) => [input.name, textOf(input)]));
  const changed = inputList
    .filter((input) => before.get(input.name) !== textOf(input))
    .map(({ name }) => name);
  const now = new Set(inputList.map(({ name }) => name));
  changed.push(...[...before.keys()].filter((name) => !now.has(name)));
  const shown =
    changed.length > 3
      ? `${changed.slice(0, 3).join(', ')} and ${changed.length - 3} more`
      : changed.join(', ');
  progress.note(`replaces the registry that is there${changed.length === 0 ? '' : `: changed ${shown}`}`);
}

/** Warns of datasets with one content, which is copied and pasted more often than meant. */
function sayTwins(inputs: BuildInputs, sums: ReadonlyMap<string, InputIdentity>, progress: Progress): void {
  const first = new Map<string, string>();
  for (const dataset of inputs.datasets) {
    const used = [dataset.zscore ? dataset.signal : undefined, dataset.peaks?.input];
    for (const input of used) {
      if (input === undefined) continue;
      const content = identityText(sums.get(input.path)!);
      const other = first.get(content);
      if (other === undefined) first.set(content, dataset.file);
      else if (other === dataset.file)
        progress.warn(
          `${dataset.file} has the same content as peaks and as signal (${input.name}); mend the path of one`,
        );
      else
        progress.warn(
          `${dataset.file} and ${other} have the same content (${input.name}); if that is not meant, mend the path of one`,
        );
    }
  }
}

/** What is to be known of accessions that are not ENCODE's. */
function localIdsNote(config: BuildConfig): string {
  const kinds = [
    { name: 'rdhs', given: config.previousRdhs !== undefined, first: `${config.accessionPrefix}D0000001` },
    { name: 'ccre', given: config.previousCcre !== undefined, first: `${config.accessionPrefix}E0000001` },
  ].filter(({ given }) => !given);
  const keys = kinds.map(({ name }) => `previous.${name}`).join(' and no ');
  const firsts = kinds.map(({ first }) => first).join(' and ');
  return `no ${keys} is given: accessions start at ${firsts} and are local, not ENCODE's`;
}

/** The registry that is there, if it was built of exactly these inputs by this version, and all its files are there. */
function registryOf(
  out: string,
  inputs: BuildInputs,
  inputList: RegistrySummary['inputs'],
): RegistrySummary | undefined {
  const registry = readJsonObject(path.join(out, REGISTRY_JSON)) as RegistrySummary | undefined;
  if (registry === undefined) return undefined;
  const isSame =
    registry.formatVersion === FORMAT_VERSION &&
    registry.cisreg === VERSION &&
    JSON.stringify(registry.parameters) === JSON.stringify(parametersOf(inputs.config)) &&
    JSON.stringify(registry.inputs) === JSON.stringify(inputList);
  if (!isSame) return undefined;
  const isWhole = Object.entries(registry.files ?? {}).every(([name, { bytes }]) => {
    const at = path.join(out, name);
    return existsSync(at) && statSync(at).size === bytes;
  });
  return isWhole ? registry : undefined;
}

async function stagedChecksums(staged: string, context: Context): Promise<Record<string, Checksum>> {
  const names = listFiles(staged);
  context.progress.step('checksums of the registry', names.length, 'files');
  const sums = await runTasks<Checksum>(
    names.map((name) => ({ kind: 'checksum', path: path.join(staged, name) })),
    context.threads,
    () => context.progress.advance(1),
  );
  return Object.fromEntries(names.map((name, i) => [name, sums[i]!]));
}
