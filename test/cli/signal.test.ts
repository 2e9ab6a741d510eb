/** The built command, by its output and exit status, beside bigWigAverageOverBed where it is installed. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBigWig } from '../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { formatSix } from '../../src/formats/six-digits.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { compareNatural } from '../../src/genome/text-order.ts';
import { SAMPLE_CHROMS, sampleRuns, seededRandom } from '../formats/bbi/wig-samples.ts';
import { scratch } from '../formats/scratch.ts';

const MAIN = 'dist/cli/main.js';
const UCSC = 'bigWigAverageOverBed';
const hasUcsc = spawnSync(UCSC, []).error === undefined;
const SHARED_BBI = '../shared/data/bbi';

const { dir, file } = scratch();
const signalPath = join(dir, 'signal.bw');
const runs = sampleRuns(11);
beforeAll(async () => {
  if (!existsSync(MAIN)) {
    const built = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { encoding: 'utf8' });
    if (!existsSync(MAIN)) throw new Error(built.stdout);
  }
  await writeBigWig(signalPath, SAMPLE_CHROMS, runs);
});

function cisreg(args: readonly string[], input?: string | Buffer) {
  return spawnSync(process.execPath, [MAIN, 'signal', ...args], {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
}

/** Regions with names, in no order, overlapping; with `offEnd` some beyond the end and on chromosomes without values. */
function randomBed(seed: number, count: number, offEnd: boolean): string[] {
  const random = seededRandom(seed);
  const chroms = offEnd ? ['chr1', 'chr2', 'chrX_alt', 'chr10', 'chr77'] : ['chr1', 'chr2', 'chrX_alt'];
  return Array.from({ length: count }, (_, i) => {
    const chrom = chroms[Math.floor(random() * chroms.length)]!;
    const sizeBp = offEnd ? 2 ** 30 : SAMPLE_CHROMS.sizes[SAMPLE_CHROMS.index.get(chrom)!]!;
    const start = Math.floor(random() * Math.min(120_000, sizeBp - 1));
    const end = start + 1 + Math.floor(random() ** 3 * (i % 40 === 0 ? 400_000 : 600));
    return `${chrom}\t${start}\t${Math.min(end, sizeBp)}\tregion_${i}`;
  });
}

function randomBed12(seed: number, count: number): string[] {
  const random = seededRandom(seed);
  return randomBed(seed, count, false).map((line) => {
    const [chrom, start, end, name] = line.split('\t');
    const width = Number(end) - Number(start);
    const cut = [...new Set([0, ...Array.from({ length: 6 }, () => Math.floor(random() * width))])].sort(
      (a, b) => a - b,
    );
    const blocks = cut.map((from, i) => [from, 1 + Math.floor(random() * ((cut[i + 1] ?? width) - from))]);
    blocks[blocks.length - 1]![1] = width - blocks.at(-1)![0]!;
    const sizes = blocks.map(([, size]) => size).join(',');
    const starts = blocks.map(([from]) => from).join(',');
    return [chrom, start, end, name, 0, '+', start, end, 0, blocks.length, `${sizes},`, `${starts},`].join(
      '\t',
    );
  });
}

interface Values {
  readonly chrom: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float32Array;
}

/** The table by its definition, for regions or blocks without order among them. */
function naiveTable(bed: readonly string[], runs: readonly Values[], isByChrom: boolean): string {
  const rows = bed.map((line) => {
    const [chrom, start, end, name, , , , , , , sizes, starts] = line.split('\t');
    const numbers = (list: string) => list.split(',').slice(0, -1).map(Number);
    const from = starts === undefined ? [0] : numbers(starts);
    const widths = sizes === undefined ? [Number(end) - Number(start)] : numbers(sizes);
    const run = runs.find((other) => other.chrom === chrom);
    let size = 0;
    let covered = 0;
    let sum = 0;
    from.forEach((offset, b) => {
      const blockStart = Number(start) + offset;
      const blockEnd = blockStart + widths[b]!;
      size += widths[b]!;
      for (let k = 0; k < (run?.starts.length ?? 0); k++) {
        const overlap = Math.min(blockEnd, run!.ends[k]!) - Math.max(blockStart, run!.starts[k]!);
        if (overlap <= 0) continue;
        covered += overlap;
        sum += overlap * run!.values[k]!;
      }
    });
    const mean = covered === 0 ? 0 : sum / covered;
    return {
      chrom: chrom!,
      text: [name, size, covered, ...[sum, sum / size, mean].map(formatSix)].join('\t'),
    };
  });
  if (isByChrom) rows.sort((a, b) => compareNatural(a.chrom, b.chrom));
  return rows.map(({ text }) => `${text}\n`).join('');
}

function ucsc(signal: string, bed: string, bedOut?: string): string {
  const out = join(dir, 'ucsc.tab');
  const run = spawnSync(UCSC, [signal, bed, out, ...(bedOut === undefined ? [] : [`-bedOut=${bedOut}`])], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return readFileSync(out, 'utf8');
}

describe('cisreg signal', () => {
  it('prints name, size, covered, sum, mean0 and mean', async () => {
    const path = join(dir, 'four.bw');
    const run = {
      chrom: 'chr1',
      starts: Int32Array.of(100),
      ends: Int32Array.of(150),
      values: Float32Array.of(4),
      length: 1,
    };
    await writeBigWig(path, chromSizesOf(['chr1'], [1000]), [run]);
    const bed = 'chr1\t100\t300\tx\n#\n\nchr1\t0\t50\ty\nchr9\t1\t5\tz\nchr1\t990\t1010\tw\n';
    const { stdout, stderr, status } = cisreg([path, '-', '--min-max'], bed);
    expect(stdout).toBe(
      'x\t200\t50\t200\t1\t4\t4\t4\ny\t50\t0\t0\t0\t0\tNA\tNA\nz\t4\t0\t0\t0\t0\tNA\tNA\nw\t20\t0\t0\t0\t0\tNA\tNA\n',
    );
    expect(stderr).toContain(`${path}: 1 regions or blocks lie on 1 chromosomes that it has not (chr9)`);
    expect(status).toBe(0);
    expect(cisreg([path, '-', '--quiet'], 'chr1\t100\t300\n\n#\nchr1\t120\t130\n').stdout).toBe(
      '1\t200\t50\t200\t1\t4\n4\t10\t10\t40\t4\t4\n',
    );
    expect(cisreg([path, '-', '--flank', '30'], 'chr1\t10\t130\tx\n').stdout).toBe(
      'x\t160\t50\t200\t1.25\t4\n',
    );
    const [json] = cisreg(
      [path, '-', '--json', '--min-max'],
      'chr1\t148\t154\tq"\nchr1\t1\t2\tn\n',
    ).stdout.split('\n');
    expect(JSON.parse(json!)).toEqual({
      name: 'q"',
      size: 6,
      covered: 2,
      sum: 8,
      mean0: 8 / 6,
      mean: 4,
      min: 4,
      max: 4,
    });
  });

  // From 3,000 blocks on, bigWigAverageOverBed reads beyond the end of a chromosome what its memory holds there.
  it.each([
    ['a few regions', false, randomBed(1, 500, true)],
    ['many regions', true, randomBed(2, 6000, false)],
    ['2,999 regions', false, randomBed(3, 2999, true)],
    ['3,000 regions', true, randomBed(4, 3000, false)],
    ['a few regions in blocks', false, randomBed12(5, 200)],
    ['3,000 blocks and more in fewer regions', true, randomBed12(6, 1500)],
  ])(
    'writes what a count by the definition gives, and bigWigAverageOverBed if on PATH, for %s',
    (_, isByChrom, lines) => {
      const bed = file('regions.bed', `${lines.join('\n')}\n`);
      const bedOut = join(dir, 'own-out.bed');
      const { stdout, status } = cisreg([signalPath, bed, '--bed-out', bedOut, '--quiet']);
      expect(status).toBe(0);
      expect(stdout).toBe(naiveTable(lines, runs, isByChrom));
      if (!hasUcsc) return;
      const ucscOut = join(dir, 'ucsc-out.bed');
      expect(stdout).toBe(ucsc(signalPath, bed, ucscOut));
      expect(readFileSync(bedOut, 'utf8')).toBe(readFileSync(ucscOut, 'utf8'));
    },
  );

  it('writes the same for real files of ../shared', async (ctx) => {
    if (!existsSync(SHARED_BBI)) ctx.skip(`${SHARED_BBI} is not here`);
    for (const name of [
      'bbi-js/ENCFF826FLP.bw',
      'bbi-js/volvox.bw',
      'bbi-js/fixedStep.bw',
      'bigtools/valid.bigWig',
    ]) {
      const path = join(SHARED_BBI, name);
      const bigWig = await openBigWig(await openByteSource(path));
      const { name: chrom, sizeBp } = bigWig.chroms[0]!;
      const whole = await bigWig.readIntervals(chrom, 0, sizeBp);
      await bigWig.close();
      const first = Math.max(0, whole.starts[0]! - 100);
      const last = Math.min(sizeBp, whole.ends.at(-1)! + 100);
      const span = last - first;
      const random = seededRandom(span);
      for (const count of [50, 5000]) {
        const bed = Array.from({ length: count }, (_, i) => {
          const start = first + Math.floor(random() * span);
          const end = Math.min(last, start + 1 + Math.floor(random() * (span / 500)));
          return `${chrom}\t${start}\t${end}\tr${i}\n`;
        });
        const bedPath = file('real.bed', bed.join(''));
        const { stdout } = cisreg([path, bedPath, '--quiet']);
        if (count < 3000)
          expect(stdout, name).toBe(
            naiveTable(
              bed.map((line) => line.trimEnd()),
              [{ chrom, ...whole }],
              false,
            ),
          );
        if (hasUcsc) expect(stdout, name).toBe(ucsc(path, bedPath));
      }
    }
  });

  it('takes gzipped regions, and writes a table a bigWig over threads', async () => {
    const lines = randomBed(7, 4000, true);
    const bed = file('regions.bed.gz', gzipSync(`${lines.join('\n')}\n`));
    const others: string[] = [];
    for (let i = 0; i < 5; i++) {
      const path = join(dir, `other-${i}.bigWig`);
      await writeBigWig(path, SAMPLE_CHROMS, sampleRuns(20 + i, 1000));
      others.push(path);
    }
    const alone = others.map((path) => cisreg([path, bed, '--quiet']).stdout);
    for (const threads of ['1', '3']) {
      const out = join(dir, `tables-${threads}`);
      const { status, stdout } = cisreg([...others, bed, '--out-dir', out, '--threads', threads, '--quiet']);
      expect([status, stdout]).toEqual([0, '']);
      expect(readdirSync(out).sort()).toEqual(others.map((_, i) => `other-${i}.tsv`));
      expect(others.map((_, i) => readFileSync(join(out, `other-${i}.tsv`), 'utf8'))).toEqual(alone);
    }
  });

  it('names the file that fails among several, and leaves no half-written table', () => {
    const bed = file('one.bed', 'chr1\t1\t100\ta\n');
    const broken = file('broken.bw', readFileSync(signalPath).subarray(0, 5000));
    const out = join(dir, 'with-broken');
    for (const threads of ['1', '2']) {
      const { status, stderr } = cisreg([
        signalPath,
        broken,
        bed,
        '--out-dir',
        out,
        '--threads',
        threads,
        '--quiet',
      ]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^cisreg: .*broken\.bw \(byte \d+\): .*\[TRUNCATED\]\n$/);
      expect(readdirSync(out).filter((name) => name.includes('tmp'))).toEqual([]);
    }
  });

  it.each<[string, string[], string | undefined, number, string]>([
    [
      'a single file',
      ['x.bed'],
      undefined,
      2,
      'one file, x.bed, expected one bigWig or more and then the regions',
    ],
    [
      'a bigWig in the place of the regions',
      ['x.bed', 'a.bw'],
      undefined,
      2,
      'the last file, a.bw, is a bigWig by its name, expected the regions last',
    ],
    [
      'an option given twice',
      ['a.bw', 'x.bed', '--flank', '5', '--flank=6'],
      undefined,
      2,
      "option '--flank <bp>' is given more than once, expected one value",
    ],
    [
      'a header in the regions',
      ['SIGNAL', '-'],
      'chrom\tstart\tend\nchr1\t1\t2\n',
      1,
      'column 2 (start) is "start", expected a whole number from 0 to 2147483647; begin a header with # or drop it',
    ],
    [
      'several bigWigs without --out-dir',
      ['a.bw', 'b.bw', 'x.bed'],
      undefined,
      2,
      '2 bigWigs, expected --out-dir DIR',
    ],
    [
      'two files of one name',
      ['a/s.bw', 'b/S.bigWig', 'x.bed', '--out-dir', 'o'],
      undefined,
      1,
      'a/s.bw and b/S.bigWig would both be written to',
    ],
    [
      'a flank that is no number',
      ['a.bw', 'x.bed', '--flank', 'x'],
      undefined,
      2,
      'expected a whole number, 0 or more',
    ],
    ['a missing bigWig', ['no.bw', '-'], 'chr1\t1\t2\n', 1, 'no.bw: no such file'],
    [
      'regions in place of the bigWig',
      ['package.json', '-'],
      'chr1\t1\t2\n',
      1,
      'expected the magic number of a bigWig',
    ],
    [
      'a name used twice',
      ['SIGNAL', '-'],
      'chr1\t1\t2\ta\n#\nchr1\t5\t6\tb\nchr1\t8\t9\ta\n',
      1,
      'name a was used in line 1, expected every name once',
    ],
    ['a region of size 0', ['SIGNAL', '-'], 'chr1\t1\t2\ta\nchr1\t5\t5\tb\n', 1, 'standard input:2'],
    [
      'blocks with a flank',
      ['SIGNAL', '-', '--flank', '5'],
      'chr1\t0\t9\ta\t0\t+\t0\t9\t0\t1\t9,\t0,\n',
      2,
      '--flank with regions of 12 columns',
    ],
  ])('refuses %s in one sentence', (_, args, input, status, message) => {
    const result = cisreg(
      args.map((arg) => (arg === 'SIGNAL' ? signalPath : arg)),
      input,
    );
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/ {4}at /);
    expect(result.stdout).toBe('');
    expect(result.status).toBe(status);
  });
});
