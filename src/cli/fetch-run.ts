/** What cisreg fetch does with what is named: select, plan, fetch. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { isFileAccession } from '../mirror/accessions.ts';
import { datasetTable } from '../mirror/dataset-rows.ts';
import { fillDirectory } from '../mirror/fetch-directory.ts';
import { checkRoom, type FetchPlan, planFetch, planJson, planText } from '../mirror/fetch-plan.ts';
import { type FetchSources, readFetchSources } from '../mirror/fetch-sources.ts';
import type { FileRule } from '../mirror/file-filter.ts';
import type { FetchRequest } from '../mirror/manifest.ts';
import { readMetadataFiles } from '../mirror/metadata-files.ts';
import { askedMirrors } from '../mirror/mirror-order.ts';
import { parseFrom } from '../mirror/mirrors.ts';
import { listSources, withNamedKeys } from '../mirror/named-objects.ts';
import type { RemoteFile } from '../mirror/remote-file.ts';
import { type Selection, selectFiles } from '../mirror/select-files.ts';
import type { FetchFlags } from './fetch.ts';
import { placesOf } from './fetch-places.ts';
import { countedFiles, reportFetched } from './fetch-report.ts';
import { type CliProgress, cliProgress } from './progress.ts';

/** Selects, shows the plan or fetches, and writes the manifest. */
export async function runFetch(
  what: readonly string[],
  rules: readonly FileRule[],
  flags: FetchFlags,
): Promise<void> {
  if (what.length === 0)
    throw usage('nothing is named, expected accessions, the address of a search, or a list');
  if (flags.out === undefined && flags.dryRun !== true) {
    throw usage('no directory is named, expected --out DIR, or --dry-run to see what would be fetched');
  }
  for (const [option, path] of [
    ['--out', flags.out],
    ['--datasets', flags.datasets],
  ] as const) {
    if (path !== undefined && isElsewhere(path))
      throw usage(`${option} ${shownAddress(path)} is an address, expected a path on this machine`);
  }
  if (flags.out !== undefined) refuseNoDirectory(flags.out);
  const from = parseFrom(flags.from);
  const progress = cliProgress({ quiet: flags.quiet });
  const named = await readFetchSources(what);
  const { mirrors, portal } = await placesOf(flags, named.portal, progress);
  const asked = askedMirrors({ mirrors, from, region: flags.region });
  progress.step('reading metadata');
  const { sources, keys } = await listSources(named, { mirrors: asked, progress });
  const selected = await selectFiles(sources, {
    portal,
    known: await readMetadataFiles(flags.metadata ?? []),
    rules,
  });
  const selection = { ...selected, files: withNamedKeys(selected.files, keys) };
  progress.finish();
  tellSelection(selection, rules, progress);
  const plan = planFetch(selection.files, { mirrors, from, directory: flags.out });
  tellPlan(plan, progress);
  // What no table can be made of is said before hours are spent.
  if (flags.datasets !== undefined) datasetTable(selection.files, ({ name }) => name);
  if (flags.dryRun === true) {
    if (flags.out !== undefined) checkRoom(plan, flags.out);
    process.stdout.write(
      flags.json ? `${JSON.stringify(planJson(plan, mirrors), null, 2)}\n` : planText(plan, from),
    );
    if (flags.datasets !== undefined) {
      await writeDatasets(flags.datasets, selection.files, { directory: undefined, progress });
    }
    return;
  }
  const directory = flags.out!;
  const request = requestOf(sources, selection, rules);
  const { files } = await fillDirectory(directory, selection.files, {
    mirrors,
    from,
    region: flags.region,
    parallel: flags.parallel,
    progress,
    portal,
    hasAsked: selection.askedPortal,
    request,
  });
  progress.finish();
  if (flags.datasets !== undefined) {
    const whole = files.filter(({ state }) => state !== 'failed').map(({ file }) => file);
    await writeDatasets(flags.datasets, whole, { directory, progress });
  }
  reportFetched(directory, files, flags);
}

/** Throws IO where --out can be no directory, before anybody is asked. */
function refuseNoDirectory(directory: string): void {
  let found: string | undefined;
  try {
    const isOther = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false;
    found = isOther ? 'is a file' : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    found = code === 'ENOTDIR' ? 'lies below a file' : `cannot be looked at (${code ?? String(error)})`;
  }
  if (found === undefined) return;
  const message = `${found}, expected a directory, or a name that is free; name another one with --out`;
  throw new CisregError('IO', message, { where: { file: directory } });
}

function tellSelection(selection: Selection, rules: readonly FileRule[], progress: CliProgress): void {
  const { files, merged, withdrawn, withdrawnNamed, withoutBytes, beforeFilters } = selection;
  if (rules.length > 0) progress.note(`${files.length} of ${countedFiles(beforeFilters)} pass the filters`);
  const left = [...withdrawn].map(([status, count]) => `${count} ${status}`);
  if (withoutBytes > 0) left.push(`${withoutBytes} without bytes for the public`);
  if (left.length > 0) progress.note(`left out: ${left.join(', ')}`);
  for (const [accession, now] of merged)
    progress.warn(`${accession} was merged into ${now}, which takes its place`);
  for (const { accession, facts } of withdrawnNamed) {
    progress.warn(`${accession} is ${facts['File Status']}: its data should not be used`);
  }
}

function tellPlan({ withoutMd5, withoutSize }: FetchPlan, progress: CliProgress): void {
  const hasSize = withoutMd5 - withoutSize;
  if (hasSize > 0)
    progress.warn(`${countedFiles(hasSize)} without an MD5 in the metadata: only the size can be verified`);
  if (withoutSize > 0)
    progress.warn(
      `${countedFiles(withoutSize)} without a size in the metadata: nothing tells whether the bytes are right`,
    );
}

/** What to ask again at an update: files of tables and lists by their accessions, as they passed the filters. */
function requestOf(
  sources: FetchSources,
  { files, merged }: Selection,
  rules: readonly FileRule[],
): FetchRequest {
  const told = new Set(sources.told.map(({ accession }) => accession));
  const named = new Set([...sources.files, ...merged.values()]);
  return {
    files: files
      .map(({ accession }) => accession)
      .filter((accession) => isFileAccession(accession) && (named.has(accession) || told.has(accession))),
    datasets: sources.datasets,
    searches: sources.searches.map(({ address }) => address),
    rules: sources.datasets.length + sources.searches.length === 0 ? [] : rules,
  };
}

/** Writes rows of datasets.tsv: with paths from its folder to the files of a directory, or accessions to be read in place. */
async function writeDatasets(
  out: string,
  files: readonly RemoteFile[],
  { directory, progress }: { directory: string | undefined; progress: CliProgress },
): Promise<void> {
  const { text, rows, unused, repeated } = datasetTable(files, (file) =>
    directory === undefined
      ? `encff:${file.accession}`
      : path.relative(path.dirname(path.resolve(out)), path.resolve(directory, file.name)),
  );
  await writeFileAtomically(out, text);
  progress.note(
    `${out}: ${rows} ${rows === 1 ? 'row' : 'rows'}; check biosample, assay and zscore before you build`,
  );
  if (unused.length > 0)
    progress.note(`${countedFiles(unused.length)} in no row: no signal or narrowPeak that a build takes`);
  if (repeated.length > 0)
    progress.warn(`several signals of ${repeated.join(', ')}: the first has zscore yes`);
}

function usage(message: string): CisregError {
  return new CisregError('USAGE', message);
}
