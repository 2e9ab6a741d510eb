/** What is said of a portal while it does not answer. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { tellingWaits } from '../../src/cli/fetch-places.ts';
import { CisregError } from '../../src/errors.ts';
import { mistakeOf } from '../formats/scratch.ts';

afterEach(() => {
  vi.useRealTimers();
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
});
