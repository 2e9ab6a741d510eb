/** A BED in its other forms: what they hold, and what it takes. */

import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { STATE_SCHEMA } from '../../src/export/bed-schema.ts';
import { exportThreads } from '../../src/export/export-threads.ts';
import { publishBed } from '../../src/export/publish-bed.ts';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import type { RegistryDirectory } from '../../src/store/registry-directory.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cisreg-publish-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** More rows of a chromosome than are cut at a time. */
const ROWS = 70_000;

describe('a published BED', () => {
  it('has the same lines in all its forms, whatever their length', async () => {
    const lines = ['chr1', 'chr10', 'chr2'].flatMap((chrom, c) =>
      Array.from({ length: c === 1 ? ROWS : 3 }, (_, i) => {
        const [start, end] = [i * 7, i * 7 + 5];
        return `${chrom}\t${start}\t${end}\tE${c}_${i}\t0\t.\t${start}\t${end}\t6,218,147\t${'x'.repeat(i % 9)}\t`;
      }),
    );
    const bed = path.join(folder, 'a.bed');
    writeFileSync(bed, lines.map((line) => `${line}\n`).join(''));
    const chromSizes = chromSizesOf(['chr1', 'chr10', 'chr2'], [1e6, 1e6, 1e6]);
    expect(await publishBed({ bed, schema: STATE_SCHEMA, chromSizes })).toEqual([
      'a.bed',
      'a.bed.gz',
      'a.bed.gz.tbi',
      'a.bigBed',
    ]);
    expect(gunzipSync(readFileSync(`${bed}.gz`)).equals(readFileSync(bed))).toBe(true);
    const bigBed = await openBigBed(await openByteSource(path.join(folder, 'a.bigBed')));
    const rows = await bigBed.readAll();
    const name = await bigBed.findByName(`E1_${ROWS - 1}`, 'name');
    await bigBed.close();
    const found = Array.from(
      { length: rows.count },
      (_, i) => `${rows.chromNames[rows.chrom[i]!]}\t${rows.start[i]}\t${rows.end[i]}\t${rows.rest.at(i)}`,
    );
    expect(found.length).toBe(lines.length);
    expect(found.filter((line, i) => line !== lines[i])).toEqual([]);
    expect(name.count).toBe(1);
  });
});

describe('threads of an export', () => {
  it('are all cores, but no more than 2 GB of memory bear, and at least one', () => {
    const registry = { path: folder } as RegistryDirectory;
    const threadsAt = (ccres: number) => {
      writeFileSync(path.join(folder, 'cCREs.bed'), '');
      truncateSync(path.join(folder, 'cCREs.bed'), ccres * 60);
      return exportThreads(registry, 64);
    };
    expect(threadsAt(0)).toBe(64);
    expect(threadsAt(10_000)).toBe(64);
    expect(threadsAt(930_000)).toBe(6);
    expect(threadsAt(2_300_000)).toBe(2);
    expect(threadsAt(30_000_000)).toBe(1);
    expect(exportThreads(registry, 1)).toBe(1);
  });
});
