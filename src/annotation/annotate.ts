/** Hangs annotations on the elements of a registry: what `cisreg annotate` does. */

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { type Checksum, checksum } from '../formats/checksum.ts';
import { ChecksumCache, stampOf } from '../formats/checksum-cache.ts';
import { ConfigReader, type InputFile } from '../formats/config-reader.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { takeLock } from '../formats/process-lock.ts';
import { readYaml } from '../formats/yaml.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { type ElementStore, openElements } from '../store/element-store.ts';
import { REGISTRY_JSON } from '../store/layout.ts';
import { VERSION } from '../version.ts';
import { openAnnotations } from './annotations.ts';
import type { Counts, KindPlan } from './kind.ts';
import { KINDS } from './kinds.ts';
import { ANNOTATIONS, readManifest, readVersion, writeManifest, writeVersion } from './manifest.ts';

/** What became of each kind. */
export interface KindResult {
  readonly kind: string;
  readonly state: 'made' | 'kept' | 'removed';
  readonly counts: Counts;
}

const LOCK = '.lock';
const CHECKSUMS = '.checksums.json';

/**
 * Makes every kind that `configFile` asks for under `directory`/annotations, keeps those whose inputs have not changed, and removes those that it
 * does not name. A kind appears whole or not at all; after a kill the rest is made by the same command. Throws one CisregError that
 * lists every mistake: those of the configuration before anything is made, those of the inputs after all kinds that could be
 * made were made.
 */
export async function annotate(
  directory: string,
  configFile: string,
  progress: Progress,
): Promise<readonly KindResult[]> {
  const mistakes = new Mistakes();
  const document = await readYaml(configFile);
  const store = await openElements(directory);
  const plans = await planned(new ConfigReader(document, configFile, mistakes), document.value ?? {}, store);
  for (const plan of plans.values()) for (const input of plan.inputs) checkReadable(input, mistakes);
  mistakes.throwIfAny();

  const folder = path.join(directory, ANNOTATIONS);
  makeDirectory(folder);
  const lock = path.join(folder, LOCK);
  takeLock(lock, { directory: folder, what: 'annotation' });
  try {
    for (const name of readdirSync(folder)) {
      if (/\.(new|old)$/.test(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
    }
    const results = removed(folder, plans);
    const sums = await checksums(folder, plans, progress);
    const registry = checksum(path.join(directory, REGISTRY_JSON)).sha256;
    const keys = new Map<string, string>();
    const failed = new Set<string>();
    for (const [kind, plan] of plans) {
      // What it would read is not there, or not what it should be; that kind's own mistake is told.
      const missing = plan.after?.find((name) => failed.has(name));
      if (missing !== undefined) {
        progress.warn(`${kind} is not made: it reads ${missing}, which has mistakes`);
        failed.add(kind);
        continue;
      }
      const inputs = plan.inputs.map((input) => ({ name: input.name, ...sums.get(input.path)! }));
      const before = (plan.after ?? []).map((name) => [name, keys.get(name) ?? null] as const);
      const key = createHash('sha256')
        .update(JSON.stringify({ VERSION, kind, registry, parameters: plan.parameters, inputs, before }))
        .digest('hex');
      const old = readManifest(directory, kind);
      if (old?.key === key) {
        keys.set(kind, key);
        results.push({ kind, state: 'kept', counts: old.counts });
        continue;
      }
      const fresh = path.join(folder, `.${kind}.new`);
      makeDirectory(fresh);
      progress.step(kind);
      const read = openAnnotations(directory, { only: plan.after ?? [] });
      const counts = await mistakes
        .collect(() => plan.make({ store, directory: fresh, before: read, progress }))
        .finally(() => read.close());
      if (counts === undefined) {
        rmSync(fresh, { recursive: true, force: true });
        failed.add(kind);
        continue;
      }
      await writeManifest(fresh, {
        kind,
        version: VERSION,
        key,
        registry,
        before: Object.fromEntries(before),
        parameters: plan.parameters,
        inputs,
        counts,
      });
      publish(folder, kind, fresh);
      keys.set(kind, key);
      results.push({ kind, state: 'made', counts });
    }
    // Last: what was changed one by one counts for whoever answers from it as one change.
    const content = createHash('sha256')
      .update(JSON.stringify([...plans.keys()].map((kind) => [kind, readManifest(directory, kind)?.key])))
      .digest('hex');
    const isSame = results.every(({ state }) => state === 'kept') && readVersion(folder) === content;
    if (!isSame) await writeVersion(folder, content);
    mistakes.throwIfAny();
    return results;
  } finally {
    rmSync(lock, { force: true });
  }
}

async function planned(
  reader: ConfigReader,
  value: unknown,
  store: ElementStore,
): Promise<Map<string, KindPlan>> {
  const isAsking = Object.values(value ?? {}).some((own) => own !== null);
  if (!isAsking) {
    reader.wrong(
      [],
      'without any kind',
      'at least one key with a value; write "genes: " and so on, or "peaks: []" to take the last one away',
    );
  }
  const root = reader.mapping(value, [], [...new Set(KINDS.flatMap(({ name, keys }) => keys ?? [name]))]);
  const plans = new Map<string, KindPlan>();
  for (const kind of KINDS) {
    const plan = await kind.plan(reader, root, { store, planned: new Set(plans.keys()) });
    if (plan !== undefined) plans.set(kind.name, plan);
  }
  return plans;
}

function checkReadable(input: InputFile, mistakes: Mistakes): void {
  try {
    accessSync(input.path, constants.R_OK);
    if (!statSync(input.path).isDirectory()) return;
    mistakes.add(`${input.name} is a directory, expected a file`, input.where);
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    mistakes.add(`${input.name} ${found} (${input.path}), expected a file; mend the name`, input.where);
  }
}

/** Sums of all inputs by path; those that have not changed since the last time are not read again. */
async function checksums(
  folder: string,
  plans: ReadonlyMap<string, KindPlan>,
  progress: Progress,
): Promise<ReadonlyMap<string, Checksum>> {
  const cache = new ChecksumCache(path.join(folder, CHECKSUMS));
  const paths = new Set([...plans.values()].flatMap(({ inputs }) => inputs.map((input) => input.path)));
  const sums = new Map<string, Checksum>();
  progress.step('checksums of inputs', paths.size, 'files');
  for (const file of paths) {
    const stamp = stampOf(file);
    const sum = cache.get(file) ?? checksum(file);
    cache.set(file, sum, stamp);
    sums.set(file, sum);
    progress.advance(1);
  }
  cache.save();
  return sums;
}

function removed(folder: string, plans: ReadonlyMap<string, KindPlan>): KindResult[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && !plans.has(name))
    .flatMap((kind) => {
      const manifest = readManifest(path.dirname(folder), kind);
      if (manifest === undefined && !KINDS.some(({ name }) => name === kind)) {
        throw new CisregError(
          'CONFLICT',
          `is nothing that cisreg annotate made, expected its kinds alone; move it away`,
          {
            where: { file: path.join(folder, kind) },
          },
        );
      }
      rmSync(path.join(folder, kind), { recursive: true, force: true });
      return [{ kind, state: 'removed' as const, counts: {} }];
    });
}

function publish(folder: string, kind: string, fresh: string): void {
  const place = path.join(folder, kind);
  const old = path.join(folder, `.${kind}.old`);
  if (existsSync(place)) renameSync(place, old);
  renameSync(fresh, place);
  rmSync(old, { recursive: true, force: true });
}
