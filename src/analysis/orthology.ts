/**
 * Orthologous elements of two registries, by the rule of the registry's scripts: the first, lifted, overlaps the second,
 * and the second, lifted back, overlaps the first.
 */

import { CisregError } from '../errors.ts';
import { growingFloat64 } from '../formats/growing-column.ts';
import { gatherInt32, rowsWhere } from '../genome/gather.ts';
import { LIFT_REASONS, type LiftedRows, type LiftIndex, liftAll } from '../genome/lift-over.ts';
import { forEachOverlap } from '../genome/overlap.ts';
import type { Regions } from '../genome/regions.ts';
import { sortRegions } from '../genome/sorted-regions.ts';

/** The -minMatch of the registry's scripts. */
export const ORTHOLOG_MIN_MATCH = 0.5;

/** What became of the elements of one registry. */
export interface OrthologCounts {
  readonly elements: number;
  readonly lifted: number;
  /** How many are not lifted, by liftOver's reason: all of LIFT_REASONS but ''. */
  readonly unlifted: Readonly<Record<string, number>>;
  /** Elements with at least one ortholog. */
  readonly withPartner: number;
}

/** Pairs of rows, by the first, then the second; an element may be in several. */
export interface Orthologs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly counts: { readonly first: OrthologCounts; readonly second: OrthologCounts };
}

/** The chains from the first genome to the second, and back. */
export interface OrthologOptions {
  readonly forward: LiftIndex;
  readonly back: LiftIndex;
  /** The share of an element's bases that one chain must align; ORTHOLOG_MIN_MATCH by default. */
  readonly minMatch?: number | undefined;
}

/**
 * Pairs of a row of `first` and a row of `second` of which each, lifted, shares at least one base with the other. CONFLICT:
 * chains that have no chromosome of the elements that they are to lift.
 */
export function reciprocalOrthologs(first: Regions, second: Regions, options: OrthologOptions): Orthologs {
  const { forward, back, minMatch = ORTHOLOG_MIN_MATCH } = options;
  checkChroms(first, forward, 'first');
  checkChroms(second, back, 'second');
  const there = liftAll(forward, first, minMatch);
  const home = liftAll(back, second, minMatch);
  const pairs = reciprocalPairs({ regions: first, lifted: there }, { regions: second, lifted: home });
  const seconds = second.chrom.length;
  const firstRows = new Int32Array(pairs.length);
  const secondRows = new Int32Array(pairs.length);
  for (let p = 0; p < pairs.length; p++) {
    firstRows[p] = Math.floor(pairs[p]! / seconds);
    secondRows[p] = pairs[p]! % seconds;
  }
  return {
    first: firstRows,
    second: secondRows,
    counts: { first: countsOf(there, firstRows), second: countsOf(home, secondRows) },
  };
}

/** The elements of a registry and where they lie in the other genome. */
interface Side {
  readonly regions: Regions;
  readonly lifted: LiftedRows;
}

/** A number a pair, ascending: the row of the first times the rows of the second, and the row of the second. */
function reciprocalPairs(first: Side, second: Side): Float64Array {
  const lifted = liftedRegions(first.lifted);
  const queries = sortRegions(second.regions);
  const targets = sortRegions(lifted.regions);
  const places = new Map(second.lifted.chromNames.map((name, c) => [name, c]));
  const homeChroms = first.regions.chromNames.map((name) => places.get(name) ?? -1);
  const pairs = growingFloat64();
  let count = 0;
  // Lifted elements may span megabases: as targets each of them costs a comparison, as queries they would keep all below.
  forEachOverlap(queries.sorted, targets.sorted, (query, target) => {
    const i = lifted.rows[targets.order[target]!]!;
    const j = queries.order[query]!;
    const isHome =
      second.lifted.chrom[j] === homeChroms[first.regions.chrom[i]!] &&
      second.lifted.start[j]! < first.regions.end[i]! &&
      second.lifted.end[j]! > first.regions.start[i]!;
    if (!isHome) return;
    pairs.reserve(count + 1);
    pairs.values[count++] = i * second.regions.chrom.length + j;
  });
  return pairs.finish(count).sort();
}

/** The rows that are lifted, as regions. */
function liftedRegions(lifted: LiftedRows): { regions: Regions; rows: Int32Array } {
  const rows = rowsWhere(Uint8Array.from(lifted.reason, (reason) => (reason === 0 ? 1 : 0)));
  const regions = {
    chromNames: lifted.chromNames,
    chrom: gatherInt32(lifted.chrom, rows),
    start: gatherInt32(lifted.start, rows),
    end: gatherInt32(lifted.end, rows),
  };
  return { regions, rows };
}

function countsOf(lifted: LiftedRows, paired: Int32Array): OrthologCounts {
  const isPaired = new Uint8Array(lifted.reason.length);
  for (let p = 0; p < paired.length; p++) isPaired[paired[p]!] = 1;
  const reasons = LIFT_REASONS.map((reason, code) => [reason, lifted.counts[code]!] as const);
  return {
    elements: lifted.reason.length,
    lifted: lifted.counts[0]!,
    unlifted: Object.fromEntries(reasons.slice(1)),
    withPartner: rowsWhere(isPaired).length,
  };
}

/** Another naming (chr1, 1) or the chains of another genome would lift nothing, without a word. */
function checkChroms(regions: Regions, { chains }: LiftIndex, which: string): void {
  const { names, index } = chains.targets;
  if (regions.chrom.length === 0 || regions.chromNames.some((name) => index.has(name))) return;
  const found = `the ${which} elements are on ${regions.chromNames.slice(0, 3).join(', ')}, their chains on ${names.slice(0, 3).join(', ')}`;
  throw new CisregError(
    'CONFLICT',
    `${found}; expected chromosomes in common: are these the right chains, in the right direction?`,
  );
}
