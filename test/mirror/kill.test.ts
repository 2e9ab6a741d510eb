/** Downloads in a process that is killed at any moment, over https: in the end the files are whole and right, and hardly a byte came twice. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesThere } from '../../src/mirror/part-file.ts';
import { randomOf } from '../../src/simulate/random.ts';
import { isLong, scratch } from '../formats/scratch.ts';
import { certificate, hasOpenssl } from './certificate.ts';
import { type FaultyServer, faultyServer } from './faulty-server.ts';
import { fetchInChild } from './fetch-child.ts';
import { md5Of, mirrorsAt, noise, remoteFile } from './remote.ts';

const KILLS = isLong ? 200 : 3;
const RANGE = 1 << 17;
const PARALLEL = 12;
/** Several kills happen before a download is whole, each of which costs a client that does not go on where it was more than is allowed. */
const MOST_BEFORE_KILL = 12 << 20;
const { dir } = scratch();
/** One is large enough for a thread that makes its MD5 while it arrives. */
const BYTES = [noise(36 << 20, 1), noise(3_000_000, 2), noise(1000, 3), noise(700_000, 4)];
const FILES = BYTES.map((bytes, i) => remoteFile(`ENCFF00${i}KIL`, bytes));
let server: FaultyServer;
let certFile: string;

describe.runIf(hasOpenssl)('a download that is killed', () => {
  beforeAll(async () => {
    const { key, cert, certFile: file } = certificate(dir);
    certFile = file;
    const files = new Map(FILES.map((one, i) => [`/${one.key}`, BYTES[i]!]));
    server = await faultyServer({ files, tls: { key, cert } });
  });
  afterAll(() => server?.close());

  function start(into: string, env = { NODE_EXTRA_CA_CERTS: certFile }) {
    const mirrors = mirrorsAt({ s3: server.origin });
    const options = {
      mirrors,
      from: ['s3'] as const,
      rangeBytes: RANGE,
      parallel: PARALLEL,
      patience: { attempts: 2 },
    };
    return fetchInChild({ files: FILES, into, options }, { dir, env });
  }

  function sentBytes(): number {
    return [...server.sent.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** What is under its own name is right, at any moment. */
  function expectNothingWrong(into: string): void {
    for (const [i, { name, md5 }] of FILES.entries()) {
      const at = path.join(into, name);
      if (!existsSync(at)) continue;
      const there = readFileSync(at);
      expect(there.length).toBe(BYTES[i]!.length);
      expect(md5Of(there)).toBe(md5);
    }
  }

  it('does not trust a server whose certificate nobody vouches for', async () => {
    const report = await start(path.join(dir, 'untrusted'), { NODE_EXTRA_CA_CERTS: '' }).report;
    expect(report!.errors).toHaveLength(FILES.length);
    expect(report!.errors[0]).toMatch(/cannot be had: DEPTH_ZERO_SELF_SIGNED_CERT/);
    expect(readdirSync(path.join(dir, 'untrusted'))).toEqual([]);
  });

  it(`at ${KILLS} moments ends with whole and right files, and fetches nothing twice but the last ranges`, async () => {
    const random = randomOf(20, 'kills');
    let into = path.join(dir, 'killed-0');
    mkdirSync(into);
    let before = sentBytes();
    // The server is slow enough that a download takes some kills, each of which loses what was on its way at most.
    server.fault = () => ({ bytesPerSecond: isLong ? 8e6 : 12e6 });
    let kills = 0;
    for (let turn = 0; kills < KILLS || turn > 0; ) {
      const { child, report } = start(into);
      const isLast = kills >= KILLS;
      if (!isLast) {
        // At some byte of the way rather than at some time: a machine may be slow.
        const moment = sentBytes() + random.uniform() * MOST_BEFORE_KILL;
        let isDone = false;
        const over = report.then(() => {
          isDone = true;
        });
        while (!isDone && sentBytes() < moment) await Promise.race([over, sleep(2)]);
        child.kill('SIGKILL');
      }
      const ended = await report;
      expectNothingWrong(into);
      if (ended === undefined) {
        kills++;
        turn++;
        continue;
      }
      expect(ended.errors).toEqual([]);
      expect(
        readdirSync(into)
          .filter((name) => !name.startsWith('.'))
          .sort(),
      ).toEqual(FILES.map(({ name }) => name).sort());
      const all = BYTES.reduce((sum, { length }) => sum + length, 0);
      // What was on its way when the process was killed: a range for each connection.
      const lost = turn * PARALLEL * RANGE;
      expect(sentBytes() - before).toBeLessThanOrEqual(all + lost);
      turn = 0;
      if (kills >= KILLS) break;
      rmSync(into, { recursive: true });
      into = path.join(dir, `killed-${kills}`);
      mkdirSync(into);
      before = sentBytes();
    }
  });

  it('keeps what was noted of a part', async () => {
    const into = path.join(dir, 'noted');
    server.fault = () => ({ bytesPerSecond: 4e6 });
    const { child, report } = start(into);
    const [large] = FILES;
    while (bytesThere(large!, path.join(into, large!.name)) < 4 * RANGE) await sleep(20);
    child.kill('SIGKILL');
    await report;
    const there = bytesThere(large!, path.join(into, large!.name));
    await sleep(100);
    const before = server.sent.get(`/${large!.key}`)!;
    server.fault = () => undefined;
    expect((await start(into).report)!.errors).toEqual([]);
    expect(server.sent.get(`/${large!.key}`)! - before).toBe(BYTES[0]!.length - there);
    expectNothingWrong(into);
    // Killed when a file had its name and its note was still there: the next call takes the note away.
    for (const ending of ['.part.json', '.part.json.new']) {
      writeFileSync(path.join(into, `${large!.name}${ending}`), '{}\n');
    }
    expect((await start(into).report)!.errors).toEqual([]);
    expect(readdirSync(into).filter((name) => name.includes('.part'))).toEqual([]);
  });
});
