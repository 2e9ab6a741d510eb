/** The simulated genome and its registry, built once a run of the tests, and a service on top of it. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { expect, inject } from 'vitest';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { type AppOptions, serviceOf } from '../../src/server/app.ts';
import { openServed } from '../../src/server/served.ts';
import { simulate } from '../../src/simulate/simulate.ts';

/** The directories of the genome and of its registry. Nobody may change them. */
export async function simulatedRegistry(): Promise<{ genome: string; registry: string }> {
  const directory = path.join(inject('scratchOfRun'), 'simulated');
  const [genome, registry] = [path.join(directory, 'genome'), path.join(directory, 'mini')];
  const done = path.join(directory, 'done');
  try {
    mkdirSync(directory);
  } catch {
    // Another test file makes it.
    while (!existsSync(done)) await sleep(100);
    const outcome = readFileSync(done, 'utf8');
    if (outcome !== '') throw new Error(outcome);
    return { genome, registry };
  }
  try {
    await simulate(genome, {});
    const options = { out: registry, threads: 1, force: false, keepWork: false };
    await build(path.join(genome, 'registry.yaml'), options, silent);
    writeFileSync(done, '');
  } catch (error) {
    writeFileSync(done, String(error));
    throw error;
  }
  return { genome, registry };
}

export interface Running {
  readonly app: FastifyInstance;
  readonly address: string;
  get(url: string, init?: RequestInit): Promise<Response>;
  /** The JSON of an answer that must be 200. */
  json(url: string, init?: RequestInit): Promise<ReturnType<typeof JSON.parse>>;
}

/** A service of these registries that listens on a port of its own. Close its app. */
export async function running(registries: readonly string[], options: AppOptions = {}): Promise<Running> {
  const app = await serviceOf(await openServed(registries), options);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const get = (url: string, init?: RequestInit) => fetch(`${address}${url}`, init);
  return {
    app,
    address,
    get,
    async json(url, init) {
      const response = await get(url, init);
      const text = await response.text();
      expect(response.status, `${url}: ${text.slice(0, 300)}`).toBe(200);
      return JSON.parse(text);
    },
  };
}
