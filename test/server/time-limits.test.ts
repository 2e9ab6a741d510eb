/** Bodies that come slowly, answers that come late: who is slow holds nobody else up. */

import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerError } from '../../src/server/answers/problem.ts';
import { limitTimes } from '../../src/server/frame/time-limits.ts';
import { heldIntervals } from '../../src/server/lists/held-intervals.ts';
import { openState } from '../../src/server/lists/state-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
beforeAll(async () => {
  service = await running([(await simulatedRegistry()).registry], {
    times: { bodyStepMs: 300, answerMs: 600 },
    state: openState(path.join(scratchDirectory(), 'state')),
    parallel: 1,
  });
});
afterAll(() => service.app.close());

const bed = (url: string): ClientRequest => {
  const asked = httpRequest(`${service.address}${url}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
  });
  asked.on('error', () => {});
  asked.flushHeaders();
  return asked;
};
const answerTo = async (asked: ClientRequest) => {
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { status: response.statusCode, body: JSON.parse(text) };
};

describe('a body', () => {
  it('may take longer than an answer, as long as it comes', async () => {
    const asked = bed('/api/v1/intersect');
    const answered = answerTo(asked);
    const step = 'chr1\t1\t5\n'.repeat(200);
    for (let i = 0; i < 20; i++) {
      asked.write(step);
      await sleep(60);
    }
    asked.end();
    expect(await answered).toMatchObject({ status: 200, body: { intervals: 4000 } });
  });

  it.each(['/api/v1/intersect', '/api/v1/uploads', '/api/v1/ccres'])(
    'that stands still is refused (%s)',
    async (url) => {
      const asked = httpRequest(`${service.address}${url}`, {
        method: 'POST',
        headers: { 'content-type': url.endsWith('ccres') ? 'application/json' : 'text/plain' },
      });
      asked.on('error', () => {});
      asked.write(url.endsWith('ccres') ? '{' : 'chr1\t1\t5\n');
      const { status, body } = await answerTo(asked);
      expect([status, body.status]).toEqual([408, 408]);
      expect(body.detail).toMatch(/stood still/);
      for (let i = 0; i < 100 && service.app.traffic.running > 0; i++) await sleep(10);
      expect(service.app.traffic.running).toBe(0);
    },
  );

  it('that is not finished leaves everybody else their turn', async () => {
    const slow = ['intersect', 'intersect', 'intersect', 'uploads', 'uploads'].map((name) =>
      bed(`/api/v1/${name}`),
    );
    for (const own of slow) own.write('chr1\t1\t5\n');
    try {
      await sleep(50);
      const quick = bed('/api/v1/intersect');
      quick.end('chr1\t1\t5\n');
      expect((await answerTo(quick)).status).toBe(200);
      expect((await service.get('/api/v1/ccres?format=tsv&limit=3')).status).toBe(200);
    } finally {
      for (const own of slow) own.destroy();
    }
  });
});

describe('intervals of all who send', () => {
  it('are bounded together, short BEDs always taken, and given back at the end', async () => {
    const held = heldIntervals(5);
    const replies: { reply: Parameters<typeof held.holder>[0]; end(): void }[] = [];
    const app = fastify();
    app.get('/', (_, reply) => {
      replies.push({ reply, end: () => void reply.send('') });
    });
    await app.listen({ port: 0 });
    try {
      const { port } = app.server.address() as { port: number };
      const answers = [0, 1].map(() => fetch(`http://127.0.0.1:${port}/`));
      while (replies.length < 2) await sleep(5);
      const [first, second] = replies.map(({ reply }) => held.holder(reply));
      for (let i = 0; i < 10_004; i++) first!();
      for (let i = 0; i < 10_001; i++) second!();
      expect(held.count).toBe(5);
      expect(() => second!()).toThrow(/over 5 intervals together/);
      for (const { end } of replies) end();
      await Promise.all(answers);
      for (let i = 0; i < 100 && held.count > 0; i++) await sleep(5);
      expect(held.count).toBe(0);
    } finally {
      await app.close();
    }
  });
});

describe('an answer', () => {
  it('that does not begin is given up, and one under way is not', async () => {
    const app = fastify();
    app.setErrorHandler(answerError);
    limitTimes(app, { bodyStepMs: 200, answerMs: 200 });
    app.get('/never', () => new Promise(() => {}));
    app.get('/long', (_, reply) =>
      reply.send(
        Readable.from(
          (async function* () {
            for (let i = 0; i < 10; i++) {
              yield `${i}\n`;
              await sleep(60);
            }
          })(),
        ),
      ),
    );
    await app.listen({ port: 0 });
    try {
      const { port } = app.server.address() as { port: number };
      const never = await fetch(`http://127.0.0.1:${port}/never`);
      expect(never.status).toBe(503);
      expect(await never.json()).toMatchObject({
        detail: expect.stringMatching(/did not begin within 0.2 s/),
      });
      const long = await fetch(`http://127.0.0.1:${port}/long`);
      expect((await long.text()).split('\n').length).toBe(11);
    } finally {
      await app.close();
    }
  });
});
