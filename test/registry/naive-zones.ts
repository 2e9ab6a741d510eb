/** Zones by looking at every TSS. Oracle of zonesOf. */

import type { Row } from '../genome/rows.ts';

export interface Tss {
  readonly chrom: string;
  readonly position: number;
}

export interface NaiveZone {
  readonly zone: 'TSS-overlapping' | 'proximal' | 'distal';
  readonly distanceBp: number;
  /** Of the nearest TSSs the one of lower position, of those the first. */
  readonly nearest: number;
}

export function naiveZone(row: Row, tss: readonly Tss[], scheme: 'encode3' | 'encode4'): NaiveZone {
  const middle = scheme === 'encode3' ? Math.floor((row.start + row.end) / 2) : (row.start + row.end) / 2;
  let best = -1;
  let bestBp = Number.POSITIVE_INFINITY;
  let touches = false;
  for (const [i, { chrom, position }] of tss.entries()) {
    if (chrom !== row.chrom) continue;
    touches ||= row.start <= position && position <= row.end;
    const bp = Math.abs(middle - position);
    if (bp < bestBp || (bp === bestBp && position < tss[best]!.position)) {
      best = i;
      bestBp = bp;
    }
  }
  return {
    zone: touches || bestBp <= 200 ? 'TSS-overlapping' : bestBp <= 2000 ? 'proximal' : 'distal',
    distanceBp: best === -1 ? Number.NaN : bestBp,
    nearest: best,
  };
}
