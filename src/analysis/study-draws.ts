/** A study's LD groups beside those of its controls, ready to be counted in any biosample. */

import { hasRow, type RowSet } from '../store/row-set.ts';
import { forEachLinked, indexSnpFinder } from './ld-groups.ts';
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
 * Draws a study's controls. `leads` are SNPs of the panel, -1 those that it lacks, the strongest first: of leads in LD above the panel's
 * r2 the first stands for all, and its proxies are the LD group. That keeps the study comparable with a draw, which takes one control for each LD group: a
 * group made of several leads' proxies would be larger than that of any control, and controls for each of them
 * would count one locus several times. The SNPs of one draw that are linked among themselves are counted once by the same rule.
 * Leads of the study, and all that is linked with them, are no controls.
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
  const tested = standing.length - without.size;
  const places = standing.flatMap((_, place) => (without.has(standing[place]!) ? [] : [place]));
  const draws = function* () {
    yield places.map((place) => standing[place]!);
    for (let k = 0; k < controls; k++) yield places.map((place) => matched.drawn[place * controls + k]!);
  };
  const lone = distinct.filter((_, place) => !without.has(distinct[leaders[place]!]!)).length;
  return {
    elements: panel.elements,
    controls,
    seed,
    leads: {
      given: leads.length,
      absent: leads.length - present.length,
      repeated: present.length - distinct.length,
      linked: lone - tested,
      unmatched: distinct.length - lone,
      tested,
      repeatingControls: matched.repeating.length,
    },
    groupOf,
    leadsInStratum: countStrata(
      panel,
      places.map((place) => standing[place]!),
    ),
    ...touchedElements(panel, draws(), indexSnps),
  };
}

function countStrata({ strata }: PreparedPanel, snps: readonly number[]): Int32Array {
  const counts = new Int32Array(STRATA);
  for (const snp of snps) counts[strata.of[snp]!]!++;
  return counts;
}

function touchedElements(
  { groupOffsets, groupRows, strata }: PreparedPanel,
  draws: Iterable<readonly number[]>,
  indexSnps: ReturnType<typeof indexSnpFinder>,
): Pick<StudyDraws, 'meanControlGroups' | 'groupDraw' | 'groupStratum' | 'rowOffsets' | 'rows'> {
  const touching: number[] = [];
  const groupDraw: number[] = [];
  let rowCount = 0;
  let controlGroups = 0;
  let draw = 0;
  for (const snps of draws) {
    const leaders = indexSnps(snps);
    for (const [place, snp] of snps.entries()) {
      if (leaders[place] !== place) continue;
      if (draw > 0) controlGroups++;
      const rows = groupOffsets[snp + 1]! - groupOffsets[snp]!;
      if (rows === 0) continue;
      touching.push(snp);
      groupDraw.push(draw);
      rowCount += rows;
    }
    draw++;
  }
  const rowOffsets = new Int32Array(touching.length + 1);
  const rows = new Int32Array(rowCount);
  for (const [g, snp] of touching.entries()) {
    const own = groupRows.subarray(groupOffsets[snp]!, groupOffsets[snp + 1]!);
    rows.set(own, rowOffsets[g]!);
    rowOffsets[g + 1] = rowOffsets[g]! + own.length;
  }
  return {
    meanControlGroups: controlGroups / Math.max(1, draw - 1),
    groupDraw: Int32Array.from(groupDraw),
    groupStratum: Uint8Array.from(touching, (snp) => strata.of[snp]!),
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
