/** Where elements stand relative to transcription start sites: ENCODE-cCREs scripts, step 4. */

import { firstAtLeast } from '../genome/binary-search.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import type { Scheme } from './schemes.ts';

export const ZONES = ['TSS-overlapping', 'proximal', 'distal'] as const;
export type Zone = (typeof ZONES)[number];
export const TSS_ZONE = 0;
export const PROXIMAL_ZONE = 1;
export const DISTAL_ZONE = 2;

/** |centre - TSS| up to which an element is TSS-overlapping, and proximal; both inclusive. */
const TSS_DISTANCE_BP = 200;
const PROXIMAL_DISTANCE_BP = 2000;

/** TSSs in any order. `position` is the 1-based coordinate of GENCODE; the scripts compare it with 0-based centres, and so do we. */
export interface TssPositions {
  readonly chromNames: readonly string[];
  readonly chrom: Int32Array;
  readonly position: Int32Array;
}

export interface ZonedRegions {
  /** Index into ZONES. */
  readonly zone: Uint8Array;
  /** Bases from the centre to the nearest TSS (encode4: with halves); NaN on a chromosome without TSS. */
  readonly distanceBp: Float64Array;
  /** Row of the nearest TSS, -1 for none; of equally near ones the one of lower position, then the first row. */
  readonly nearest: Int32Array;
}

/** The centre that distances are measured from: its floor in encode3, with the half base in encode4. */
export function centre(start: number, end: number, scheme: Scheme): number {
  const half = (start + end) / 2;
  return scheme === 'encode3' ? Math.floor(half) : half;
}

/**
 * Zone and nearest TSS of every region. An element that touches a TSS (start <= p <= end) is TSS-overlapping
 * whatever its centre; a chromosome without TSS is distal. O(n log m).
 */
export function zonesOf(regions: SortedRegions, tss: TssPositions, scheme: Scheme): ZonedRegions {
  const n = regions.start.length;
  const zone = new Uint8Array(n).fill(DISTAL_ZONE);
  const distanceBp = new Float64Array(n).fill(Number.NaN);
  const nearest = new Int32Array(n).fill(-1);
  const rowsByChrom = sortedTssRows(tss);
  for (let c = 0; c < regions.chromNames.length; c++) {
    const rows = rowsByChrom.get(regions.chromNames[c]!);
    if (rows === undefined) continue;
    const positions = rows.map((row) => tss.position[row]!);
    for (let i = regions.chromOffsets[c]!; i < regions.chromOffsets[c + 1]!; i++) {
      const start = regions.start[i]!;
      const end = regions.end[i]!;
      const middle = centre(start, end, scheme);
      const right = firstAtLeast(positions, middle, 0, positions.length);
      const left = right === 0 ? -1 : firstAtLeast(positions, positions[right - 1]!, 0, positions.length);
      const leftBp = left < 0 ? Number.POSITIVE_INFINITY : middle - positions[left]!;
      const rightBp = right < positions.length ? positions[right]! - middle : Number.POSITIVE_INFINITY;
      nearest[i] = rows[leftBp <= rightBp ? left : right]!;
      const bp = Math.min(leftBp, rightBp);
      distanceBp[i] = bp;
      const firstInside = firstAtLeast(positions, start, 0, positions.length);
      const touches = firstInside < positions.length && positions[firstInside]! <= end;
      if (touches || bp <= TSS_DISTANCE_BP) zone[i] = TSS_ZONE;
      else if (bp <= PROXIMAL_DISTANCE_BP) zone[i] = PROXIMAL_ZONE;
    }
  }
  return { zone, distanceBp, nearest };
}

function sortedTssRows(tss: TssPositions): Map<string, Int32Array> {
  const rows: number[][] = tss.chromNames.map(() => []);
  for (let row = 0; row < tss.position.length; row++) rows[tss.chrom[row]!]!.push(row);
  const byChrom = new Map<string, Int32Array>();
  for (const [c, name] of tss.chromNames.entries()) {
    if (rows[c]!.length === 0) continue;
    byChrom.set(
      name,
      Int32Array.from(rows[c]!).sort((a, b) => tss.position[a]! - tss.position[b]! || a - b),
    );
  }
  return byChrom;
}
