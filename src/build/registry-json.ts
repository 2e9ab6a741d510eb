/** registry.json: what a registry is, what it was made of and with, and what each filter left. */

import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { Checksum } from '../formats/checksum.ts';
import type { InputFile } from '../formats/config-reader.ts';
import { FORMAT_VERSION, REGISTRY_JSON } from '../store/layout.ts';
import type { ZColumn } from '../store/zscore-store.ts';
import { VERSION } from '../version.ts';
import type { BuildConfig } from './config.ts';
import type { Dataset } from './datasets.ts';
import type { DhsCounts } from './dhs-step.ts';
import type { InputIdentity } from './input-identity.ts';
import type { BuildInputs } from './inputs.ts';
import type { RdhsCounts } from './rdhs-step.ts';
import type { RegistryCounts } from './registry-step.ts';

/** registry.json as an object. It has no date, thread count or path, so the same inputs give the same bytes. */
export interface RegistrySummary {
  readonly formatVersion: number;
  readonly cisreg: string;
  readonly assembly: string;
  readonly accessionPrefix: string;
  readonly scheme: string;
  /** True where no earlier registry was given: accessions are numbered from 1 and are not ENCODE's. */
  readonly idsAreLocal: boolean;
  /** Names and sizes in bp, in the order of chrom.sizes. */
  readonly chromSizes: readonly (readonly [name: string, sizeBp: number])[];
  readonly parameters: unknown;
  readonly inputs: readonly ({ readonly name: string } & InputIdentity)[];
  readonly datasets: readonly unknown[];
  readonly counts: { readonly dhs: unknown; readonly rdhs: RdhsCounts; readonly elements: RegistryCounts };
  /** Every other file of the registry but the build's log. */
  readonly files: Readonly<Record<string, Checksum>>;
}

/** Everything that registry.yaml decides, defaults filled in: two configurations are the same if this is. */
export function parametersOf(config: BuildConfig): Readonly<Record<string, unknown>> {
  const name = (input: InputFile | undefined) => (input === undefined ? null : publishedName(input));
  return {
    assembly: config.assembly,
    accessionPrefix: config.accessionPrefix,
    scheme: config.scheme,
    anchors: config.anchors,
    chromSizes: name(config.chromSizes),
    exclude: config.exclude,
    tss: name(config.tss),
    datasets: name(config.datasets),
    biosamples: name(config.biosamples),
    consensusDhs: name(config.consensusDhs),
    blacklist: name(config.blacklist),
    previous: { rdhs: name(config.previousRdhs), ccre: name(config.previousCcre) },
    dhs: { ...config.dhs, minSignal: config.dhs.minSignal ?? null },
    minSpot: config.minSpot ?? null,
    normalisation: name(config.normalisation),
    chromosomes: config.chromosomes ?? null,
  };
}

/** As written; an absolute path by its last part: no machine's directories are published. */
function publishedName({ name }: InputFile): string {
  return path.isAbsolute(name) ? path.basename(name) : name;
}

/** Accessions are a lab's own where either list of earlier elements is missing. */
export function idsAreLocal(config: BuildConfig): boolean {
  return config.previousRdhs === undefined || config.previousCcre === undefined;
}

/** Writes registry.json into `staged` and returns what it says. */
export async function writeRegistryJson(content: {
  readonly inputs: BuildInputs;
  readonly staged: string;
  readonly inputList: RegistrySummary['inputs'];
  readonly dhsCounts: ReadonlyMap<string, DhsCounts>;
  readonly rdhsCounts: RdhsCounts;
  readonly columns: readonly ZColumn[];
  readonly elementCounts: RegistryCounts;
  readonly files: Readonly<Record<string, Checksum>>;
}): Promise<RegistrySummary> {
  const { config, datasets, chromSizes } = content.inputs;
  const columnOf = new Map(content.columns.map((column) => [column.file, column]));
  const summary: RegistrySummary = {
    formatVersion: FORMAT_VERSION,
    cisreg: VERSION,
    assembly: config.assembly,
    accessionPrefix: config.accessionPrefix,
    scheme: config.scheme,
    idsAreLocal: idsAreLocal(config),
    chromSizes: chromSizes.names.map((name, c) => [name, chromSizes.sizes[c]!] as const),
    parameters: parametersOf(config),
    inputs: content.inputList,
    datasets: datasets.map((dataset) =>
      datasetSummary(dataset, content.dhsCounts.get(dataset.file), columnOf),
    ),
    counts: {
      dhs: totals([...content.dhsCounts.values()]),
      rdhs: content.rdhsCounts,
      elements: content.elementCounts,
    },
    files: content.files,
  };
  await writeFileAtomically(
    path.join(content.staged, REGISTRY_JSON),
    `${JSON.stringify(summary, null, 2)}\n`,
  );
  // What was left undefined is absent from the file; readers of the result should see the same.
  return JSON.parse(JSON.stringify(summary)) as RegistrySummary;
}

function datasetSummary(
  dataset: Dataset,
  dhs: DhsCounts | undefined,
  columnOf: ReadonlyMap<string, ZColumn>,
): unknown {
  const column = columnOf.get(dataset.file);
  return {
    file: dataset.file,
    biosample: dataset.biosample,
    assay: dataset.assay,
    experiment: dataset.experiment,
    ...(dataset.signal === undefined ? {} : { signal: publishedName(dataset.signal) }),
    ...(Object.keys(dataset.carried).length > 0 ? { carried: dataset.carried } : {}),
    ...(dhs === undefined ? {} : { dhs }),
    ...(column === undefined
      ? {}
      : { zscore: { mean: column.mean, sd: column.sd, nonZero: column.nonZero } }),
  };
}

function totals(counts: readonly DhsCounts[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const count of counts) {
    for (const [name, value] of Object.entries(count)) sums[name] = (sums[name] ?? 0) + value;
  }
  return sums;
}
