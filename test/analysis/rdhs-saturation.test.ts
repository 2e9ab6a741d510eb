import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type ExperimentPool, planSamples, rdhsSaturation } from '../../src/analysis/rdhs-saturation.ts';
import { compareText } from '../../src/genome/text-order.ts';
import { randomOf } from '../../src/simulate/random.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg, MAIN, scratchDirectory } from '../build/run-cli.ts';
import { linearPercentile } from '../registry/naive-percentile.ts';
import { type NaiveDhs, naiveRdhs } from '../registry/naive-rdhs.ts';

const scratch = scratchDirectory();

describe('samples of experiments', () => {
  it('have the size asked for, hold each other within a repeat, and are one of all', () => {
    const samples = planSamples(7, [2, 5, 7], { repeats: 3, seed: 1 });
    expect(samples.map(({ n, repeat }) => [n, repeat])).toEqual([
      [2, 1],
      [2, 2],
      [2, 3],
      [5, 1],
      [5, 2],
      [5, 3],
      [7, 1],
    ]);
    for (const { n, isIn } of samples) expect(isIn.reduce((a, b) => a + b, 0)).toBe(n);
    for (let r = 0; r < 3; r++) {
      for (let e = 0; e < 7; e++) expect(samples[r]!.isIn[e]).toBeLessThanOrEqual(samples[3 + r]!.isIn[e]!);
    }
  });
});

describe('the saturation of rDHSs', () => {
  for (const hasConsensus of [false, true]) {
    it(`counts what a naive selection of each sample leaves, ${hasConsensus ? 'with' : 'without'} a consensus list`, () => {
      const random = randomOf(3, 'rdhs');
      const chroms = [0, 1, 2].map(() =>
        Array.from({ length: 300 }, (_, i) => {
          const start = random.whole(0, 6000);
          return {
            start,
            end: start + random.whole(150, 350),
            signal: random.whole(1, 40) / 4,
            name: `F${random.whole(0, 5)}-${i}`,
            support: random.whole(0, 3),
          };
        }),
      );
      const experimentOf = ({ name }: NaiveDhs) => Number(name[1]);
      const pools = chroms.map(
        (rows): ExperimentPool => ({
          start: Int32Array.from(rows, ({ start }) => start),
          end: Int32Array.from(rows, ({ end }) => end),
          signal: Float64Array.from(rows, ({ signal }) => signal),
          experiment: Int32Array.from(rows, experimentOf),
          compareNames: (i, j) => compareText(rows[i]!.name, rows[j]!.name),
          support: hasConsensus ? Uint8Array.from(rows, ({ support }) => support) : undefined,
        }),
      );
      const samples = planSamples(6, [1, 3, 6], { repeats: 4, seed: 2 });
      const counts = rdhsSaturation(pools, samples);
      for (const [s, { isIn }] of samples.entries()) {
        const selected = chroms.flatMap((rows) => {
          const own = rows.filter((row) => isIn[experimentOf(row)] === 1);
          const names = new Set(naiveRdhs(own));
          return own.filter(({ name }) => names.has(name));
        });
        const without = selected.filter(({ support }) => support === 0).map(({ signal }) => signal);
        const least = without.length === 0 ? 0 : linearPercentile(without, 90);
        const kept = selected.filter(
          ({ support, signal }) => !hasConsensus || support >= 2 || (support === 1 && signal >= least),
        );
        expect(counts[s], `sample ${s}`).toBe(kept.length);
      }
    });
  }
});

describe('cisreg analyze saturation', () => {
  it('gives what builds of the sampled experiments give with the same least signal', async () => {
    const { registryYaml } = await writeMiniCase(path.join(scratch, 'input'), 12, {
      assays: [['DNase'], ['DNase', 'CTCF'], ['DNase'], ['DNase']],
      consensus: 'some',
    });
    const run = cisreg(
      'analyze',
      'saturation',
      registryYaml,
      '--every',
      '2',
      '--repeats',
      '2',
      '--json',
      '--quiet',
    );
    expect(run, run.stderr).toMatchObject({ status: 0 });
    const curve = JSON.parse(run.stdout) as { n: number; repeat: number; rdhs: number }[];
    const table = cisreg(
      'analyze',
      'saturation',
      registryYaml,
      '--every',
      '2',
      '--repeats',
      '2',
      '--quiet',
    ).stdout;
    expect(table).toBe(
      `n\trepeat\trDHSs\n${curve.map(({ n, repeat, rdhs }) => `${n}\t${repeat}\t${rdhs}\n`).join('')}`,
    );

    const directory = path.dirname(registryYaml);
    const datasets = readFileSync(path.join(directory, 'datasets.tsv'), 'utf8').trim().split('\n');
    const cells = datasets.map((row) => row.split('\t'));
    const hasPeaks = (row: readonly string[]) => row[4] !== '';
    const experiments = [
      ...new Set(
        cells
          .slice(1)
          .filter(hasPeaks)
          .map((row) => row[2]!),
      ),
    ];
    const rdhsOf = (file: string, out: string): { minSignal: number; rdhs: number } => {
      const built = cisreg('build', file, '--out', out, '--quiet', '--threads', '1');
      expect(built, built.stderr).toMatchObject({ status: 0 });
      return JSON.parse(readFileSync(path.join(out, 'registry.json'), 'utf8')).counts.rdhs;
    };
    const whole = rdhsOf(registryYaml, path.join(scratch, 'whole'));
    expect(curve.at(-1)).toEqual({ n: experiments.length, repeat: 1, rdhs: whole.rdhs });

    const { isIn, n } = planSamples(experiments.length, [2], { repeats: 2, seed: 1 })[1]!;
    const sampled = new Set(experiments.filter((_, e) => isIn[e] === 1));
    const rows = datasets.filter((_, i) => i === 0 || !hasPeaks(cells[i]!) || sampled.has(cells[i]![2]!));
    writeFileSync(path.join(directory, 'sample.tsv'), `${rows.join('\n')}\n`);
    const config = {
      ...parse(readFileSync(registryYaml, 'utf8')),
      datasets: 'sample.tsv',
      dhs: { minSignal: whole.minSignal },
    };
    writeFileSync(path.join(directory, 'sample.yaml'), stringify(config));
    const part = rdhsOf(path.join(directory, 'sample.yaml'), path.join(scratch, 'part'));
    expect(curve.find((one) => one.n === n && one.repeat === 2)!.rdhs).toBe(part.rdhs);
  });

  it('ends with status 2 for wrong usage', () => {
    expect(cisreg('analyze', 'saturation').status).toBe(2);
    expect(cisreg('analyze', 'saturation', 'x.yaml', '--repeats', '0').status).toBe(2);
    expect(cisreg('analyze', 'saturation', path.join(scratch, 'none.yaml')).status).toBe(1);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('removes its temporary files on %s, and promises nothing', async (signal, status) => {
    const { registryYaml } = await writeMiniCase(path.join(scratch, signal), 3, {
      assays: [['DNase'], ['DNase'], ['DNase']],
    });
    const work = path.join(scratch, `${signal}-work`);
    const args = [MAIN, 'analyze', 'saturation', registryYaml, '--repeats', '50000', '--work', work, '-q'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += String(text);
    });
    const closed = new Promise((resolve) => child.on('close', resolve));
    while (child.exitCode === null && !(existsSync(work) && readdirSync(work).length > 0)) await wait(1);
    child.kill(signal);
    expect(await closed).toBe(status);
    expect(readdirSync(work)).toEqual([]);
    expect(stderr).toBe('\ncisreg: stopped\n');
  });

  it('says where it cannot have its temporary files', async () => {
    const { registryYaml } = await writeMiniCase(path.join(scratch, 'file'), 3, { assays: [['DNase']] });
    const run = cisreg('analyze', 'saturation', registryYaml, '--work', registryYaml, '-q');
    expect([run.status, run.stderr]).toEqual([1, expect.stringMatching(/registry\.yaml: .*\[IO\]/)]);
  });
});
