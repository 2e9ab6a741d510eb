/** What is said of a portal while it does not answer. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { openRemoteFiles } from '../../src/mirror/resolve.ts';
import { tellingWaits } from '../../src/mirror/told-portal.ts';
import { silent } from '../../src/progress.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { mirrorsAt } from './remote.ts';

const { dir } = scratch();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a portal', () => {
  it('that is silent is noted once a question, and one that answers or fails is not', async () => {
    vi.useFakeTimers();
    const notes: string[] = [];
    const portal = tellingWaits(
      {
        address: 'http://portal',
        async get(path) {
          if (path === '/fails') throw new CisregError('IO', 'nobody answers');
          if (path === '/late') await new Promise((resolve) => setTimeout(resolve, 150_000));
          return { status: 200, text: path };
        },
      },
      { note: (text) => notes.push(text) },
    );
    expect(await portal.get('/early')).toEqual({ status: 200, text: '/early' });
    expect((await mistakeOf(portal.get('/fails'))).message).toBe('nobody answers');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(notes).toEqual([]);
    const late = portal.get('/late');
    await vi.advanceTimersByTimeAsync(149_000);
    expect(notes).toEqual(['waiting for http://portal, which has not answered for 10 s']);
    await vi.advanceTimersByTimeAsync(1000);
    expect((await late).text).toBe('/late');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is asked for accessions to read is waited for aloud', async () => {
    const answer = (response: ServerResponse) => response.writeHead(404).end('{"@graph": []}');
    let first: ServerResponse | undefined;
    const server = createServer((_, response) => {
      if (first === undefined) first = response;
      else answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const portal = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const late = globalThis.setTimeout;
    // What is to be said after ten seconds is said at once.
    const soon = (act: () => void, ms?: number) => late(act, ms === 10_000 ? 0 : ms);
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(soon as typeof setTimeout);
    const notes: string[] = [];
    let hasSaid: () => void;
    const said = new Promise<void>((resolve) => {
      hasSaid = resolve;
    });
    const files = openRemoteFiles({
      mirrors: mirrorsAt({ https: portal }),
      from: ['https'],
      metadata: [],
      portal,
      cache: dir,
      maxBlockBytes: 1e9,
      progress: {
        ...silent,
        note: (text) => {
          notes.push(text);
          hasSaid();
        },
      },
    });
    const found = files.locate(['encff:ENCFF000AAA']);
    await said;
    expect(notes).toEqual([`waiting for ${portal}, which has not answered for 10 s`]);
    // It may be said before the question is there.
    await vi.waitUntil(() => first !== undefined);
    answer(first!);
    expect(String((await found).get('encff:ENCFF000AAA'))).toMatch(/does not know it/);
    server.closeAllConnections();
    server.close();
  });
});
