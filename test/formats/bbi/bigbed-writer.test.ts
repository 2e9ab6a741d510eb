import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openBigBed } from '../../../src/formats/bbi/bigbed.ts';
import { type BedRun, type BigBedOptions, writeBigBed } from '../../../src/formats/bbi/bigbed-writer.ts';
import { readBlockIndex } from '../../../src/formats/bbi/block-index.ts';
import { newTreeReader } from '../../../src/formats/bbi/tree-reader.ts';
import { chromSizesOf } from '../../../src/genome/chrom-sizes.ts';
import { needs } from '../../registry/tools.ts';
import { mistakeOf, scratch } from '../scratch.ts';
import { BED_CHROMS, BED9_PLUS_2, naiveDepth, runsOf, type SampleRow, sampleRows } from './bed-samples.ts';
import { memorySource } from './memory-source.ts';

const PYTHON = '/usr/bin/python3';
const { dir } = scratch();
const OPTIONS: BigBedOptions = { autoSql: BED9_PLUS_2, definedFieldCount: 9 };
let files = 0;

async function written(
  runs: Iterable<BedRun> | AsyncIterable<BedRun>,
  options: Partial<BigBedOptions> = {},
): Promise<{ path: string; bytes: Buffer }> {
  const path = join(dir, `${files++}.bb`);
  await writeBigBed(path, BED_CHROMS, runs, { ...OPTIONS, ...options });
  return { path, bytes: readFileSync(path) };
}

const lineOf = ({ chrom, start, end, rest }: SampleRow) => `${chrom} ${start} ${end} ${rest}`;

/** Lines in the order of a file: chromosomes by name. */
function linesOf(rows: readonly SampleRow[]): string[] {
  return [...rows].sort((a, b) => (a.chrom < b.chrom ? -1 : a.chrom > b.chrom ? 1 : 0)).map(lineOf);
}

async function linesIn(bytes: Uint8Array): Promise<string[]> {
  const rows = await (await openBigBed(memorySource(bytes))).readAll();
  return Array.from({ length: rows.count }, (_, i) =>
    lineOf({
      chrom: rows.chromNames[rows.chrom[i]!]!,
      start: rows.start[i]!,
      end: rows.end[i]!,
      rest: rows.rest.at(i),
    }),
  );
}

interface Record {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly valid: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly sumSquares: number;
}

/** The records of each zoom level, by its window. */
async function zoomsIn(bytes: Buffer): Promise<Map<number, Record[]>> {
  const source = memorySource(bytes);
  const { header, chroms } = await openBigBed(source);
  const levels = new Map<number, Record[]>();
  for (const { reductionBp, dataOffset, indexOffset } of header.zoomLevels) {
    const reader = newTreeReader(source, false);
    const blocks = await readBlockIndex(source, reader, { offset: indexOffset, version: 4 });
    const records: Record[] = [];
    for (let i = 0; i < blocks.count; i++) {
      const block = inflateSync(bytes.subarray(blocks.offset[i]!, blocks.offset[i]! + blocks.sizeBytes[i]!));
      for (let at = 0; at < block.length; at += 32) {
        const [id, start, end, valid] = [0, 4, 8, 12].map((field) => block.readUInt32LE(at + field));
        const [min, max, sum, sumSquares] = [16, 20, 24, 28].map((field) => block.readFloatLE(at + field));
        const chrom = chroms[id!]!.name;
        records.push({ chrom, start, end, valid, min, max, sum, sumSquares } as Record);
      }
    }
    expect(bytes.readUInt32LE(dataOffset)).toBe(records.length);
    levels.set(reductionBp, records);
  }
  return levels;
}

function naiveRecord(chrom: string, depth: Int32Array, start: number, end: number): Record {
  const covered = [...depth.subarray(start, end)].filter((d) => d > 0);
  const sum = covered.reduce((a, b) => a + b, 0);
  const sumSquares = covered.reduce((a, b) => a + b * b, 0);
  const [min, max] = [covered.reduce((a, b) => Math.min(a, b)), covered.reduce((a, b) => Math.max(a, b))];
  return { chrom, start, end, valid: covered.length, min, max, sum, sumSquares };
}

/** Windows from the first covered base on, side by side; further levels join whole records while they fit. */
function naiveZooms(rows: readonly SampleRow[], reductions: readonly number[]): Map<number, Record[]> {
  const depths = new Map(
    [...BED_CHROMS.names].sort().map((chrom) => [chrom, naiveDepth(rows, chrom)] as const),
  );
  const first: Record[] = [];
  for (const [chrom, depth] of depths) {
    for (let start = depth.findIndex((d) => d > 0); start >= 0; ) {
      const end = Math.min(start + reductions[0]!, depth.length);
      first.push(naiveRecord(chrom, depth, start, end));
      const next = depth.subarray(end).findIndex((d) => d > 0);
      start = next < 0 ? -1 : end + next;
    }
  }
  const levels = new Map([[reductions[0]!, first]]);
  let below = first;
  for (const reduction of reductions.slice(1)) {
    const groups: { chrom: string; start: number; end: number }[] = [];
    for (const { chrom, start, end } of below) {
      const group = groups.at(-1);
      if (group?.chrom === chrom && end <= group.start + reduction) group.end = end;
      else groups.push({ chrom, start, end });
    }
    below = groups.map(({ chrom, start, end }) => naiveRecord(chrom, depths.get(chrom)!, start, end));
    levels.set(reduction, below);
  }
  return levels;
}

describe('the bigBed writer', () => {
  it('writes what is read back, whatever the blocks, the compression and the cuts of the runs', async () => {
    const rows = sampleRows(1, 900, 0.05);
    for (const options of [
      {},
      { compress: false },
      { itemsPerSlot: 1 },
      { itemsPerSlot: 7, compress: false },
    ]) {
      const { bytes } = await written(runsOf(rows), options);
      expect(await linesIn(bytes)).toEqual(linesOf(rows));
      const again = await written(runsOf(rows, 83), options);
      expect(again.bytes.equals(bytes)).toBe(true);
    }
  });

  it('holds no row, one row, rows of three columns, and rows of no bases alone', async () => {
    const none = await openBigBed(memorySource((await written([])).bytes));
    expect((await none.readAll()).count).toBe(0);
    expect([none.fieldCount, none.definedFieldCount, none.autoSql]).toEqual([11, 9, BED9_PLUS_2]);
    expect(none.summary).toEqual({ coveredBp: 0, min: 0, max: 0, sum: 0, sumSquares: 0 });
    expect(none.chroms.map(({ name }) => name)).toEqual(['chr1', 'chr10', 'chr2', 'chrX_alt']);

    const one = sampleRows(2, 1).slice(0, 1);
    expect(await linesIn((await written(runsOf(one))).bytes)).toEqual(linesOf(one));

    const autoSql = 'table places "" (string chrom; "" uint start; "" uint end; "")';
    const empty: BedRun = {
      chrom: 'chr10',
      starts: Int32Array.of(0, 5, 1000),
      ends: Int32Array.of(0, 5, 1000),
      length: 3,
    };
    const { bytes } = await written([empty], { autoSql, definedFieldCount: 3 });
    expect(await linesIn(bytes)).toEqual(['chr10 0 0 ', 'chr10 5 5 ', 'chr10 1000 1000 ']);
    expect((await openBigBed(memorySource(bytes))).header.zoomLevels).toEqual([]);
  });

  it('puts rows of long texts into blocks of their own', async () => {
    const long = (letter: string) => `n\t1\t.\t0\t0\t0\tPLS\t${letter.repeat(3_000_000)}`;
    const rows = [...'abc'].map((letter, i) => ({
      chrom: 'chr1',
      start: i,
      end: i + 70_000,
      rest: long(letter),
    }));
    const { bytes } = await written(runsOf(rows));
    expect(await linesIn(bytes)).toEqual(linesOf(rows));
    const { header } = await openBigBed(memorySource(bytes));
    expect(header.bufferBytes).toBeLessThan(3_100_000);
  });

  it('states depth in its summary and zoom levels as a count base by base does', async () => {
    for (const [seed, rowsPerChrom, emptyShare] of [
      [3, 2000, 0],
      [4, 60, 0.2],
      [5, 2, 0],
    ] as const) {
      const rows = sampleRows(seed, rowsPerChrom, emptyShare);
      const { bytes } = await written(runsOf(rows));
      const { summary } = await openBigBed(memorySource(bytes));
      const depths = BED_CHROMS.names.flatMap((chrom) => [...naiveDepth(rows, chrom)]).filter((d) => d > 0);
      expect(summary).toEqual({
        coveredBp: depths.length,
        min: depths.reduce((a, b) => Math.min(a, b)),
        max: depths.reduce((a, b) => Math.max(a, b)),
        sum: depths.reduce((a, b) => a + b, 0),
        sumSquares: depths.reduce((a, b) => a + b * b, 0),
      });
      const zooms = await zoomsIn(bytes);
      const reductions = [...zooms.keys()];
      expect(reductions.length).toBeGreaterThan(1);
      expect(reductions).toEqual(reductions.map((_, i) => reductions[0]! * 4 ** i));
      expect(zooms).toEqual(naiveZooms(rows, reductions));
      // The last level has nothing left to join.
      expect(zooms.get(reductions.at(-1)!)!.length).toBe(3);
    }
  });

  it('is read by pyBigWig: rows, chromosomes, autoSql and summary', async (ctx) => {
    needs(ctx.skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
    const rows = sampleRows(6, 3000, 0.01);
    const { path, bytes } = await written(runsOf(rows), { extraIndex: ['name'] });
    const script = `
import json, pyBigWig, sys
f = pyBigWig.open(sys.argv[1])
rows = [[name, *row] for name, size in sorted(f.chroms().items()) for row in f.entries(name, 0, size) or ()]
json.dump(dict(isBigBed=f.isBigBed(), chroms=f.chroms(), header=f.header(), sql=f.SQL().decode(), rows=rows), sys.stdout)
`;
    const found = JSON.parse(
      execFileSync(PYTHON, ['-c', script, path], { encoding: 'utf8', maxBuffer: 1 << 26 }),
    );
    const { summary, header } = await openBigBed(memorySource(bytes));
    expect(found).toMatchObject({
      isBigBed: true,
      chroms: Object.fromEntries(BED_CHROMS.names.map((name, i) => [name, BED_CHROMS.sizes[i]])),
      sql: BED9_PLUS_2,
      header: {
        version: 4,
        nLevels: header.zoomLevels.length,
        nBasesCovered: summary!.coveredBp,
        minVal: summary!.min,
        maxVal: summary!.max,
        sumData: summary!.sum,
        sumSquared: summary!.sumSquares,
      },
    });
    const lines = (found.rows as [string, number, number, string][]).map(([chrom, start, end, rest]) =>
      lineOf({ chrom, start, end, rest }),
    );
    // pyBigWig does not promise the order of rows with one start.
    expect(lines.sort()).toEqual(linesOf(rows).sort());
  });

  it('refuses rows out of order, unknown chromosomes, places beyond the end, and wrong columns', async () => {
    const run = (chrom: string, starts: number[], ends: number[], text = sampleRows(7, 1)[0]!.rest) =>
      runsOf(starts.map((start, i) => ({ chrom, start, end: ends[i]!, rest: text })))[0]!;
    const cases: [BedRun[], string][] = [
      [[run('chr1', [5, 4], [6, 6])], 'a row at chr1:4-6, expected a start from 5, that of the row before'],
      [[run('chr3', [5], [6])], 'rows of chr3, expected a chromosome that the chromosome sizes list'],
      [
        [run('chr10', [990], [1001])],
        'a row at chr10:990-1001, expected an end from 990 to 1000, the size of',
      ],
      [[run('chr10', [9], [8])], 'a row at chr10:9-8, expected an end from 9 to 1000'],
      [[run('chr10', [-1], [8])], 'a row at chr10:-1-8, expected a start from 0'],
      [
        [run('chr1', [5], [6]), run('chr2', [5], [6]), run('chr1', [7], [8])],
        'rows of chr1 in two places, expected each chromosome in one piece',
      ],
      [
        [run('chr1', [5], [6], 'name\t1')],
        'a row at chr1:5-6 with 5 columns, expected the 11 of the autoSql',
      ],
      [[run('chr1', [5], [6], '')], 'a row at chr1:5-6 with 3 columns, expected the 11'],
      [[run('chr1', [5], [6], 'a\n\t\t\t\t\t\t\t')], 'a row at chr1:5-6 with a byte 10 in its text'],
      [[run('chr1', [5], [6], '\t\t\t\t\t\t\t\t\t')], 'with 13 columns, expected the 11'],
    ];
    for (const [runs, message] of cases) {
      const mistake = await mistakeOf(written(runs));
      expect(mistake.code).toBe('FORMAT');
      expect(mistake.message).toContain(message);
    }
    for (const [options, message] of [
      [{ autoSql: 'no table' }, 'the autoSql has the text "no table", expected one table'],
      [{ definedFieldCount: 12 }, '12 columns as in BED, expected 3 to 11'],
      [
        { extraIndex: ['id'] },
        'an index of the column id, expected one of the autoSql from the fourth on: name,',
      ],
      [{ extraIndex: ['chrom'] }, 'an index of the column chrom, expected one'],
    ] as const) {
      expect((await mistakeOf(written([], options))).message).toContain(message);
    }
    expect(readdirSync(dir).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('says what cannot be written to', async () => {
    const writing = writeBigBed(join(dir, 'no', 'such.bb'), chromSizesOf([], []), [], OPTIONS);
    expect(await mistakeOf(writing)).toMatchObject({ code: 'IO' });
  });
});
