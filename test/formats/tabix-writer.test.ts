import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BgzipFile } from '../../src/formats/bgzip-writer.ts';
import { inflateGzip } from '../../src/formats/gzip-stream.ts';
import { type LineRun, writeTabixed } from '../../src/formats/tabix-writer.ts';
import { textColumnFrom } from '../../src/formats/text-column.ts';
import { needs } from '../registry/tools.ts';
import { seededRandom } from './bbi/wig-samples.ts';
import { drained, mistakeOf, scratch } from './scratch.ts';

const { dir } = scratch();

/** Blocks of a bgzip file by the specification: where they begin, and what they hold. */
function naiveBlocks(file: Buffer): { at: number; plain: Buffer }[] {
  const blocks: { at: number; plain: Buffer }[] = [];
  for (let at = 0; at < file.length; ) {
    expect(file.subarray(at, at + 16).toString('hex')).toBe('1f8b08040000000000ff060042430200');
    const sizeBytes = file.readUInt16LE(at + 16) + 1;
    blocks.push({ at, plain: gunzipSync(file.subarray(at, at + sizeBytes)) });
    at += sizeBytes;
  }
  return blocks;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

interface Line {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function randomLines(seed: number, chroms: readonly (readonly [string, number, number])[]): Line[] {
  const random = seededRandom(seed);
  return chroms.flatMap(([chrom, sizeBp, count]) => {
    const starts = Array.from({ length: count }, () => Math.floor(random() * sizeBp));
    return starts
      .sort((a, b) => a - b)
      .map((start): Line => {
        const widthBp = random() < 0.05 ? random() * sizeBp : 1 + random() * 3000;
        const end = Math.min(sizeBp, start + Math.ceil(widthBp));
        return { chrom, start, end, text: `${chrom}\t${start}\t${end}\tn${Math.floor(random() * 1e9)}` };
      });
  });
}

function runsOf(lines: readonly Line[], longest: number): LineRun[] {
  const runs: LineRun[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    while (to < lines.length && to - from < longest && lines[to]!.chrom === lines[from]!.chrom) to++;
    const run = lines.slice(from, to);
    runs.push({
      chrom: run[0]!.chrom,
      starts: Int32Array.from(run, ({ start }) => start),
      ends: Int32Array.from(run, ({ end }) => end),
      lines: textColumnFrom(run.map(({ text }) => text)),
      length: run.length,
    });
    from = to;
  }
  return runs;
}

const textOf = (lines: readonly Line[]) => lines.map(({ text }) => `${text}\n`).join('');
const tabix = (...args: string[]) => execFileSync('tabix', args, { encoding: 'utf8', maxBuffer: 1 << 28 });

/** 200 questions to tabix, against a scan of all lines. */
function expectAnswers(path: string, lines: readonly Line[], seed: number): void {
  const random = seededRandom(seed);
  for (let trial = 0; trial < 200; trial++) {
    const { chrom, start: near } = lines[Math.floor(random() * lines.length)]!;
    const start = Math.max(0, near - Math.floor(random() * 20_000));
    const end = start + 1 + Math.floor(random() ** 4 * 3_000_000);
    const expected = lines.filter((line) => line.chrom === chrom && line.start < end && line.end > start);
    // tabix asks 1-based, both ends included.
    expect(tabix(path, `${chrom}:${start + 1}-${end}`)).toBe(textOf(expected));
  }
}

describe('the bgzip writer', () => {
  it('writes blocks that hold what was written, however it was cut, and says where the next byte goes', async () => {
    const random = seededRandom(1);
    const noise = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random() * 256));
    const text = Buffer.from('chr1\t100\t200\n'.repeat(30_000));
    const plain = Buffer.concat([noise, text, noise.subarray(0, 65_280)]);
    const results: Buffer[] = [];
    for (const piece of [1000, 65_280, plain.length]) {
      const path = join(dir, `plain-${piece}.gz`);
      await using file = new BgzipFile(path);
      const places: number[] = [];
      for (let at = 0; at < plain.length; at += piece) {
        places.push(file.virtualOffset);
        file.write(plain.subarray(at, at + piece));
      }
      expect(existsSync(path)).toBe(false);
      await file.commit();
      results.push(readFileSync(path));
      const blocks = naiveBlocks(results.at(-1)!);
      places.forEach((place, i) => {
        const block = blocks.find(({ at }) => at === Math.floor(place / 65_536))!;
        const before = blocks
          .filter(({ at }) => at < block.at)
          .reduce((sum, one) => sum + one.plain.length, 0);
        expect(before + (place % 65_536)).toBe(i * piece);
      });
      expect(blocks.at(-1)!.plain.length).toBe(0);
      expect(blocks.every((one) => one.plain.length <= 65_280)).toBe(true);
      expect(Buffer.concat(blocks.map((one) => one.plain)).equals(plain)).toBe(true);
    }
    expect(results.every((bytes) => bytes.equals(results[0]!))).toBe(true);
    expect((await drained(inflateGzip('f', once(results[0]!)))).equals(plain)).toBe(true);
  });

  it('satisfies bgzip and gzip, also without a byte, and leaves nothing behind when it is given up', async (ctx) => {
    for (const text of ['', 'héllo\n']) {
      const path = join(dir, 'small.gz');
      await using file = new BgzipFile(path);
      file.write(text);
      await file.commit();
      expect((await drained(inflateGzip('f', once(readFileSync(path))))).toString()).toBe(text);
      execFileSync('gzip', ['-t', path]);
      needs(ctx.skip, 'tabix', 'bgzip', '--version');
      execFileSync('bgzip', ['-t', path]);
      expect(execFileSync('bgzip', ['-dc', path], { encoding: 'utf8' })).toBe(text);
    }
    {
      await using file = new BgzipFile(join(dir, 'given-up.gz'));
      file.write('text');
    }
    expect(readdirSync(dir).filter((name) => name.startsWith('given-up'))).toEqual([]);
  });
});

describe('the tabix writer', () => {
  it('writes the text, and a TBI by which tabix finds what a scan finds', async (ctx) => {
    needs(ctx.skip, 'tabix', 'tabix', '--version');
    const lines = randomLines(2, [
      ['chr2', 2 ** 29, 6000],
      ['chr10', 60_000, 3000],
      ['chr1', 20_000_000, 30_000],
      ['chrUn', 900, 1],
    ]);
    const path = join(dir, 'lines.bed.gz');
    writeFileSync(`${path}.csi`, 'an index of other lines');
    const comments = '# made for a test\n#chrom\tstart\tend\n';
    const index = await writeTabixed(path, runsOf(lines, 777), { comments });
    expect(index).toBe(`${path}.tbi`);
    expect(existsSync(`${path}.csi`)).toBe(false);
    expect(gunzipSync(readFileSync(path)).toString()).toBe(comments + textOf(lines));
    execFileSync('bgzip', ['-t', path]);
    execFileSync('bgzip', ['-t', index]);
    expect(tabix('-l', path)).toBe('chr2\nchr10\nchr1\nchrUn\n');
    expect(tabix('-H', path)).toBe(comments);
    expect(tabix(path, 'chr1')).toBe(textOf(lines.filter(({ chrom }) => chrom === 'chr1')));
    expectAnswers(path, lines, 3);

    const [file, tbi] = [readFileSync(path), readFileSync(index)];
    await writeTabixed(path, runsOf(lines, 50), { comments });
    expect(readFileSync(path).equals(file)).toBe(true);
    expect(readFileSync(index).equals(tbi)).toBe(true);
  });

  it('writes a CSI where a line ends behind 2^29, which a TBI cannot state', async (ctx) => {
    needs(ctx.skip, 'tabix', 'tabix', '--version');
    const lines = randomLines(4, [
      ['chr1', 2 ** 31 - 1, 20_000],
      ['chr2', 50_000_000, 20_000],
    ]);
    const path = join(dir, 'long.bed.gz');
    expect(await writeTabixed(path, runsOf(lines, 1e9))).toBe(`${path}.csi`);
    expectAnswers(path, lines, 5);
  });

  it('gives the answers of an index by tabix itself for lines of no bases, and holds no line', async (ctx) => {
    needs(ctx.skip, 'tabix', 'tabix', '--version');
    const empty = [0, 16_384, 40_000].map((start) => ({
      chrom: 'chr1',
      start,
      end: start,
      text: `chr1\t${start}\t${start}`,
    }));
    const path = join(dir, 'empty.bed.gz');
    const index = await writeTabixed(path, runsOf(empty, 9));
    const answers = () =>
      ['chr1', 'chr1:1-100000', 'chr1:16000-17000', 'chr1:16385-16385'].map((region) => tabix(path, region));
    const ours = answers();
    tabix('-f', '-p', 'bed', path);
    expect(answers()).toEqual(ours);
    const none = join(dir, 'none.bed.gz');
    await writeTabixed(none, []);
    expect(tabix('-l', none)).toBe('');
    expect(index).toBe(`${path}.tbi`);
  });

  it('refuses lines out of order, or with another place than is stated', async () => {
    const path = join(dir, 'bad.bed.gz');
    const line = (text: string, chrom = 'chr1', start = 5, end = 9): Line => ({ chrom, start, end, text });
    const good = line('chr1\t5\t9');
    const cases: [Line[], string][] = [
      [[good, line('chr1\t4\t9', 'chr1', 4)], 'a line at chr1:4-9, expected a start from 5'],
      [[line('chr1\t5\t4', 'chr1', 5, 4)], 'a line at chr1:5-4, expected no end before it'],
      [[good, line('2\t5\t9', '2'), good], 'lines of chr1 in two places'],
      [[line('#1\t5\t9', '#1')], 'a chromosome "#1", expected a name without #'],
      ...['chr1\t5\t8', 'chr1\t5\t9x', 'chr1\t5', 'chr11\t5\t9', 'chr1\t05x\t9', '', 'chr1\t5\t9\ta\nb'].map(
        (text): [Line[], string] => [[line(text)], 'expected one that begins with chr1, 5 and 9'],
      ),
    ];
    for (const [lines, message] of cases) {
      const mistake = await mistakeOf(writeTabixed(path, runsOf(lines, 1)));
      expect(mistake.code).toBe('FORMAT');
      expect(mistake.message).toContain(message);
    }
    for (const comments of ['text\n', '# no end', '#a\nb\n'])
      expect((await mistakeOf(writeTabixed(path, [], { comments }))).message).toContain(
        'expected whole lines',
      );
    expect(readdirSync(dir).filter((name) => name.startsWith('bad'))).toEqual([]);
  });
});
