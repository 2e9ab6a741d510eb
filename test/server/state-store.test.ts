/** What visitors leave: named by its content, shared between servers, gone when it is old or too much. */

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/server/answers/problem.ts';
import { openState, type StateStore } from '../../src/server/lists/state-store.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2020, 0, 1);
let dir: string;
let now: number;
const open = (options: object = {}) => openState(dir, { now: () => now, ...options });
const save = async (state: StateStore, text: string) => {
  const item = state.begin('lists');
  item.write(text);
  return await item.commit();
};
const filesOf = () =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'cisreg-state-'));
  now = START;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the state directory', () => {
  it('names an item by the SHA-256 of its content in base32', async () => {
    const id = await save(open(), 'what it holds');
    const bits = [...createHash('sha256').update('what it holds').digest()]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const expected = Array.from(
      { length: 26 },
      (_, i) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2)],
    ).join('');
    expect(id).toBe(expected);
    expect(readFileSync(open().find('lists', id)!, 'utf8')).toBe('what it holds');
  });

  it('keeps the same content once, whichever server it came to', async () => {
    const [one, other] = [open(), open()];
    const ids = await Promise.all([save(one, 'same'), save(other, 'same'), save(one, 'same')]);
    expect(new Set(ids).size).toBe(1);
    expect(filesOf().length).toBe(1);
    expect(other.find('lists', ids[0]!)).toBe(one.find('lists', ids[0]!));
  });

  it('leaves nothing of an item that was dropped or is too large', async () => {
    const state = open({ itemBytes: 10 });
    const dropped = state.begin('uploads');
    dropped.write('half');
    await dropped.abort();
    const large = state.begin('uploads');
    large.write('0123456789');
    expect(() => large.write('x')).toThrow(RequestError);
    await large.abort();
    expect(filesOf()).toEqual([]);
  });

  it('finds nothing by what is no id, wherever it points', async () => {
    const state = open();
    await save(state, 'x');
    writeFileSync(path.join(dir, 'secret.json'), '{}');
    for (const id of [
      '',
      '..',
      '../secret',
      '/etc/passwd',
      `${'a'.repeat(25)}/`,
      'A'.repeat(26),
      'a'.repeat(27),
    ]) {
      expect(state.find('lists', id)).toBeUndefined();
    }
  });

  it('forgets what was not used for as long as the limit says, and nothing that was', async () => {
    const state = open({ ageDays: 90 });
    const [old, used] = [await save(state, 'old'), await save(state, 'used')];
    now = START + 60 * DAY_MS;
    expect(state.find('lists', used)).toBeDefined();
    now = START + 91 * DAY_MS;
    expect(state.find('lists', old)).toBeUndefined();
    expect(state.find('lists', used)).toBeDefined();
    await save(state, 'new');
    expect(filesOf().length).toBe(2);
  });

  it('removes those used least recently once there is too much', async () => {
    const state = open({ totalBytes: 1000 });
    const ids: string[] = [];
    for (let i = 0; i < 9; i++) {
      now += DAY_MS;
      ids.push(await save(state, `${i}`.padEnd(100, '.')));
    }
    now += DAY_MS;
    expect(state.find('lists', ids[0]!)).toBeDefined();
    now += DAY_MS;
    const last = await save(state, 'last'.padEnd(150, '.'));
    const left = ids.filter((id) => state.find('lists', id) !== undefined);
    expect(left).toEqual([ids[0], ...ids.slice(3)]);
    expect(state.find('lists', last)).toBeDefined();
  });

  it('removes what a killed writer left, and touches no other file', async () => {
    const state = open();
    await save(state, 'x');
    const left = path.join(dir, 'lists', 'incoming-1.tmp-1-00000000');
    const mine = path.join(dir, 'lists', 'mine.json');
    const fresh = path.join(dir, 'lists', 'incoming-2.tmp-1-00000000');
    for (const file of [left, mine, fresh]) writeFileSync(file, 'x');
    utimesSync(left, START / 1000 - 86_401, START / 1000 - 86_401);
    utimesSync(mine, 0, 0);
    utimesSync(fresh, START / 1000, START / 1000);
    await state.clean();
    expect([left, mine, fresh].map((file) => existsSync(file))).toEqual([false, true, true]);
  });

  it('refuses a directory in a registry', () => {
    mkdirSync(path.join(dir, 'registry'));
    writeFileSync(path.join(dir, 'registry', 'registry.json'), '{}');
    expect(() => openState(path.join(dir, 'registry', 'state'))).toThrow(/is a registry/);
  });
});
