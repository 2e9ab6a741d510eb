/** Kinds that hang on elements, on a made-up registry of regions alone; and tables as tests read them. */

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Annotations } from '../../src/annotation/annotations.ts';
import type { Counts, Kind, KindReader } from '../../src/annotation/kind.ts';
import { openColumns } from '../../src/formats/column-folder.ts';
import { ConfigReader } from '../../src/formats/config-reader.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { Mistakes } from '../../src/mistakes.ts';
import { type Progress, silent } from '../../src/progress.ts';
import type { ElementStore } from '../../src/store/element-store.ts';

export interface Span {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

const CHROMS = chromSizesOf(['chr1', 'chr2'], [100_000, 50_000]);

/** The elements of made-up registries: 200 bp each. */
export const ELEMENTS: readonly Span[] = [
  { chrom: 'chr1', start: 1000, end: 1200 },
  { chrom: 'chr1', start: 1300, end: 1500 },
  { chrom: 'chr1', start: 5000, end: 5200 },
  { chrom: 'chr2', start: 400, end: 600 },
];

export interface MadeOnElements {
  readonly counts: Counts;
  readonly messages: readonly string[];
  open<T>(reader: KindReader<T>): T;
}

/** Plans and makes a kind on ELEMENTS; `files` are written first, beside annotations.yaml. Throws what either throws. */
export async function madeOnElements(
  kind: Kind,
  dir: string,
  { yaml, files = {} }: { yaml: string; files?: Readonly<Record<string, string>> },
): Promise<MadeOnElements> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  const config = path.join(dir, 'annotations.yaml');
  const mistakes = new Mistakes();
  const document = parseYaml(yaml, config);
  const reader = new ConfigReader(document, config, mistakes);
  const { sorted } = sortRegions({
    chromNames: CHROMS.names,
    chrom: Int32Array.from(ELEMENTS, ({ chrom }) => CHROMS.index.get(chrom)!),
    start: Int32Array.from(ELEMENTS, ({ start }) => start),
    end: Int32Array.from(ELEMENTS, ({ end }) => end),
  });
  const store = {
    registry: { chromSizes: CHROMS, biosamples: [{ name: 'K 562', key: 'K_562' }] },
    table: { rows: ELEMENTS.length, regions: sorted },
  } as unknown as ElementStore;
  const plan = await kind.plan(reader, reader.mapping(document.value, [], [kind.name]), {
    store,
    planned: new Set(),
  });
  mistakes.throwIfAny();
  const directory = mkdtempSync(path.join(dir, `${kind.name}-`));
  const messages: string[] = [];
  const progress: Progress = {
    ...silent,
    note: (message) => void messages.push(message),
    warn: (message) => void messages.push(message),
  };
  const before = { get: () => undefined } as unknown as Annotations;
  const counts = await plan!.make({ store, directory, before, progress });
  return { counts, messages, open: (own) => own.open(openColumns(directory), counts) };
}

/** The rows of a text file, gzipped or not, split at tabs. */
export function rowsOf(file: string): string[][] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
}

/** The rows of a table with a header, by column. */
export function tableOf(file: string): Record<string, string>[] {
  const [header, ...rows] = rowsOf(file);
  return rows.map((row) =>
    Object.fromEntries(header!.map((name, i) => [name.replace(/^#/, ''), row[i] ?? ''])),
  );
}
