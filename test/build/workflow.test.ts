/** A build spread over jobs by snakemake: the bytes of cisreg build, also after a kill, after changes, and under odd names. */

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
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
import { serveRanges } from '../formats/range-server.ts';
import { writeMiniCase } from './mini-case.ts';
import { cisreg, filesBelow, MAIN, type Outcome, registryBytes, scratchDirectory } from './run-cli.ts';

const hasSnakemake = spawnSync('snakemake', ['--version'], { stdio: 'ignore' }).status === 0;
const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const assays = [
  ['DNase', 'H3K4me3', 'CTCF'],
  ['DNase', 'H3K27ac'],
];
/** What every name of a dataset may hold, to be quoted in a shell and in Python. */
const ODD = `F 3's {µ} "x" $HOME`;
const environment = { ...process.env, HOME: scratch, XDG_CACHE_HOME: scratch, TMPDIR: at('tmp') };
const program = `cisreg='${process.execPath}' '${MAIN}'`;

/** The Snakefile of a configuration of the input, beside it. */
function writeSnakefileOf(configuration: string, out: string, ...flags: string[]): void {
  const args = ['workflow', `input/${configuration}`, '--out', out, ...flags];
  const printed = spawnSync(process.execPath, [MAIN, ...args], { cwd: scratch, encoding: 'utf8' });
  expect(printed).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(at(`${out}.smk`), printed.stdout);
}

const writeSnakefile = (out: string, ...flags: string[]) => writeSnakefileOf('registry.yaml', out, ...flags);

/** A program run in the scratch directory, while this process may serve. */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = environment,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: scratch, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk));
    child.on('close', (status) => resolve({ status, ...out }));
  });
}

function snakemake(out: string, ...args: string[]): Promise<Outcome> {
  const given = ['--snakefile', `${out}.smk`, '--cores', '2', '--nocolor', ...args, '--config', program];
  return run('snakemake', given);
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
  expect(await snakemake(out, '--unlock')).toMatchObject({ status: 0 });
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
  mkdirSync(at('tmp'));
  await writeMiniCase(at('input'), 31, { assays, consensus: 'some', hasPrevious: true, tss: 'gtf' });
  const sheet = at('input/datasets.tsv');
  writeFileSync(sheet, readFileSync(sheet, 'utf8').replace(/\tF3\t/, `\t${ODD}\t`));
  buildWhole('whole');
});

describe.skipIf(!hasSnakemake)('snakemake, by the Snakefile of cisreg workflow,', () => {
  it('makes the bytes of cisreg build, and then has nothing to do', async () => {
    writeSnakefile('by jobs');
    expect(await snakemake('by jobs')).toMatchObject({ status: 0 });
    expect(bytesOf('by jobs')).toEqual(bytesOf('whole'));
    expect(filesIn('by jobs')).not.toContain('.work');
    expect((await snakemake('by jobs')).stderr).toContain('Nothing to be done');
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
    expect(await snakemake('killed', '--rerun-incomplete', '--until', 'zscore')).toMatchObject({ status: 0 });
    const after = new Map(notes());
    expect(before.filter(([name, time]) => after.get(name) !== time)).toEqual([]);
    expect(await snakemake('killed')).toMatchObject({ status: 0 });
    expect(bytesOf('killed')).toEqual(bytesOf('whole'));
  });

  it('does again what a changed input asks for', async () => {
    const sheet = readFileSync(at('input/datasets.tsv'), 'utf8').split('\n');
    const marks = sheet
      .map((row) => row.split('\t'))
      .filter(([, assay]) => assay === 'CTCF' || assay === 'H3K27ac');
    cpSync(at('input'), at('input-before'), { recursive: true, preserveTimestamps: true });
    try {
      cpSync(at(`input/${marks[0]![6]}`), at(`input/${marks[1]![6]}`));
      expect(await snakemake('by jobs')).toMatchObject({ status: 0 });
      expect(bytesOf('by jobs')).toEqual(buildWhole('changed'));
      expect(bytesOf('by jobs')).not.toEqual(bytesOf('whole'));
    } finally {
      rmSync(at('input'), { recursive: true });
      cpSync(at('input-before'), at('input'), { recursive: true, preserveTimestamps: true });
    }
  });

  it('stops where a dataset is wrong, says so in its log, and leaves no registry', async () => {
    writeSnakefile('wrong');
    const signal = readFileSync(at('input/datasets.tsv'), 'utf8').split('\n').at(-2)!.split('\t')[6]!;
    const bytes = readFileSync(at(`input/${signal}`));
    try {
      writeFileSync(at(`input/${signal}`), bytes.subarray(0, 100));
      expect((await snakemake('wrong')).status).toBe(1);
      expect(readFileSync(at('wrong.workflow/logs/check.log'), 'utf8')).toContain(signal);
      expect(existsSync(at('wrong'))).toBe(false);
    } finally {
      writeFileSync(at(`input/${signal}`), bytes);
    }
  });

  it('has the bytes of cisreg build of files elsewhere, which lie on the node while a job runs', async () => {
    const server = await serveRanges(at('mirror'));
    try {
      const accessions = writeElsewhere();
      const options = [
        ...['--metadata', 'metadata.tsv', '--from', 's3', '--remote', 'fetch'],
        ...['--mirror', `s3=${server.url}`],
      ];
      const build = [
        'build',
        'input/elsewhere.yaml',
        '--out',
        'fetched',
        '--quiet',
        '--cache',
        'cache-build',
      ];
      expect(await run(process.execPath, [MAIN, ...build, ...options])).toMatchObject({ status: 0 });
      expect(filesBelow(at('cache-build/files')).filter((name) => /ENCFF/.test(name))).not.toEqual([]);
      writeSnakefileOf('elsewhere.yaml', 'elsewhere', '--cache', 'cache-jobs', ...options);
      server.reset();
      expect(await snakemake('elsewhere')).toMatchObject({ status: 0 });
      expect(bytesOf('elsewhere')).toEqual(bytesOf('fetched'));
      expect(filesBelow(at('cache-jobs')).filter((name) => /files.*ENCFF/.test(name))).toEqual([]);
      expect(readdirSync(at('tmp')).filter((name) => name.startsWith('cisreg-'))).toEqual([]);
      // Peaks are fetched by the one job that reads them, and by nobody else.
      for (const [name, accession] of accessions) {
        const asked = server.asked.filter((address) => address.includes(accession));
        if (name.includes('.bed')) expect(asked.length, name).toBe(1);
      }
    } finally {
      await server.close();
    }
  });

  it("leaves a directory alone that holds somebody's files", async () => {
    mkdirSync(at('theirs'));
    writeFileSync(at('theirs/cCREs.bed'), 'mine');
    writeSnakefile('theirs');
    expect((await snakemake('theirs')).status).toBe(1);
    expect(readFileSync(at('theirs.workflow/logs/check.log'), 'utf8')).toContain('is not empty');
    expect(readdirSync(at('theirs'))).toEqual(['cCREs.bed']);
  });
});

/** A configuration of the input by accessions, with metadata and the files as a mirror has them. The accessions by file. */
function writeElsewhere(): ReadonlyMap<string, string> {
  const names = readdirSync(at('input')).filter((name) => /^F\d/.test(name));
  const accessions = new Map(names.map((name, i) => [name, `ENCFF${String(i).padStart(3, '0')}ABC`]));
  const lines = ['File accession\tSize\tmd5sum\tFile download URL\ts3_uri'];
  for (const [name, accession] of accessions) {
    const bytes = readFileSync(at(`input/${name}`));
    const own = name.replace(/^F\d+/, accession);
    const key = `2020/01/02/3f6c1c6e-7a0b-4a4e-9a55-0b8f2f3c9d10/${own}`;
    mkdirSync(path.dirname(at(`mirror/${key}`)), { recursive: true });
    writeFileSync(at(`mirror/${key}`), bytes);
    const md5 = createHash('md5').update(bytes).digest('hex');
    const href = `https://portal.example/files/${accession}/@@download/${own}`;
    lines.push([accession, bytes.length, md5, href, `s3://encode-public/${key}`].join('\t'));
  }
  writeFileSync(at('metadata.tsv'), `${lines.join('\n')}\n`);
  const [header, ...rows] = readFileSync(at('input/datasets.tsv'), 'utf8').trimEnd().split('\n');
  const named = rows.map((row) =>
    row
      .split('\t')
      .map((value) => (accessions.has(value) ? `encff:${accessions.get(value)}` : value))
      .join('\t'),
  );
  writeFileSync(at('input/elsewhere.tsv'), `${[header, ...named].join('\n')}\n`);
  const yaml = readFileSync(at('input/registry.yaml'), 'utf8').replace('datasets.tsv', 'elsewhere.tsv');
  writeFileSync(at('input/elsewhere.yaml'), yaml);
  return accessions;
}

describe('cisreg workflow', () => {
  it('prints the same text each time', async () => {
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
    writeElsewhere();
    const { stdout } = cisreg('workflow', at('input/elsewhere.yaml'), '--out', 'x');
    const [, jobs] = /^ {4}"F1": (.*),$/m.exec(stdout)!;
    const { dhs, zscore } = JSON.parse(jobs!) as Record<
      string,
      { inputs: string[]; minutes: number; disk_mb: number }
    >;
    expect([...dhs!.inputs, ...zscore!.inputs]).toEqual([]);
    // Of sizes that no table tells, a typical file's are planned for.
    expect(zscore!.minutes).toBeGreaterThan(3);
    expect(zscore!.disk_mb).toBeGreaterThan(100);
    const told = cisreg(
      'workflow',
      at('input/elsewhere.yaml'),
      '--out',
      'x',
      '--metadata',
      at('metadata.tsv'),
    );
    expect(/^ {4}"F1": .*"zscore": .*"disk_mb": (\d+)\}\},$/m.exec(told.stdout)![1]!.length).toBeLessThan(3);
  });

  it('takes a recipe that comes with the program, and names no place of this machine', () => {
    const { status, stdout } = cisreg('workflow', '--recipe', 'five-biosamples-chr22', '--out', 'x');
    expect(status).toBe(0);
    expect(stdout).toContain('["--recipe", "five-biosamples-chr22", "--out", "x"]');
    expect(stdout).toContain('TABLES = []');
    expect(stdout).not.toContain(path.resolve(MAIN, '../../..'));
    expect(stdout).toContain('--scratch {resources.tmpdir:q}');
  });

  it('keeps tokens out of the Snakefile', () => {
    const refused = cisreg(
      ...[
        'workflow',
        at('input/registry.yaml'),
        '--out',
        'x',
        '--mirror',
        'azure=https://a.example/b?sig=secret',
      ],
    );
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('--mirror azure=https://a.example/b holds a query or a password');
    expect(refused.stderr).not.toContain('secret');
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
