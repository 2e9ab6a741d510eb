/** The other forms of each BED: bigBed against pyBigWig, bgzip and its index against Debian's tools. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportKind } from '../../src/export/export-kinds.ts';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { silent } from '../../src/progress.ts';
import { randomOf } from '../../src/simulate/random.ts';
import { openRegistry } from '../../src/store/registry-directory.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { needs } from '../registry/tools.ts';
import { buildExportCase, rowsIn, rowsOf, SIZES } from './export-case.ts';

const PYTHON = '/usr/bin/python3';
const KINDS = ['classes', 'biosamples', 'states', 'combined'];
const scratch = scratchDirectory();
const random = randomOf(3, 'forms');
/** Of each BED its path without the ending. */
let bases: string[] = [];

/** For each file: what differs between what pyBigWig reads of it and the BED and the autoSql beside it. */
const READ_BIGBEDS = `
import json, pyBigWig, sys
said = {}
for base, schema in json.load(sys.stdin):
    bed = [line.rstrip('\\n').split('\\t', 3) for line in open(base + '.bed', encoding='utf8')]
    bed = [(c, int(s), int(e), rest) for c, s, e, rest in bed]
    f = pyBigWig.open(base + '.bigBed')
    found = [(c, s, e, rest) for c, size in f.chroms().items() for s, e, rest in f.entries(c, 0, size) or []]
    said[base] = dict(chroms=f.chroms(), isBigBed=bool(f.isBigBed()), rows=len(found), isEqual=sorted(found) == sorted(bed),
        isSql=f.SQL().decode() == open(schema).read(), header=f.header())
    f.close()
json.dump(said, sys.stdout)
`;

interface Said {
  readonly chroms: Readonly<Record<string, number>>;
  readonly isBigBed: boolean;
  readonly rows: number;
  readonly isEqual: boolean;
  readonly isSql: boolean;
  readonly header: Readonly<Record<string, number>>;
}

beforeAll(async () => {
  const registry = await openRegistry(await buildExportCase(path.join(scratch, 'case'), 'encode3'));
  for (const kind of KINDS) {
    const options = { threads: 1, encodeNames: false, email: 'a@b.c' };
    await exportKind(kind, registry, path.join(scratch, kind), { options, progress: silent });
  }
  bases = KINDS.flatMap((kind) =>
    readdirSync(path.join(scratch, kind))
      .filter((name) => name.endsWith('.bed'))
      .map((name) => path.join(scratch, kind, name.slice(0, -'.bed'.length))),
  );
  expect(bases.length).toBe(16 + 4 + 10 + 1);
});

/** The autoSql beside a file: the class files have three. */
function schemaOf(base: string): string {
  const folder = path.dirname(base);
  const schemas = readdirSync(folder).filter((name) => name.endsWith('.as'));
  if (schemas.length === 1) return path.join(folder, schemas[0]!);
  const table = /-rDHSs$/.test(base) ? 'rDHSs' : /-Unfiltered$/.test(base) ? 'cCREsUnfiltered' : 'cCREs';
  return path.join(folder, `${table}.as`);
}

describe('bigBed', () => {
  it('has the rows of its BED and the autoSql beside it, read by pyBigWig', (ctx) => {
    needs(ctx.skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
    const input = JSON.stringify(bases.map((base) => [base, schemaOf(base)]));
    const { stdout, stderr } = spawnSync(PYTHON, ['-c', READ_BIGBEDS], { input, encoding: 'utf8' });
    expect(stderr).toBe('');
    const said = JSON.parse(stdout) as Record<string, Said>;
    for (const base of bases) {
      const rows = rowsOf(`${base}.bed`);
      const { chroms, header, ...rest } = said[base]!;
      expect({ base, ...rest }).toEqual({
        base,
        isBigBed: true,
        rows: rows.length,
        isEqual: true,
        isSql: true,
      });
      expect(chroms).toEqual(Object.fromEntries(SIZES));
      // Elements do not overlap: depth is 1 where there is one.
      const coveredBp = rows.reduce((sum, [, start, end]) => sum + Number(end) - Number(start), 0);
      expect(header.nBasesCovered, base).toBe(coveredBp);
      if (rows.length > 0) expect(header, base).toMatchObject({ minVal: 1, maxVal: 1, sumData: coveredBp });
      if (rows.length > 100) expect(header.nLevels, base).toBeGreaterThan(1);
    }
  });

  it('finds rows by name, in our reader', async () => {
    for (const base of bases) {
      const rows = rowsOf(`${base}.bed`);
      const columns = path.basename(path.dirname(base)) === 'classes' ? [3, 4] : [3];
      const bigBed = await openBigBed(await openByteSource(`${base}.bigBed`));
      for (const column of columns) {
        if (column >= (rows[0]?.length ?? 0)) continue;
        const name = /^\s*\S+ (\w+);/.exec(
          readFileSync(schemaOf(base), 'utf8').split('\n')[3 + column]!,
        )![1]!;
        for (let i = 0; i < 5; i++) {
          const [chrom, start, end, ...rest] = random.pick(rows);
          const found = await bigBed.findByName(rest[column - 3]!, name);
          expect(found.count).toBe(1);
          const place = [found.chromNames[found.chrom[0]!], found.start[0], found.end[0]];
          expect([...place, found.rest.at(0)]).toEqual([chrom, Number(start), Number(end), rest.join('\t')]);
        }
        expect((await bigBed.findByName('EH38X', name)).count).toBe(0);
      }
      await bigBed.close();
    }
  });

  it('has zoom levels that cover what its rows cover', () => {
    for (const base of bases) {
      const bytes = readFileSync(`${base}.bigBed`);
      const rows = rowsOf(`${base}.bed`);
      const levels = bytes.readUInt16LE(6);
      let last = 0;
      for (let level = 0; level < levels; level++) {
        const at = 64 + 24 * level;
        const windowBp = bytes.readUInt32LE(at);
        expect(windowBp).toBeGreaterThan(last);
        last = windowBp;
        const records = zoomRecords(bytes, at);
        for (const [chrom] of SIZES) {
          // Chromosomes are numbered in the order of their names.
          const id = SIZES.map(([name]) => name)
            .sort()
            .indexOf(chrom);
          const own = records.filter((record) => record.chrom === id);
          const coveredBp = rows
            .filter((row) => row[0] === chrom)
            .reduce((sum, [, start, end]) => sum + Number(end) - Number(start), 0);
          expect(own.reduce((sum, { validBp }) => sum + validBp, 0)).toBe(coveredBp);
          expect(own.every(({ start, end }, i) => start < end && (i === 0 || start >= own[i - 1]!.end))).toBe(
            true,
          );
        }
      }
    }
  });
});

/** The records of a zoom level, whose compressed blocks stand one after the other. */
function zoomRecords(
  bytes: Buffer,
  header: number,
): { chrom: number; start: number; end: number; validBp: number }[] {
  const dataAt = Number(bytes.readBigUInt64LE(header + 8));
  const indexAt = Number(bytes.readBigUInt64LE(header + 16));
  const blocks: Buffer[] = [];
  for (let at = dataAt + 4; at < indexAt; ) {
    const { buffer, engine } = inflateSync(bytes.subarray(at, indexAt), { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    blocks.push(buffer);
    at += engine.bytesWritten;
  }
  const data = Buffer.concat(blocks);
  expect(data.length).toBe(32 * bytes.readUInt32LE(dataAt));
  return Array.from({ length: data.length / 32 }, (_, i) => ({
    chrom: data.readUInt32LE(32 * i),
    start: data.readUInt32LE(32 * i + 4),
    end: data.readUInt32LE(32 * i + 8),
    validBp: data.readUInt32LE(32 * i + 12),
  }));
}

describe('bgzip with a tabix index', () => {
  it('has the bytes of its BED, for bgzip', (ctx) => {
    needs(ctx.skip, 'tabix', 'bgzip', '--version');
    for (const base of bases) {
      const { stdout } = spawnSync('bgzip', ['-dc', `${base}.bed.gz`], { maxBuffer: 1 << 28 });
      expect(stdout.equals(readFileSync(`${base}.bed`)), base).toBe(true);
    }
  });

  it('gives tabix the rows of any region', (ctx) => {
    needs(ctx.skip, 'tabix', 'tabix', '--version');
    for (const base of bases) {
      const rows = rowsOf(`${base}.bed`);
      const regions = Array.from({ length: 12 }, () => {
        const [chrom, size] = random.pick(SIZES);
        const start = random.whole(0, size - 1);
        return { chrom, start, end: Math.min(size, start + random.pick([1, 300, 5000, 100_000])) };
      });
      const expected = regions.flatMap(({ chrom, start, end }) =>
        rows.filter((row) => row[0] === chrom && Number(row[1]) < end && Number(row[2]) > start),
      );
      // tabix counts from 1 and takes both ends in.
      const names = regions.map(({ chrom, start, end }) => `${chrom}:${start + 1}-${end}`);
      const { stdout } = spawnSync('tabix', [`${base}.bed.gz`, ...names], { encoding: 'utf8' });
      expect(rowsIn(stdout), base).toEqual(expected);
    }
  });
});
