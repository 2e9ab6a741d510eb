/** A BED against the elements: what bedtools finds, whatever its order and packing; what does not fit is told with its line. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seeded } from '../genome/random.ts';
import { needsBedtools } from '../registry/tools.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-intersect-'));
let service: Running;
let registry: string;
let sizes: [string, number][];
const INTERSECT = '/api/v1/intersect';
const bed = (body: string | Uint8Array, type = 'text/plain'): RequestInit => ({
  method: 'POST',
  body: body as NonNullable<RequestInit['body']>,
  headers: { 'content-type': type },
});
const problem = async (url: string, init: RequestInit) => {
  const response = await service.get(url, init);
  const found = (await response.json()) as { status: number; detail: string; parameter?: string };
  expect(found.status).toBe(response.status);
  return found;
};
const rowsOf = (file: string) =>
  readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

beforeAll(async () => {
  ({ registry } = await simulatedRegistry());
  service = await running([registry], { intervals: 250_000 });
  sizes = JSON.parse(readFileSync(path.join(registry, 'registry.json'), 'utf8')).chromSizes;
});
afterAll(async () => {
  await service.app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Unsorted, of all lengths, many of them where elements begin and end. */
function randomBed(random: Random, count: number): string {
  const elements = rowsOf('rDHSs.bed');
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const [chrom, sizeBp] = random.pick(sizes);
    let start = random.int(0, sizeBp - 2);
    let end = Math.min(sizeBp, start + random.pick([1, 10, 500, 20_000]));
    if (random.chance(0.3)) {
      const [name, from, to] = random.pick(elements);
      const edge = Number(random.chance(0.5) ? from : to) + random.int(-1, 1);
      start = Math.max(0, edge - random.int(0, 1) * 50);
      end = start + random.int(1, 50);
      lines.push(`${name}\t${start}\t${end}\tq${i}`);
    } else lines.push(`${chrom}\t${start}\t${end}\tq${i}`);
  }
  return `# made\n${lines.join('\n')}\n`;
}

describe('200,000 random intervals', () => {
  it('hit what bedtools intersect says, in the counts and in every row', async ({ skip }) => {
    needsBedtools(skip);
    const text = randomBed(seeded(7), 200_000);
    const file = path.join(dir, 'q.bed');
    writeFileSync(file, text);
    const bedtools = (...options: string[]) =>
      execFileSync(
        'bedtools',
        ['intersect', '-a', file, '-b', path.join(registry, 'cCREs.bed'), ...options],
        {
          maxBuffer: 1 << 30,
          encoding: 'utf8',
        },
      )
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));
    const expected = bedtools('-wo').map(([, , , name, , , , rdhs, , , bp]) => `${name} ${rdhs} ${bp}`);
    const answer = await service.get(`${INTERSECT}?format=tsv`, bed(text));
    const [header, ...rows] = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const [name, rdhs, bp] = ['name', 'rdhs', 'sharedBp'].map((own) => header!.indexOf(own));
    expect(answer.headers.get('x-total')).toBe(String(expected.length));
    expect(rows.map((row) => `${row[name!]} ${row[rdhs!]} ${row[bp!]}`).sort()).toEqual(expected.sort());
    const summary = await service.json(INTERSECT, bed(gzipSync(text), 'application/gzip'));
    const hitElements = new Set(expected.map((row) => row.split(' ')[1]));
    expect(summary).toMatchObject({
      intervals: 200_000,
      hit: new Set(expected.map((row) => row.split(' ')[0])).size,
      pairs: expected.length,
      onOtherChromosomes: 0,
      genes: null,
      elements: { total: hitElements.size, ofAll: rowsOf('cCREs.bed').length },
    });
    const classes = new Map<string, number>();
    for (const [, , , own, , label] of rowsOf('cCREs.bed')) {
      const plain = label!.replace(',CTCF-bound', '');
      if (hitElements.has(own)) classes.set(plain, (classes.get(plain) ?? 0) + 1);
    }
    for (const { name: own, count } of summary.elements.byClass) expect(count).toBe(classes.get(own) ?? 0);
    const lengths = text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split('\t'))
      .reduce((sum, [, start, end]) => sum + Number(end) - Number(start), 0);
    expect(summary.bases).toBe(lengths);
  });
});

describe('an intersection', () => {
  const small = () => {
    const [first, second] = rowsOf('cCREs.bed') as [string[], string[]];
    return {
      first,
      second,
      text: `${second.slice(0, 3).join('\t')}\tb\n${first.slice(0, 3).join('\t')}\ta\n`,
    };
  };

  it('keeps the order of the BED, and takes offset and limit', async () => {
    const { first, second, text } = small();
    const all = (await (await service.get(`${INTERSECT}?format=ndjson`, bed(text))).text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(all.map(({ interval, name, element }) => [interval, name, element.rdhs])).toEqual([
      [0, 'b', second[3]],
      [1, 'a', first[3]],
    ]);
    const one = await (await service.get(`${INTERSECT}?format=ndjson&offset=1&limit=1`, bed(text))).text();
    expect(JSON.parse(one)).toEqual(all[1]);
    const asBed = await (await service.get(`${INTERSECT}?format=bed`, bed(text))).text();
    expect(asBed.split('\n')[0]!.split('\t').slice(0, 4)).toEqual([...second.slice(0, 3), second[4]]);
    expect(asBed.split('\n')[0]!.endsWith('\tb')).toBe(true);
  });

  it('is with the elements that pass the filters, by any spelling of a chromosome', async () => {
    const { text } = small();
    const plain = text.replaceAll('chr', '');
    const counted = await service.json(`${INTERSECT}?class=PLS`, bed(plain));
    const pls = rowsOf('cCREs.bed').filter(([, , , , , label]) => label!.startsWith('PLS'));
    expect(counted.elements.ofAll).toBe(pls.length);
    expect(await service.json(INTERSECT, bed(plain))).toMatchObject({ hit: 2, elements: { total: 2 } });
  });

  it('names the line that does not fit', async () => {
    const [[chrom, sizeBp]] = sizes as [[string, number]];
    const cases: [string, RegExp][] = [
      [
        `${chrom}\t1\t5\n${chrom}\t9\t4\n`,
        /the BED:2:3: column 3 \(end\) is "4", expected more than the start 9/,
      ],
      [`${chrom}\t1\n`, /the BED:1: 2 columns/],
      [`${chrom}\tx\t5\n`, /the BED:1:2: column 2 \(start\) is "x"/],
      [`# a\n\n${chrom}\t1\t${sizeBp + 1}\n`, /line 3 of the BED ends at \d+, beyond/],
      ['chrZ\t1\t5\n', /chrZ and no chromosome of/],
      ['\n# nothing\n', /has no row/],
      ['\u0000\u0001', /zero byte/],
    ];
    for (const [text, expected] of cases) {
      const found = await problem(INTERSECT, bed(text));
      expect(found).toMatchObject({ status: 400, parameter: 'body' });
      expect(found.detail).toMatch(expected);
    }
    expect(await problem(INTERSECT, bed(gzipSync('chr1\t1\t5\n').subarray(0, 20)))).toMatchObject({
      status: 400,
    });
    expect(await service.json(INTERSECT, bed(`${chrom}\t1\t5\nchrZ\t1\t5\n`))).toMatchObject({
      intervals: 2,
      onOtherChromosomes: 1,
    });
  });

  it('refuses too many intervals while they come, and answers whoever is still sending', async () => {
    const line = `${sizes[0]![0]}\t1\t5\n`;
    expect(await problem(INTERSECT, bed(line.repeat(250_001)))).toMatchObject({
      status: 413,
      parameter: 'body',
    });
    const large = await problem(INTERSECT, bed(line.repeat(2_500_000)));
    expect(large.status).toBe(413);
    const bomb = gzipSync('#\n'.repeat(20 << 20));
    expect(await problem(INTERSECT, bed(bomb, 'application/gzip'))).toMatchObject({ status: 413 });
  });

  it('says what is missing', async () => {
    expect(await problem(INTERSECT, { method: 'POST' })).toMatchObject({ status: 400, parameter: 'body' });
    expect(await problem(INTERSECT, bed('{}', 'application/json'))).toMatchObject({ status: 415 });
    expect(await problem(`${INTERSECT}?sort=tau`, bed('x'))).toMatchObject({
      status: 400,
      parameter: 'sort',
    });
    expect(await problem(`${INTERSECT}?format=xml`, bed('chr1\t1\t5\n'))).toMatchObject({ status: 406 });
    expect(await problem(`${INTERSECT}?upload=aaaaaaaaaaaaaaaaaaaaaaaaaa`, {})).toMatchObject({
      status: 404,
    });
  });
});
