/** A build spread over jobs by snakemake: the bytes of cisreg build, also after a kill, after changes, and under odd names. */

import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeMiniCase } from './mini-case.ts';
import { cisreg, MAIN, type Outcome, registryBytes, scratchDirectory } from './run-cli.ts';

const hasSnakemake = spawnSync('snakemake', ['--version'], { stdio: 'ignore' }).status === 0;
const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const assays = [
  ['DNase', 'H3K4me3', 'CTCF'],
  ['DNase', 'H3K27ac'],
];
/** What every name of a dataset may hold, to be quoted in a shell and in Python. */
const ODD = `F 3's {µ} "x" $HOME`;
const environment = { ...process.env, HOME: scratch, XDG_CACHE_HOME: scratch };
const program = `cisreg='${process.execPath}' '${MAIN}'`;

/** The Snakefile of the input, beside it. */
function writeSnakefile(out: string, ...flags: string[]): void {
  const printed = spawnSync(
    process.execPath,
    [MAIN, 'workflow', 'input/registry.yaml', '--out', out, ...flags],
    { cwd: scratch, encoding: 'utf8' },
  );
  expect(printed).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(at(`${out}.smk`), printed.stdout);
}

function snakemake(out: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(
    'snakemake',
    ['--snakefile', `${out}.smk`, '--cores', '2', '--nocolor', ...args, '--config', program],
    { cwd: scratch, encoding: 'utf8', env: environment },
  );
  return { status, stdout, stderr };
}

/** Runs snakemake until `isTime`, then kills it with all its jobs, as the machine's power would, and takes away its own lock. */
async function snakemakeKilled(out: string, isTime: () => boolean): Promise<void> {
  const args = ['--snakefile', `${out}.smk`, '--cores', '2', '--rerun-incomplete', '--config', program];
  const child = spawn('snakemake', args, {
    cwd: scratch,
    env: environment,
    stdio: 'ignore',
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  while (!isTime() && child.exitCode === null) await sleep(10);
  expect(child.exitCode, 'snakemake ended before it was killed').toBeNull();
  process.kill(-child.pid!, 'SIGKILL');
  await ended;
  expect(snakemake(out, '--unlock')).toMatchObject({ status: 0 });
}

const filesIn = (folder: string): string[] => (existsSync(at(folder)) ? readdirSync(at(folder)) : []);
const bytesOf = (out: string) => registryBytes(at(out));

function buildWhole(out: string): ReturnType<typeof bytesOf> {
  rmSync(at(out), { recursive: true, force: true });
  expect(cisreg('build', at('input/registry.yaml'), '--out', at(out), '--quiet')).toMatchObject({
    status: 0,
  });
  return bytesOf(out);
}

beforeAll(async () => {
  await writeMiniCase(at('input'), 31, { assays, consensus: 'some', hasPrevious: true, tss: 'gtf' });
  const sheet = at('input/datasets.tsv');
  writeFileSync(sheet, readFileSync(sheet, 'utf8').replace(/\tF3\t/, `\t${ODD}\t`));
  buildWhole('whole');
});

describe.skipIf(!hasSnakemake)('snakemake, by the Snakefile of cisreg workflow,', () => {
  it('makes the bytes of cisreg build, and then has nothing to do', () => {
    writeSnakefile('by jobs');
    expect(snakemake('by jobs')).toMatchObject({ status: 0 });
    expect(bytesOf('by jobs')).toEqual(bytesOf('whole'));
    expect(filesIn('by jobs')).not.toContain('.work');
    expect(snakemake('by jobs').stderr).toContain('Nothing to be done');
  });

  it('goes on after it was killed, and does nothing twice that was done', async () => {
    writeSnakefile('killed');
    const done = () => filesIn('killed/.work/steps/dhs').length;
    await snakemakeKilled('killed', () => done() > 0);
    await snakemakeKilled('killed', () => filesIn('killed/.work/steps/zscore').length > 1);
    const notes = () =>
      ['dhs', 'zscores'].flatMap((folder) =>
        filesIn(`killed/.work/${folder}`)
          .filter((name) => name.endsWith('.done.json'))
          .map((name) => [name, statSync(at(`killed/.work/${folder}/${name}`)).mtimeMs] as const),
      );
    const before = notes();
    expect(before.length).toBeGreaterThan(2);
    expect(snakemake('killed', '--rerun-incomplete', '--until', 'zscore')).toMatchObject({ status: 0 });
    const after = new Map(notes());
    expect(before.filter(([name, time]) => after.get(name) !== time)).toEqual([]);
    expect(snakemake('killed')).toMatchObject({ status: 0 });
    expect(bytesOf('killed')).toEqual(bytesOf('whole'));
  });

  it('does again what a changed input asks for', () => {
    const sheet = readFileSync(at('input/datasets.tsv'), 'utf8').split('\n');
    const marks = sheet
      .map((row) => row.split('\t'))
      .filter(([, assay]) => assay === 'CTCF' || assay === 'H3K27ac');
    cpSync(at('input'), at('input-before'), { recursive: true, preserveTimestamps: true });
    try {
      cpSync(at(`input/${marks[0]![6]}`), at(`input/${marks[1]![6]}`));
      expect(snakemake('by jobs')).toMatchObject({ status: 0 });
      expect(bytesOf('by jobs')).toEqual(buildWhole('changed'));
      expect(bytesOf('by jobs')).not.toEqual(bytesOf('whole'));
    } finally {
      rmSync(at('input'), { recursive: true });
      cpSync(at('input-before'), at('input'), { recursive: true, preserveTimestamps: true });
    }
  });

  it('stops where a dataset is wrong, says so in its log, and leaves no registry', () => {
    writeSnakefile('wrong');
    const signal = readFileSync(at('input/datasets.tsv'), 'utf8').split('\n').at(-2)!.split('\t')[6]!;
    const bytes = readFileSync(at(`input/${signal}`));
    try {
      writeFileSync(at(`input/${signal}`), bytes.subarray(0, 100));
      expect(snakemake('wrong').status).toBe(1);
      expect(readFileSync(at('wrong.workflow/logs/check.log'), 'utf8')).toContain(signal);
      expect(existsSync(at('wrong'))).toBe(false);
    } finally {
      writeFileSync(at(`input/${signal}`), bytes);
    }
  });

  it("leaves a directory alone that holds somebody's files", () => {
    mkdirSync(at('theirs'));
    writeFileSync(at('theirs/cCREs.bed'), 'mine');
    writeSnakefile('theirs');
    expect(snakemake('theirs').status).toBe(1);
    expect(readFileSync(at('theirs.workflow/logs/check.log'), 'utf8')).toContain('is not empty');
    expect(readdirSync(at('theirs'))).toEqual(['cCREs.bed']);
  });
});

describe('cisreg workflow', () => {
  it('prints the same text each time', () => {
    writeSnakefile('first');
    const text = readFileSync(at('first.smk'), 'utf8');
    writeSnakefile('first');
    expect(readFileSync(at('first.smk'), 'utf8')).toBe(text);
    expect(text).not.toContain(scratch);
  });

  it('refuses a directory that snakemake would take for a pattern', () => {
    const refused = cisreg('workflow', at('input/registry.yaml'), '--out', 'a{b}');
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('without braces');
  });

  it('takes files elsewhere for no inputs of snakemake, and plans time and room to fetch them', () => {
    const sheet = readFileSync(at('input/datasets.tsv'), 'utf8').replaceAll(
      /\tF1\.bigWig/g,
      '\tencff:ENCFF001ABC',
    );
    writeFileSync(at('input/elsewhere.tsv'), sheet);
    const yaml = readFileSync(at('input/registry.yaml'), 'utf8').replace('datasets.tsv', 'elsewhere.tsv');
    writeFileSync(at('input/elsewhere.yaml'), yaml);
    const { stdout } = cisreg('workflow', at('input/elsewhere.yaml'), '--out', 'x');
    const [, jobs] = /^ {4}"F1": (.*),$/m.exec(stdout)!;
    const { dhs, zscore } = JSON.parse(jobs!) as Record<
      string,
      { inputs: string[]; minutes: number; disk_mb: number }
    >;
    expect(zscore!.inputs).toEqual([]);
    expect(dhs!.inputs.map((file) => path.basename(file))).toEqual([expect.stringMatching(/^F1\.bed/)]);
    expect(zscore!.minutes).toBeGreaterThan(3);
    expect(zscore!.disk_mb).toBeGreaterThan(100);
  });
});

describe('the profile for Slurm', () => {
  /** Answers as scontrol and sacct print them; doubles of both, which say what they are told. */
  function statusOf(scontrol: string, sacct = 'exit 1'): string {
    const bin = at('doubles');
    mkdirSync(bin, { recursive: true });
    for (const [name, body] of Object.entries({ scontrol, sacct }))
      writeFileSync(path.join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const { stdout } = spawnSync(at('profile/slurm-status.sh'), ['17'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    });
    return stdout.trim();
  }
  const shown = (state: string) =>
    `echo 'JobId=17 JobName=cisreg-dhs JobState=${state} Reason=None ExitCode=0:0'`;
  const forgotten = "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1";

  beforeAll(() => writeSnakefile('first', '--profile-out', 'profile'));

  it('asks for the threads, memory and time of each job', () => {
    const config = readFileSync(at('profile/config.yaml'), 'utf8');
    for (const word of [
      '{threads}',
      '{resources.mem_mb}',
      '{resources.runtime}',
      'first.workflow/logs/slurm/',
    ])
      expect(config).toContain(word);
  });

  it.each([
    ['PENDING', 'running'],
    ['RUNNING', 'running'],
    ['COMPLETING', 'running'],
    ['COMPLETED', 'success'],
    ['FAILED', 'failed'],
    ['TIMEOUT', 'failed'],
    ['OUT_OF_MEMORY', 'failed'],
    ['NODE_FAIL', 'failed'],
    ['CANCELLED', 'failed'],
  ])('tells that a job that is %s is %s', (state, said) => {
    expect(statusOf(shown(state))).toBe(said);
  });

  it('asks the accounting of a job that the controller has forgotten, and without one runs it again', () => {
    expect(statusOf(forgotten, 'echo COMPLETED')).toBe('success');
    expect(statusOf(forgotten, "echo 'CANCELLED by 0'")).toBe('failed');
    expect(statusOf(forgotten)).toBe('failed');
  });

  it('waits while the controller does not answer', () => {
    expect(statusOf("echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1")).toBe(
      'running',
    );
  });
});
