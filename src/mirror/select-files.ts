/** From what a user named to the files: by tables at hand where they know them, else by the portal. */

import { CisregError } from '../errors.ts';
import { shownAddress } from '../formats/shown-address.ts';
import type { FetchSources } from './fetch-sources.ts';
import { WITHDRAWN } from './file-facts.ts';
import { type FileRule, filterFiles, passingFiles } from './file-filter.ts';
import type { Portal } from './portal.ts';
import { askPortal } from './portal-address.ts';
import { type DatasetPlaces, findDatasets } from './portal-datasets.ts';
import { findFiles, findFilesOf } from './portal-search.ts';
import type { RemoteFile } from './remote-file.ts';

export interface SelectOptions {
  readonly portal: Portal;
  /** Metadata at hand, by accession: what they know is not asked for. */
  readonly known: ReadonlyMap<string, RemoteFile>;
  readonly rules: readonly FileRule[];
  /** What is not there is no error: for asking again what was found before. */
  readonly mayBeLess?: boolean | undefined;
}

/** Files to fetch, and what was left out on purpose. */
export interface Selection {
  /** In the order of their accessions, each once. */
  readonly files: readonly RemoteFile[];
  /** Accessions that were merged into others, with these. */
  readonly merged: ReadonlyMap<string, string>;
  /** Revoked, replaced and the like, by status: left out unless they were named by their accession or a status was asked for. */
  readonly withdrawn: ReadonlyMap<string, number>;
  /** Named by their accession, and selected although they are withdrawn. */
  readonly withdrawnNamed: readonly RemoteFile[];
  /** Files of datasets and searches that the portal has no bytes of for the public. */
  readonly withoutBytes: number;
  /** How many files there were before the filters. */
  readonly beforeFilters: number;
  readonly askedPortal: boolean;
}

/** What was found so far. */
interface Gathered {
  readonly files: Map<string, RemoteFile>;
  readonly named: Set<string>;
  readonly merged: Map<string, string>;
  readonly missing: string[];
  withoutBytes: number;
  askedPortal: boolean;
}

/**
 * Selects. Throws CisregError: NOT_FOUND for accessions that the portal does not know or has no bytes of, and where nothing is found; as filterFiles; IO and
 * FORMAT where the portal does not answer.
 */
export async function selectFiles(sources: FetchSources, options: SelectOptions): Promise<Selection> {
  const found: Gathered = {
    files: new Map(),
    named: new Set(sources.files),
    merged: new Map(),
    missing: [],
    withoutBytes: 0,
    askedPortal: false,
  };
  add(found, sources.told);
  for (const { question } of sources.searches) {
    found.askedPortal = true;
    const { files, withoutBytes } = await askPortal(options.portal, question);
    found.withoutBytes += withoutBytes;
    add(found, files);
  }
  await gatherDatasets(found, sources.datasets, options);
  await gatherFiles(found, sources.files, options);
  if (options.mayBeLess !== true) throwMissing(found.missing);
  return chosen(found, options);
}

/** What was found first stays: tables tell more than the search of files. */
function add(found: Gathered, files: Iterable<RemoteFile>): void {
  for (const file of files) {
    const first = found.files.get(file.accession);
    if (first === undefined) found.files.set(file.accession, file);
    // Plain addresses are known by their last part, which says nothing of what they are.
    else if (file.accession === file.name && first.href !== file.href) throw twoOfOneName(first, file);
  }
}

function twoOfOneName(first: RemoteFile, other: RemoteFile): CisregError {
  return new CisregError(
    'CONFLICT',
    `${shownAddress(first.href)} and ${shownAddress(other.href)} would both be called ${first.name}; fetch them into directories of their own`,
  );
}

async function gatherDatasets(
  found: Gathered,
  accessions: readonly string[],
  options: SelectOptions,
): Promise<void> {
  const { portal, known } = options;
  const wanted = new Map(accessions.map((accession): [string, RemoteFile[]] => [accession, []]));
  for (const file of wanted.size === 0 ? [] : known.values())
    wanted.get(file.facts['Experiment accession'] ?? '')?.push(file);
  for (const own of wanted.values()) add(found, own);
  const unknown = accessions.filter((accession) => wanted.get(accession)!.length === 0);
  if (unknown.length === 0) return;
  found.askedPortal = true;
  const datasets = await findDatasets(portal, unknown);
  for (const accession of unknown.filter((one) => !datasets.has(one))) {
    found.missing.push(`${accession} is no dataset that ${portal.address} shows; check the accession`);
  }
  const places: readonly DatasetPlaces[] = [...datasets.values()];
  const own = await findFilesOf(
    portal,
    places.flatMap(({ paths }) => paths),
  );
  const borrowed = await findFiles(
    portal,
    places.flatMap(({ files }) => files),
  );
  add(found, own.files);
  add(found, borrowed.files.values());
  found.withoutBytes += own.withoutBytes + borrowed.withoutBytes.length;
}

async function gatherFiles(
  found: Gathered,
  accessions: readonly string[],
  options: SelectOptions,
): Promise<void> {
  const { portal, known } = options;
  const unknown: string[] = [];
  for (const accession of accessions) {
    const file = found.files.get(accession) ?? known.get(accession);
    if (file === undefined) unknown.push(accession);
    else add(found, [file]);
  }
  if (unknown.length === 0) return;
  found.askedPortal = true;
  const { files, missing, withoutBytes } = await findFiles(portal, unknown);
  for (const [accession, file] of files) {
    add(found, [file]);
    found.named.add(file.accession);
    if (file.accession !== accession) found.merged.set(accession, file.accession);
  }
  for (const accession of missing) {
    found.missing.push(`${accession} is no file that ${portal.address} shows; check the accession`);
  }
  for (const accession of withoutBytes) {
    found.missing.push(`${accession} has no bytes that the public may have; leave it out`);
  }
}

function chosen(found: Gathered, { rules, mayBeLess = false }: SelectOptions): Selection {
  const { named, merged, withoutBytes, askedPortal } = found;
  const asksStatus = rules.some((rule) => rule.of === 'status' || /^file status$/i.test(rule.of));
  const isWithdrawn = ({ facts }: RemoteFile) => WITHDRAWN.includes(facts['File Status'] ?? '');
  const withdrawn = new Map<string, number>();
  const usable = [...found.files.values()].filter((file) => {
    if (asksStatus || !isWithdrawn(file) || named.has(file.accession)) return true;
    const status = file.facts['File Status']!;
    withdrawn.set(status, (withdrawn.get(status) ?? 0) + 1);
    return false;
  });
  const passed = mayBeLess ? passingFiles(usable, rules) : filterFiles(usable, rules);
  if (passed.length === 0 && !mayBeLess) throw nothingFound(withdrawn, withoutBytes);
  const files = [...passed].sort((a, b) => (a.accession < b.accession ? -1 : 1));
  return {
    files,
    merged,
    withdrawn,
    withdrawnNamed: asksStatus ? [] : files.filter(isWithdrawn),
    withoutBytes,
    beforeFilters: usable.length,
    askedPortal,
  };
}

function nothingFound(withdrawn: ReadonlyMap<string, number>, withoutBytes: number): CisregError {
  const left = [...withdrawn].map(([status, count]) => `${count} ${status}`);
  if (withoutBytes > 0) left.push(`${withoutBytes} without bytes for the public`);
  const parts = left.length === 0 ? '' : ` but those left out (${left.join(', ')})`;
  const mend = withdrawn.size === 0 ? 'search for more' : 'add --status for files of such a status';
  return new CisregError('NOT_FOUND', `no file was found${parts}; ${mend}`);
}

const MOST_MISTAKES = 20;

function throwMissing(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const all = missing.slice(0, MOST_MISTAKES);
  if (missing.length > all.length) all.push(`and ${missing.length - all.length} more like these`);
  throw new CisregError('NOT_FOUND', all.join('\n'), { all });
}
