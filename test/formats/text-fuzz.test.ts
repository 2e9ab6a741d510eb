/** Damaged input: whatever the bytes, a reader gives every row or one CisregError. */

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { readAllcalls, readFdrBed } from '../../src/formats/allcalls.ts';
import { readBed } from '../../src/formats/bed.ts';
import { readBroadPeak } from '../../src/formats/broad-peak.ts';
import { openByteStream } from '../../src/formats/byte-stream.ts';
import { readChromSizes } from '../../src/formats/chrom-sizes.ts';
import { readGtf } from '../../src/formats/gtf.ts';
import { readNarrowPeak } from '../../src/formats/narrow-peak.ts';
import { readTable } from '../../src/formats/table.ts';
import { readTss } from '../../src/formats/tss.ts';
import { readYaml } from '../../src/formats/yaml.ts';
import { drained, isLong, SHARED, scratch } from './scratch.ts';

const { file } = scratch();
const RUNS = isLong ? 4000 : 120;
const TIMEOUT_MS = isLong ? 300_000 : 30_000;

/** mulberry32: small, seeded, good enough to choose bytes. */
function seeded(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const TOKENS = [
  '\t',
  '\n',
  '\r\n',
  '\0',
  '-',
  '1e999',
  '99999999999',
  '#',
  '"',
  ';',
  ' ',
  'é',
  '\xff',
  'nan',
  '{',
  '*a',
];

function mutated(bytes: Buffer, pick: (below: number) => number): Buffer {
  let out = Buffer.from(bytes);
  for (let n = 1 + pick(3); n > 0; n--) {
    const at = pick(out.length + 1);
    const to = Math.min(out.length, at + 1 + pick(20));
    const kind = pick(6);
    const token = Buffer.from(TOKENS[pick(TOKENS.length)]!, 'latin1');
    if (kind === 0 && at < out.length) out[at]! ^= 1 << pick(8);
    else if (kind === 1) out = Buffer.concat([out.subarray(0, at), out.subarray(to)]);
    else if (kind === 2) out = Buffer.concat([out.subarray(0, at), token, out.subarray(at)]);
    else if (kind === 3) out = Buffer.concat([out.subarray(0, to), out.subarray(at)]);
    else if (kind === 4) out = out.subarray(0, at);
    else
      out = Buffer.concat([
        out.subarray(0, at),
        token,
        out.subarray(Math.min(out.length, at + token.length)),
      ]);
  }
  return out;
}

/** The lines of damaged bytes that hold a row, counted without any code of ours. */
function rowLines(bytes: Buffer): number {
  const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.filter((line) => !/^([ \t]*$|#|(track|browser)([ \t]|$))/.test(line)).length;
}

interface Case {
  readonly name: string;
  readonly sample: string;
  readonly real?: string;
  /** Reads a file; gives the rows it found, or undefined where lines and rows do not correspond. */
  readonly read: (path: string) => Promise<number | undefined>;
}

const peak = 'chr1\t100\t250\tp1\t5\t.\t7.25\t-1\t3.5\t75\nchr2\t0\t150\tp2\t0\t+\t1e2\t4\t-1\t-1\n';
const cases: readonly Case[] = [
  {
    name: 'BED',
    sample: 'track name=x\n# c\nchr1\t1\t20\ta\t0\t+\nchr1\t5\t90\tb\t1\t-\n',
    real: `${SHARED}/blacklist/hg38-blacklist.v2.bed.gz`,
    read: async (path) =>
      (await readBed(path, { keep: { score: true, strand: true }, raw: true, restFrom: 4 })).count,
  },
  {
    name: 'BED12',
    sample: 'chr1\t100\t200\tx\t0\t+\t100\t200\t0\t2\t10,20,\t0,80,\nchr1\t0\t9\ty\t0\t-\t0\t9\t0\t1\t9\t0\n',
    read: async (path) => (await readBed(path, { keep: { blocks: true } })).count,
  },
  {
    name: 'narrowPeak',
    sample: peak,
    real: `${SHARED}/grch38-chr22-k562/K562.DNase.narrowPeak.gz`,
    read: async (path) => (await readNarrowPeak(path)).count,
  },
  { name: 'broadPeak', sample: peak, read: async (path) => (await readBroadPeak(path)).count },
  {
    name: 'allcalls',
    sample: 'chr1\t10\t20\ti\t0.0123\nchr1\t20\t60\ti\t1.2e-400\nchr2\t5\t9\ti\t0\n',
    read: async (path) => (await readAllcalls(path)).count,
  },
  {
    name: 'DHSs with FDR',
    sample: 'chr1\t10\t200\t0.001\nchr1\t300\t460\t1e-9\n',
    read: async (path) => (await readFdrBed(path)).count,
  },
  {
    name: 'chrom.sizes',
    sample: 'chr1\t1000\nchr2\t500\nchrX\t70\n',
    read: async (path) => (await readChromSizes(path)).names.length,
  },
  {
    name: 'TSS BED',
    sample: 'chr1\t50\t50\tT1\t.\t+\tG1\nchr1\t79\t80\tT2\t.\t-\tG1\n',
    real: `${SHARED}/gencode/mm10.vM18.tss.basic.bed.gz`,
    read: async (path) => {
      const tss = await readTss(path);
      return tss.fromBasicTags === 'bed' ? tss.count : undefined;
    },
  },
  {
    name: 'GTF',
    sample: 'chr1\tX\ttranscript\t11\t20\t.\t+\t.\tgene_id "G2"; transcript_id "T2"; tag "basic";\n',
    real: `${SHARED}/gencode/hg38.v24.chr19.gtf.gz`,
    read: async (path) => {
      await readGtf(path);
      return undefined;
    },
  },
  {
    name: 'table',
    sample: 'a\tb\n1\t2\n3\t\n',
    real: `${SHARED}/encode-metadata/metadata.tsv`,
    read: async (path) => {
      const bytes = readFileSync(path);
      const { rows } = await readTable(path, { required: [] });
      const lines = bytes.toString('utf8').split('\n');
      while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
      expect(rows.length).toBe(lines.length - 1);
      return undefined;
    },
  },
  {
    name: 'YAML',
    sample: 'assembly: GRCh38\ndhs: {minWidth: 150, wide: drop}\nanchors: &a [DNase]\nb: *a\nlist:\n  - x\n',
    real: `${SHARED}/hg19-chr1/registry.yaml`,
    read: async (path) => {
      const document = await readYaml(path);
      const place = document.where(['dhs', 'minWidth', 0, 'x']);
      expect(Number.isInteger(place.line) && Number.isInteger(place.column)).toBe(true);
      return undefined;
    },
  },
];

function realSample(path: string): Buffer | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const text = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  return text.subarray(0, text.indexOf(10, Math.min(2500, text.length - 1)) + 1);
}

async function holds(test: Case, bytes: Buffer): Promise<void> {
  const path = file('damaged', bytes);
  try {
    const rows = await test.read(path);
    if (rows !== undefined) expect(rows).toBe(rowLines(bytes));
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
    expect(error.message).toContain(path);
    expect(error.message).not.toMatch(/undefined|\bNaN\b(?!")|\[object/);
  }
}

describe('a damaged file is read whole or refused', { timeout: TIMEOUT_MS }, () => {
  it.each(cases)('$name', async (test) => {
    const samples = [Buffer.from(test.sample), realSample(test.real ?? '')].filter(
      (sample) => sample !== undefined,
    );
    for (const [s, sample] of samples.entries()) {
      const pick = seeded(1000 + s);
      for (let run = 0; run < RUNS; run++) await holds(test, mutated(sample, pick));
    }
  });

  it.each(cases)('$name, cut at each byte', async (test) => {
    const sample = Buffer.from(test.sample);
    for (let bytes = 0; bytes <= sample.length; bytes++) await holds(test, sample.subarray(0, bytes));
  });

  it.each(cases)('$name, of other kinds', async (test) => {
    const huge = Buffer.alloc(1 << 20, 'x');
    const others = [
      '',
      '\n',
      '\r\n\r\n',
      '\t\t\t\n',
      '\ufeff',
      'a b c d e f g h i j\n',
      '"'.repeat(5000),
      '[{'.repeat(3000),
    ];
    const binary = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167) & 255));
    for (const bytes of [...others.map((text) => Buffer.from(text)), huge, binary]) await holds(test, bytes);
    const withCrlf = Buffer.from(test.sample.replaceAll('\n', '\r\n'));
    const path = file('crlf', withCrlf);
    const plain = file('plain', test.sample);
    expect(await test.read(path)).toBe(await test.read(plain));
  });
});

it('a damaged gzip gives the same bytes or a CisregError', { timeout: TIMEOUT_MS }, async () => {
  const text = Buffer.from(Array.from({ length: 300 }, (_, i) => `chr1\t${i * i}\t${i * i + 9}\n`).join(''));
  const packed = Buffer.concat([gzipSync(text.subarray(0, 2000)), gzipSync(text.subarray(2000))]);
  const first = gzipSync(text.subarray(0, 2000)).length;
  const pick = seeded(77);
  for (let run = 0; run < RUNS * 5; run++) {
    const damaged = mutated(packed, pick);
    // Without its magic it is another file, and cut between members it is a whole one.
    if (damaged[0] !== 0x1f || damaged[1] !== 0x8b || damaged.length === first) continue;
    const outcome = await drained(openByteStream(file('damaged.gz', damaged))).catch(
      (error: unknown) => error,
    );
    if (outcome instanceof CisregError) continue;
    expect(outcome).toBeInstanceOf(Buffer);
    expect((outcome as Buffer).equals(text)).toBe(true);
  }
});
