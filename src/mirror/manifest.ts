/** manifest.json: which files a directory has, whence, with which checksums, and what was asked for. No address in it has a query but searches. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { readText } from '../formats/whole-text.ts';
import { VERSION } from '../version.ts';
import { citationOf } from './citation.ts';
import type { FetchedFile } from './fetch-files.ts';
import type { FileRule } from './file-filter.ts';
import { manifestTable } from './manifest-table.ts';
import { isJsonObject } from './portal-answers.ts';
import type { RemoteDataset } from './portal-datasets.ts';
import type { MirrorName } from './remote-file.ts';

export const MANIFEST = 'manifest.json';
const TABLE = 'manifest.tsv';
const FORMAT = 1;
/** A damaged one keeps every command from the directory: to fetch again does not help as long as it is there. */
const REMOVE_IT = 'remove it, and fetch the same again: files that are there and right are not fetched twice';
const DATASET_FIELDS = [
  'accession',
  'assay',
  'biosample',
  'lab',
  'project',
  'doi',
  'released',
  'status',
] as const satisfies readonly (keyof RemoteDataset)[];

/** A file that is in the directory. */
export interface ManifestFile {
  readonly accession: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly md5: string;
  /** Whether metadata told the MD5, or it is that of what was fetched and nothing was there to compare with. */
  readonly md5From: 'metadata' | 'download';
  /** Which mirror served it and from where; null where it was there before. */
  readonly mirror: MirrorName | null;
  readonly address: string | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** What was asked for, so that --update can ask again. Files of tables and lists stand among `files`; the rules hold for datasets and searches. */
export interface FetchRequest {
  readonly files: readonly string[];
  readonly datasets: readonly string[];
  readonly searches: readonly string[];
  readonly rules: readonly FileRule[];
}

export interface Manifest {
  readonly format: number;
  readonly cisreg: string;
  readonly portal: string;
  readonly requests: readonly FetchRequest[];
  /** By accession. */
  readonly files: readonly ManifestFile[];
  /** What the portal told of the files' datasets. */
  readonly datasets: readonly RemoteDataset[];
}

/** The manifest of a directory; undefined where it has none. Throws FORMAT for one that is damaged or of another version. */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const file = path.join(directory, MANIFEST);
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    if (error instanceof CisregError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CisregError('FORMAT', `is no JSON, expected what cisreg fetch wrote; ${REMOVE_IT}`, {
      where: { file },
      cause,
    });
  }
  if (isManifest(value)) return value;
  throw new CisregError(
    'FORMAT',
    `is no manifest of format ${FORMAT}, expected what cisreg fetch wrote; ${REMOVE_IT}`,
    { where: { file } },
  );
}

/** The same, where there must be one: NOT_FOUND otherwise. */
export async function requireManifest(directory: string): Promise<Manifest> {
  const manifest = await readManifest(directory);
  if (manifest !== undefined) return manifest;
  throw new CisregError(
    'NOT_FOUND',
    `has no ${MANIFEST}, expected a directory that cisreg fetch filled; check the path, or fetch into it again`,
    { where: { file: directory } },
  );
}

/** All that a Manifest says is there: it may have been written by hand, or by another program. */
function isManifest(value: unknown): value is Manifest {
  return (
    isJsonObject(value) &&
    value.format === FORMAT &&
    typeof value.portal === 'string' &&
    isListOf(value.files, isManifestFile) &&
    isListOf(value.requests, isRequest) &&
    isListOf(value.datasets, isDataset)
  );
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isRequest(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isListOf(value.files, isText) &&
    isListOf(value.datasets, isText) &&
    isListOf(value.searches, isText) &&
    isListOf(value.rules, isRule)
  );
}

function isRule(value: unknown): boolean {
  return isJsonObject(value) && isText(value.option) && isText(value.of) && isListOf(value.values, isText);
}

function isDataset(value: unknown): boolean {
  return isJsonObject(value) && DATASET_FIELDS.every((name) => isText(value[name]));
}

// Names of files are joined to a directory: what is no plain name leads out of it.
function isManifestFile(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    typeof value.name === 'string' &&
    /^[\w+-][\w.+-]*$/.test(value.name) &&
    typeof value.md5 === 'string' &&
    typeof value.sizeBytes === 'number' &&
    typeof value.accession === 'string' &&
    isJsonObject(value.facts) &&
    Object.values(value.facts).every(isText)
  );
}

/** What a fetch adds to a manifest. */
export interface ManifestAddition {
  readonly portal: string;
  readonly request: FetchRequest | undefined;
  readonly fetched: readonly FetchedFile[];
  readonly datasets: readonly RemoteDataset[];
}

/** A manifest with what a fetch brought; files of the same accession are replaced. */
export function withFetched(before: Manifest | undefined, added: ManifestAddition): Manifest {
  const files = new Map(before?.files.map((file) => [file.accession, file]));
  for (const one of added.fetched) {
    if (one.state !== 'failed')
      files.set(one.file.accession, manifestFile(one, files.get(one.file.accession)));
  }
  const datasets = new Map(before?.datasets.map((dataset) => [dataset.accession, dataset]));
  for (const dataset of added.datasets) datasets.set(dataset.accession, plainDataset(dataset));
  const sorted = [...files.values()].sort(byAccession);
  const used = new Set(sorted.map(({ facts }) => facts['Experiment accession']));
  const requests = [...(before?.requests ?? []), ...(added.request === undefined ? [] : [added.request])];
  return {
    format: FORMAT,
    cisreg: VERSION,
    portal: added.portal,
    requests: [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()],
    files: sorted,
    datasets: [...datasets.values()].filter(({ accession }) => used.has(accession)).sort(byAccession),
  };
}

/** Writes manifest.json and manifest.tsv, each whole or not at all. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const { papers, labs } = citationOf(manifest.files, manifest.datasets);
  const whole = { ...manifest, citation: { papers, labs } };
  await writeFileAtomically(path.join(directory, TABLE), manifestTable(manifest.files));
  await writeFileAtomically(path.join(directory, MANIFEST), `${JSON.stringify(whole, null, 1)}\n`);
}

function manifestFile(
  one: Exclude<FetchedFile, { state: 'failed' }>,
  before: ManifestFile | undefined,
): ManifestFile {
  const { file, sizeBytes, md5, mirror, address } = one;
  const isSame = before?.md5 === md5;
  return {
    accession: file.accession,
    name: file.name,
    sizeBytes,
    md5,
    md5From: file.md5 === undefined ? 'download' : 'metadata',
    mirror: mirror ?? (isSame ? before.mirror : null),
    address: address ?? (isSame ? before.address : null),
    facts: file.facts,
  };
}

function plainDataset(dataset: RemoteDataset): RemoteDataset {
  const { accession, assay, biosample, lab, project, doi, released, status } = dataset;
  return { accession, assay, biosample, lab, project, doi, released, status };
}

function byAccession(a: { readonly accession: string }, b: { readonly accession: string }): number {
  return a.accession < b.accession ? -1 : 1;
}
