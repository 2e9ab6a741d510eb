/** Loops: an element in one anchor, the start site of a gene in the other. */

import { type Anchors, readBedpe } from '../../formats/bedpe.ts';
import type { Place } from '../../genome/region-text.ts';
import type { EvidenceCollector } from './link-evidence.ts';
import type { LinkLookup } from './link-lookup.ts';
import type { LinkSource } from './link-sources.ts';

export interface SourceAt {
  readonly source: LinkSource;
  /** Its place among the sources. */
  readonly index: number;
  /** The file's biosample, in the registry's name. */
  readonly biosample: string;
}

/** How many records a file has, and how many of them link nothing. */
export interface RecordCounts {
  readonly records: number;
  readonly withoutPair: number;
}

/** Adds what the loops of a file say. */
export async function addLoops(
  { source, index, biosample }: SourceAt,
  lookup: LinkLookup,
  evidence: EvidenceCollector,
): Promise<RecordCounts> {
  const loops = await readBedpe(source.input.path);
  let withoutPair = 0;
  for (let i = 0; i < loops.count; i++) {
    const places = [loops.first, loops.second].map((anchors) => placeOf(loops.chromNames, anchors, i));
    const elements = places.map((place) => lookup.elements(place, loops.line[i]!));
    const before = evidence.count;
    for (const [own, other] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [rows, genes] = [elements[own], lookup.genesAt(places[other]!)];
      if (rows === undefined || elements[other] === undefined || genes.length === 0) continue;
      for (let element = rows[0]; element < rows[1]; element++) {
        for (const gene of genes) {
          evidence.add({
            element,
            gene,
            source: index,
            biosample,
            experiment: '',
            name: loops.name.at(i),
            score: loops.score[i]!,
            effect: Number.NaN,
            p: Number.NaN,
            outcome: 1,
            pairs: (rows[1] - rows[0]) * genes.length,
          });
        }
      }
    }
    if (evidence.count === before) withoutPair++;
  }
  // An end that is nowhere links nothing.
  return { records: loops.count + loops.unplaced, withoutPair: withoutPair + loops.unplaced };
}

function placeOf(chromNames: readonly string[], { chrom, start, end }: Anchors, i: number): Place {
  return { chrom: chromNames[chrom[i]!]!, start: start[i]!, end: end[i]! };
}
