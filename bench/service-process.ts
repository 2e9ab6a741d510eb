/** The compiled service as a process of its own, and its clients. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '..');

export interface ServiceProcess {
  readonly port: number;
  /** From the start to the first answer. */
  readonly startS: number;
  /** Resident memory in MB (10^6) now and at its highest; NaN where the system does not tell. */
  memory(): { readonly nowMB: number; readonly peakMB: number };
  /** Processor time that it took so far, all threads, in ms to 10; NaN where the system does not tell. */
  processorMs(): number;
  stop(): Promise<void>;
}

/** `cisreg serve` of a registry, ready for questions. CISREG_BENCH_DIST names another compiled program than dist/. */
export async function startService(registry: string): Promise<ServiceProcess> {
  const begin = performance.now();
  const dist = process.env.CISREG_BENCH_DIST ?? path.join(root, 'dist');
  const child = spawn(
    process.execPath,
    [path.join(dist, 'cli', 'main.js'), 'serve', registry, '--port', '0', '--quiet'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const port = await portOf(child);
  return {
    port,
    startS: (performance.now() - begin) / 1000,
    memory: () => memoryOf(child.pid!),
    processorMs: () => processorMsOf(child.pid!),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, port] = /http:\/\/[^:]+:(\d+)\//.exec(text) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`the service ended with status ${code}`)));
  });
}

function memoryOf(pid: number): { nowMB: number; peakMB: number } {
  const file = `/proc/${pid}/status`;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const megabytes = (key: string) =>
    (Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(text)?.[1] ?? Number.NaN) * 1024) / 1e6;
  return { nowMB: megabytes('VmRSS'), peakMB: megabytes('VmHWM') };
}

/** Ticks of Linux are hundredths of a second (USER_HZ). */
const MS_A_TICK = 10;

function processorMsOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  // The name of the program, which may have spaces, stands in parentheses; utime and stime are fields 14 and 15.
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
}

export interface Client {
  /** The body of an answer. Throws where its status is not 200. */
  ask(url: string): Promise<string>;
  /** Lines of an answer, none of which is kept. */
  countLines(url: string): Promise<{ readonly lines: number; readonly bytes: number }>;
  close(): void;
}

/** One client with one connection that is kept, without compression, as a script has it. */
export function oneClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const request = (url: string, onData: (chunk: Buffer) => void) =>
    new Promise<void>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: url, agent }, (answer) => {
        answer.on('data', onData);
        answer.on('error', reject);
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url}: status ${answer.statusCode}`)),
        );
      }).on('error', reject);
    });
  return {
    async ask(url) {
      const chunks: Buffer[] = [];
      await request(url, (chunk) => chunks.push(chunk));
      return Buffer.concat(chunks).toString();
    },
    async countLines(url) {
      let [lines, bytes] = [0, 0];
      await request(url, (chunk) => {
        bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      });
      return { lines, bytes };
    },
    close: () => agent.destroy(),
  };
}

export interface TimedClient {
  /** The ms that each question took, its addresses asked one after the other. */
  timesOf(questions: readonly (readonly string[])[]): Promise<number[]>;
  close(): void;
}

/** One client in a process of its own. */
export function timedClient(port: number): TimedClient {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(root, 'bench', 'timed-client.ts'), String(port)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async timesOf(questions) {
      child.stdin.write(`${JSON.stringify(questions)}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('the client ended');
      return JSON.parse(value) as number[];
    },
    close: () => child.stdin.end(),
  };
}

export interface Load {
  readonly clients: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** What autocannon, in a process of its own, gets through: each client asks the next of `urls` when it has its answer. */
export function underLoad(
  port: number,
  urls: readonly string[],
  options: { readonly clients: number; readonly seconds: number; readonly scratch: string },
): Load {
  const { clients, seconds, scratch } = options;
  const origin = `http://127.0.0.1:${port}`;
  const har = path.join(scratch, 'requests.har');
  const entries = urls.map((url) => ({ request: { method: 'GET', url: `${origin}${url}`, headers: [] } }));
  writeFileSync(har, JSON.stringify({ log: { entries } }));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules', 'autocannon', 'autocannon.js'),
      ...['--json', '--connections', String(clients), '--duration', String(seconds), '--har', har, origin],
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(stderr);
  const found = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
    requests: { average: number };
    latency: { p50: number; p99: number };
    errors: number;
    non2xx: number;
  };
  return {
    clients,
    requestsPerSecond: found.requests.average,
    p50Ms: found.latency.p50,
    p99Ms: found.latency.p99,
    errors: found.errors + found.non2xx,
  };
}
