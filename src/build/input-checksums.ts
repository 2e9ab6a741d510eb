/** The files that a build reads, and their checksums. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import type { Checksum } from '../formats/checksum.ts';
import { ChecksumCache, stampOf } from '../formats/checksum-cache.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { isTemporaryName } from '../formats/temporary-name.ts';
import type { Progress } from '../progress.ts';
import { configuredFiles } from './config.ts';
import type { InputIdentity } from './input-identity.ts';
import type { StepInputs } from './inputs.ts';
import { runTasks } from './tasks.ts';

/** An input by the name that is published. */
export interface CheckedFile {
  readonly name: string;
  readonly path: string;
  /** What is known without reading it. */
  readonly identity: InputIdentity | undefined;
}

/** Every file that the build reads, each once, in a fixed order; names are relative, as the configuration has them. */
export function inputFiles(inputs: Pick<StepInputs, 'config' | 'datasets'>): CheckedFile[] {
  const { config } = inputs;
  const own = { name: path.basename(config.file), path: config.file, identity: undefined };
  const named = [
    own,
    ...configuredFiles(config),
    ...inputs.datasets.flatMap((dataset) => [
      dataset.peaks?.input,
      dataset.zscore || dataset.peaks !== undefined ? dataset.signal : undefined,
    ]),
  ];
  const byPath = new Map<string, CheckedFile>();
  for (const input of named) {
    if (input === undefined || byPath.has(input.path)) continue;
    // An absolute path would carry this machine's directories into the registry.
    const name = path.isAbsolute(input.name) ? path.basename(input.name) : input.name;
    byPath.set(input.path, { name, path: input.path, identity: input.identity });
  }
  return [...byPath.values()];
}

/** A build that is stopped keeps the checksums that were saved: there may be hours of reading in them. */
const SAVE_EVERY_MS = 5000;

const OWN_CACHES = 'checksums';

/**
 * What tells the content of these files, by path: what is known of those elsewhere, the checksums of the others, of which only what changed since the last look is read. With `cacheName`, what is found is noted under that
 * name, so that several processes can do so side by side; without it, in the build's own note, which knows what all of
 * them have found. Throws a CisregError (IO) for a file that changes while it is read.
 */
export async function checksumsOf(
  files: readonly { readonly path: string; readonly identity?: InputIdentity | undefined }[],
  context: { work: string; threads: number; progress: Progress; cacheName?: string | undefined },
): Promise<Map<string, InputIdentity>> {
  const cache = cacheOf(context.work, context.cacheName);
  const sums = new Map<string, InputIdentity>();
  for (const { path: at, identity } of files) {
    const known = identity ?? cache.get(at);
    if (known !== undefined) sums.set(at, known);
  }
  const unknown = [...new Set(files.map((file) => file.path))].filter((at) => !sums.has(at));
  const stamps = unknown.map(stampOf);
  if (unknown.length > 0) {
    const bytes = unknown.reduce((sum, at) => sum + statSync(at).size, 0);
    context.progress.step('checksums of the inputs', bytes, 'bytes');
  }
  let savedAt = Date.now();
  await runTasks<Checksum>(
    unknown.map((at) => ({ kind: 'checksum', path: at })),
    context.threads,
    (sum, i) => {
      const at = unknown[i]!;
      if (stampOf(at) !== stamps[i]) {
        throw new CisregError('IO', 'changed while it was read, expected files that stay; build again', {
          where: { file: at },
        });
      }
      sums.set(at, sum);
      cache.set(at, sum, stamps[i]!);
      context.progress.advance(sum.bytes);
      if (Date.now() - savedAt < SAVE_EVERY_MS) return;
      cache.save();
      savedAt = Date.now();
    },
  );
  cache.save();
  return sums;
}

function cacheOf(work: string, name: string | undefined): ChecksumCache {
  const directory = path.join(work, OWN_CACHES);
  const whole = path.join(work, 'checksums.json');
  if (name !== undefined) {
    makeDirectory(directory);
    return new ChecksumCache(path.join(directory, `${name}.json`), [whole]);
  }
  const found = existsSync(directory) ? readdirSync(directory).filter((one) => !isTemporaryName(one)) : [];
  return new ChecksumCache(
    whole,
    found.map((one) => path.join(directory, one)),
  );
}
