/** Places for heavy requests: each is given back, whenever its visitor leaves. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slotsOf } from '../../src/server/frame/slots.ts';
import { watchTraffic } from '../../src/server/frame/traffic.ts';

const app = fastify();
let port: number;
/** Resolves what the route waits for before it takes its place. */
let goOn: (() => void)[] = [];
let [asked, refused] = [0, 0];
beforeAll(async () => {
  app.decorate('slots', slotsOf(2, { waitMs: 200 }));
  watchTraffic(app);
  app.get('/late', async (_, reply) => {
    asked++;
    await new Promise<void>((resolve) => goOn.push(resolve));
    await app.slots.take(reply).catch((error) => {
      refused++;
      throw error;
    });
    return 'done';
  });
  app.get('/held', async (_, reply) => {
    asked++;
    await app.slots.take(reply);
    await new Promise<void>((resolve) => goOn.push(resolve));
    return 'done';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

const until = async (isSo: () => boolean) => {
  for (let i = 0; i < 200 && !isSo(); i++) await sleep(10);
  expect(isSo()).toBe(true);
};
const ask = async (...paths: readonly string[]) => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
  return socket;
};
const release = () => {
  for (const own of goOn.splice(0)) own();
};

describe('a place', () => {
  it('is not taken by visitors who left before it was their turn to take one', async () => {
    [asked, refused, goOn] = [0, 0, []];
    const sockets = await Promise.all(Array.from({ length: 20 }, () => ask('/late')));
    await until(() => asked === 20);
    for (const socket of sockets) socket.resetAndDestroy();
    await until(() => app.traffic.running === 0);
    release();
    await until(() => refused === 20);
    expect([app.slots.running, app.slots.waiting]).toEqual([0, 0]);
    const later = ask('/late');
    await until(() => asked === 21);
    release();
    expect(String((await once(await later, 'data'))[0])).toMatch(/^HTTP\/1.1 200 /);
    (await later).destroy();
  });

  it('is given back by a request that waits behind another one of a connection which closes', async () => {
    [asked, refused, goOn] = [0, 0, []];
    const socket = await ask('/held', '/held', '/held');
    await until(() => asked === 3 && app.slots.running === 2 && app.slots.waiting === 1);
    socket.resetAndDestroy();
    await until(() => app.traffic.running === 0);
    expect([app.slots.running, app.slots.waiting]).toEqual([0, 0]);
    release();
    await sleep(20);
    expect([app.slots.running, app.slots.waiting]).toEqual([0, 0]);
  });
});
