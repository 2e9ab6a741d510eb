/** Elements of one registry in another: of the same assembly by place, of another by the orthologs that hang on it. */

import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '../annotation/element-case.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

const scratch = scratchDirectory();
let service: Running;
let elements: string[][];
let ccres: string[][];
let second: Map<string, string[]>;

beforeAll(async () => {
  const { genome, registry } = await annotatedRegistry();
  const twin = path.join(scratch, 'twin');
  cpSync(registry, twin, { recursive: true, filter: (file) => path.basename(file) !== 'annotations' });
  const other = path.join(genome, 'second', 'registry');
  service = await running([registry, other, twin]);
  elements = rowsOf(path.join(registry, 'rDHSs.bed'));
  ccres = rowsOf(path.join(registry, 'cCREs.unfiltered.bed'));
  second = new Map(rowsOf(path.join(other, 'rDHSs.bed')).map((row) => [row[3]!, row]));
});
afterAll(() => service.app.close());

const problem = async (url: string) => {
  const response = await service.get(url);
  return { status: response.status, ...((await response.json()) as object) };
};
const post = (body: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const LIFT = '/api/v1/lift';

describe('between registries of one assembly', () => {
  it('an element is the one at its place', async () => {
    const wanted = ccres.slice(0, 50);
    const accessions = wanted.map(([, , , , id]) => id!);
    const answer = await service.json(LIFT, post({ registry: 'mini', to: 'twin', accessions, limit: 1000 }));
    expect(answer).toMatchObject({ registry: { id: 'mini' }, to: { id: 'twin' }, total: 50 });
    for (const [i, row] of answer.elements.entries()) {
      const [chrom, start, end, rdhs, id] = wanted[i]!;
      expect(row).toMatchObject({
        asked: id,
        from: id,
        state: 'identical',
        accession: id,
        rdhs,
        chrom,
        start: Number(start),
        end: Number(end),
        sharedBp: Number(end) - Number(start),
      });
    }
    const bed = await (await service.get(LIFT, post({ to: 'twin', accessions, format: 'bed' }))).text();
    expect(bed.split('\n')[0]!.split('\t').slice(0, 4)).toEqual([...wanted[0]!.slice(0, 3), wanted[0]![4]]);
  });

  it('a place is the elements that share a base with it', async () => {
    for (const [start, end] of [
      [20_000, 90_000],
      [24_000, 24_001],
      [0, 1],
    ] as const) {
      const answer = await service.json(`${LIFT}?to=twin&region=chr1:${start + 1}-${end}&limit=10000`);
      const naive = elements
        .filter(([chrom, from, to]) => chrom === 'chr1' && Number(from) < end && Number(to) > start)
        .map(([, from, to, id]) => [id, Math.min(end, Number(to)) - Math.max(start, Number(from))]);
      const found = answer.elements.map((row: { rdhs: string; sharedBp: number }) => [
        row.rdhs,
        row.sharedBp,
      ]);
      expect(found).toEqual(naive.length === 0 ? [[null, null]] : naive);
    }
  });
});

describe('between assemblies', () => {
  it('an element is each of its orthologs, or a reason why there is none', async () => {
    const accessions = ccres.slice(0, 400).map(([, , , , id]) => id!);
    const answer = await service.json(LIFT, post({ to: 'mm10', accessions, limit: 10_000 }));
    const states = new Set<string>();
    for (const accession of accessions) {
      const rows = answer.elements.filter((row: { asked: string }) => row.asked === accession);
      const own = await service.json(`/api/v1/ccres/${accession}/orthologs?registry=mini`);
      states.add(rows[0].state);
      if (own.total === 0) {
        expect(rows).toMatchObject([{ state: 'none', reason: expect.any(String), rdhs: null }]);
        continue;
      }
      expect(rows.map(({ rdhs }: { rdhs: string }) => rdhs)).toEqual(
        own.orthologs.map(({ rdhs }: { rdhs: string }) => rdhs),
      );
      for (const { rdhs, chrom, start, end } of rows) {
        expect(second.get(rdhs)!.slice(0, 3)).toEqual([chrom, String(start), String(end)]);
      }
    }
    expect(states).toEqual(new Set(['ortholog', 'none']));
  });

  it('says what is not joined, and that places are not lifted', async () => {
    const [[, , , rdhs]] = elements as [string[]];
    expect(await problem(`${LIFT}?registry=twin&to=mm10&accessions=${rdhs}`)).toMatchObject({
      status: 404,
      parameter: 'to',
      detail: expect.stringMatching(/orthologs of mm10 would join them, and twin has none/),
    });
    expect(await problem(`${LIFT}?to=mm10&region=chr1:1-1000`)).toMatchObject({
      status: 404,
      parameter: 'region',
      detail: expect.stringMatching(/no chains/),
    });
    expect(await problem(`${LIFT}?to=nowhere&accessions=${rdhs}`)).toMatchObject({ status: 404 });
    expect(await problem(`${LIFT}?to=twin`)).toMatchObject({ status: 400, parameter: 'accessions' });
    expect(await problem(`${LIFT}?to=twin&region=chrQ:1-5`)).toMatchObject({
      status: 400,
      parameter: 'region',
    });
    const unknown = await service.json(`${LIFT}?to=twin&accessions=EH38E9999999`);
    expect(unknown.elements).toMatchObject([{ state: 'none', reason: 'no element of mini', from: null }]);
  });
});
