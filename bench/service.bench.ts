/**
 * The service on a registry of a whole genome: times of questions over HTTP with one client, requests a second with more, memory, rows of
 * NDJSON a second; the same questions to DuckDB in this process, with answers compared; and all of it again with columns of
 * 1,000 files. CISREG_BENCH_GENOME names a simulated genome, CISREG_BENCH_FILES the files (0: none), CISREG_BENCH_REPEATS the questions of a kind.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { type ElementStore, openElements } from '../src/store/element-store.ts';
import { type Figures, record } from './results.ts';
import { openPeer, type Peer } from './service-duckdb.ts';
import { oneClient, type ServiceProcess, startService, timedClient, underLoad } from './service-process.ts';
import { type Answer, asPage, type Question, questionsOf, sorted } from './service-questions.ts';
import { freeBytes, genomeRegistry, removeRegistry, wideBytes, wideRegistry } from './service-registry.ts';

const REPEATS = Number(process.env.CISREG_BENCH_REPEATS ?? 1000);
const PEER_REPEATS = Math.min(100, REPEATS);
/** Of each kind, before any is timed: a service runs for days, and what compiling costs it in its first seconds is not what is asked about. */
const WARM_UP = 1000;
/** Columns of more files, 16 GB of a thousand, are no table in the peer's memory. */
const PEER_FILES = 100;
const COMPARED = 10;
const LOAD_SECONDS = REPEATS < 100 ? 2 : 8;
const WIDE_FILES = Number(process.env.CISREG_BENCH_FILES ?? 1000);
/** p95 in ms with one client. */
const GOALS: Readonly<Record<string, number>> = {
  'region of 1 Mb': 2,
  'region of 1 Mb, first page': 2,
  'region with a biosample filter': 2,
  'top 1,000, three filters': 25,
  'class counts': 10,
  'Z histogram': 10,
  "one element's page": 10,
  suggestions: 20,
};
const NDJSON = '/api/v1/ccres?scope=rDHSs&format=ndjson';

interface Times {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Processor time a question, which another program on the machine changes less. */
  readonly processorMs: number;
}

/** Processor time of this process in ms, all threads. */
function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Times of questions asked one after the other; those of the first are not counted. `spent` tells the processor time of who answers. */
async function timesOf(count: number, spent: () => number, ask: () => unknown): Promise<Times> {
  const times: number[] = [];
  let before = 0;
  for (let i = -Math.min(WARM_UP, count); i < count; i++) {
    if (i === 0) before = spent();
    const begin = performance.now();
    await ask();
    if (i >= 0) times.push(performance.now() - begin);
  }
  return timesFrom(times, (spent() - before) / count);
}

function timesFrom(times: number[], processorMs: number): Times {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), processorMs };
}

const shown = ({ p50Ms, p95Ms, p99Ms, processorMs }: Times) =>
  [p50Ms, p95Ms, p99Ms, processorMs].map((ms) => ms.toFixed(2).padStart(8)).join('');

function same(name: string, what: string, a: Answer, b: Answer): void {
  if (JSON.stringify(a) === JSON.stringify(b)) return;
  throw new Error(
    `${name}: the answer ${what} differs: ${JSON.stringify(a).slice(0, 300)} and ${JSON.stringify(b).slice(0, 300)}`,
  );
}

/** Puts questions over HTTP, and prints and returns what they took. */
async function overHttp(store: ElementStore, service: ServiceProcess, seed: number): Promise<Figures[]> {
  const client = timedClient(service.port);
  const rows: Figures[] = [];
  const makers = Object.entries(questionsOf(store, seed));
  const some = (next: () => Question, count: number) => Array.from({ length: count }, () => next().urls);
  for (const [, next] of makers) await client.timesOf(some(next, Math.min(WARM_UP, REPEATS)));
  for (const [name, next] of makers) {
    const before = service.processorMs();
    const each = await client.timesOf(some(next, REPEATS));
    const times = timesFrom(each, (service.processorMs() - before) / REPEATS);
    const goalMs = GOALS[name]!;
    const met = times.p95Ms < goalMs ? 'met' : 'MISSED';
    process.stdout.write(`${name.padEnd(32)}${shown(times)}   goal p95 ${goalMs} ms: ${met}\n`);
    rows.push({ question: name, ...times, goalP95Ms: goalMs, load1: loadavg()[0]! });
  }
  client.close();
  return rows;
}

/** The same questions to DuckDB and to the open store, in this process; answers of all three are compared first. */
async function againstPeer(store: ElementStore, port: number, peer: Peer): Promise<Figures[]> {
  const client = oneClient(port);
  const rows: Figures[] = [];
  for (const name of Object.keys(questionsOf(store, 1))) {
    const next = questionsOf(store, 3)[name]!;
    for (let i = 0; i < COMPARED; i++) {
      const question: Question = next();
      if (question.sql === undefined) break;
      const isPage = name === "one element's page";
      const theirs = await peer.ask(question);
      const ordered = question.sql.includes('group by') ? sortedBy(theirs) : theirs;
      const own = question.ask(store);
      same(
        name,
        'of the store and of DuckDB',
        question.sql.includes('group by') ? sortedBy(own) : own,
        ordered,
      );
      let body = '';
      for (const url of question.urls) body = await client.ask(url);
      same(name, 'over HTTP and of the store', question.read(body), isPage ? asPage(own) : own);
    }
    if (next().sql === undefined) continue;
    const [first, second] = [questionsOf(store, 4)[name]!, questionsOf(store, 4)[name]!];
    const own = await timesOf(REPEATS, ownProcessorMs, () => first().ask(store));
    const theirs = await timesOf(PEER_REPEATS, ownProcessorMs, () => peer.ask(second()));
    const ratio = theirs.p50Ms / own.p50Ms;
    process.stdout.write(
      `${name.padEnd(32)}${shown(own)} ${shown(theirs)}   ${ratio.toFixed(1)}x at p50, ${(theirs.p95Ms / own.p95Ms).toFixed(1)}x at p95\n`,
    );
    rows.push({
      question: name,
      storeP50Ms: own.p50Ms,
      storeP95Ms: own.p95Ms,
      storeProcessorMs: own.processorMs,
      duckdbP50Ms: theirs.p50Ms,
      duckdbP95Ms: theirs.p95Ms,
      duckdbProcessorMs: theirs.processorMs,
      ratioP50: ratio,
      isEqual: true,
      load1: loadavg()[0]!,
    });
  }
  client.close();
  return rows;
}

function sortedBy(rows: Answer): Answer {
  return typeof rows[0]?.[0] === 'number'
    ? [...rows].sort((a, b) => (a[0] as number) - (b[0] as number))
    : sorted(rows);
}

/**
 * Reads what questions read once, so that the system has it in memory as the peer has its table. A system that has less memory, or takes
 * it back, reads from the disk: with TMPDIR on a file system of memory there is no disk to read from.
 */
async function readThrough(registry: string, zscores: string): Promise<void> {
  const columns = (await readdir(zscores, { recursive: true })).filter((name) =>
    /\.(z\.f32|high\.bits)$/.test(name),
  );
  const buffer = Buffer.alloc(1 << 22);
  for (const name of [
    path.join(registry, 'elements.tsv'),
    ...columns.map((column) => path.join(zscores, column)),
  ]) {
    const file = await open(name);
    while ((await file.read(buffer)).bytesRead > 0);
    await file.close();
  }
}

async function measure(registry: string, seed: number, scratch: string): Promise<void> {
  const store = await openElements(registry);
  const files = store.registry.manifest.columns.length;
  await readThrough(registry, store.registry.zscores);
  const title = `${store.table.rows.toLocaleString('en')} rDHSs, ${files} files`;
  const service = await startService(registry);
  const opened = service.memory();
  process.stdout.write(
    `\n${title}: serving after ${service.startS.toFixed(1)} s; load average ${loadavg()[0]!.toFixed(1)}\n` +
      `one client over HTTP, ms`.padEnd(32) +
      '     p50     p95     p99  processor\n',
  );
  const questions = await overHttp(store, service, seed);
  const asked = service.memory();
  const loads: Figures[] = [];
  const kinds: Record<string, readonly string[]> = {
    'region of 1 Mb, first page': ['region of 1 Mb, first page'],
    "one element's page": ["one element's page"],
    'all questions in turn': Object.keys(GOALS),
  };
  for (const [kind, names] of Object.entries(kinds)) {
    const makers = questionsOf(store, seed + 1);
    const urls = Array.from({ length: 400 }, () => names.flatMap((name) => makers[name]!().urls)).flat();
    for (const clients of [1, 8, 64]) {
      const load = underLoad(service.port, urls, { clients, seconds: LOAD_SECONDS, scratch });
      process.stdout.write(
        `${kind}, ${clients} clients: ${load.requestsPerSecond.toFixed(0)} requests a second, p50 ${load.p50Ms} ms, p99 ${load.p99Ms} ms, ${load.errors} errors\n`,
      );
      loads.push({ kind, ...load });
    }
  }
  const loaded = service.memory();
  const client = oneClient(service.port);
  const begin = performance.now();
  const { lines, bytes } = await client.countLines(NDJSON);
  const ndjsonS = (performance.now() - begin) / 1000;
  client.close();
  const rowsPerSecond = lines / ndjsonS;
  const streamed = service.memory();
  process.stdout.write(
    `NDJSON: ${lines} rows, ${(bytes / 1e6).toFixed(0)} MB in ${ndjsonS.toFixed(1)} s: ${rowsPerSecond.toFixed(0)} rows a second\n` +
      `memory: ${opened.nowMB.toFixed(0)} MB when opened, ${asked.nowMB.toFixed(0)} after one client, ${loaded.nowMB.toFixed(0)} after 64, ` +
      `${streamed.nowMB.toFixed(0)} after NDJSON, ${streamed.peakMB.toFixed(0)} at most\n`,
  );
  let peers: Figures[] = [];
  if (files <= PEER_FILES) {
    const peer = await openPeer(store, scratch);
    process.stdout.write(
      `\nin process, ms; DuckDB ${peer.version}, ${peer.threads} threads, table in memory (${peer.megabytes.toFixed(0)} MB), statements prepared\n` +
        `${''.padEnd(32)}   store: p50  p95     p99  processor  DuckDB: p50  p95  p99  processor\n`,
    );
    peers = await againstPeer(store, service.port, peer);
    peer.close();
  }
  await service.stop();
  record(`service, ${files} files`, [
    ...questions,
    ...peers.map((row) => ({ inProcess: true, ...row })),
    ...loads,
    {
      rows: store.table.rows,
      startS: service.startS,
      openedMB: opened.nowMB,
      afterOneClientMB: asked.nowMB,
      after64ClientsMB: loaded.nowMB,
      afterNdjsonMB: streamed.nowMB,
      peakMB: streamed.peakMB,
      ndjsonRows: lines,
      ndjsonRowsPerSecond: rowsPerSecond,
    },
  ]);
}

const parent = path.join(tmpdir(), 'cisreg-bench');
mkdirSync(parent, { recursive: true });
const scratch = mkdtempSync(path.join(parent, 'service-'));
try {
  const registry = genomeRegistry(scratch);
  await measure(registry, 11, scratch);
  const { registry: own } = await openElements(registry);
  const wanted = wideBytes(own.manifest.rows, WIDE_FILES);
  if (WIDE_FILES > 0 && freeBytes(scratch) < 1.5 * wanted) {
    process.stdout.write(
      `not run: ${WIDE_FILES} files take ${(wanted / 1e9).toFixed(0)} GB, and half as much must stay free\n`,
    );
  } else if (WIDE_FILES > 0) {
    const wide = path.join(scratch, 'wide');
    process.stdout.write(`\nmaking columns of ${WIDE_FILES} files, ${(wanted / 1e9).toFixed(0)} GB\n`);
    await wideRegistry(registry, wide, WIDE_FILES);
    await measure(wide, 21, scratch);
    removeRegistry(wide);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
