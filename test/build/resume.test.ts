/** A build that is stopped, repeated, changed, moved or run beside another one: the same bytes, and no work twice. */

import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { randomOf } from '../../src/simulate/random.ts';
import { writeMiniCase } from './mini-case.ts';
import { readConfig } from './naive-inputs.ts';
import { cisreg, cisregKilled, filesBelow, MAIN, registryBytes, scratchDirectory } from './run-cli.ts';
import { spoiledInput, writeTinyFiles } from './tiny-input.ts';

const KILLS = process.env.CISREG_LONG ? 20 : 2;
const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const input = at('input');
const whole = at('whole');
const assays = [
  ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'],
  ['DNase', 'ATAC', 'H3K27ac'],
  ['DNase', 'CTCF'],
  ['H3K4me3', 'CTCF'],
];

function build(directory: string, out: string, ...flags: string[]): ReturnType<typeof cisreg> {
  return cisreg('build', path.join(directory, 'registry.yaml'), '--out', out, '--quiet', ...flags);
}

/** The steps that the log of a registry tells of, after its first `skip` lines. */
function stepsOf(out: string, skip = 0): string[] {
  const lines = readFileSync(path.join(out, 'build.log.jsonl'), 'utf8').split('\n').slice(skip, -1);
  return lines
    .map((line) => JSON.parse(line) as { kind: string; text: string })
    .filter(({ kind }) => kind === 'step')
    .map(({ text }) => text.replace(/\d+ bytes/, 'bytes'));
}

function logLines(out: string): number {
  return readFileSync(path.join(out, 'build.log.jsonl'), 'utf8').split('\n').length - 1;
}

let wholeMs = 0;

beforeAll(async () => {
  await writeMiniCase(input, 77, {
    assays,
    consensus: 'some',
    hasPrevious: true,
    hasStats: true,
    tss: 'gtf',
  });
  const before = performance.now();
  expect(build(input, whole, '--threads', '2')).toMatchObject({ status: 0 });
  wholeMs = performance.now() - before;
});

describe('a build', () => {
  it('leaves the registry and its log, nothing of its work', () => {
    expect(readdirSync(whole)).not.toContain('.work');
    expect(filesBelow(whole).filter((name) => /tmp|\.done|lock/.test(name))).toEqual([]);
  });

  it('gives the same bytes with one thread and with three, in any directory, from inputs in any directory', () => {
    const moved = at('moved/a b');
    cpSync(input, moved, { recursive: true });
    for (const [from, out, threads] of [
      [input, at('one-thread'), '1'],
      [moved, at('below/three-threads'), '3'],
    ] as const) {
      expect(build(from, out, '--threads', threads)).toMatchObject({ status: 0 });
      expect(registryBytes(out)).toEqual(registryBytes(whole));
    }
  });

  it('tells neither time nor place nor threads but in the log', () => {
    const text = [...registryBytes(whole).values()].join('\n');
    expect(text).not.toContain(scratch);
    expect(text).not.toMatch(/20\d\d-\d\d-\d\dT|threads/);
  });

  it('does nothing when it is repeated', () => {
    const stamps = () => filesBelow(whole).map((name) => [name, statSync(path.join(whole, name)).mtimeMs]);
    const before = stamps().filter(([name]) => name !== 'build.log.jsonl');
    const lines = logLines(whole);
    const { status, stdout } = build(input, whole);
    expect(status).toBe(0);
    expect(stdout).toContain('is up to date');
    expect(stamps().filter(([name]) => name !== 'build.log.jsonl')).toEqual(before);
    expect(stepsOf(whole, lines)).toEqual(['checksums of the inputs: bytes']);
  });

  it('mends a registry that lost a file', () => {
    const out = at('mended');
    cpSync(whole, out, { recursive: true });
    rmSync(path.join(out, 'maxz.tsv'));
    // A publication that was killed leaves such names; one that is not of this registry is somebody else's.
    const [ours, theirs] = ['maxz.tsv', 'notes'].map((name) => path.join(out, `${name}.tmp-1-0123abcd`));
    for (const file of [ours!, theirs!]) writeFileSync(file, '');
    expect(build(input, out).stdout).not.toContain('is up to date');
    expect([existsSync(ours!), existsSync(theirs!)]).toEqual([false, true]);
    rmSync(theirs!);
    expect(registryBytes(out)).toEqual(registryBytes(whole));
  });
});

describe('a build that was killed', () => {
  it(`ends with the bytes of one that was not, ${KILLS} times`, async () => {
    const random = randomOf(1, 'kills');
    for (let kill = 0; kill < KILLS; kill++) {
      const out = at(`killed-${kill}`);
      const args = ['build', path.join(input, 'registry.yaml'), '--out', out, '--quiet', '--threads', '2'];
      // Twice in one directory: the second build resumes and is killed in its turn.
      for (let n = 0; n < 2; n++) {
        const status = await cisregKilled(wholeMs * (0.3 + 0.7 * random.uniform()), ...args);
        // What lies there with a registry.json is a whole registry.
        if (status === null && existsSync(path.join(out, 'registry.json'))) {
          for (const name of filesBelow(whole)) expect(existsSync(path.join(out, name)), name).toBe(true);
        }
      }
      expect(cisreg(...args)).toMatchObject({ status: 0 });
      expect(registryBytes(out)).toEqual(registryBytes(whole));
      rmSync(out, { recursive: true });
    }
  });
});

describe('a build of changed inputs with --keep-work', () => {
  const changed = at('changed');
  const kept = at('kept');
  const rebuilt = (fresh: string): string[] => {
    const lines = logLines(kept);
    expect(build(changed, kept, '--keep-work')).toMatchObject({ status: 0 });
    const steps = stepsOf(kept, lines);
    const registry = registryBytes(kept);
    for (const name of registry.keys()) if (name.startsWith('.work')) registry.delete(name);
    expect(build(changed, at(fresh))).toMatchObject({ status: 0 });
    expect(registry).toEqual(registryBytes(at(fresh)));
    return steps;
  };
  const rowsOf = (assay: string): string[][] =>
    readFileSync(path.join(changed, 'datasets.tsv'), 'utf8')
      .split('\n')
      .map((row) => row.split('\t'))
      .filter((row) => row[1] === assay && row[7] !== 'no');

  beforeAll(() => {
    cpSync(input, changed, { recursive: true });
    expect(build(changed, kept, '--keep-work')).toMatchObject({ status: 0 });
  });

  it('makes one column anew where the signal of one mark changed, and the biosamples that it touches', () => {
    const [mark, other] = rowsOf('CTCF');
    cpSync(path.join(changed, other![6]!), path.join(changed, mark![6]!));
    const steps = rebuilt('fresh-mark');
    expect(steps).toContain('Z-scores: 1 datasets');
    expect(steps.filter((step) => /^DHSs|^selecting/.test(step))).toEqual([]);
  });

  it('makes a biosample anew where mean, sd and all elements stay as they are', async () => {
    const tiny = at('tiny');
    await writeTinyFiles(tiny);
    const stats = ['A', 'B', 'C'].map((file) => `${file}\t0.3\t0.5\n`);
    writeFileSync(path.join(tiny, 'stats.tsv'), `file\tmean\tsd\n${stats.join('')}`);
    // Elements have no tiers here, and the other biosample holds the maxima: only the column itself differs.
    const { file, out } = spoiledInput(tiny, { yaml: { scheme: 'encode4', normalisation: 'stats.tsv' } });
    const args = ['build', file, '--out', out, '--quiet', '--keep-work'];
    cpSync(path.join(tiny, 'dnase.bigWig'), path.join(tiny, 'other.bigWig'));
    const rows = readFileSync(file.replace('.yaml', '.tsv'), 'utf8').replace(/(\tC\t.*)dnase/, '$1other');
    writeFileSync(file.replace('.yaml', '.tsv'), rows);
    expect(cisreg(...args)).toMatchObject({ status: 0 });
    cpSync(path.join(tiny, 'low.bigWig'), path.join(tiny, 'other.bigWig'));
    expect(cisreg(...args)).toMatchObject({ status: 0 });
    const bed = readFileSync(path.join(out, 'biosamples', 'HepG2.bed'), 'utf8');
    expect(bed).toContain('Low-DNase');
    expect(bed).not.toContain('CA-only');
  });

  it('calls one dataset anew where its peaks changed', () => {
    const [anchor] = rowsOf('DNase').filter((row) => row[4] !== '');
    const peaks = path.join(changed, anchor![4]!);
    const other = rowsOf('DNase').find(
      (row) => row[5] === anchor![5] && row[4] !== anchor![4] && row[4] !== '',
    );
    if (other === undefined) writeFileSync(peaks, readFileSync(peaks).subarray(0, 0));
    else cpSync(path.join(changed, other[4]!), peaks);
    expect(rebuilt('fresh-peaks')).toContain('DHSs: 1 datasets');
  });

  it('calls no DHS anew for another least signal', () => {
    const file = path.join(changed, 'registry.yaml');
    const config = readConfig(file);
    writeFileSync(file, stringify({ ...config, dhs: { minSignalPercentile: 30 } }));
    expect(build(changed, kept, '--keep-work').status).toBe(1);
    const lines = logLines(kept);
    expect(build(changed, kept, '--keep-work', '--force')).toMatchObject({ status: 0 });
    expect(stepsOf(kept, lines).filter((step) => step.startsWith('DHSs'))).toEqual([]);
  });

  it('keeps nothing of a dataset that is gone', () => {
    const file = path.join(changed, 'datasets.tsv');
    const [gone] = rowsOf('H3K4me3').slice(-1);
    const rows = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, rows.filter((row) => row.split('\t')[3] !== gone![3]).join('\n'));
    rebuilt('fresh-gone');
    expect(filesBelow(path.join(kept, 'zscores')).join()).not.toContain(`${gone![3]}.z`);
  });
});

describe('a second build in the directory of one that runs', () => {
  it('is refused, and the first one ends well', async () => {
    const out = at('concurrent');
    const args = ['build', path.join(input, 'registry.yaml'), '--out', out, '--quiet'];
    const first = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
    const ended = new Promise((resolve) => first.on('close', resolve));
    while (!existsSync(path.join(out, '.work', 'lock'))) await sleep(2);
    first.kill('SIGSTOP');
    const { status, stderr } = cisreg(...args);
    first.kill('SIGCONT');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /concurrent: another build \(process \d+\) runs there, expected one at a time; wait for it or stop it/,
    );
    expect(await ended).toBe(0);
    expect(registryBytes(out)).toEqual(registryBytes(whole));
  });
});
