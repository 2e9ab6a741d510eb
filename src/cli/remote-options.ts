/** Options of commands that read files elsewhere, and what becomes of such files among their arguments. */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { isElsewhere, type RemoteFiles } from '../formats/remote-files.ts';
import type { Location } from '../formats/remote-location.ts';
import { openRemoteSource } from '../formats/remote-source.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { addMirrorOptions, metadataOption } from './mirror-options.ts';
import { decimal } from './options.ts';

export interface RemoteFlags {
  readonly from?: string;
  readonly mirror?: readonly string[];
  readonly mirrors?: string;
  readonly metadata?: readonly string[];
  readonly cache?: string;
  readonly cacheSize?: number;
  readonly scratch?: string;
}

const DEFAULT_CACHE_GB = 50;
const OPENED_AT_ONCE = 8;

/** Adds the options. */
export function addRemoteOptions(command: Command): Command {
  command.addOption(
    new Option(
      '--from <names>',
      'encff: inputs: mirrors to ask, in this order: azure, azure-secondary, s3, https (default: auto)',
    ),
  );
  return addMirrorOptions(command)
    .addOption(metadataOption('for encff: inputs (default: the portal is asked)'))
    .option('--cache <dir>', 'where what was fetched is kept (default: $CISREG_CACHE, else ~/.cache/cisreg)')
    .option(
      '--cache-size <GB>',
      `how much the parts of files that are read in place may take there (default: ${DEFAULT_CACHE_GB})`,
      decimal(0),
    );
}

/** The way to files elsewhere, as the options have it. Throws CisregError for options that are none. */
export async function remoteFilesOf(flags: RemoteFlags, progress: Progress): Promise<RemoteFiles> {
  // Most commands have their files at hand.
  const [{ parseFrom, readMirrors }, { cacheDirectory }, { openRemoteFiles }] = await Promise.all([
    import('../mirror/mirrors.ts'),
    import('../mirror/cache-directory.ts'),
    import('../mirror/resolve.ts'),
  ]);
  const mirrors = await readMirrors({ file: flags.mirrors, replaced: flags.mirror });
  return openRemoteFiles({
    mirrors,
    from: parseFrom(flags.from ?? 'auto'),
    metadata: flags.metadata ?? [],
    portal: mirrors.find(({ name }) => name === 'https')?.base,
    cache: cacheDirectory(flags.cache),
    scratch: flags.scratch === undefined ? undefined : scratchIn(flags.scratch),
    maxBlockBytes: (flags.cacheSize ?? DEFAULT_CACHE_GB) * 1e9,
    progress,
  });
}

/** A directory of this process in another one, which goes when the process ends. */
function scratchIn(directory: string): string {
  makeDirectory(directory);
  const own = mkdtempSync(join(directory, 'cisreg-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}

/**
 * Where these files are: paths as they are, addresses and accessions as the mirrors have them, each opened once, so that whoever reads it has the same
 * version and need not ask. Throws CisregError for the first that cannot be found or opened.
 */
export async function locationsOf(
  names: readonly string[],
  flags: RemoteFlags,
  progress: Progress,
): Promise<Location[]> {
  const elsewhere = names.filter(isElsewhere);
  if (elsewhere.length === 0) return [...names];
  const found = await (await remoteFilesOf(flags, progress)).locate(elsewhere);
  return atOnce(names, OPENED_AT_ONCE, async (name) => {
    const location = found.get(name);
    if (location === undefined) return name;
    if (location instanceof CisregError) throw location;
    const source = await openRemoteSource(location);
    await source.close();
    return source.pinned;
  });
}

/** A path for a file that is read from its beginning: a path or `-` as it is, a file elsewhere in the cache, fetched whole. */
export async function pathOf(name: string, flags: RemoteFlags, progress: Progress): Promise<string> {
  if (!isElsewhere(name)) return name;
  const files = await remoteFilesOf(flags, progress);
  const location = (await files.locate([name])).get(name)!;
  if (location instanceof CisregError) throw location;
  const path = (await files.fetch([location])).get(location)!;
  if (path instanceof CisregError) throw path;
  return path;
}
