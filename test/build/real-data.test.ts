/** Registries of real peaks and signals, every row beside bedtools, pyBigWig and the naive build. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { byPlace } from '../genome/rows.ts';
import { needs, needsBedtools, runScript } from '../registry/tools.ts';
import { type Dhs, type NaiveRegistry, naiveBuild, type SignalOf } from './naive-build.ts';
import { readTable } from './naive-inputs.ts';
import { sixDigits } from './naive-numbers.ts';
import { cisreg, filesBelow, ROOT, scratchDirectory } from './run-cli.ts';

const DATA = path.join(ROOT, '..', 'shared', 'data');
const PYTHON = '/usr/bin/python3';
const scratch = scratchDirectory();

const SETS = [
  { name: 'hg19-chr1', peaks: 65_031, artefacts: 0, rdhs: 42_395, ccres: 20 },
  { name: 'grch38-chr22-k562', peaks: 26_612, artefacts: 39, rdhs: 2344, ccres: 58 },
];

interface Intervals {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly values: readonly number[];
}

const DUMP = `
import json, sys, pyBigWig
out = {}
for name in sys.argv[2:]:
    track = pyBigWig.open(sys.argv[1] + '/' + name)
    rows = {chrom: track.intervals(chrom) or () for chrom in track.chroms()}
    out[name] = {chrom: dict(zip(('starts', 'ends', 'values'), zip(*r))) for chrom, r in rows.items() if r}
print(json.dumps(out))
`;

/** Means over the intervals that pyBigWig reads. */
function signalOfFiles(directory: string, files: readonly string[]): SignalOf {
  const text = execFileSync(PYTHON, ['-c', DUMP, directory, ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const tracks = JSON.parse(text) as Record<string, Record<string, Intervals>>;
  const printed = new Map<number, string>();
  return ({ signal }, { chrom, start, end }) => {
    const { starts = [], ends = [], values = [] } = tracks[signal]![chrom] ?? {};
    let sum = 0;
    for (let i = firstAfter(ends, start); i < starts.length && starts[i]! < end; i++) {
      sum += (Math.min(ends[i]!, end) - Math.max(starts[i]!, start)) * values[i]!;
    }
    const mean = sum / (end - start);
    const digits = printed.get(mean) ?? sixDigits(mean);
    printed.set(mean, digits);
    return digits;
  };
}

/** The place of the first of sorted numbers that is above x. */
function firstAfter(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The original loop: sort, merge, pick the highest of each cluster, remove what overlaps it, repeat. */
function bedtoolsLoop(pool: readonly Dhs[]): Dhs[] {
  const rows = pool.map(({ chrom, start, end, name, signal }) => [chrom, start, end, name, signal]);
  const out = runScript(
    { pool: rows },
    `
    : > chosen
    while [ -s pool ]; do
      sort -k1,1 -k2,2n pool > sorted
      bedtools cluster -i sorted | awk 'BEGIN { FS = OFS = "\\t" }
        $6 != cluster { if (NR > 1) print row; cluster = $6; best = $5 + 0; row = $0; next }
        $5 + 0 > best { best = $5 + 0; row = $0 }
        END { print row }' | cut -f 1-4 > best
      cat best >> chosen
      bedtools intersect -v -a sorted -b best > pool
    done
    sort -k1,1 -k2,2n chosen > out
    `,
  );
  const byName = new Map(pool.map((dhs) => [dhs.name, dhs]));
  return out.map((row) => byName.get(row[3]!)!).sort(byPlace);
}

describe.skipIf(!existsSync(DATA))('a registry of real data in ../shared', () => {
  describe.each(SETS)('$name', ({ name, peaks, artefacts, rdhs, ccres }) => {
    const directory = path.join(DATA, name);
    const out = path.join(scratch, name);
    let naive: NaiveRegistry | undefined;

    beforeAll(() => {
      const flags = ['--out', out, '--quiet'];
      expect(cisreg('build', path.join(directory, 'registry.yaml'), ...flags)).toMatchObject({ status: 0 });
    });

    it('counts what the data is known to hold', () => {
      const { counts } = JSON.parse(readFileSync(path.join(out, 'registry.json'), 'utf8')) as {
        counts: {
          dhs: { called: number; artefacts: number };
          rdhs: { rdhs: number };
          elements: { ccres: number };
        };
      };
      expect(counts.dhs.called).toBe(peaks);
      expect(counts.dhs.artefacts).toBe(artefacts);
      expect(counts.rdhs.rdhs).toBe(rdhs);
      expect(counts.elements.ccres).toBe(ccres);
      for (const [file, rows] of [
        ['rDHSs.bed', rdhs],
        ['cCREs.bed', ccres],
      ] as const) {
        expect(readFileSync(path.join(out, file), 'utf8').split('\n')).toHaveLength(rows + 1);
      }
    });

    it('has the rows of the loop with bedtools and of the naive build over what pyBigWig reads', ({
      skip,
    }) => {
      needsBedtools(skip);
      needs(skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
      const files = readTable(path.join(directory, 'datasets.tsv')).map((row) => row.signal!);
      naive = naiveBuild(
        path.join(directory, 'registry.yaml'),
        signalOfFiles(directory, files),
        bedtoolsLoop,
      );
      const names = filesBelow(out).filter((file) => /^biosamples\/|\.bed$|^maxz/.test(file));
      expect(names).toEqual([...naive.files.keys()].sort());
      for (const [file, text] of naive.files) {
        expect(readFileSync(path.join(out, file), 'utf8') === text, file).toBe(true);
      }
    });

    it('has the zones of a search through the TSSs near each rDHS', ({ skip }) => {
      skip(naive === undefined, 'the naive build was not made');
      const zones = readTable(path.join(out, 'elements.tsv')).map((row) => row.zone);
      expect(zones).toEqual(naive!.zones);
    });
  });
});
