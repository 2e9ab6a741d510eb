/** A study's LD groups beside those of its controls, ready to be counted in any biosample. */

import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { hasRow, type RowSet } from '../store/row-set.ts';
import { type FindIndexSnps, forEachLinked, indexSnpFinder } from './ld-groups.ts';
import { matchedControls } from './matched-controls.ts';
import type { PreparedPanel } from './snp-panel.ts';
import { STRATA } from './snp-strata.ts';

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
  /** Without a free SNP in their stratum. */
  readonly unmatched: number;
  /** Each with an LD group and controls of its own. */
  readonly tested: number;
  /** Of the tested, those with fewer free SNPs in their stratum than controls: these come again in several draws. */
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
  /** LD groups a draw on average: fewer than tested leads where controls of different leads are linked. */
  readonly meanControlGroups: number;
  /** LD groups that touch an element: draw 0 is the study, 1 .. controls are its controls. Their elements as CSR. */
  readonly groupDraw: Int32Array;
  /** The stratum of the SNP that stands for each of them. */
  readonly groupStratum: Uint8Array;
  readonly rowOffsets: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Draws a study's controls. `leads` are SNPs of the panel, -1 those that it lacks, the strongest first: of leads in LD above the
 * panel's r2 the first stands for all, and the LD group is its own proxies. So the study is comparable with a draw, which takes
 * one control for each LD group: the proxies of several leads together would be a larger group than any control's, and controls
 * for each of them would count one locus several times. SNPs of one draw that are linked with each other are counted once by the
 * same rule. The leads, and all that is linked with them, are no controls.
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
  const indexSnps = indexSnpFinder(panel);
  const leaders = indexSnps(distinct);
  const standing = distinct.filter((_, place) => leaders[place] === place);
  const taken = new Uint8Array(panel.snps);
  forEachLinked(panel, distinct, (snp) => {
    taken[snp] = 1;
  });
  const matched = matchedControls(standing, { strata: panel.strata, taken }, options);
  const without = new Set(matched.unmatched.map((place) => standing[place]!));
  const leaderOf = new Map(distinct.map((snp, place) => [snp, distinct[leaders[place]!]!]));
  const groupOf = Int32Array.from(leads, (snp) => {
    const leader = leaderOf.get(snp) ?? -1;
    return without.has(leader) ? -1 : leader;
  });
  const places = standing.flatMap((_, place) => (without.has(standing[place]!) ? [] : [place]));
  const tested = places.map((place) => standing[place]!);
  // Draw after draw, the study first.
  const snps = new Int32Array(tested.length * (controls + 1));
  snps.set(tested);
  for (const [t, place] of places.entries()) {
    for (let k = 0; k < controls; k++)
      snps[(k + 1) * tested.length + t] = matched.drawn[place * controls + k]!;
  }
  const lone = distinct.filter((_, place) => !without.has(distinct[leaders[place]!]!)).length;
  return {
    elements: panel.elements,
    controls,
    seed,
    leads: {
      given: leads.length,
      absent: leads.length - present.length,
      repeated: present.length - distinct.length,
      linked: lone - tested.length,
      unmatched: distinct.length - lone,
      tested: tested.length,
      repeatingControls: matched.repeating.length,
    },
    groupOf,
    leadsInStratum: countStrata(
      panel,
      places.map((place) => standing[place]!),
    ),
    ...touchedElements(panel, { snps, size: tested.length, indexSnps }),
  };
}

function countStrata({ strata }: PreparedPanel, snps: readonly number[]): Int32Array {
  const counts = new Int32Array(STRATA);
  for (const snp of snps) counts[strata.of[snp]!]!++;
  return counts;
}

/** The groups of draws of `size` SNPs each that touch an element. */
function touchedElements(
  panel: PreparedPanel,
  plan: { readonly snps: Int32Array; readonly size: number; readonly indexSnps: FindIndexSnps },
): Pick<StudyDraws, 'meanControlGroups' | 'groupDraw' | 'groupStratum' | 'rowOffsets' | 'rows'> {
  const { groupOffsets, groupRows } = panel;
  const { snps, size, indexSnps } = plan;
  const draws = size === 0 ? 0 : snps.length / size;
  const touching = new Int32Array(snps.length);
  let filled = 0;
  let controlGroups = 0;
  for (let draw = 0; draw < draws; draw++) {
    const leaders = indexSnps(snps.subarray(draw * size, (draw + 1) * size));
    for (let place = 0; place < size; place++) {
      if (leaders[place] !== place) continue;
      if (draw > 0) controlGroups++;
      const at = draw * size + place;
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
    meanControlGroups: controlGroups / Math.max(1, draws - 1),
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
