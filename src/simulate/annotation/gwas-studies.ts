/** GWAS studies: some with lead SNPs in elements that are active in chosen biosamples, the rest without. */

import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { nearestGene } from './nearest-gene.ts';
import { onceAGenome } from './once-a-genome.ts';
import { ldPairsOf, type Population, variantsOf } from './variants.ts';

/** Why a study is as it is; all but `enriched` have no more leads in active elements than their variants explain. */
export type StudyRole = 'enriched' | 'null' | 'near-tss' | 'small' | 'two-populations';

export interface Lead {
  readonly variant: number;
  /** The active element that made it a lead; undefined for the others. */
  readonly element: number | undefined;
}

export interface Study {
  readonly accession: string;
  readonly trait: string;
  readonly role: StudyRole;
  /** Of its first population. */
  readonly population: Population;
  /** Index into the genome's tissues; undefined where nothing was planted. */
  readonly tissue: number | undefined;
  /** Biosamples (by index) in which the planted leads' elements are active: those of the tissue with H3K27ac. */
  readonly biosamples: readonly number[];
  /** Share of leads with an active element against that of all variants, as planned. */
  readonly fold: number;
  /** The share of all variants whose LD group touches an element that is active in all of `biosamples`. */
  readonly expectedShare: number;
  readonly leads: readonly Lead[];
}

/** r2 above which a variant belongs to a lead's LD group. */
const GROUP_R2 = 0.7;

const ROLES: readonly StudyRole[] = ['enriched', 'enriched', 'null', 'enriched', 'near-tss', 'small'];
const MORE_ROLES: readonly StudyRole[] = [...ROLES, 'enriched', 'enriched', 'null', 'two-populations'];
const FOLDS = [8, 6, 5, 10, 4, 7] as const;
const SMALL_LEADS = 18;
const NEAR_TSS_BP = 10_000;
/** An element that is active nearly everywhere tells no biosample from another. */
const MOST_TISSUES = 3;

export const studiesOf = onceAGenome((genome): readonly Study[] => {
  const { plan } = genome;
  const random = streamOf(genome, 'gwas');
  const roles = plan.annotation.studies > ROLES.length ? MORE_ROLES : ROLES;
  // Tissues of which a biosample has H3K27ac beside DNase: elsewhere the test has nothing to look at.
  const tissues = plan.tissues.flatMap((_, t) => (markedBiosamples(genome, t).length > 0 ? [t] : []));
  const groups = { EUR: touchedElements(genome, 'EUR'), AFR: touchedElements(genome, 'AFR') };
  let planted = 0;
  return Array.from({ length: plan.annotation.studies }, (_, i): Study => {
    const role = roles[i % roles.length]!;
    const population = i % 7 === 3 ? 'AFR' : 'EUR';
    const isEnriched = role === 'enriched';
    const tissue = isEnriched ? tissues[planted % tissues.length] : undefined;
    const fold = isEnriched ? FOLDS[planted % FOLDS.length]! : 1;
    if (isEnriched) planted++;
    const biosamples = tissue === undefined ? [] : markedBiosamples(genome, tissue);
    const active = activeGroups(genome, groups[population], biosamples);
    const expectedShare = active.size / variantsOf(genome).count;
    const wanted =
      role === 'small' ? SMALL_LEADS : 45 + Math.round((plan.annotation.studies / 20) * 15 * (i % 5));
    const plantedLeads = isEnriched
      ? Math.round((wanted * (fold - 1) * expectedShare) / (1 - expectedShare))
      : 0;
    const leads = chooseLeads(random, genome, { role, population, active, wanted, plantedLeads });
    const name = tissue === undefined ? `Trait ${i + 1}` : `${titled(plan.tissues[tissue]!)} trait ${i + 1}`;
    const accession = `GCST${String(90_000_001 + i)}`;
    return { accession, trait: name, role, population, tissue, biosamples, fold, expectedShare, leads };
  });
});

function titled(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function markedBiosamples({ plan }: SimulatedGenome, tissue: number): readonly number[] {
  return plan.biosamples.flatMap(({ tissue: t, assays }, i) =>
    t === tissue && assays.includes('H3K27ac') && assays.includes('DNase') ? [i] : [],
  );
}

/** Whether an element carries H3K27ac where it is active. */
export function isEnhancerOrPromoter(genome: SimulatedGenome, element: number): boolean {
  const { planted } = genome.elements.at(element);
  return planted === 'PLS' || planted === 'pELS' || planted === 'dELS';
}

/** For each variant the elements with H3K27ac that it or a partner above GROUP_R2 lies in. */
function touchedElements(
  genome: SimulatedGenome,
  population: Population,
): ReadonlyMap<number, readonly number[]> {
  const { elements } = genome;
  const { count, chrom, position } = variantsOf(genome);
  const own = new Int32Array(count).fill(-1);
  const ranges = genome.plan.chroms.names.map((_, c) => elements.rangeOf(c));
  for (let i = 0; i < count; i++) {
    const range = ranges[chrom[i]!]!;
    const element = elements.firstEndingAfter(range, position[i]!);
    const isIn = element < range.to && elements.start[element]! <= position[i]!;
    if (isIn && isEnhancerOrPromoter(genome, element)) own[i] = element;
  }
  const touched = new Map<number, number[]>();
  const add = (variant: number, element: number) => {
    if (element < 0) return;
    const known = touched.get(variant);
    if (known === undefined) touched.set(variant, [element]);
    else if (!known.includes(element)) known.push(element);
  };
  for (const [variant, element] of own.entries()) add(variant, element);
  for (const { a, b, r2 } of ldPairsOf(genome, population)) {
    if (r2 <= GROUP_R2) continue;
    add(a, own[b]!);
    add(b, own[a]!);
  }
  return touched;
}

/** Variants whose LD group touches an element that is active in all the biosamples; with the first such element. */
function activeGroups(
  genome: SimulatedGenome,
  touched: ReadonlyMap<number, readonly number[]>,
  biosamples: readonly number[],
): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (biosamples.length === 0) return found;
  for (const [variant, list] of touched) {
    const element = list.find((one) => biosamples.every((b) => genome.elements.isActive(one, b)));
    if (element !== undefined) found.set(variant, element);
  }
  return found;
}

function isSpecific({ elements, plan }: SimulatedGenome, element: number): boolean {
  const tissues = new Set(
    plan.biosamples.filter((_, b) => elements.isActive(element, b)).map((b) => b.tissue),
  );
  return tissues.size <= MOST_TISSUES;
}

interface LeadPlan {
  readonly role: StudyRole;
  readonly population: Population;
  readonly active: ReadonlyMap<number, number>;
  readonly wanted: number;
  readonly plantedLeads: number;
}

/** Leads of different blocks: the planted ones first, then any. */
function chooseLeads(random: Random, genome: SimulatedGenome, plan: LeadPlan): readonly Lead[] {
  const variants = variantsOf(genome);
  const block = variants.block[plan.population];
  const candidates = [...plan.active].filter(([, element]) => isSpecific(genome, element));
  const leads: Lead[] = [];
  const taken = new Set<number>();
  const take = (variant: number, element: number | undefined) => {
    if (taken.has(block[variant]!)) return;
    taken.add(block[variant]!);
    leads.push({ variant, element });
  };
  for (let tries = 0; tries < 40 * plan.plantedLeads && leads.length < plan.plantedLeads; tries++) {
    const chosen = candidates.length === 0 ? undefined : random.pick(candidates);
    if (chosen !== undefined) take(chosen[0], chosen[1]);
  }
  while (leads.length < plan.wanted) {
    const variant = random.whole(0, variants.count - 1);
    if (plan.role === 'near-tss') {
      const near = nearestGene(genome, variants.chrom[variant]!, variants.position[variant]!);
      if (near === undefined || near.distanceBp > NEAR_TSS_BP) continue;
    }
    take(variant, undefined);
  }
  return leads;
}
