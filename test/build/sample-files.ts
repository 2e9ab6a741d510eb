/** The two BEDs of a registry, TSSs and bigWigs, made by hand: small enough to say what each row must become. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';

export interface SampleFiles {
  readonly ccres: string;
  readonly rdhs: string;
  readonly tss: string;
  /** Options that name the three. */
  readonly registry: readonly string[];
  /** The end of the furthest rDHS of a chromosome. */
  readonly furthest: ReadonlyMap<string, number>;
}

/** Every rDHS is a cCRE, all of the classes in turn. */
export function writeSampleFiles(
  directory: string,
  elements: Readonly<Record<string, number>>,
  classes: readonly string[] = ['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CTCF-only'],
): SampleFiles {
  mkdirSync(directory, { recursive: true });
  const furthest = new Map<string, number>();
  const rows: string[][] = [];
  for (const [chrom, n] of Object.entries(elements)) {
    for (let i = 0; i < n; i++) {
      const id = String(rows.length + 1).padStart(7, '0');
      rows.push([
        chrom,
        String(1000 * (i + 1)),
        String(1000 * (i + 1) + 200),
        `EH38D${id}`,
        `EH38E${id}`,
        classes[rows.length % classes.length]!,
      ]);
      furthest.set(chrom, 1000 * (i + 1) + 200);
    }
  }
  const write = (name: string, lines: readonly (readonly string[])[]): string => {
    const file = path.join(directory, name);
    writeFileSync(file, lines.map((line) => `${line.join('\t')}\n`).join(''));
    return file;
  };
  const ccres = write('cCREs.bed', rows);
  const rdhs = write(
    'rDHSs.bed',
    rows.map((row) => row.slice(0, 4)),
  );
  const tss = write('tss.bed', [[rows[0]![0]!, '1100', '1101', 'T1', '.', '+', 'G1']]);
  return { ccres, rdhs, tss, registry: ['--registry', ccres, rdhs, '--tss', tss], furthest };
}

/** A signal of these chromosomes, high at every tenth element. */
export async function writeSignal(file: string, sizes: Readonly<Record<string, number>>): Promise<string> {
  const runs = Object.entries(sizes).map(([chrom, size], c) => {
    const length = Math.floor(size / 1000);
    return {
      chrom,
      starts: Int32Array.from({ length }, (_, i) => 1000 * i),
      ends: Int32Array.from({ length }, (_, i) => 1000 * (i + 1)),
      values: Float32Array.from({ length }, (_, i) => (i % 10 === 3 + c ? 500 : 1 + (i % 3))),
      length,
    };
  });
  await writeBigWig(file, chromSizesOf(Object.keys(sizes), Object.values(sizes)), runs);
  return file;
}
