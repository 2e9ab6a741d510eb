/** Exons of transcripts and genes, as the annotation keeps them. */

import type { ColumnFolder } from '../../formats/column-folder.ts';

/** Bases, 0-based half-open. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Exons {
  /** By start; none overlap. Empty where the file of genes has none, such as a BED. */
  readonly exons: readonly Span[];
  /** From the first translated base to the last, with the stop codon; undefined where nothing is translated. */
  readonly coding: Span | undefined;
}

export interface ExonTable {
  /** Those of the transcript of a start site. */
  ofTranscript(site: number): Exons;
  /** Those of several transcripts together: exons that share a base are one. */
  ofTranscripts(sites: readonly number[]): Exons;
}

const NO_EXONS: Exons = { exons: [], coding: undefined };

/** Reads the columns when they are first asked for. An annotation that was made before exons were kept has none. */
export function exonTable(columns: ColumnFolder): ExonTable {
  if (!columns.has('exonOffsets')) return { ofTranscript: () => NO_EXONS, ofTranscripts: () => NO_EXONS };
  const ofTranscript = (site: number): Exons => {
    const [offsets, start, end] = ['exonOffsets', 'exonStart', 'exonEnd'].map((name) => columns.int32(name));
    const exons: Span[] = [];
    for (let i = offsets![site]!; i < offsets![site + 1]!; i++) {
      exons.push({ start: start![i]!, end: end![i]! });
    }
    const codingEnd = columns.int32('codingEnd')[site]!;
    const coding =
      codingEnd === 0 ? undefined : { start: columns.int32('codingStart')[site]!, end: codingEnd };
    return { exons, coding };
  };
  return { ofTranscript, ofTranscripts: (sites) => merged(sites.map(ofTranscript)) };
}

function merged(transcripts: readonly Exons[]): Exons {
  const all = transcripts.flatMap(({ exons }) => exons).sort((a, b) => a.start - b.start);
  const exons: Span[] = [];
  for (const { start, end } of all) {
    const last = exons.at(-1);
    if (last !== undefined && start < last.end) {
      exons[exons.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    } else exons.push({ start, end });
  }
  const coding = transcripts.flatMap((own) => own.coding ?? []);
  return {
    exons,
    coding:
      coding.length === 0
        ? undefined
        : {
            start: Math.min(...coding.map(({ start }) => start)),
            end: Math.max(...coding.map(({ end }) => end)),
          },
  };
}
