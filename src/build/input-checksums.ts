/** The files that a build reads, and their checksums. */

import { statSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../progress.ts';
import { type Checksum, ChecksumCache } from './checksums.ts';
import { configuredFiles } from './config.ts';
import type { BuildInputs } from './inputs.ts';
import { runTasks } from './tasks.ts';

/** Every file that the build reads, each once, in a fixed order; names are relative, as the configuration has them. */
export function inputFiles(inputs: BuildInputs): { name: string; path: string }[] {
  const { config } = inputs;
  const own = { name: path.basename(config.file), path: config.file };
  const named = [
    own,
    ...configuredFiles(config),
    ...inputs.datasets.flatMap((dataset) => [
      dataset.peaks?.input,
      dataset.zscore || dataset.peaks !== undefined ? dataset.signal : undefined,
    ]),
  ];
  const byPath = new Map<string, string>();
  for (const input of named) {
    if (input === undefined || byPath.has(input.path)) continue;
    // An absolute path would carry this machine's directories into the registry.
    byPath.set(input.path, path.isAbsolute(input.name) ? path.basename(input.name) : input.name);
  }
  return [...byPath].map(([at, name]) => ({ name, path: at }));
}

/** The checksums of these files by path; only what changed since the last look is read. */
export async function checksumsOf(
  paths: readonly string[],
  context: { work: string; threads: number; progress: Progress },
): Promise<Map<string, Checksum>> {
  const cache = new ChecksumCache(path.join(context.work, 'checksums.json'));
  const unknown = paths.filter((at) => cache.get(at) === undefined);
  if (unknown.length > 0) {
    const bytes = unknown.reduce((sum, at) => sum + statSync(at).size, 0);
    context.progress.step('checksums of the inputs', bytes, 'bytes');
  }
  await runTasks<Checksum>(
    unknown.map((at) => ({ kind: 'checksum', path: at })),
    context.threads,
    (sum, i) => {
      cache.set(unknown[i]!, sum);
      context.progress.advance(sum.bytes);
    },
  );
  await cache.save();
  return new Map(paths.map((at) => [at, cache.get(at)!]));
}
