/** DHS calling as the original does it: every threshold from 10^-2 to 10^-4942 in turn. Oracle of callDhs. */

import { byPlace, type Row, sharedBp } from '../genome/rows.ts';

export interface Call extends Row {
  readonly fdr: number;
  readonly order: number;
}

export interface Site extends Row {
  readonly fdr: number;
  readonly level: number;
}

export function naiveDhs(calls: readonly Call[]): { dhs: Site[]; excluded: Site[] } {
  const accepted: Site[] = [];
  let kept = [...calls].sort(byPlace);
  let sites: Site[] = [];
  for (let level = 2; level <= 4942; level++) {
    kept = kept.filter((call) => call.order > level);
    sites = merged(kept, level).filter((site) => site.end - site.start >= 50);
    const free = sites.filter((site) => !accepted.some((earlier) => sharedBp(site, earlier) > 0));
    accepted.push(...free.filter((site) => site.end - site.start <= 350));
  }
  const excluded = sites.filter((site) => !accepted.some((earlier) => sharedBp(site, earlier) > 0));
  return { dhs: accepted, excluded };
}

/** bedtools merge -d 1 -o min of sorted rows. */
function merged(calls: readonly Call[], level: number): Site[] {
  const sites: { chrom: string; start: number; end: number; fdr: number; level: number }[] = [];
  for (const { chrom, start, end, fdr } of calls) {
    const last = sites.at(-1);
    if (last !== undefined && last.chrom === chrom && start <= last.end + 1) {
      last.end = Math.max(last.end, end);
      last.fdr = Math.min(last.fdr, fdr);
    } else {
      sites.push({ chrom, start, end, fdr, level });
    }
  }
  return sites;
}
