/** A registry that is built anew while it is served: no answer mixes two builds. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { spoiledInput, writeTinyFiles } from '../build/tiny-input.ts';
import { type Running, running } from './simulated.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-rebuild-'));
const registry = path.join(dir, 'registry');
let service: Running;
const make = (minSignalPercentile: number) =>
  build(
    spoiledInput(dir, { yaml: { dhs: { minSignalPercentile } } }).file,
    { out: registry, threads: 1, force: true, keepWork: false },
    silent,
  );
const rdhss = () => readFileSync(path.join(registry, 'rDHSs.bed'), 'utf8').trimEnd().split('\n').length;

beforeAll(async () => {
  await writeTinyFiles(dir);
  await make(10);
  service = await running([registry]);
});
afterAll(async () => {
  await service.app.close();
  rmSync(dir, { recursive: true, force: true });
});

it('is answered from one build, then from the other, and in between not at all', async () => {
  const url = '/api/v1/ccres?scope=rDHSs&limit=1';
  const first = await service.json(url);
  expect(first.total).toBe(rdhss());
  await make(60);
  expect(rdhss()).toBeLessThan(first.total);
  const between = await service.get(url);
  expect([between.status, between.headers.get('retry-after')]).toEqual([503, '10']);
  expect(await between.json()).toMatchObject({ detail: expect.stringContaining('was built anew') });
  await expect.poll(async () => (await service.get(url)).status).toBe(200);
  const second = await service.json(url);
  expect(second.total).toBe(rdhss());
  expect(second.registry.version).not.toBe(first.registry.version);
  const { rdhs } = second.elements[0];
  const { biosamples } = await service.json(`/api/v1/ccres/${rdhs}/biosamples`);
  const z = biosamples.map((own: { z: { DNase: { z: number | null } } }) => own.z.DNase.z ?? -10);
  expect(Math.max(...z)).toBeCloseTo(second.elements[0].maxZ.DNase.z ?? -10, 4);
});
