/** The same failing server, asked by cisreg, curl -C -, wget -c and rclone, each called again until it says that it is done: who has the right bytes. */

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLong, scratch } from '../formats/scratch.ts';
import { type Fault, faultyServer, type Seen } from './faulty-server.ts';
import { fetchInChild } from './fetch-child.ts';
import { md5Of, mirrorsAt, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
const RIGHT = noise(6_000_000, 1);
/** What was there before under the same name: the portal replaces files. */
const OLD = noise(6_000_000, 2);
const FILE = remoteFile('ENCFF001PER', RIGHT);
const PATH = `/${FILE.key}`;
const MOST_CALLS = 4;

interface Scene {
  readonly name: string;
  /** The answer to the n-th request, from 1; `replace` puts the new file in the place of the old one. */
  fault(seen: Seen, replace: () => void): Fault | undefined;
  readonly isOldFirst?: boolean;
  /** The first call is killed after this time. */
  readonly killMs?: number;
}

const SCENES: readonly Scene[] = [
  {
    name: 'cuts its first three answers in the middle',
    fault: ({ number }) => (number <= 3 ? { cutAfter: 1_500_000 } : undefined),
  },
  {
    name: 'answers 503 twice, with Retry-After',
    fault: ({ number }) => (number <= 2 ? { status: 503, headers: { 'retry-after': '1' } } : undefined),
  },
  {
    name: 'sends slowly, and the program is killed',
    fault: ({ number }) => (number === 1 ? { bytesPerSecond: 2e6 } : undefined),
    killMs: 1500,
  },
  {
    name: 'is cut, and the file is another one afterwards',
    isOldFirst: true,
    fault: ({ number }, replace) => {
      if (number > 1) replace();
      return number === 1 ? { cutAfter: 2_000_000 } : undefined;
    },
  },
  {
    name: 'sends wrong bytes in its first answer',
    fault: ({ number }) => (number === 1 ? { isWrong: true } : undefined),
  },
  {
    name: 'is cut in wrong bytes',
    fault: ({ number }) => (number === 1 ? { isWrong: true, cutAfter: 2_000_000 } : undefined),
  },
  {
    name: 'says that more comes than does',
    fault: ({ number }) => (number === 1 ? { saysMore: 1000 } : undefined),
  },
  {
    name: 'is cut, and knows no ranges',
    fault: ({ number }) => ({ hasNoRanges: true, ...(number === 1 ? { cutAfter: 2_000_000 } : {}) }),
  },
  {
    name: 'first answers with a page',
    fault: ({ number }) =>
      number === 1
        ? { status: 200, text: '<html>Please log in</html>', headers: { 'content-type': 'text/html' } }
        : undefined,
  },
];

/** What is started for an address; the file is then `into`/NAME. */
const PEERS: Readonly<Record<string, (url: string, into: string) => readonly string[]>> = {
  'curl -C -': (url, into) => [
    'curl',
    '-sSf',
    '-C',
    '-',
    '--retry',
    '2',
    '-o',
    path.join(into, FILE.name),
    url,
  ],
  'wget -c': (url, into) => ['wget', '-q', '-c', '-t', '3', '-P', into, url],
  rclone: (url, into) => [
    'rclone',
    'copyurl',
    '--config',
    '/dev/null',
    '--retries',
    '2',
    url,
    path.join(into, FILE.name),
  ],
};

type Ending = 'right bytes' | 'WRONG BYTES, says done' | 'fails, and says so';

const table = new Map<string, Map<string, Ending>>();

async function play(scene: Scene, program: string): Promise<Ending> {
  const files = new Map([[PATH, scene.isOldFirst === true ? OLD : RIGHT]]);
  const server = await faultyServer({
    files,
    fault: (seen) => scene.fault(seen, () => files.set(PATH, RIGHT)),
  });
  const into = path.join(dir, `${SCENES.indexOf(scene)}-${program.replace(/\W+/g, '-')}`);
  mkdirSync(into);
  const url = `${server.origin}${PATH}`;
  try {
    let isDone = false;
    for (let call = 1; call <= MOST_CALLS && !isDone; call++) {
      const killMs = call === 1 ? scene.killMs : undefined;
      isDone =
        program === 'cisreg'
          ? await callOwn(server.origin, into, killMs)
          : await callPeer(PEERS[program]!(url, into), killMs);
    }
    if (!isDone) return 'fails, and says so';
    const at = path.join(into, FILE.name);
    const isRight = statSync(at).size === RIGHT.length && md5Of(readFileSync(at)) === FILE.md5;
    return isRight ? 'right bytes' : 'WRONG BYTES, says done';
  } finally {
    await server.close();
  }
}

async function callOwn(origin: string, into: string, killMs: number | undefined): Promise<boolean> {
  const options = {
    mirrors: mirrorsAt({ s3: origin }),
    from: ['s3'] as const,
    patience: { firstWaitMs: 50 },
  };
  const { child, report } = fetchInChild({ files: [FILE], into, options }, { dir });
  const timer = killMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killMs);
  const ended = await report;
  clearTimeout(timer);
  return ended !== undefined && ended.errors.length === 0;
}

function callPeer([program, ...args]: readonly string[], killMs: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program!, args, { stdio: 'ignore', timeout: 60_000 });
    const timer = killMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killMs);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve(status === 0);
    });
  });
}

afterAll(() => {
  if (!isLong) return;
  const programs = ['cisreg', ...Object.keys(PEERS)];
  const rows = [...table].map(
    ([scene, endings]) =>
      `| ${[scene, ...programs.map((name) => endings.get(name) ?? 'not run')].join(' | ')} |`,
  );
  console.log(
    [`| the server | ${programs.join(' | ')} |`, `|---|${'---|'.repeat(programs.length)}`, ...rows].join(
      '\n',
    ),
  );
});

describe.each(SCENES)('a server that $name', (scene) => {
  it('gives cisreg the right bytes', async () => {
    const endings = new Map<string, Ending>([['cisreg', await play(scene, 'cisreg')]]);
    table.set(scene.name, endings);
    expect(endings.get('cisreg')).toBe('right bytes');
  });

  if (!isLong) return;
  it('gives others what the table says', async () => {
    for (const [program, command] of Object.entries(PEERS)) {
      const [own] = command('', '');
      if (spawnSync(own!, ['--version']).error === undefined)
        table.get(scene.name)!.set(program, await play(scene, program));
    }
  });
});
