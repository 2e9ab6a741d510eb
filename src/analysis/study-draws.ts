/** A study's LD groups beside those of its controls, ready to be counted in any biosample. */

import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { hasRow, type RowSet } from '../store/row-set.ts';
import { forEachLinked, indexSnpFinder } from './ld-groups.ts';
import { matchedControls } from './matched-controls.ts';
import type { PreparedPanel } from './snp-panel.ts';
import { STRATA } from './snp-strata.ts';
import { unlinkDraws } from './unlinked-draws.ts';

/** Controls a lead (SCREEN). */
export const CONTROLS = 500;

/** What became of the leads. given = absent + repeated + linked + unmatched + tested. */
export interface LeadCounts {
  readonly given: number;
  /** Not in the panel. */
  readonly absent: number;
  /** Given before. */
  readonly repeated: number;
  /** Counted with an earlier lead that is their LD proxy. */
  readonly linked: number;
  /** In a stratum without any SNP that is neither a lead nor linked with one. */
  readonly unmatched: number;
  /** Each with an LD group and controls of its own. */
  readonly tested: number;
  /** Of the tested, those with fewer SNPs in their stratum than controls: these come again in several draws. */
  readonly repeatingControls: number;
}

export interface StudyDraws {
  readonly elements: number;
  readonly controls: number;
  readonly seed: number;
  readonly leads: LeadCounts;
  /** The SNP whose LD group each given lead is counted in, by place in the list; -1 for what is absent or unmatched. */
  readonly groupOf: Int32Array;
  /** Tested leads in each stratum. */
  readonly leadsInStratum: Int32Array;
  /** Controls in each stratum, of all draws together. */
  readonly drawnInStratum: Int32Array;
  /** Controls a draw on average, each an LD group of its own: fewer than tested leads where no unlinked ones were found. */
  readonly meanControlGroups: number;
  /** Controls that were given up, of all draws together: what meanControlGroups lacks. */
  readonly missingControls: number;
  /** LD groups that touch an element: draw 0 is the study, 1 .. controls are its controls. Their elements as CSR. */
  readonly groupDraw: Int32Array;
  /** The stratum of the SNP that stands for each of them. */
  readonly groupStratum: Uint8Array;
  readonly rowOffsets: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Draws a study's controls. `leads` are SNPs of the panel, -1 those that it lacks, the strongest first: of leads in LD above the
 * panel's r2 the first stands for all, and the LD group is its own proxies. So the study is a number of SNPs that are not linked
 * with one another, taken in turn, and a draw is made in the same way: a control a lead, of its stratum, and one that is linked
 * with an earlier control of the draw gives way to another (unlinkDraws). The SNPs of the study may be drawn like any others: under
 * the null it is a draw among the draws, so its place among them is fair in a panel of any size. (Were they left out, the rest of
 * a small panel would be another population: with 300 leads of 6,000 SNPs 18 % of null studies had p < 0.05.)
 */
export function drawStudy(
  panel: PreparedPanel,
  leads: ArrayLike<number>,
  options: { readonly controls: number; readonly seed: number },
): StudyDraws {
  const { controls, seed } = options;
  const present = Array.from(leads).filter((snp) => snp >= 0);
  for (const snp of present) {
    if (!Number.isInteger(snp) || snp >= panel.snps) throw new Error(`no SNP ${snp} among ${panel.snps}`);
  }
  const distinct = [...new Set(present)];
  const leaders = indexSnpFinder(panel)(distinct);
  const standing = distinct.filter((_, place) => leaders[place] === place);
  const others = strataWithOthers(panel, distinct);
  const tested = standing.filter((snp) => others[panel.strata.of[snp]!] === 1);
  const isTested = new Set(tested);
  const leaderOf = new Map(distinct.map((snp, place) => [snp, distinct[leaders[place]!]!]));
  const groupOf = Int32Array.from(leads, (snp) => {
    const leader = leaderOf.get(snp) ?? -1;
    return isTested.has(leader) ? leader : -1;
  });
  const matched = matchedControls(tested, panel.strata, options);
  // Draw after draw, the study first.
  const snps = new Int32Array(tested.length * (controls + 1));
  snps.set(tested);
  for (let t = 0; t < tested.length; t++) {
    for (let k = 0; k < controls; k++) snps[(k + 1) * tested.length + t] = matched.drawn[t * controls + k]!;
  }
  unlinkDraws(panel, { snps: snps.subarray(tested.length), size: tested.length }, seed);
  const inGroups = distinct.filter((snp) => isTested.has(leaderOf.get(snp)!)).length;
  return {
    elements: panel.elements,
    controls,
    seed,
    leads: {
      given: leads.length,
      absent: leads.length - present.length,
      repeated: present.length - distinct.length,
      linked: inGroups - tested.length,
      unmatched: distinct.length - inGroups,
      tested: tested.length,
      repeatingControls: matched.repeating.length,
    },
    groupOf,
    leadsInStratum: countStrata(panel, tested),
    ...touchedElements(panel, { snps, size: tested.length }),
  };
}

/** 1 for strata with a SNP that is neither a lead nor linked with one: only these tell leads from others. */
function strataWithOthers(panel: PreparedPanel, leads: readonly number[]): Uint8Array {
  const { of } = panel.strata;
  const isNear = new Uint8Array(panel.snps);
  forEachLinked(panel, leads, (snp) => {
    isNear[snp] = 1;
  });
  const found = new Uint8Array(STRATA);
  for (let snp = 0; snp < isNear.length; snp++) if (isNear[snp] === 0) found[of[snp]!] = 1;
  return found;
}

function countStrata({ strata }: PreparedPanel, snps: readonly number[]): Int32Array {
  const counts = new Int32Array(STRATA);
  for (const snp of snps) counts[strata.of[snp]!]!++;
  return counts;
}

/** The groups of draws of `size` SNPs each that touch an element. */
function touchedElements(
  panel: PreparedPanel,
  plan: { readonly snps: Int32Array; readonly size: number },
): Pick<
  StudyDraws,
  | 'drawnInStratum'
  | 'meanControlGroups'
  | 'missingControls'
  | 'groupDraw'
  | 'groupStratum'
  | 'rowOffsets'
  | 'rows'
> {
  const { groupOffsets, groupRows } = panel;
  const { snps, size } = plan;
  const draws = size === 0 ? 0 : snps.length / size;
  const touching = new Int32Array(snps.length);
  const drawnInStratum = new Int32Array(STRATA);
  let filled = 0;
  let controlGroups = 0;
  for (let draw = 0; draw < draws; draw++) {
    for (let at = draw * size; at < (draw + 1) * size; at++) {
      if (snps[at]! < 0) continue;
      if (draw > 0) {
        controlGroups++;
        drawnInStratum[panel.strata.of[snps[at]!]!]!++;
      }
      if (groupOffsets[snps[at]!]! < groupOffsets[snps[at]! + 1]!) touching[filled++] = at;
    }
  }
  // By element: what is asked of a biosample's bits then goes through them once, in order.
  const firstRows = new Uint32Array(filled);
  for (let g = 0; g < filled; g++) firstRows[g] = groupRows[groupOffsets[snps[touching[g]!]!]!]!;
  const order = gatherInt32(touching, radixOrder(firstRows));
  const groupDraw = new Int32Array(filled);
  const groupStratum = new Uint8Array(filled);
  const rowOffsets = new Int32Array(filled + 1);
  for (let g = 0; g < filled; g++) {
    const snp = snps[order[g]!]!;
    groupDraw[g] = Math.floor(order[g]! / size);
    groupStratum[g] = panel.strata.of[snp]!;
    rowOffsets[g + 1] = rowOffsets[g]! + groupOffsets[snp + 1]! - groupOffsets[snp]!;
  }
  const rows = new Int32Array(rowOffsets[filled]!);
  for (let g = 0; g < filled; g++) {
    let from = groupOffsets[snps[order[g]!]!]!;
    for (let k = rowOffsets[g]!; k < rowOffsets[g + 1]!; k++) rows[k] = groupRows[from++]!;
  }
  return {
    drawnInStratum,
    meanControlGroups: controlGroups / Math.max(1, draws - 1),
    missingControls: Math.max(0, draws - 1) * size - controlGroups,
    groupDraw,
    groupStratum,
    rowOffsets,
    rows,
  };
}

/** LD groups with at least one SNP in an active element, each counted once. */
export interface GroupCounts {
  /** Of the study at 0, of draw k at k. */
  readonly counts: Int32Array;
  /** Of all draws together, by the stratum of the control. */
  readonly controlsInStratum: Int32Array;
}

/** Counts the LD groups of a study and of its draws in one biosample. */
export function countGroups(study: StudyDraws, active: RowSet): GroupCounts {
  if (active.rows !== study.elements) {
    throw new Error(`${active.rows} rows of activity for ${study.elements} elements`);
  }
  const { groupDraw, groupStratum, rowOffsets, rows } = study;
  const counts = new Int32Array(study.controls + 1);
  const controlsInStratum = new Int32Array(STRATA);
  for (let g = 0; g < groupDraw.length; g++) {
    const end = rowOffsets[g + 1]!;
    for (let k = rowOffsets[g]!; k < end; k++) {
      if (!hasRow(active, rows[k]!)) continue;
      counts[groupDraw[g]!]!++;
      if (groupDraw[g]! > 0) controlsInStratum[groupStratum[g]!]!++;
      break;
    }
  }
  return { counts, controlsInStratum };
}
