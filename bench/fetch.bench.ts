/**
 * Downloads on loopback against curl, in turn: one large file (curl alone, which verifies nothing; curl and md5sum, which is the same work), and a
 * thousand small ones (a curl each, as the portal's own instructions have it; one curl for all; curl --parallel), at once and with 20 ms of way.
 * Files go to memory where there is some (/dev/shm): it is not the disk that is measured.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Served, ServedFile } from './fetch-server.ts';
import { type Figures, record } from './results.ts';

const LARGE_BYTES = 1 << 30;
const SMALL_COUNT = 1000;
const SMALL_BYTES = 20_000;
const WAIT_MS = 20;
const ROUNDS = 3;
const ROOT = path.resolve(import.meta.dirname, '..');
/** CISREG_BENCH_DIST names another compiled program than dist/. */
const MAIN = path.join(process.env.CISREG_BENCH_DIST ?? path.join(ROOT, 'dist'), 'cli', 'main.js');

interface Measured {
  readonly wallS: number;
  readonly cpuS: number;
}

/** Runs everything and prints the figures. */
export async function run(): Promise<void> {
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, node ${process.version}; ${ROUNDS} rounds in turn, the best of each`,
  );
  if (spawnSync('curl', ['--version']).error !== undefined) {
    console.log('not run: curl is not installed');
    return;
  }
  const dir = mkdtempSync(path.join(memoryDirectory(), 'cisreg-fetch-'));
  try {
    const rows = [await benchLarge(dir), await benchSmall(dir, 0), await benchSmall(dir, WAIT_MS)];
    record('fetch', rows);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function benchLarge(dir: string): Promise<Figures> {
  const { served, stop } = await serve([LARGE_BYTES, 0, 0, 0]);
  try {
    const { name, md5 } = served.large;
    const url = addressOf(served, served.large);
    const out = path.join(dir, 'curl');
    const table = metadataOf(dir, [served.large]);
    const best = await inTurn(dir, {
      curl: () => shell(`curl -s -f -o '${out}' '${url}'`),
      curlAndMd5: () =>
        shell(`curl -s -f -o '${out}' '${url}' && echo '${md5}  ${out}' | md5sum -c --quiet -`),
      transfer: () => shell(transferCommand(dir, url, out)),
      cisreg: () => shell(fetchCommand(served, table, path.join(dir, 'cisreg'))),
    });
    console.log(`one file of ${LARGE_BYTES / 2 ** 30} GiB (${name})`);
    const rate = (one: Measured) =>
      `${one.wallS.toFixed(2)} s, ${(LARGE_BYTES / 1e6 / one.wallS).toFixed(0)} MB/s, ${one.cpuS.toFixed(2)} s of processor time`;
    console.log(`  curl, which verifies nothing: ${rate(best.curl!)}`);
    console.log(`  curl, then md5sum: ${rate(best.curlAndMd5!)}`);
    console.log(`  cisreg's transfer, which verifies nothing: ${rate(best.transfer!)}`);
    console.log(`  cisreg fetch, verified: ${rate(best.cisreg!)}`);
    console.log(
      `  verified ${ratio(best.curlAndMd5!, best.cisreg!)} of curl and md5sum, ${ratio(best.curl!, best.cisreg!)} of curl alone; transfer alone ${ratio(best.curl!, best.transfer!)} of curl`,
    );
    return figures('one large file', best);
  } finally {
    await stop();
  }
}

async function benchSmall(dir: string, waitMs: number): Promise<Figures> {
  const { served, stop } = await serve([1 << 24, SMALL_COUNT, SMALL_BYTES, waitMs]);
  try {
    const urls = served.small.map((file) => addressOf(served, file));
    const list = path.join(dir, 'urls.txt');
    writeFileSync(list, `${urls.join('\n')}\n`);
    const config = path.join(dir, 'curl.config');
    writeFileSync(config, urls.map((url) => `url = "${url}"\nremote-name\n`).join(''));
    const table = metadataOf(dir, served.small);
    const out = path.join(dir, 'curl');
    const best = await inTurn(dir, {
      // The instructions of the portal's files.txt.
      curlEach: () => shell(`mkdir -p '${out}' && cd '${out}' && xargs -L 1 curl -s -f -O -J -L < '${list}'`),
      curlOne: () => shell(`mkdir -p '${out}' && cd '${out}' && curl -s -f -K '${config}'`),
      curlParallel: () => shell(`mkdir -p '${out}' && cd '${out}' && curl -s -f --parallel -K '${config}'`),
      cisreg: () => shell(fetchCommand(served, table, path.join(dir, 'cisreg'))),
    });
    console.log(
      `${SMALL_COUNT.toLocaleString('en')} files of ${SMALL_BYTES / 1000} kB, each answer after ${waitMs} ms`,
    );
    const shown = (one: Measured) => `${one.wallS.toFixed(2)} s, ${one.cpuS.toFixed(2)} s of processor time`;
    console.log(`  a curl each (xargs, as files.txt is to be used): ${shown(best.curlEach!)}`);
    console.log(`  one curl, one file after the other: ${shown(best.curlOne!)}`);
    console.log(`  one curl --parallel (50 at a time): ${shown(best.curlParallel!)}`);
    console.log(`  cisreg fetch, verified (16 at a time): ${shown(best.cisreg!)}`);
    console.log(
      `  ${ratio(best.curlEach!, best.cisreg!)} of a curl each, ${ratio(best.curlOne!, best.cisreg!)} of one curl, ${ratio(best.curlParallel!, best.cisreg!)} of curl --parallel`,
    );
    return figures(`${SMALL_COUNT} small files, ${waitMs} ms`, best);
  } finally {
    await stop();
  }
}

/** All in turn, round after round, each into an empty place; the best of each by its wall time. */
async function inTurn(
  dir: string,
  runs: Readonly<Record<string, () => Measured>>,
): Promise<Record<string, Measured>> {
  const best: Record<string, Measured> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of Object.entries(runs)) {
      for (const place of ['curl', 'cisreg']) rmSync(path.join(dir, place), { recursive: true, force: true });
      const measured = work();
      if (best[name] === undefined || measured.wallS < best[name].wallS) best[name] = measured;
    }
  }
  return best;
}

/** What carries the bytes, without what surrounds it: ranges of 16 MiB over four connections. */
function transferCommand(dir: string, url: string, out: string): string {
  const program = path.join(dir, 'transfer.mjs');
  const module = pathToFileURL(path.join(path.dirname(MAIN), '..', 'formats', 'http-bulk.js')).href;
  writeFileSync(
    program,
    `import { openSync, writeSync } from 'node:fs';
import { httpBulk } from ${JSON.stringify(module)};
const [url, out] = process.argv.slice(2);
const file = openSync(out, 'w');
let next = 0;
const connection = async () => {
  while (next < ${LARGE_BYTES}) {
    let at = next;
    const end = (next += ${1 << 24});
    await httpBulk(url, { range: { start: at, end } }, {
      onHead: () => {},
      onBytes: (bytes) => {
        for (let from = 0; from < bytes.length; ) {
          const wrote = writeSync(file, bytes, from, bytes.length - from, at);
          from += wrote;
          at += wrote;
        }
      },
    });
  }
};
await Promise.all(Array.from({ length: 4 }, connection));
`,
  );
  return `'${process.execPath}' '${program}' '${url}' '${out}'`;
}

function fetchCommand({ port }: Served, table: string, out: string): string {
  return `'${process.execPath}' '${MAIN}' fetch --quiet --from s3 --mirror s3=http://127.0.0.1:${port} --out '${out}' '${table}'`;
}

/** A metadata table as the portal serves it, as far as a download needs it. */
function metadataOf(dir: string, files: readonly ServedFile[]): string {
  const header = [
    'File accession',
    'File format',
    'Size',
    'md5sum',
    'File download URL',
    's3_uri',
    'File Status',
  ];
  const rows = files.map(({ name, sizeBytes, md5 }) => {
    const accession = name.split('.')[0]!;
    const url = `https://www.encodeproject.org/files/${accession}/@@download/${name}`;
    const format = name.endsWith('.bigWig') ? 'bigWig' : 'bed';
    return [accession, format, sizeBytes, md5, url, `s3://encode-public/${keyOf(name)}`, 'released'];
  });
  const file = path.join(dir, 'metadata.tsv');
  writeFileSync(file, [header, ...rows].map((row) => `${row.join('\t')}\n`).join(''));
  return file;
}

function keyOf(name: string): string {
  return `2020/01/01/00000000-0000-4000-8000-000000000000/${name}`;
}

function addressOf({ port }: Served, { name }: ServedFile): string {
  return `http://127.0.0.1:${port}/${keyOf(name)}`;
}

/** Wall and processor time of a shell command and all that it starts. */
function shell(command: string): Measured {
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', 'measured %e %U %S', 'sh', '-c', command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const found = /measured (\S+) (\S+) (\S+)/.exec(stderr);
  if (status !== 0 || found === null) throw new Error(`${command}: ${stderr}`);
  const [wallS, userS, systemS] = found.slice(1).map(Number);
  return { wallS: wallS!, cpuS: userS! + systemS! };
}

function ratio(theirs: Measured, ours: Measured): string {
  return `${(theirs.wallS / ours.wallS).toFixed(1)}x the speed`;
}

function figures(name: string, best: Readonly<Record<string, Measured>>): Figures {
  const times = Object.entries(best).flatMap(([own, { wallS, cpuS }]) => [
    [`${own}WallS`, wallS],
    [`${own}CpuS`, cpuS],
  ]);
  return { files: name, ...Object.fromEntries(times) };
}

async function serve(args: readonly number[]): Promise<{ served: Served; stop(): Promise<void> }> {
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const child = spawn(
    process.execPath,
    [tsx, path.join(import.meta.dirname, 'fetch-server.ts'), ...args.map(String)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const served = JSON.parse(await firstLine(child)) as Served;
  return {
    served,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (piece: Buffer) => {
      text += piece.toString();
      if (text.includes('\n')) resolve(text.split('\n')[0]!);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with status ${code}`)));
  });
}

/** /dev/shm where it has room for two copies, else the usual place. */
function memoryDirectory(): string {
  const shm = '/dev/shm';
  if (!existsSync(shm)) return tmpdir();
  const { bavail, bsize } = statfsSync(shm);
  return bavail * bsize > 3 * LARGE_BYTES ? shm : tmpdir();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
