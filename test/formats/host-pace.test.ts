import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { paceHost, turns } from '../../src/formats/host-pace.ts';
import { httpBulk } from '../../src/formats/http-bulk.ts';
import { httpRequest } from '../../src/formats/http-request.ts';

describe('turns', () => {
  it('are at once while they are rare, and far enough apart when many want one', () => {
    const next = turns(10);
    expect([0, 0, 0, 50, 1000, 1000, 1099].map(next)).toEqual([0, 100, 200, 300, 1000, 1100, 1200]);
  });
});

describe('a host with a pace', () => {
  it('is asked no faster, whether for a first time, again, by a redirect or in bulk', async () => {
    let seen = 0;
    const server = createServer((request, response) => {
      seen++;
      if (seen === 2) response.writeHead(503).end();
      else if (request.url === '/once') response.writeHead(302, { location: '/there' }).end();
      else response.end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    paceHost(origin, 50);
    const begun = performance.now();
    await Promise.all([
      ...['/a', '/b', '/once'].map(async (path) => {
        await (await httpRequest(`${origin}${path}`, { firstWaitMs: 1 })).body.dump();
      }),
      httpBulk(`${origin}/c`, {}, { onHead: () => {}, onBytes: () => {} }),
    ]);
    server.closeAllConnections();
    server.close();
    expect(seen).toBeGreaterThanOrEqual(5);
    // The least that the pace allows, which no machine is too slow for; timers may be a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan((seen - 1) * 20 - 2);
  });
});
