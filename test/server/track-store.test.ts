/** Tracks on their way to files: made once, one after the other, kept within bounds, and gone where nobody can use them. */

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import type { HubTrack } from '../../src/export/hub-tracks.ts';
import type { TrackTask } from '../../src/export/track-files.ts';
import { openTrackStore } from '../../src/server/files/track-store.ts';
import type { Served } from '../../src/server/served.ts';
import { filesBelow, scratchDirectory } from '../build/run-cli.ts';

const scratch = scratchDirectory();
const registry = path.join(scratch, 'registry');
mkdirSync(registry);
writeFileSync(path.join(registry, 'registry.json'), '{}');
const SERVED = { store: { registry: { path: registry } } } as unknown as Served;
const track = (key: string): HubTrack => ({ kind: 'biosample', key });

/** Makes files of 100 bytes, and tells how. */
function maker() {
  const made: string[] = [];
  let running = 0;
  let most = 0;
  return {
    made,
    most: () => most,
    async make({ registry: directory, track: own, file }: TrackTask) {
      expect(directory).toBe(registry);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
      const key = own.kind === 'biosample' ? own.key : own.kind;
      made.push(key);
      if (key === 'bad') throw new CisregError('FORMAT', 'broken');
      writeFileSync(file, key.padEnd(100));
    },
  };
}

describe('tracks', () => {
  it('are made once for all who wait, one after the other', async () => {
    const { made, most, make } = maker();
    const store = openTrackStore({ directory: path.join(scratch, 'once'), make });
    const files = await Promise.all(['a', 'b', 'a', 'a', 'b'].map((key) => store.open(SERVED, track(key))));
    expect(made).toEqual(['a', 'b']);
    expect(most()).toBe(1);
    expect(files.map(({ sizeBytes }) => sizeBytes)).toEqual([100, 100, 100, 100, 100]);
    expect(new Set(files.map(({ etag }) => etag)).size).toBe(2);
    for (const file of files) await file.close();
    const again = openTrackStore({ directory: path.join(scratch, 'once'), make });
    const file = await again.open(SERVED, track('a'));
    expect(file.etag).toBe(files[0]!.etag);
    await file.close();
    await again.close();
    await store.close();
    expect(made).toEqual(['a', 'b']);
    expect(filesBelow(path.join(scratch, 'once')).length).toBe(2);
  });

  it('are made anew where the registry is another', async () => {
    const { made, make } = maker();
    const store = openTrackStore({ directory: path.join(scratch, 'anew'), make });
    const tags = [];
    for (const content of ['{}', '{"built": "again"}', '{}']) {
      writeFileSync(path.join(registry, 'registry.json'), content);
      const file = await store.open(SERVED, track('a'));
      tags.push(file.etag);
      await file.close();
    }
    expect(made).toEqual(['a', 'a']);
    expect([tags[0] === tags[2], tags[0] === tags[1]]).toEqual([true, false]);
  });

  it('that fail are made anew when they are asked for again, and hold nobody up', async () => {
    const { made, make } = maker();
    const store = openTrackStore({ directory: path.join(scratch, 'bad'), make });
    const bad = store.open(SERVED, track('bad'));
    const good = store.open(SERVED, track('good'));
    await expect(bad).rejects.toThrow('broken');
    await (await good).close();
    await expect(store.open(SERVED, track('bad'))).rejects.toThrow('broken');
    expect(made).toEqual(['bad', 'good', 'bad']);
  });

  it('are refused for a while where too many wait', async () => {
    const { make } = maker();
    const store = openTrackStore({ directory: path.join(scratch, 'many'), make, mostWaiting: 2 });
    const first = [store.open(SERVED, track('a')), store.open(SERVED, track('b'))];
    await expect(store.open(SERVED, track('c'))).rejects.toMatchObject({
      status: 503,
      retryAfterSeconds: 10,
    });
    for (const file of await Promise.all(first)) await file.close();
    await (await store.open(SERVED, track('c'))).close();
  });

  it('go when there is no room, those used least recently first', async () => {
    const { make } = maker();
    const directory = path.join(scratch, 'room');
    const store = openTrackStore({ directory, make, mostBytes: 250 });
    for (const key of ['a', 'b', 'a', 'c']) await (await store.open(SERVED, track(key))).close();
    expect(filesBelow(directory).map((name) => path.basename(name))).toEqual(['a.bigBed', 'c.bigBed']);
  });

  it('are in a directory of their own where none is named, which is made late and goes at the end', async () => {
    const { make } = maker();
    const before = process.env.TMPDIR;
    process.env.TMPDIR = path.join(scratch, 'tmp');
    mkdirSync(process.env.TMPDIR);
    try {
      const store = openTrackStore({ make });
      expect(readdirSync(process.env.TMPDIR)).toEqual([]);
      await (await store.open(SERVED, track('a'))).close();
      expect(readdirSync(process.env.TMPDIR).length).toBe(1);
      await store.close();
      expect(readdirSync(process.env.TMPDIR)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  it('take their turn with files that the server makes itself', async () => {
    const { made, make } = maker();
    const store = openTrackStore({ directory: path.join(scratch, 'other'), make });
    const other = async (file: string) => {
      made.push('other');
      writeFileSync(file, 'genes');
    };
    const files = await Promise.all([
      store.open(SERVED, track('a')),
      store.openOther(SERVED, { name: 'genes-1.bigBed', make: other }),
      store.openOther(SERVED, { name: 'genes-1.bigBed', make: other }),
    ]);
    expect(made).toEqual(['a', 'other']);
    expect(files.map(({ sizeBytes }) => sizeBytes)).toEqual([100, 5, 5]);
    for (const file of files) await file.close();
  });

  it('are never in a registry', () => {
    expect(() => openTrackStore({ directory: path.join(registry, 'tracks') })).toThrow(/is a registry/);
    expect(existsSync(path.join(registry, 'tracks'))).toBe(false);
  });
});
