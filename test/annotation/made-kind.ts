/** One kind of annotation, made by itself: without a build, from a configuration and what it needs of a registry. */

import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Annotations } from '../../src/annotation/annotations.ts';
import type { Counts, Kind, KindReader } from '../../src/annotation/kind.ts';
import { openColumns } from '../../src/formats/column-folder.ts';
import { ConfigReader } from '../../src/formats/config-reader.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { type ChromSizes, chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { Mistakes } from '../../src/mistakes.ts';
import type { Progress } from '../../src/progress.ts';
import type { ElementStore } from '../../src/store/element-store.ts';

export interface MadeKind {
  readonly directory: string;
  readonly counts: Counts;
  readonly warnings: readonly string[];
  open<T>(reader: KindReader<T>): T;
}

export interface KindCase {
  /** annotations.yaml; paths are relative to `dir`. */
  readonly yaml: string;
  readonly dir: string;
  readonly chromSizes?: ChromSizes;
  /** Names; keys are the same with _ for blanks. */
  readonly biosamples?: readonly string[];
  /** Kinds that come before, by their readers. */
  readonly before?: ReadonlyMap<KindReader<unknown>, unknown>;
}

export const HG38 = chromSizesOf(
  ['chr1', 'chr19', 'chr22', 'chrX', 'chrY'],
  [248956422, 58617616, 50818468, 156040895, 57227415],
);

/** Plans and makes a kind. Throws what either throws. */
export async function madeKind(kind: Kind, given: KindCase): Promise<MadeKind> {
  const mistakes = new Mistakes();
  const document = parseYaml(given.yaml, path.join(given.dir, 'annotations.yaml'));
  const reader = new ConfigReader(document, path.join(given.dir, 'annotations.yaml'), mistakes);
  // Of a store, kinds that read files alone ask nothing else.
  const store = {
    registry: {
      chromSizes: given.chromSizes ?? HG38,
      biosamples: (given.biosamples ?? []).map((name) => ({ name, key: name.replaceAll(' ', '_') })),
    },
  } as unknown as ElementStore;
  const root = reader.mapping(document.value ?? {}, [], kind.keys ?? [kind.name]);
  const plan = await kind.plan(reader, root, { store, planned: new Set() });
  mistakes.throwIfAny();
  const directory = mkdtempSync(path.join(given.dir, `${kind.name}-`));
  const warnings: string[] = [];
  const progress: Progress = {
    step: () => {},
    advance: () => {},
    note: () => {},
    warn: (message) => void warnings.push(message),
  };
  const before: Pick<Annotations, 'get'> = {
    get: <T>(own: KindReader<T>) => given.before?.get(own) as T | undefined,
  };
  const counts = await plan!.make({ store, directory, before: before as Annotations, progress });
  return { directory, counts, warnings, open: (own) => own.open(openColumns(directory), counts) };
}
