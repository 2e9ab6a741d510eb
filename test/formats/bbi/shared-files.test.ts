/** Real files of other projects, where they are at hand, against pyBigWig as an independent reader. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openBigBed } from '../../../src/formats/bbi/bigbed.ts';
import { openBigWig } from '../../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../../src/formats/bbi/bigwig-writer.ts';
import { openByteSource } from '../../../src/formats/byte-source.ts';
import { SAMPLE_CHROMS, sampleRuns } from './wig-samples.ts';

const ROOT = '../shared/data/bbi';
const NO_FILES = `${ROOT} is not here`;
const PYTHON = '/usr/bin/python3';
const python = existsSync(PYTHON) ? PYTHON : 'python3';
const hasPyBigWig = spawnSync(python, ['-c', 'import pyBigWig']).status === 0;
const NO_PYTHON = 'python3 with pyBigWig is not installed';

const files = existsSync(ROOT)
  ? readdirSync(ROOT, { recursive: true }).map((file) => join(ROOT, String(file)))
  : [];
const bigWigs = files.filter((file) => /\.(bw|bigwig)$/i.test(file));
const bigBeds = files.filter((file) => /\.(bb|bigbed)$/i.test(file));
const dir = mkdtempSync(join(tmpdir(), 'cisreg-pybigwig-'));
afterAll(() => rmSync(dir, { recursive: true }));

interface PyBigWig {
  readonly chroms: Record<string, number>;
  readonly count: number;
  /** Of starts, ends, values (float32 as hex) and text. */
  readonly sample: readonly (readonly [string, number, number, string])[];
  readonly bases: number;
  readonly sum: number;
}

/** What pyBigWig finds in files: totals, and every 97th entry of each chromosome. */
function askPyBigWig(paths: readonly string[]): Record<string, PyBigWig> {
  const script = `
import json, math, pyBigWig, struct, sys
result = {}
for path in json.load(sys.stdin):
    f = pyBigWig.open(path)
    chroms = f.chroms()
    count, bases, sums, sample = 0, 0, [], []
    for name, size in sorted(chroms.items()):
        if f.isBigWig():
            rows = f.intervals(name) or ()
            sums += [(e - s) * v for s, e, v in rows]
            shown = [(s, e, struct.pack('>f', v).hex()) for s, e, v in rows[::97]]
        else:
            rows = f.entries(name, 0, size) or ()
            # pyBigWig does not promise the order of rows with one start
            rows = sorted((s, e, t or '') for s, e, t in rows)
            shown = rows[::97]
        count += len(rows)
        bases += sum(r[1] - r[0] for r in rows)
        sample += [(name, *r) for r in shown]
    result[path] = dict(chroms=chroms, count=count, bases=bases, sum=math.fsum(sums), sample=sample)
json.dump(result, sys.stdout)
`;
  const asked = spawnSync(python, ['-c', script], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (asked.status !== 0) throw new Error(asked.stderr);
  return JSON.parse(asked.stdout) as Record<string, PyBigWig>;
}

async function readBigWig(path: string): Promise<PyBigWig> {
  const bigWig = await openBigWig(await openByteSource(path));
  const rows: [string, number, number, string][] = [];
  let bases = 0;
  let sum = 0;
  const hex = Buffer.alloc(4);
  for await (const { chrom, starts, ends, values } of bigWig.batches()) {
    for (let i = 0; i < starts.length; i++) {
      hex.writeFloatBE(values[i]!);
      rows.push([chrom, starts[i]!, ends[i]!, hex.toString('hex')]);
      bases += ends[i]! - starts[i]!;
      sum += (ends[i]! - starts[i]!) * values[i]!;
    }
  }
  await bigWig.close();
  return summarise(rows, bigWig.chroms, bases, sum);
}

async function readBigBed(path: string): Promise<PyBigWig> {
  const bigBed = await openBigBed(await openByteSource(path));
  const read = await bigBed.readAll();
  await bigBed.close();
  const rows: [string, number, number, string][] = [];
  let bases = 0;
  for (let i = 0; i < read.count; i++) {
    rows.push([read.chromNames[read.chrom[i]!]!, read.start[i]!, read.end[i]!, read.rest.at(i)]);
    bases += read.end[i]! - read.start[i]!;
  }
  rows.sort((a, b) => a[1] - b[1] || a[2] - b[2] || Buffer.compare(Buffer.from(a[3]), Buffer.from(b[3])));
  return summarise(rows, bigBed.chroms, bases, 0);
}

function summarise(
  rows: readonly [string, number, number, string][],
  chroms: readonly { name: string; sizeBp: number }[],
  bases: number,
  sum: number,
): PyBigWig {
  const names = chroms.map(({ name }) => name).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const byChrom = new Map<string, [string, number, number, string][]>(names.map((name) => [name, []]));
  for (const row of rows) byChrom.get(row[0])!.push(row);
  return {
    chroms: Object.fromEntries(chroms.map(({ name, sizeBp }) => [name, sizeBp])),
    count: rows.length,
    sample: names.flatMap((name) => byChrom.get(name)!.filter((_, i) => i % 97 === 0)),
    bases,
    sum,
  };
}

function expectSame(found: PyBigWig, expected: PyBigWig, path: string): void {
  expect(found, path).toEqual({ ...expected, sum: expect.closeTo(expected.sum, 2) });
}

describe('real files of ../shared', () => {
  it('reads every bigWig to the values that pyBigWig reads', async (ctx) => {
    if (bigWigs.length === 0) ctx.skip(NO_FILES);
    if (!hasPyBigWig) ctx.skip(NO_PYTHON);
    const expected = askPyBigWig(bigWigs);
    for (const path of bigWigs) expectSame(await readBigWig(path), expected[path]!, path);
  });

  it('reads every bigBed to the rows that pyBigWig reads', async (ctx) => {
    if (bigBeds.length === 0) ctx.skip(NO_FILES);
    if (!hasPyBigWig) ctx.skip(NO_PYTHON);
    // pyBigWig cannot open a file without any chromosome.
    const readable = bigBeds.filter((path) => !path.endsWith('unipLocCytopl.bb'));
    const expected = askPyBigWig(readable);
    for (const path of readable) expectSame(await readBigBed(path), { ...expected[path]!, sum: 0 }, path);
  });

  it('reads every bigBed by its header: columns, description, and an empty one', async (ctx) => {
    if (bigBeds.length === 0) ctx.skip(NO_FILES);
    for (const path of bigBeds) {
      const bigBed = await openBigBed(await openByteSource(path));
      expect(bigBed.fieldCount).toBeGreaterThanOrEqual(bigBed.definedFieldCount);
      if (bigBed.autoSql !== '') expect(bigBed.autoSql.trimStart()).toMatch(/^table /);
      if (path.endsWith('unipLocCytopl.bb')) expect((await bigBed.readAll()).count).toBe(0);
      await bigBed.close();
    }
  });

  it('finds the rows of a place as a scan of all rows does', async (ctx) => {
    if (bigBeds.length === 0) ctx.skip(NO_FILES);
    const bigBed = await openBigBed(await openByteSource(join(ROOT, 'bbi-js/chr22.bb')));
    const all = await bigBed.readAll();
    let batched = 0;
    for await (const batch of bigBed.batches(1000)) batched += batch.count;
    expect(batched).toBe(all.count);
    for (const [start, end] of [
      [0, 11_000_000],
      [20_000_000, 20_000_001],
      [30_000_000, 31_000_000],
      [50_818_467, 50_818_468],
    ] as const) {
      const rows = await bigBed.readRows('chr22', start, end);
      const inside = [...all.start.keys()].filter((i) => all.start[i]! < end && all.end[i]! > start);
      expect(inside.map((i) => all.rest.at(i))).toEqual(
        Array.from({ length: rows.count }, (_, i) => rows.rest.at(i)),
      );
    }
    await bigBed.close();
  });
});

describe('files of our own writer, read by pyBigWig', () => {
  it('have the values, the header and the summaries of their zoom levels', async (ctx) => {
    if (!hasPyBigWig) ctx.skip(NO_PYTHON);
    const path = join(dir, 'own.bw');
    await writeBigWig(path, SAMPLE_CHROMS, sampleRuns(5));
    expectSame(await readBigWig(path), askPyBigWig([path])[path]!, path);

    const script = `
import json, pyBigWig, sys
f = pyBigWig.open(sys.argv[1])
out = []
for name, size in f.chroms().items():
    if f.intervals(name) is None: continue
    # its sum is wrong wherever it comes from zoom levels, in UCSC's own files too
    for kind in ('mean', 'min', 'max', 'coverage', 'std'):
        for bins in (1, 3):
            out.append((f.stats(name, type=kind, nBins=bins), f.stats(name, type=kind, nBins=bins, exact=True)))
json.dump([f.header(), out], sys.stdout)
`;
    const asked = spawnSync(python, ['-c', script, path], { encoding: 'utf8' });
    expect(asked.stderr).toBe('');
    const [header, stats] = JSON.parse(asked.stdout) as [Record<string, number>, [number[], number[]][]];
    const source = await openByteSource(path);
    const bigWig = await openBigWig(source);
    expect(header).toMatchObject({
      version: 4,
      nLevels: bigWig.header.zoomLevels.length,
      nBasesCovered: bigWig.summary!.coveredBp,
    });
    expect(bigWig.header.zoomLevels.length).toBeGreaterThan(2);
    await bigWig.close();
    for (const [zoomed, exact] of stats) {
      if (zoomed.length !== 1) continue;
      // Whole chromosomes: sums of float32 summaries.
      expect(zoomed[0]! / exact[0]!).toBeCloseTo(1, 3);
    }
  });
});
