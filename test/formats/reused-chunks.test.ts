/** Files of many chunks, whose buffers are written over while they are read: what is kept of them is what stands in the file. */

import { execFileSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBed } from '../../src/formats/bed.ts';
import { textOf } from '../../src/formats/fields.ts';
import { visitTableRows } from '../../src/formats/table-rows.ts';
import { TextCodes } from '../../src/formats/text-codes.ts';
import { readLines } from '../../src/formats/text-lines.ts';
import { seeded } from '../genome/random.ts';
import { scratch } from './scratch.ts';

const { dir } = scratch();
const ROWS = 200_000;
/** Names of many lengths, which come again after others: what is remembered of one must outlive the chunk that it stood in. */
const NAMES = Array.from({ length: 40 }, (_, i) => `chr${'Un_'.repeat(i % 5)}${i}`);

function rows(): string[] {
  const random = seeded(11);
  let name = NAMES[0]!;
  return Array.from({ length: ROWS }, (_, i) => {
    if (random.chance(0.001)) name = random.pick(NAMES);
    const start = random.int(0, 2e8);
    return `${name}\t${start}\t${start + random.int(1, 400)}\tEH38D${String(i).padStart(7, '0')}`;
  });
}

describe('files of several megabytes', () => {
  const lines = rows();
  const text = `${lines.join('\n')}\n`;
  const files = { plain: path.join(dir, 'many.bed'), gzip: path.join(dir, 'many.bed.gz') };
  writeFileSync(files.plain, text);
  writeFileSync(files.gzip, gzipSync(text, { level: 1 }));

  it.each(['plain', 'gzip'] as const)('are read as BED row by row, %s', async (kind) => {
    expect(text.length).toBeGreaterThan(5 << 20);
    const bed = await readBed(files[kind]);
    expect(bed.count).toBe(ROWS);
    expect(new Set(bed.chromNames).size).toBe(bed.chromNames.length);
    const differing = lines.findIndex((line, i) => {
      const place = [bed.chromNames[bed.chrom[i]!], bed.start[i], bed.end[i], bed.names!.at(i)];
      return line !== place.join('\t');
    });
    expect(differing).toBe(-1);
  });

  it('are read as tables, with texts that come again', async () => {
    const file = path.join(dir, 'many.tsv');
    writeFileSync(file, `chrom\tstart\tend\tname\n${text}`);
    const codes = new TextCodes((name) => NAMES.indexOf(name));
    let i = 0;
    await visitTableRows(file, ['chrom', 'name'], (fields) => {
      const expected = lines[i]!.split('\t');
      const name = textOf(fields.bytes, fields.starts[1]!, fields.ends[1]!);
      if (NAMES[codes.of(fields, 0)] !== expected[0] || name !== expected[3]) {
        throw new Error(`row ${i}: ${name}`);
      }
      i++;
    });
    expect(i).toBe(ROWS);
  });

  it('keep what was met in a chunk that is written over when it is met again', async () => {
    // Rows of 64 bytes: a name that is met in one chunk changes where three chunks later it would stand.
    const rowsOfChunk = (1 << 20) / 64;
    const row = (name: string, i: number) => `${name}\t${100 + i}\t${200 + i}\t`.padEnd(63, 'x');
    const names = ['chr2', 'chr3', 'chr3', 'chr3', 'chr4', 'chr4', 'chr4', 'chr2'];
    const all = names.flatMap((name) => Array.from({ length: rowsOfChunk }, (_, i) => row(name, i)));
    const file = path.join(dir, 'aligned.bed');
    writeFileSync(file, `${all.join('\n')}\n`);
    const bed = await readBed(file);
    expect(all.findIndex((line, i) => !line.startsWith(`${bed.chromNames[bed.chrom[i]!]}\t`))).toBe(-1);
    const table = path.join(dir, 'aligned.tsv');
    // The header stands where the first row was.
    writeFileSync(table, ['name\tstart\tend\t'.padEnd(63, 'y'), ...all.slice(1), ''].join('\n'));
    const codes = new TextCodes((name) => name);
    let i = 1;
    await visitTableRows(table, ['name'], (fields) => {
      if (!all[i]!.startsWith(`${codes.of(fields, 0)}\t`)) throw new Error(`row ${i}`);
      i++;
    });
    expect(i).toBe(all.length);
  });

  it('come through a pipe in pieces', async () => {
    const pipe = path.join(dir, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = createWriteStream(pipe);
    const writing = (async () => {
      for (const piece of [
        'name\tvalue\none-',
        'two-',
        'three-',
        'four-',
        'five-',
        'end\t7\nla',
        'st\t8\n',
      ]) {
        writer.write(piece);
        await sleep(20);
      }
      writer.end();
    })();
    const found: string[] = [];
    await visitTableRows(pipe, ['name', 'value'], ({ bytes, starts, ends }) => {
      found.push([0, 1].map((k) => textOf(bytes, starts[k]!, ends[k]!)).join('='));
    });
    await writing;
    expect(found).toEqual(['one-two-three-four-five-end=7', 'last=8']);
  });

  it('have lines longer than a chunk', async () => {
    const file = path.join(dir, 'long.txt');
    const long = [...'abcdefg'].map((letter) => letter.repeat(2_500_000));
    writeFileSync(file, `${long.join('\n')}\nend`);
    const found: string[] = [];
    for await (const { bytes, starts, ends, count } of readLines(file, { reuse: true })) {
      for (let k = 0; k < count; k++)
        found.push(Buffer.from(bytes.subarray(starts[k]!, ends[k]!)).toString('latin1'));
    }
    expect(found.map((line) => `${line[0]} ${line.length} ${new Set(line).size}`)).toEqual([
      ...long.map((line) => `${line[0]} ${line.length} 1`),
      'e 3 3',
    ]);
  });
});
