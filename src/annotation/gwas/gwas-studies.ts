/** Studies of a catalogue: their ids, populations, leads and LD blocks. */

import type { FindIndexSnps } from '../../analysis/ld-groups.ts';
import type { Linkage } from '../../analysis/snp-panel.ts';
import { compareText } from '../../genome/text-order.ts';
import { panelOf, populationsOf } from './gwas-populations.ts';
import type { GwasRows, GwasStudyFacts } from './gwas-rows.ts';

/** Longer ids would not fit into addresses. */
const MOST_ID_CHARS = 200;

/**
 * Ids such as Doe_J-30000001-Blood_trait_1, in the order of `studies`: author, PubMed id and trait with _ for what is neither letter, digit nor one of
 * , . ( ) + -. Studies that come out alike get -2, -3, ... in the order of their texts: an id does not depend on the order of the file.
 */
export function studyIds(studies: readonly GwasStudyFacts[]): string[] {
  const order = [...studies.keys()].sort((a, b) => compareText(textOf(studies[a]!), textOf(studies[b]!)));
  const taken = new Set<string>();
  const ids = new Array<string>(studies.length);
  for (const i of order) {
    const { author, pubmed, trait } = studies[i]!;
    const plain = [author, pubmed, trait]
      .map((text) => text.replace(/[^\p{L}\p{N},.()+-]+/gu, '_').replace(/^_+|_+$/g, ''))
      .filter((text) => text !== '')
      .join('-')
      .slice(0, MOST_ID_CHARS);
    let id = plain;
    for (let n = 2; taken.has(id.toLowerCase()); n++) id = `${plain}-${n}`;
    taken.add(id.toLowerCase());
    ids[i] = id;
  }
  return ids;
}

function textOf({ author, pubmed, trait }: GwasStudyFacts): string {
  return `${author}\t${pubmed}\t${trait}`;
}

export interface StudyPopulation {
  /** EUR, EAS, AFR, AMR, SAS, the first named first; empty where the file says none. */
  readonly populations: readonly string[];
  /** The panel of linkage that is taken; undefined where there is none at all. */
  readonly panel: string | undefined;
  /** The panel is another population's, or the study's is not known: the first panel was taken. */
  readonly isOtherPanel: boolean;
}

/** The panel of the first population that a study names; else the first panel. */
export function studyPopulation({ samples }: GwasStudyFacts, panels: readonly string[]): StudyPopulation {
  const populations = populationsOf(samples);
  const own = populations[0] === undefined ? undefined : panelOf(populations[0], panels);
  return { populations, panel: own ?? panels[0], isOtherPanel: own === undefined && panels.length > 0 };
}

/** Associations of each study, the strongest first, those without p last: CSR over the rows of `rows`. */
export function associationsByStudy(
  rows: GwasRows,
  studyOrder: readonly number[],
): { offsets: Int32Array; order: Int32Array } {
  const placeOf = new Int32Array(rows.studies.length);
  for (const [place, study] of studyOrder.entries()) placeOf[study] = place;
  const offsets = new Int32Array(rows.studies.length + 1);
  for (let i = 0; i < rows.count; i++) offsets[placeOf[rows.study[i]!]! + 1]!++;
  for (let s = 0; s < rows.studies.length; s++) offsets[s + 1]! += offsets[s]!;
  const next = offsets.slice();
  const order = new Int32Array(rows.count);
  for (let i = 0; i < rows.count; i++) order[next[placeOf[rows.study[i]!]!]!++] = i;
  const strength = (i: number) => (Number.isNaN(rows.mlog[i]!) ? -1 : rows.mlog[i]!);
  for (let s = 0; s < rows.studies.length; s++) {
    // Infinity - Infinity is no number.
    order
      .subarray(offsets[s]!, offsets[s + 1]!)
      .sort((a, b) => (strength(a) === strength(b) ? a - b : strength(b) - strength(a)));
  }
  return { offsets, order };
}

/** An LD block: a lead, and the variants linked with it above the r2 of the panel. */
export interface LdBlock {
  readonly lead: number;
  /** The lead first, then by r2, then by row. */
  readonly snps: readonly number[];
  /** 1 for the lead. */
  readonly r2: readonly number[];
}

export interface StudyBlocks {
  readonly blocks: readonly LdBlock[];
  /** The block that each lead is counted in. */
  readonly blockOf: readonly number[];
}

/**
 * The blocks of leads that are all different, the strongest first: a lead that is linked with an earlier one is counted in that one's block, as the test of
 * enrichment does.
 */
export function ldBlocks(
  leads: readonly number[],
  {
    linkage,
    r2,
    indexSnps,
  }: { readonly linkage: Linkage; readonly r2: number; readonly indexSnps: FindIndexSnps },
): StudyBlocks {
  const leaders = indexSnps(leads);
  const least = Math.fround(r2);
  const blocks: LdBlock[] = [];
  const blockAt = new Map<number, number>();
  for (const [place, lead] of leads.entries()) {
    if (leaders[place] !== place) continue;
    const partners: { row: number; r2: number }[] = [];
    for (let k = linkage.offsets[lead]!; k < linkage.offsets[lead + 1]!; k++) {
      if (linkage.r2[k]! > least) partners.push({ row: linkage.partner[k]!, r2: linkage.r2[k]! });
    }
    partners.sort((a, b) => b.r2 - a.r2 || a.row - b.row);
    blockAt.set(place, blocks.length);
    blocks.push({
      lead,
      snps: [lead, ...partners.map(({ row }) => row)],
      r2: [1, ...partners.map((own) => own.r2)],
    });
  }
  return { blocks, blockOf: Array.from(leaders, (place) => blockAt.get(place)!) };
}
