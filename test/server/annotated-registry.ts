/** The simulated registry with every annotation kind that cisreg has, made once a run of the tests. */

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { KINDS } from '../../src/annotation/kinds.ts';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { simulatedRegistry } from './simulated.ts';

/** The genome, and a registry of it that is annotated. Nobody may change them. */
export async function annotatedRegistry(): Promise<{ genome: string; registry: string }> {
  const { genome, registry: plain } = await simulatedRegistry();
  const directory = path.join(inject('scratchOfRun'), 'annotated');
  const registry = path.join(directory, 'mini');
  const done = path.join(directory, 'done');
  try {
    mkdirSync(directory);
  } catch {
    // Another test file makes it.
    while (!existsSync(done)) await sleep(100);
    const outcome = readFileSync(done, 'utf8');
    if (outcome !== '') throw new Error(outcome);
    return { genome, registry };
  }
  try {
    cpSync(plain, registry, { recursive: true });
    const yaml = keysThatExist(readFileSync(path.join(genome, 'annotations.yaml'), 'utf8'), genome);
    if (/^orthologs:/m.test(yaml)) {
      const second = path.join(genome, 'second');
      const options = { out: path.join(second, 'registry'), threads: 1, force: false, keepWork: false };
      await build(path.join(second, 'registry.yaml'), options, silent);
    }
    const file = path.join(directory, 'annotations.yaml');
    writeFileSync(file, yaml);
    await annotate(registry, file, silent);
    writeFileSync(done, '');
  } catch (error) {
    writeFileSync(done, String(error));
    throw error;
  }
  return { genome, registry };
}

/** The keys of annotations.yaml that a kind takes, with paths of the genome. */
function keysThatExist(yaml: string, genome: string): string {
  const known = new Set(KINDS.flatMap(({ name, keys }) => keys ?? [name]));
  return yaml
    .split(/^(?=\w)/m)
    .filter((part) => known.has(/^(\w+):/.exec(part)?.[1] ?? ''))
    .map((part) =>
      part.replaceAll(
        /(file|aliases|matrix|sheet|pairs|chain|backChain|registry|rdhs|ccre|root|sequence|cytobands): ([^,}\s]+)/g,
        (_, key, name) => `${key}: ${JSON.stringify(path.join(genome, name))}`,
      ),
    )
    .join('');
}
