import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CisregError } from '../../../src/errors.ts';
import { autoSqlColumns } from '../../../src/formats/auto-sql.ts';
import { openBigBed } from '../../../src/formats/bbi/bigbed.ts';
import { writeBigBed } from '../../../src/formats/bbi/bigbed-writer.ts';
import { mistakeOf, SHARED, scratch } from '../scratch.ts';
import { BED_CHROMS, BED9_PLUS_2, runsOf, type SampleRow, sampleRows } from './bed-samples.ts';
import { memorySource } from './memory-source.ts';
import { seededRandom } from './wig-samples.ts';

const { dir } = scratch();
const nameOf = ({ rest }: SampleRow) => rest.split('\t')[0]!;
/** Many blocks, names that fill several nodes, and one name that fills more than two. */
const rows = sampleRows(1, 30_000).map((row, i) =>
  i % 50 === 0 ? { ...row, rest: row.rest.replace(/^[^\t]*/, 'often') } : row,
);
let bytes: Buffer;

beforeAll(async () => {
  const path = join(dir, 'indexed.bb');
  await writeBigBed(path, BED_CHROMS, runsOf(rows, 1000), {
    autoSql: BED9_PLUS_2,
    definedFieldCount: 9,
    extraIndex: ['name', 'class'],
    itemsPerSlot: 100,
  });
  bytes = readFileSync(path);
});

function groupedBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

interface Entry {
  readonly key: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A whole B+ tree by its description alone: nodes, keys in order, children that begin with their key. */
function naiveTree(file: Buffer, at: number): { keyBytes: number; entries: Entry[] } {
  expect(file.readUInt32LE(at)).toBe(0x78ca8c91);
  const blockSize = file.readUInt32LE(at + 4);
  const keyBytes = file.readUInt32LE(at + 8);
  expect(file.readUInt32LE(at + 12)).toBe(16);
  const count = Number(file.readBigUInt64LE(at + 16));
  expect(file.readBigUInt64LE(at + 24)).toBe(0n);
  const entries: Entry[] = [];
  const keyAt = (place: number) => file.subarray(place, place + keyBytes);
  const visit = (node: number): Buffer => {
    const isLeaf = file.readUInt8(node) === 1;
    const children = file.readUInt16LE(node + 2);
    expect(children).toBeGreaterThan(0);
    expect(children).toBeLessThanOrEqual(blockSize);
    for (let i = 0; i < children; i++) {
      const place = node + 4 + i * (keyBytes + (isLeaf ? 16 : 8));
      const value = Number(file.readBigUInt64LE(place + keyBytes));
      if (isLeaf) {
        const key = keyAt(place).toString('utf8').replace(/\0+$/, '');
        const sizeBytes = Number(file.readBigUInt64LE(place + keyBytes + 8));
        entries.push({ key, offset: value, sizeBytes });
      } else expect(visit(value).equals(keyAt(place))).toBe(true);
    }
    return keyAt(node + 4);
  };
  visit(at + 32);
  expect(entries.length).toBe(count);
  return { keyBytes, entries };
}

/** The extension of the header, by its description. */
function naiveIndexes(file: Buffer): { column: number; offset: number }[] {
  const extension = Number(file.readBigUInt64LE(56));
  expect(file.readUInt16LE(extension)).toBe(64);
  expect(file.subarray(extension + 12, extension + 64).every((byte) => byte === 0)).toBe(true);
  const list = Number(file.readBigUInt64LE(extension + 4));
  return Array.from({ length: file.readUInt16LE(extension + 2) }, (_, i) => {
    const entry = list + i * 20;
    expect([file.readUInt16LE(entry), file.readUInt16LE(entry + 2)]).toEqual([0, 1]);
    return { offset: Number(file.readBigUInt64LE(entry + 4)), column: file.readUInt16LE(entry + 16) };
  });
}

describe('the index of a bigBed by name', () => {
  it('leads from every name to its rows, in the order of the file', async () => {
    const bigBed = await openBigBed(memorySource(bytes));
    const byName = groupedBy(
      [...rows].sort((a, b) => (a.chrom < b.chrom ? -1 : a.chrom > b.chrom ? 1 : 0)),
      nameOf,
    );
    const names = [...byName.keys()];
    const asked = names.filter((name, i) => i % 23 === 0 || name === 'often');
    for (const name of asked) {
      const found = await bigBed.findByName(name);
      const lines = Array.from({ length: found.count }, (_, i) =>
        [found.chromNames[found.chrom[i]!], found.start[i], found.end[i], found.rest.at(i)].join(' '),
      );
      expect(lines).toEqual(
        byName.get(name)!.map(({ chrom, start, end, rest }) => [chrom, start, end, rest].join(' ')),
      );
    }
    expect((await bigBed.findByName('PLS', 'class')).count).toBe(rows.length);
    for (const absent of ['', 'E', 'zzz', 'oftener', 'a'.repeat(300), 'often\0'])
      expect((await bigBed.findByName(absent)).count).toBe(0);
  });

  it('is a B+ tree of all names in byte order, each with the block of its row', async () => {
    const [byName, byClass] = naiveIndexes(bytes);
    expect([byName!.column, byClass!.column]).toEqual([3, 9]);
    const { keyBytes, entries } = naiveTree(bytes, byName!.offset);
    const names = rows.map((row) => Buffer.from(nameOf(row)));
    expect(keyBytes).toBe(names.reduce((longest, name) => Math.max(longest, name.length), 0));
    expect(entries.map(({ key }) => key)).toEqual(names.sort(Buffer.compare).map(String));
    // Each block, in the order of the file, has the names that lead to it.
    const leading = groupedBy(entries, ({ offset }) => offset);
    const blocks = [...leading.keys()].sort((a, b) => a - b);
    let from = 0;
    for (const offset of blocks) {
      const there = leading.get(offset)!;
      const expected = rows.slice(from, from + there.length).map(nameOf);
      expect(there.map(({ key }) => key).sort()).toEqual(expected.sort());
      expect(there.every(({ sizeBytes }) => sizeBytes === there[0]!.sizeBytes)).toBe(true);
      from += there.length;
    }
    expect(naiveTree(bytes, byClass!.offset).entries.length).toBe(rows.length);
  });

  it('is missed by name where it is not there', async () => {
    const bigBed = await openBigBed(memorySource(bytes));
    const mistake = await mistakeOf(bigBed.findByName('x', 'score'));
    expect(mistake.code).toBe('NOT_FOUND');
    expect(mistake.message).toBe('memory: no index by score, expected one that the file has: name, class');
  });

  it('refuses a name of over 255 bytes', async () => {
    const long = rows
      .slice(0, 1)
      .map((row) => ({ ...row, rest: row.rest.replace(/^[^\t]*/, 'x'.repeat(256)) }));
    const options = { autoSql: BED9_PLUS_2, definedFieldCount: 9, extraIndex: ['name'] };
    const mistake = await mistakeOf(writeBigBed(join(dir, 'long.bb'), BED_CHROMS, runsOf(long), options));
    expect(mistake.message).toContain('a name of 256 bytes (xxxxxxxxxxxxxxxxxxxx...), expected at most 255');
  });

  it('finds the names of the files of other writers in ../shared', async (ctx) => {
    const place = `${SHARED}/bbi/bbi-js`;
    ctx.skip(!existsSync(place), `${place} is not here`);
    for (const [file, columns] of [
      ['chr22_with_name_index.bb', ['name']],
      ['chr22_with_name_and_geneName_index.bb', ['name', 'geneName']],
    ] as const) {
      const bigBed = await openBigBed(memorySource(readFileSync(join(place, file))));
      const all = await bigBed.readAll();
      const lines = Array.from({ length: all.count }, (_, i) => all.rest.at(i));
      for (const column of columns) {
        const at = autoSqlColumns(bigBed.autoSql, file).indexOf(column) - 3;
        const byText = groupedBy(lines, (line) => line.split('\t')[at]!);
        for (const [i, [text, expected]] of [...byText].entries()) {
          if (i % 101 !== 0) continue;
          const found = await bigBed.findByName(text, column);
          expect(Array.from({ length: found.count }, (_, k) => found.rest.at(k))).toEqual(expected);
        }
      }
    }
  });

  it('gives one error sentence or rows where the file is damaged', async () => {
    const random = seededRandom(9);
    const extension = Number(bytes.readBigUInt64LE(56));
    const tree = naiveIndexes(bytes)[0]!.offset;
    const name = nameOf(rows[7]!);
    const whole = rows.filter((row) => nameOf(row) === name).length;
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const copy = Buffer.from(bytes);
      const places = [56 + random() * 8, extension + random() * 104, tree + random() * 600];
      for (const place of places) if (random() < 0.5) copy[Math.floor(place)] = random() * 256;
      try {
        const bigBed = await openBigBed(memorySource(copy));
        const found = await bigBed.findByName(name);
        expect(found.count).toBeLessThanOrEqual(whole);
      } catch (error) {
        if (!(error instanceof CisregError)) throw error;
        expect(['FORMAT', 'TRUNCATED', 'NOT_FOUND']).toContain(error.code);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});
