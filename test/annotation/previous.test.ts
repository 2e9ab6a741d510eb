/** Accessions of earlier registries: what lies where their elements were, against bedtools, and how the service follows them. */

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { openAnnotations } from '../../src/annotation/annotations.ts';
import { PREVIOUS_KIND } from '../../src/annotation/registries/previous.ts';
import { PREVIOUS, type PreviousAccessions } from '../../src/annotation/registries/previous-accessions.ts';
import { silent } from '../../src/progress.ts';
import { openState } from '../../src/server/lists/state-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { needsBedtools, runScript } from '../registry/tools.ts';
import { type Running, running, simulatedRegistry } from '../server/simulated.ts';
import { madeOnElements, rowsOf } from './element-case.ts';

const dir = scratchDirectory();
const registry = path.join(dir, 'mini');
let old: string[][];
let elements: string[][];
let previous: PreviousAccessions;
let counts: Readonly<Record<string, number>>;
let service: Running;

beforeAll(async () => {
  const { genome, registry: plain } = await simulatedRegistry();
  cpSync(plain, registry, { recursive: true });
  const file = (name: string) => JSON.stringify(path.join(genome, 'previous', `${name}.bed.gz`));
  // An older registry still: other names, places of its own.
  elements = rowsOf(path.join(registry, 'rDHSs.bed'));
  const [first, second, third] = elements as [string[], string[], string[]];
  const older = [
    ['chr1', Number(first[1]) + 5, Number(first[2]) + 5, 'EH37E0000001'],
    ['chr1', Number(first[1]) + 100, Number(third[2]) - 1, 'EH37E0000002'],
    ['chr1', 0, 1, 'EH37E0000003'],
    [...second.slice(0, 3), 'EH37D0000004'],
    ['chrUn', 5, 10, 'EH37E0000005'],
  ];
  writeFileSync(path.join(dir, 'older.bed'), older.map((row) => `${row.join('\t')}\n`).join(''));
  const yaml = path.join(dir, 'annotations.yaml');
  writeFileSync(yaml, `previous: [{rdhs: ${file('rdhs')}, ccre: ${file('ccre')}}, {ccre: older.bed}]\n`);
  const results = await annotate(registry, yaml, silent);
  counts = results.find(({ kind }) => kind === 'previous')!.counts;
  previous = openAnnotations(registry).get(PREVIOUS)!;
  old = [
    ...['rdhs', 'ccre'].flatMap((name) => rowsOf(path.join(genome, 'previous', `${name}.bed.gz`))),
  ].concat(older.map((row) => row.map(String)));
  service = await running([registry], { state: openState(path.join(dir, 'state')) });
});
afterAll(() => service.app.close());

describe('accessions of earlier registries', () => {
  it('stand for the elements that bedtools finds where they were', ({ skip }) => {
    needsBedtools(skip);
    const pairs = runScript({ old, elements }, 'bedtools intersect -a old -b elements -wo > out');
    const expected = new Map(old.map((row) => [row[3]!, new Map<string, number>()]));
    for (const [, , , accession, , , , rdhs, bp] of pairs) expected.get(accession!)!.set(rdhs!, Number(bp));
    expect(previous.count).toBe(expected.size);
    for (const [accession, found] of expected) {
      const own = previous.find(accession)!;
      expect(new Map(own.now.map(({ row, sharedBp }) => [elements[row]![3], sharedBp]))).toEqual(found);
      const shared = own.now.map(({ sharedBp }) => sharedBp);
      expect(shared).toEqual([...shared].sort((a, b) => b - a));
    }
    expect(counts).toMatchObject({
      accessions: expected.size,
      followed: [...expected.values()].filter(({ size }) => size > 0).length,
      onOtherChromosomes: 3,
      ownAtOtherPlaces: 0,
    });
  });

  it('are found in any case, with their place; others are not', () => {
    const [, , chosen] = old as [string[], string[], string[]];
    expect(previous.find(` ${chosen[3]!.toLowerCase()} `)).toMatchObject({
      chrom: chosen[0],
      start: Number(chosen[1]),
      end: Number(chosen[2]),
    });
    expect(previous.find('EH37E0000005')).toMatchObject({ chrom: undefined, now: [] });
    for (const name of ['EH37E0000006', 'EH37E000000', '', 'A', 'ZZ99E0000001']) {
      expect(previous.find(name)).toBeUndefined();
    }
  });

  it('are followed by the routes of elements, by lists and by search', async () => {
    const [first, second] = elements as [string[], string[]];
    const { element } = await service.json('/api/v1/ccres/EH37E0000001');
    expect(element.rdhs).toBe(first[3]);
    expect((await service.json('/api/v1/ccres/eh37d0000004/explanation')).element.rdhs).toBe(second[3]);
    const listed = await service.json('/api/v1/ccres?scope=rDHSs&accession=EH37E0000002,EH37E0000001');
    expect(listed.total).toBe(3);
    const found = await service.json('/api/v1/search?q=EH37E0000001');
    expect(found).toMatchObject({ total: 1, element: { rdhs: first[3] }, unknown: [] });
    expect(found.parts[0].text).toBe('EH37E0000001');
    const saved = await service.get('/api/v1/lists', {
      method: 'POST',
      body: JSON.stringify({ accessions: ['EH37E0000001', second[3]] }),
      headers: { 'content-type': 'application/json' },
    });
    const { address } = (await saved.json()) as { address: string };
    expect((await service.json(address)).total).toBe(2);
  });

  it('without an element where they were are told apart from what nobody knows', async () => {
    const gone = await (await service.get('/api/v1/ccres/EH37E0000003')).json();
    expect(gone).toMatchObject({
      status: 404,
      detail: expect.stringMatching(
        /was an element of an earlier registry, at chr1:1-1; mini has none there/,
      ),
    });
    const other = await (await service.get('/api/v1/ccres/EH37E0000005')).json();
    expect(other).toMatchObject({ detail: expect.stringMatching(/on a chromosome that is not in this one/) });
    const unknown = await (await service.get('/api/v1/ccres/EH37E0000009')).json();
    expect(unknown).toMatchObject({ status: 404, detail: expect.stringMatching(/is no cCRE or rDHS/) });
  });
});

describe('files of earlier registries that do not fit', () => {
  const cases: [string, string, RegExp][] = [
    [
      'an accession that is none',
      'chr1\t1\t5\tEH37E0000001\nchr1\t7\t9\telement7\n',
      /old\.bed:2:4: accession is element7/,
    ],
    [
      'one accession at two places',
      'chr1\t1\t5\tEH37E0000001\nchr1\t7\t9\tEH37E0000001\n',
      /old\.bed:2: EH37E0000001 stands here and on line 1 of old\.bed at another place/,
    ],
    [
      'another naming of chromosomes',
      '1\t1\t5\tEH37E0000001\n',
      /has elements on 1 and none on a chromosome/,
    ],
    ['no accession', 'chr1\t1\t5\n', /old\.bed:1: 3 columns/],
  ];
  it.each(cases)('are refused with their line: %s', async (name, text, expected) => {
    const own = path.join(dir, name.replaceAll(' ', '-'));
    mkdirSync(own);
    await expect(
      madeOnElements(PREVIOUS_KIND, own, { yaml: 'previous: {ccre: old.bed}\n', files: { 'old.bed': text } }),
    ).rejects.toThrow(expected);
  });

  it('are asked for by their keys', async () => {
    await expect(
      madeOnElements(PREVIOUS_KIND, dir, { yaml: 'previous: [{}, {dhs: x.bed}]\n' }),
    ).rejects.toThrow(/unknown key previous\.1\.dhs[\s\S]*previous\.0 is \{\}, expected rdhs, ccre or both/);
  });
});
