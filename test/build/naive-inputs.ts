/** The inputs of a build as plain objects, read as the design words them. Oracle of the build; uses none of its code. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { Row } from '../genome/rows.ts';
import { type Call, naiveDhs } from '../registry/naive-dhs.ts';
import type { Tss } from '../registry/naive-zones.ts';

export interface Config {
  readonly assembly: string;
  readonly accessionPrefix?: string;
  readonly scheme?: 'encode3' | 'encode4';
  readonly anchors?: readonly string[];
  readonly exclude?: readonly string[];
  readonly chromSizes: string;
  readonly tss: string;
  readonly datasets: string;
  readonly biosamples?: string;
  readonly consensusDhs?: string;
  readonly blacklist?: string;
  readonly previous?: { readonly rdhs?: string; readonly ccre?: string };
  readonly dhs?: {
    readonly minSignal?: number;
    readonly minSignalPercentile?: number;
    readonly minWidth?: number;
    readonly maxWidth?: number;
    readonly maxFdr?: number;
    readonly wide?: 'drop' | 'summit';
    readonly maxPeakWidth?: number;
  };
  readonly minSpot?: number;
  readonly normalisation?: string;
  readonly chromosomes?: readonly string[];
}

export interface Dataset {
  readonly biosample: string;
  readonly assay: string;
  readonly file: string;
  readonly peaks: string;
  readonly format: string;
  readonly signal: string;
  readonly hasZ: boolean;
  readonly spot: string;
}

/** A called DHS before its signal is known. */
export interface Called extends Row {
  readonly name: string;
  readonly fdr: number;
}

export interface Place extends Row {
  readonly id: string;
}

export function readConfig(file: string): Config {
  return parse(readFileSync(file, 'utf8')) as Config;
}

export function readText(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** Rows of a tab-separated table by its header. */
export function readTable(file: string): Record<string, string>[] {
  const [header, ...rows] = readText(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i] ?? ''])));
}

export function readDatasets(file: string): Dataset[] {
  return readTable(file).map((row) => ({
    biosample: row.biosample!,
    assay: row.assay!,
    file: row.file!,
    peaks: row.peaks ?? '',
    format: row.peaks_format ?? '',
    signal: row.signal ?? '',
    hasZ: row.zscore ? row.zscore === 'yes' : Boolean(row.signal),
    spot: row.spot ?? '',
  }));
}

/** Lines that carry data, split at tabs, each with its number from 1. */
export function dataLines(file: string): { columns: string[]; line: number }[] {
  return readText(file)
    .split('\n')
    .map((text, i) => ({ text, line: i + 1 }))
    .filter(({ text }) => text !== '' && !/^(#|track |browser )/.test(text))
    .map(({ text, line }) => ({ columns: text.split('\t'), line }));
}

export function readPlaces(file: string): Place[] {
  return dataLines(file).map(({ columns: [chrom, start, end, id] }) => ({
    chrom: chrom!,
    start: Number(start),
    end: Number(end),
    id: id ?? '',
  }));
}

/** TSSs as 1-based positions. */
export function readTss(file: string): Tss[] {
  const lines = dataLines(file).map(({ columns }) => columns);
  if (/\.gtf(\.gz)?$/.test(file)) {
    const transcripts = lines.filter((columns) => columns[2] === 'transcript');
    const basic = transcripts.filter((columns) => /tag "?basic"?;/.test(`${columns[8]};`));
    return (basic.length > 0 ? basic : transcripts).map(([chrom, , , start, end, , strand]) => ({
      chrom: chrom!,
      position: Number(strand === '-' ? end : start),
    }));
  }
  // start = end and end = start + 1 both stand for the position `end`.
  return lines.map(([chrom, , end]) => ({ chrom: chrom!, position: Number(end) }));
}

/** DHSs that a dataset of peaks calls, artefacts left out, extents as `wide` has them. */
export function calledDhs(directory: string, dataset: Dataset, config: Config): Called[] {
  const lines = dataLines(path.join(directory, dataset.peaks));
  const named = (n: number): string => `${dataset.file}-${n}`;
  if (dataset.format === 'hotspot2-allcalls') {
    const { dhs } = naiveDhs(lines.map(({ columns }) => callOf(columns)));
    return dhs.map(({ chrom, start, end, fdr }, i) => ({ chrom, start, end, fdr, name: named(i + 1) }));
  }
  if (dataset.format === 'dhs') {
    return lines.map(({ columns: [chrom, start, end, fdr], line }) => ({
      chrom: chrom!,
      start: Number(start),
      end: Number(end),
      fdr: Number(fdr),
      name: named(line),
    }));
  }
  const { maxPeakWidth = 10_000 } = config.dhs ?? {};
  return lines
    .filter(({ columns }) => Number(columns[2]) - Number(columns[1]) <= maxPeakWidth)
    .map(({ columns, line }) => {
      const q = Number(columns[8]);
      // No FDR passes any threshold.
      return {
        ...extentOf(columns, config),
        fdr: q === -1 ? Number.NEGATIVE_INFINITY : 10 ** -q,
        name: named(line),
      };
    });
}

function extentOf(columns: readonly string[], config: Config): Row {
  const { wide = 'drop', minWidth = 150, maxWidth = 350 } = config.dhs ?? {};
  const chrom = columns[0]!;
  const start = Number(columns[1]);
  const end = Number(columns[2]);
  const width = end - start;
  if (wide === 'drop' || (width >= minWidth && width <= maxWidth)) return { chrom, start, end };
  const offset = Number(columns[9]);
  const summit = offset === -1 ? Math.floor((start + end) / 2) : start + offset;
  const half = width > maxWidth ? 175 : 75;
  return { chrom, start: Math.max(0, summit - half), end: summit + half };
}

/** A row of allcalls; its order is the exponent of the FDR's text, of %.2E where the text has none. */
function callOf([chrom, start, end, , fdr]: readonly string[]): Call {
  const scientific = /e/i.test(fdr!) ? fdr!.toLowerCase() : Number(fdr).toExponential(2);
  const exponent = scientific.split('e')[1]!;
  const order = exponent.startsWith('-') ? Number(exponent.slice(1)) : Number.POSITIVE_INFINITY;
  return { chrom: chrom!, start: Number(start), end: Number(end), fdr: Number(fdr), order };
}
