/**
 * Reading a bigWig in place: bytes that come over the network against the file's size, and the time against the same file on disk, in the
 * same run. The server is another process on loopback whose every answer is 30 ms late.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Figures, record } from './results.ts';
import { signalData } from './signal-data.ts';

const DELAY_MS = 30;
const MAIN = 'dist/cli/main.js';
const ROUNDS = 2;

interface Case {
  readonly name: string;
  /** Lines of the regions that are kept. */
  readonly isKept: (line: string, i: number) => boolean;
}

const CASES: readonly Case[] = [
  { name: 'chr22', isKept: (line) => line.startsWith('chr22\t') },
  { name: 'chr1', isKept: (line) => line.startsWith('chr1\t') },
  { name: '1,000 regions of the genome', isKept: (_, i) => i % 2083 === 0 },
  { name: 'all 2.1 M regions', isKept: () => true },
];

/** Runs everything and prints the figures. */
export async function run(): Promise<void> {
  const { dnase, regions } = await signalData();
  const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-remote-'));
  const { child, port } = await startServer(path.dirname(dnase));
  const model = cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `${model}, ${cpus().length} cores, node ${process.version}; answers ${DELAY_MS} ms late; best of ${ROUNDS}`,
  );
  const size = statSync(dnase).size;
  console.log(`${path.basename(dnase)}: ${(size / 1e6).toFixed(0)} MB, 64 M values`);
  const lines = readFileSync(regions, 'latin1')
    .split('\n')
    .filter((line) => line !== '');
  const rows: Figures[] = [];
  try {
    for (const { name, isKept } of CASES) {
      const bed = path.join(dir, 'regions.bed');
      writeFileSync(bed, `${lines.filter(isKept).join('\n')}\n`);
      const cache = path.join(dir, 'cache');
      const address = `http://127.0.0.1:${port}/${path.basename(dnase)}`;
      const best = { local: Infinity, cold: Infinity, warm: Infinity };
      let fetched = { bytes: 0, requests: 0 };
      let again = { bytes: 0, requests: 0 };
      let isSame = true;
      for (let round = 0; round < ROUNDS; round++) {
        const local = timed(['signal', dnase, bed]);
        rmSync(cache, { recursive: true, force: true });
        await countsOf(port);
        const cold = timed(['signal', address, bed, '--cache', cache]);
        fetched = await countsOf(port);
        const warm = timed(['signal', address, bed, '--cache', cache]);
        again = await countsOf(port);
        isSame &&= local.stdout === cold.stdout && local.stdout === warm.stdout;
        best.local = Math.min(best.local, local.wallS);
        best.cold = Math.min(best.cold, cold.wallS);
        best.warm = Math.min(best.warm, warm.wallS);
      }
      const share = fetched.bytes / size;
      console.log(
        `${name}: ${(fetched.bytes / 1e6).toFixed(1)} MB in ${fetched.requests} requests, ${(100 * share).toFixed(1)} % of the file; ` +
          `${best.cold.toFixed(2)} s, ${best.warm.toFixed(2)} s again from the cache (${(again.bytes / 1e3).toFixed(0)} kB asked), ` +
          `${best.local.toFixed(2)} s from disk: ${(best.cold / best.local).toFixed(2)}x and ${(best.warm / best.local).toFixed(2)}x; ` +
          `tables ${isSame ? 'identical' : 'DIFFER'}`,
      );
      rows.push({
        regions: name,
        fileMB: size / 1e6,
        fetchedMB: fetched.bytes / 1e6,
        requests: fetched.requests,
        share,
        coldS: best.cold,
        warmS: best.warm,
        localS: best.local,
        isIdentical: isSame,
      });
    }
    record('remote', rows);
  } finally {
    child.kill();
    rmSync(dir, { recursive: true });
  }
}

function timed(args: readonly string[]): { wallS: number; stdout: string } {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args, '--quiet'], {
    encoding: 'latin1',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  return { wallS: (performance.now() - begin) / 1000, stdout };
}

function startServer(directory: string): Promise<{ child: ChildProcess; port: number }> {
  const script = path.join(import.meta.dirname, 'remote-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory, String(DELAY_MS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve({ child, port: Number(String(chunk)) }));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

async function countsOf(port: number): Promise<{ bytes: number; requests: number }> {
  // This thread is away for seconds: a connection that stays open would be closed under it.
  const headers = { connection: 'close' };
  return (await (await fetch(`http://127.0.0.1:${port}/counts`, { headers })).json()) as {
    bytes: number;
    requests: number;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
