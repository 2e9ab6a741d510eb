/** Kinds made one after the other on a registry of made-up elements, without a build. */

import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { Annotations } from '../../src/annotation/annotations.ts';
import type { Counts, Kind, KindReader } from '../../src/annotation/kind.ts';
import { openColumns } from '../../src/formats/column-folder.ts';
import { ConfigReader } from '../../src/formats/config-reader.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { type ChromSizes, chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { type SortedRegions, sortRegions } from '../../src/genome/sorted-regions.ts';
import { Mistakes } from '../../src/mistakes.ts';
import type { ElementStore } from '../../src/store/element-store.ts';
import { fullSet } from '../../src/store/row-set.ts';

export const SIZES = chromSizesOf(['chr1', 'chr2', 'chr10', 'chrX'], [60_000, 40_000, 30_000, 20_000]);

/** A chromosome, and 0-based half-open. */
export type Span = readonly [chrom: string, start: number, end: number];

export function elementsOf(spans: readonly Span[]): SortedRegions {
  return sortRegions({
    chromNames: SIZES.names,
    chrom: Int32Array.from(spans, ([chrom]) => SIZES.index.get(chrom)!),
    start: Int32Array.from(spans, ([, start]) => start),
    end: Int32Array.from(spans, ([, , end]) => end),
  }).sorted;
}

export interface Made {
  readonly counts: Readonly<Record<string, Counts>>;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  get<T>(reader: KindReader<T>): T;
}

/** Plans and makes the kinds in their order. Throws what they throw. */
export async function madeKinds(
  kinds: readonly Kind[],
  given: {
    readonly yaml: string;
    readonly dir: string;
    readonly elements: SortedRegions;
    readonly chromSizes?: ChromSizes;
  },
): Promise<Made> {
  const mistakes = new Mistakes();
  const file = path.join(given.dir, 'annotations.yaml');
  const document = parseYaml(given.yaml, file);
  const reader = new ConfigReader(document, file, mistakes);
  const rows = given.elements.start.length;
  const store = {
    registry: { chromSizes: given.chromSizes ?? SIZES, biosamples: [], manifest: { columns: [] } },
    table: { rows, regions: given.elements, published: fullSet(rows) },
  } as unknown as ElementStore;
  const root = reader.mapping(
    document.value ?? {},
    [],
    kinds.map(({ name }) => name),
  );
  const directory = mkdtempSync(path.join(given.dir, 'kinds-'));
  const counts: Record<string, Counts> = {};
  const [notes, warnings]: [string[], string[]] = [[], []];
  const opened = new Map<KindReader<unknown>, unknown>();
  const get = <T>(own: KindReader<T>): T | undefined => {
    if (counts[own.kind] === undefined) return undefined;
    if (!opened.has(own))
      opened.set(own, own.open(openColumns(path.join(directory, own.kind)), counts[own.kind]!));
    return opened.get(own) as T;
  };
  const progress = {
    step: () => {},
    advance: () => {},
    note: (message: string) => void notes.push(message),
    warn: (message: string) => void warnings.push(message),
  };
  const plans = [];
  for (const kind of kinds) {
    const planned = new Set(plans.map(([name]) => name as string));
    const plan = await kind.plan(reader, root, { store, planned });
    if (plan !== undefined) plans.push([kind.name, plan] as const);
  }
  mistakes.throwIfAny();
  for (const [name, plan] of plans) {
    const own = path.join(directory, name);
    mkdirSync(own);
    counts[name] = await plan.make({ store, directory: own, before: { get } as Annotations, progress });
  }
  return { counts, notes, warnings, get: (own) => get(own)! };
}
