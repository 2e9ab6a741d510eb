/** What cisreg fetch does with a directory that it filled: --verify and --update. */

import { CisregError } from '../errors.ts';
import { shownBytes } from '../mirror/byte-count.ts';
import { fillDirectory, findChanges, noteFacts } from '../mirror/fetch-directory.ts';
import { planFetch } from '../mirror/fetch-plan.ts';
import { requireManifest } from '../mirror/manifest.ts';
import { askedMirrors } from '../mirror/mirror-order.ts';
import { parseFrom } from '../mirror/mirrors.ts';
import { changesText, TO_FETCH } from '../mirror/update.ts';
import { verifiedText, verifyDirectory, wrongText } from '../mirror/verify.ts';
import type { FetchFlags } from './fetch.ts';
import { placesOf } from './fetch-places.ts';
import { countedFiles, reportFetched } from './fetch-report.ts';
import { cliProgress } from './progress.ts';

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
      files.length === 1
        ? `the file in ${directory} is ${wrong.length === 0 ? '' : 'not '}as it was fetched\n`
        : `${files.length - wrong.length} of ${countedFiles(files.length)} in ${directory} are as they were fetched\n`,
    );
    if (unfinished.length > 0) process.stdout.write(`unfinished downloads: ${unfinished.join(', ')}\n`);
    if (unlisted.length > 0) process.stdout.write(`not in the manifest: ${unlisted.join(', ')}\n`);
  }
  if (wrong.length === 0) return;
  const all = wrong.map((one) => `${directory}/${one.file.name}: ${verifiedText(one)}`);
  throw new CisregError('IO', all.join('\n'), {
    all: [...all, wrongText(directory, wrong)],
  });
}

/** Says what the portal has changed since the manifest was written, and fetches it. */
export async function runUpdate(directory: string, flags: FetchFlags): Promise<void> {
  const from = parseFrom(flags.from);
  const manifest = await requireManifest(directory);
  const progress = cliProgress({ quiet: flags.quiet });
  const { mirrors, portal } = await placesOf(flags, manifest.portal, progress);
  askedMirrors({ mirrors, from, region: flags.region });
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
      process.stdout.write(`${countedFiles(files.length)} to fetch, ${shownBytes(plan.fetchBytes)}\n`);
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
    hasAsked: true,
    request: undefined,
  });
  await noteFacts(directory, changes);
  progress.finish();
  if (files.length > 0 || flags.json) reportFetched(directory, filled.files, flags);
  const missing = changes.filter(({ kind, file }) => kind === 'missing' && file === undefined);
  if (missing.length === 0) return;
  const all = missing.map(({ name, detail }) => `${directory}/${name}: is not there; ${detail}`);
  throw new CisregError('NOT_FOUND', all.join('\n'), { all });
}
