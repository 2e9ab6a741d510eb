/** What was measured, kept beside what is printed: bench/results.json, one entry a benchmark, rewritten by each run. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';

const FILE = path.resolve(import.meta.dirname, 'results.json');

/** Figures by name, units in the names. */
export type Figures = Readonly<Record<string, number | string | boolean | null>>;

/** Puts the rows of one benchmark into the file, in place of those of an earlier run. */
export function record(benchmark: string, rows: readonly Figures[]): void {
  const all = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>) : {};
  all.machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
  };
  all[benchmark] = rows;
  writeFileSync(FILE, `${JSON.stringify(all, null, 2)}\n`);
}
