/** Single steps of a build, as many machines run them: beside each other, each looking at its own dataset alone. */

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeMiniCase } from './mini-case.ts';
import { cisreg, MAIN, type Outcome, registryBytes, scratchDirectory } from './run-cli.ts';

const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const assays = [
  ['DNase', 'H3K4me3'],
  ['DNase', 'CTCF'],
];
const args = (out: string, step: string, ...datasets: string[]): string[] => [
  ...['build', at('input/registry.yaml'), '--out', at(out), '--quiet', '--step', step],
  ...datasets.flatMap((name) => ['--dataset', name]),
];

const step = (out: string, name: string, ...datasets: string[]) => cisreg(...args(out, name, ...datasets));

/** Steps that run at the same time; their exit statuses. */
function together(...runs: readonly string[][]): Promise<(number | null)[]> {
  return Promise.all(
    runs.map(
      (run) =>
        new Promise<number | null>((resolve) => {
          spawn(process.execPath, [MAIN, ...run], { stdio: 'ignore' }).on('close', resolve);
        }),
    ),
  );
}

interface Row {
  readonly name: string;
  readonly signal: string;
  readonly isAnchor: boolean;
  readonly hasZ: boolean;
}
let rows: readonly Row[] = [];
const named = (is: (row: Row) => boolean): string[] => rows.filter(is).map(({ name }) => name);

beforeAll(async () => {
  await writeMiniCase(at('input'), 33, { assays, format: 'dhs', tss: 'bed' });
  rows = readFileSync(at('input/datasets.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map((row) => ({
      name: row[3]!,
      signal: row[6]!,
      isAnchor: row[1] === 'DNase' && row[4] !== '',
      hasZ: row[7] !== 'no',
    }));
  expect(cisreg('build', at('input/registry.yaml'), '--out', at('whole'), '--quiet')).toMatchObject({
    status: 0,
  });
});

describe('the single steps of a build', () => {
  it('end in the bytes of the build, run beside each other, one of them twice at a time', async () => {
    const out = 'steps';
    expect(step(out, 'check')).toMatchObject({ status: 0 });
    const anchors = named(({ isAnchor }) => isAnchor);
    const dhs = [...anchors, anchors[0]!].map((name) => args(out, 'dhs', name));
    expect(await together(...dhs)).toEqual(dhs.map(() => 0));
    expect(step(out, 'rdhs').stdout).toMatch(/^\d+ rDHSs\n$/);
    const zscores = named(({ hasZ }) => hasZ);
    const [first, second, ...others] = zscores;
    expect(
      await together(
        args(out, 'zscore', first!, second!),
        ...others.map((name) => args(out, 'zscore', name)),
      ),
    ).toEqual([0, ...others.map(() => 0)]);
    expect(readdirSync(at(out))).toEqual(['.work']);
    expect(step(out, 'registry')).toMatchObject({ status: 0 });
    expect(registryBytes(at(out))).toEqual(registryBytes(at('whole')));
  });

  it('leave what cisreg build goes on from, whichever of them were run', () => {
    const [anchor] = named(({ isAnchor }) => isAnchor);
    expect(step('some', 'dhs', anchor!)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/: \d+ DHSs\n$/),
    });
    const build = cisreg('build', at('input/registry.yaml'), '--out', at('some'));
    expect(build.status).toBe(0);
    expect(build.stderr).toContain(`DHSs: ${named(({ isAnchor }) => isAnchor).length - 1} datasets`);
    expect(registryBytes(at('some'))).toEqual(registryBytes(at('whole')));
  });

  it('make the DHSs that are missing when rDHSs are asked for', () => {
    expect(step('missing', 'rdhs').status).toBe(0);
    expect(step('missing', 'registry').status).toBe(0);
    expect(registryBytes(at('missing'))).toEqual(registryBytes(at('whole')));
  });

  it("look at no other dataset's files", () => {
    const [own, ...others] = rows;
    for (const { signal } of others) renameSync(at(`input/${signal}`), at(`input/${signal}.away`));
    try {
      expect(step('own', 'dhs', own!.name)).toMatchObject({ status: 0, stderr: '' });
      const refused = step('own', 'check');
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain(others[0]!.signal);
    } finally {
      for (const { signal } of others) renameSync(at(`input/${signal}.away`), at(`input/${signal}`));
    }
  });

  it('check their own dataset as a build would', () => {
    const [own] = rows;
    const bytes = readFileSync(at(`input/${own!.signal}`));
    try {
      writeFileSync(at(`input/${own!.signal}`), bytes.subarray(0, 500));
      expect(step('broken', 'dhs', own!.name)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining(own!.signal),
      });
      expect(existsSync(at('broken'))).toBe(false);
    } finally {
      writeFileSync(at(`input/${own!.signal}`), bytes);
    }
  });
});

describe('a step is refused', () => {
  const refusal = ({ status, stdout, stderr }: Outcome) => ({
    status,
    stdout,
    said: stderr.replace(/^cisreg: /, ''),
  });

  it('without its dataset, with one that is none of its own, or that nobody knows', () => {
    const mark = named(({ isAnchor }) => !isAnchor)[0]!;
    for (const [outcome, said] of [
      [
        step('r', 'dhs'),
        /^--step dhs is given without --dataset, expected the name of one; name it \[USAGE\]/,
      ],
      [step('r', 'rdhs', 'F1'), /^--dataset F1 is given, expected --step dhs or zscore with it/],
      [
        step('r', 'dhs', 'nobody'),
        /^no dataset is called nobody, expected a name of the column file of .*datasets\.tsv/,
      ],
      [step('r', 'dhs', mark), new RegExp(`^${mark} has no peaks, expected a dataset that has`)],
    ] as const) {
      expect(refusal(outcome)).toEqual({ status: 2, stdout: '', said: expect.stringMatching(said) });
    }
    expect(existsSync(at('r'))).toBe(false);
  });

  it('where the rDHSs are not there yet', () => {
    const { status, said } = refusal(step('early', 'zscore', rows.find(({ hasZ }) => hasZ)!.name));
    expect([status, said]).toEqual([
      1,
      expect.stringMatching(/has no finished rDHSs yet, expected those of --step rdhs/),
    ]);
  });

  it("where a build runs, and a build where another machine's does", () => {
    mkdirSync(at('locked/.work'), { recursive: true });
    const lock = at('locked/.work/lock');
    const start = readFileSync(`/proc/${process.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(lock, `${process.pid} ${start} ${hostname()} ${boot}`);
    const [anchor] = named(({ isAnchor }) => isAnchor);
    expect(step('locked', 'dhs', anchor!).stderr).toMatch(/another build \(process \d+\) runs there/);
    // Of a process of the same machine before it was started again, nothing is left.
    writeFileSync(lock, `${process.pid} ${start} ${hostname()} before`);
    expect(step('locked', 'dhs', anchor!).status).toBe(0);
    writeFileSync(lock, `${process.pid} ${start} elsewhere.example ${boot}`);
    const refused = cisreg('build', at('input/registry.yaml'), '--out', at('locked'), '--quiet');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      `on elsewhere.example) has locked it, expected one at a time; wait for it, or remove ${lock}`,
    );
    // What has shown no sign for more than an hour has ended, wherever it was.
    const before = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(lock, before, before);
    expect(cisreg('build', at('input/registry.yaml'), '--out', at('locked'), '--quiet').status).toBe(0);
  });
});
