/** Registries for the benchmark of the service: a simulated genome's, and the same with columns of 1,000 files. */

import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setInRange } from '../src/store/range-set.ts';
import { openRegistry } from '../src/store/registry-directory.ts';
import { writeRowMajor, type ZColumn, type ZManifest } from '../src/store/zscore-store.ts';

const root = path.resolve(import.meta.dirname, '..');
/** Annotations that the questions look into. */
const KINDS = ['genes', 'variants'];

/**
 * A directory of links to the registry of a simulated genome, with what suggestions look into hung on it. The genome is CISREG_BENCH_GENOME, which
 * is not changed, or is made once among temporary files (some 25 minutes, 11 GB).
 */
export function genomeRegistry(scratch: string): string {
  const given = process.env.CISREG_BENCH_GENOME;
  const genome = given ?? path.join(tmpdir(), 'cisreg-bench', 'genome');
  const registry = path.join(genome, 'registry');
  if (!existsSync(path.join(registry, 'registry.json'))) {
    if (given !== undefined) throw new Error(`CISREG_BENCH_GENOME: ${registry} is no registry`);
    cisreg('simulate', '--size', 'genome', '--out', genome);
    cisreg('build', path.join(genome, 'registry.yaml'), '--out', registry);
  }
  const annotations = path.join(registry, 'annotations');
  if (given === undefined && !KINDS.every((kind) => existsSync(path.join(annotations, kind)))) {
    const config = path.join(genome, 'bench-annotations.yaml');
    writeFileSync(config, 'genes: {file: genes.gtf.gz}\nvariants: {file: annotations/variants.tsv.gz}\n');
    cisreg('annotate', registry, config);
  }
  const view = path.join(scratch, 'genome');
  linkAll(registry, view, ['annotations']);
  mkdirSync(path.join(view, 'annotations'), { recursive: true });
  for (const kind of KINDS) {
    const from = path.join(annotations, kind);
    if (existsSync(from)) symlinkSync(from, path.join(view, 'annotations', kind));
    else process.stdout.write(`without ${kind}: suggestions have less to look into\n`);
  }
  return view;
}

function cisreg(...args: string[]): void {
  process.stdout.write(`$ cisreg ${args.join(' ')}\n`);
  const main = path.join(root, 'dist', 'cli', 'main.js');
  const { status } = spawnSync(process.execPath, [main, ...args], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`cisreg ${args[0]} failed`);
}

function linkAll(from: string, to: string, without: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!without.includes(name)) symlinkSync(path.resolve(from, name), path.join(to, name));
  }
}

/** Bytes of Z and of its row-major copy for so many files; high bits are a thirty-second of a column. */
export function wideBytes(rows: number, files: number): number {
  return rows * files * (4 + 4 + 1 / 8);
}

/** Free bytes where a directory lies. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/**
 * The registry of `from` with columns of `files` files: biosamples again and again under names of their own, each column that of the
 * first, turned by some rows, so that every one has bytes of its own. Z, high bits and the row-major copy are there, signals are not.
 */
export async function wideRegistry(from: string, to: string, files: number): Promise<void> {
  linkAll(from, to, ['zscores', 'biosamples.tsv', 'biosamples']);
  const { manifest, biosamples, zscores } = await openRegistry(from);
  mkdirSync(path.join(to, 'zscores', 'columns'), { recursive: true });
  const columns: ZColumn[] = [];
  const [header, ...lines] = readFileSync(path.join(from, 'biosamples.tsv'), 'utf8').trimEnd().split('\n');
  const names = header!.split('\t');
  const table = [header!];
  for (let copy = 0; columns.length < files; copy++) {
    for (const [b, { name, key, files: own }] of biosamples.entries()) {
      const wanted = Object.entries(own).slice(0, files - columns.length);
      if (wanted.length === 0) continue;
      const cells = lines[b]!.split('\t');
      cells[names.indexOf('biosample')] = `${name} ${copy}`;
      cells[names.indexOf('key')] = `${key}_${copy}`;
      for (const assay of Object.keys(own)) cells[names.indexOf(assay)] = 'NA';
      for (const [assay, file] of wanted) {
        const source = manifest.columns.find((column) => column.file === file)!;
        const base = `columns/${file}-${copy}`;
        cells[names.indexOf(assay)] = `${file}-${copy}`;
        columns.push({ ...source, file: `${file}-${copy}`, biosample: `${name} ${copy}`, base });
        const shift = 32 * ((copy * 997) % Math.floor(manifest.rows / 32));
        turnColumn(path.join(zscores, source.base), path.join(to, 'zscores', base), {
          rows: manifest.rows,
          shift,
        });
      }
      table.push(cells.join('\t'));
    }
  }
  writeFileSync(path.join(to, 'biosamples.tsv'), `${table.join('\n')}\n`);
  const wide: ZManifest = { ...manifest, columns };
  writeFileSync(path.join(to, 'zscores', 'manifest.json'), `${JSON.stringify(wide)}\n`);
  await writeRowMajor(path.join(to, 'zscores'), columns, manifest.rows, 1 << 28);
}

/** Row r of the new column is row r + shift of the old one. */
function turnColumn(from: string, to: string, { rows, shift }: { rows: number; shift: number }): void {
  const old = openSync(`${from}.z.f32`, 'r');
  const z = new Float32Array(rows);
  const bytes = new Uint8Array(z.buffer);
  readSync(old, bytes, 0, (rows - shift) * 4, shift * 4);
  readSync(old, bytes, (rows - shift) * 4, shift * 4, 0);
  closeSync(old);
  write(`${to}.z.f32`, bytes);
  const high = setInRange(z, [Math.fround(1.64) + 1e-7, Number.POSITIVE_INFINITY]);
  write(`${to}.high.bits`, new Uint8Array(high.words.buffer, 0, (rows + 7) >> 3));
}

function write(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'w');
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  closeSync(descriptor);
}

/** Removes a registry that was made here; what it links to stays. */
export function removeRegistry(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}
