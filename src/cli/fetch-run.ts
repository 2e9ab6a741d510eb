/** What cisreg fetch does: fetch, verify, update. */

import { CisregError } from '../errors.ts';
import { readText } from '../formats/whole-text.ts';
import { isFileAccession } from '../mirror/accessions.ts';
import { shownBytes } from '../mirror/byte-count.ts';
import { fillDirectory, findChanges, noteFacts } from '../mirror/fetch-directory.ts';
import type { FetchedFile } from '../mirror/fetch-files.ts';
import { checkRoom, type FetchPlan, planFetch, planJson, planText } from '../mirror/fetch-plan.ts';
import { type FetchSources, readFetchSources } from '../mirror/fetch-sources.ts';
import type { FileRule } from '../mirror/file-filter.ts';
import { type FetchRequest, requireManifest } from '../mirror/manifest.ts';
import { parseMetadataTable } from '../mirror/metadata-table.ts';
import { DEFAULT_MIRRORS, type Mirror, parseFrom, readMirrors } from '../mirror/mirrors.ts';
import { openPortal, PORTAL, portalOrigin } from '../mirror/portal.ts';
import type { RemoteFile } from '../mirror/remote-file.ts';
import { type Selection, selectFiles } from '../mirror/select-files.ts';
import { changesText, TO_FETCH } from '../mirror/update.ts';
import { verifiedText, verifyDirectory } from '../mirror/verify.ts';
import type { FetchFlags } from './fetch.ts';
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
  const from = parseFrom(flags.from);
  const progress = cliProgress({ quiet: flags.quiet });
  const sources = await readFetchSources(what);
  const { mirrors, address } = await placesOf(flags, sources.portal);
  const portal = openPortal(address, { onRetry: retryNote(address, progress) });
  progress.step('reading metadata');
  const selection = await selectFiles(sources, {
    portal,
    known: await knownFiles(flags.metadata ?? []),
    rules,
  });
  progress.finish();
  tellSelection(selection, rules, progress);
  const plan = planFetch(selection.files, { mirrors, from, directory: flags.out });
  tellPlan(plan, progress);
  if (flags.dryRun === true) {
    if (flags.out !== undefined) checkRoom(plan, flags.out);
    process.stdout.write(
      flags.json ? `${JSON.stringify(planJson(plan, mirrors), null, 2)}\n` : planText(plan, from),
    );
    return;
  }
  const directory = flags.out!;
  const request = requestOf(sources, selection, rules);
  const asked = selection.askedPortal ? portal : undefined;
  const { files } = await fillDirectory(directory, selection.files, {
    mirrors,
    from,
    region: flags.region,
    parallel: flags.parallel,
    progress,
    portal: asked,
    portalAddress: address,
    request,
  });
  progress.finish();
  finish(directory, files, flags);
}

/** Checks a directory against its manifest; what is wrong is the error. */
export async function runVerify(directory: string, flags: FetchFlags): Promise<void> {
  const progress = cliProgress({ quiet: flags.quiet });
  const { files, unfinished, unlisted } = await verifyDirectory(
    directory,
    await requireManifest(directory),
    progress,
  );
  progress.finish();
  const wrong = files.filter(({ state }) => state !== 'ok');
  if (flags.json) {
    const report = files.map(({ file, state, found }) => ({
      accession: file.accession,
      name: file.name,
      state,
      found,
    }));
    process.stdout.write(`${JSON.stringify({ files: report, unfinished, unlisted }, null, 2)}\n`);
  } else {
    process.stdout.write(
      `${files.length - wrong.length} of ${counted(files.length)} in ${directory} are as they were fetched\n`,
    );
    if (unfinished.length > 0) process.stdout.write(`unfinished downloads: ${unfinished.join(', ')}\n`);
    if (unlisted.length > 0) process.stdout.write(`not in the manifest: ${unlisted.join(', ')}\n`);
  }
  if (wrong.length === 0) return;
  const all = wrong.map((one) => `${directory}/${one.file.name}: ${verifiedText(one)}`);
  throw new CisregError('IO', all.join('\n'), {
    all: [
      ...all,
      `${directory}: ${counted(wrong.length)} wrong; remove what has the wrong content, then cisreg fetch --update ${directory} fetches it again`,
    ],
  });
}

/** Says what the portal has changed since the manifest was written, and fetches it. */
export async function runUpdate(directory: string, flags: FetchFlags): Promise<void> {
  const from = parseFrom(flags.from);
  const manifest = await requireManifest(directory);
  const progress = cliProgress({ quiet: flags.quiet });
  const { mirrors, address } = await placesOf(flags, manifest.portal);
  const portal = openPortal(address, { onRetry: retryNote(address, progress) });
  progress.step('reading metadata');
  const { changes, unchanged } = await findChanges(directory, manifest, portal);
  progress.finish();
  const files = changes.flatMap(({ kind, file }) =>
    TO_FETCH.includes(kind) && file !== undefined ? [file] : [],
  );
  const plan = planFetch(files, { mirrors, from, directory: undefined });
  const isDry = flags.dryRun === true;
  if (flags.json && isDry) {
    const list = changes.map(({ kind, accession, name, detail }) => ({ kind, accession, name, detail }));
    process.stdout.write(
      `${JSON.stringify({ changes: list, unchanged, fetchCount: plan.fetchCount, fetchBytes: plan.fetchBytes }, null, 2)}\n`,
    );
    return;
  }
  if (!flags.json) {
    process.stdout.write(changesText(changes, unchanged));
    if (files.length > 0)
      process.stdout.write(`${counted(files.length)} to fetch, ${shownBytes(plan.fetchBytes)}\n`);
  }
  for (const { kind, name, detail } of changes) {
    if (kind === 'withdrawn')
      progress.warn(`${name} was withdrawn (${detail}): it stays, its data should not be used`);
  }
  if (isDry) return;
  const filled = await fillDirectory(directory, files, {
    mirrors,
    from,
    region: flags.region,
    parallel: flags.parallel,
    progress,
    portal,
    portalAddress: address,
    request: undefined,
  });
  await noteFacts(directory, changes);
  progress.finish();
  if (files.length > 0 || flags.json) finish(directory, filled.files, flags);
}

/** The mirrors, and the portal to ask; files of another portal than ENCODE's are on its own host. */
async function placesOf(
  flags: FetchFlags,
  named: string | undefined,
): Promise<{ mirrors: readonly Mirror[]; address: string }> {
  const mirrors = await readMirrors({ file: flags.mirrors, replaced: flags.mirror });
  const https = mirrors.find(({ name }) => name === 'https');
  const address = portalOrigin(flags.portal ?? named ?? https?.base ?? PORTAL);
  const isDefault = https !== undefined && DEFAULT_MIRRORS.includes(https);
  if (!isDefault || address === PORTAL) return { mirrors, address };
  return {
    mirrors: mirrors.map((mirror) => (mirror === https ? { ...https, base: address } : mirror)),
    address,
  };
}

async function knownFiles(tables: readonly string[]): Promise<ReadonlyMap<string, RemoteFile>> {
  const known = new Map<string, RemoteFile>();
  for (const table of tables) {
    for (const file of parseMetadataTable(await readText(table), table)) known.set(file.accession, file);
  }
  return known;
}

function tellSelection(selection: Selection, rules: readonly FileRule[], progress: CliProgress): void {
  const { files, merged, withdrawn, withdrawnNamed, withoutBytes, beforeFilters } = selection;
  if (rules.length > 0) progress.note(`${files.length} of ${counted(beforeFilters)} pass the filters`);
  for (const [status, count] of withdrawn) progress.note(`${counted(count)} left out that are ${status}`);
  if (withoutBytes > 0)
    progress.note(`${counted(withoutBytes)} left out of which the portal has no bytes for the public`);
  for (const [accession, now] of merged)
    progress.warn(`${accession} was merged into ${now}, which takes its place`);
  for (const { accession, facts } of withdrawnNamed) {
    progress.warn(`${accession} is ${facts['File Status']}: its data should not be used`);
  }
}

function tellPlan({ withoutMd5, withoutSize }: FetchPlan, progress: CliProgress): void {
  const hasSize = withoutMd5 - withoutSize;
  if (hasSize > 0)
    progress.warn(`${counted(hasSize)} without an MD5 in the metadata: only the size can be verified`);
  if (withoutSize > 0)
    progress.warn(
      `${counted(withoutSize)} without a size in the metadata: nothing tells whether the bytes are right`,
    );
}

/** What to ask again at an update: files of tables and lists by their accessions, as they passed the filters. */
function requestOf(sources: FetchSources, { files }: Selection, rules: readonly FileRule[]): FetchRequest {
  const told = new Set(sources.told.map(({ accession }) => accession));
  const named = new Set(sources.files);
  return {
    files: files
      .map(({ accession }) => accession)
      .filter((accession) => isFileAccession(accession) && (named.has(accession) || told.has(accession))),
    datasets: sources.datasets,
    searches: sources.searches.map(({ address }) => address),
    rules: sources.datasets.length + sources.searches.length === 0 ? [] : rules,
  };
}

/** Prints what came of it; throws what failed. */
function finish(directory: string, files: readonly FetchedFile[], flags: FetchFlags): void {
  const failed = files.filter((file) => file.state === 'failed');
  const whole = files.filter((file) => file.state !== 'failed');
  const fetched = whole.filter(({ state }) => state === 'fetched');
  const bytes = fetched.reduce((sum, { fetchedBytes }) => sum + fetchedBytes, 0);
  if (flags.json) {
    const list = whole.map(({ file, state, mirror, address, sizeBytes, md5 }) => ({
      accession: file.accession,
      name: file.name,
      state,
      sizeBytes,
      md5,
      mirror,
      address,
    }));
    const failures = failed.map(({ file, error }) => ({
      accession: file.accession,
      name: file.name,
      state: 'failed',
      error: error.message,
    }));
    process.stdout.write(
      `${JSON.stringify({ files: [...list, ...failures], fetchedBytes: bytes }, null, 2)}\n`,
    );
  } else {
    const mirrors = [...new Set(fetched.flatMap(({ mirror }) => mirror ?? []))].join(', ');
    const there = whole.length - fetched.length;
    const parts = [
      ...(fetched.length === 0
        ? []
        : [`${counted(fetched.length)} fetched (${shownBytes(bytes)} from ${mirrors})`]),
      ...(there === 0 ? [] : [`${there} ${there === 1 ? 'was' : 'were'} there`]),
      ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ];
    process.stdout.write(`${directory}: ${parts.join(', ')}\n`);
  }
  const [first] = failed;
  if (first === undefined) return;
  const all = failed.flatMap(({ error }) => error.all);
  throw new CisregError(first.error.code, all.join('\n'), { all });
}

function retryNote(address: string, progress: CliProgress): (reason: string, waitMs: number) => void {
  return (reason, waitMs) => {
    if (waitMs >= 2000) progress.note(`${address}: ${reason}; asking again in ${Math.ceil(waitMs / 1000)} s`);
  };
}

function counted(files: number): string {
  return `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
}

function usage(message: string): CisregError {
  return new CisregError('USAGE', message);
}
