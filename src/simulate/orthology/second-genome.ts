/** The second genome: counterparts of the first one's genes and conserved elements, and elements of its own. */

import { conservedOf } from '../annotation/conservation.ts';
import { firstGeneFrom, nearestGene } from '../annotation/nearest-gene.ts';
import { onceAGenome } from '../annotation/once-a-genome.ts';
import { ElementTable, elementId, type NewElement, type PlantedClass } from '../element-table.ts';
import { activityIn, excludedLociOf, type Gene, type SimulatedGenome, weakLociOf } from '../layout.ts';
import { secondPlan, streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { alignmentOf, type Lifted, liftFirst } from './alignment.ts';

/** What became of an element of the first genome. */
export type Fate = 'orthologous' | 'inactive' | 'partial' | 'lost';

export interface SecondGenome {
  readonly genome: SimulatedGenome;
  /** For each element of the first genome on a chromosome that has counterparts. */
  readonly fates: ReadonlyMap<
    number,
    { readonly fate: Fate; readonly lifted: Lifted | undefined; readonly second: number | undefined }
  >;
  /** For each gene of the second genome (by index) the first one's. */
  readonly genes: readonly Gene[];
}

/** Less than this share of an element's bases aligned is no counterpart. */
const LEAST_ALIGNED = 0.5;
const OWN_GAP_BP = 6000;
/** Widths of DHSs that a build keeps, and a little inside them. */
const LEAST_WIDTH = 165;
const MOST_WIDTH = 335;

export const secondGenomeOf = onceAGenome((first): SecondGenome => {
  const random = streamOf(first, 'second genome');
  const alignment = alignmentOf(first);
  const plan = secondPlan(alignment.chroms, alignment.mainChroms);
  const counterparts = genesOf(first);
  const { seed } = first;
  const bare = { seed, plan, genes: counterparts.map(({ gene }) => gene) };
  const placed: Placed[] = [];
  const fates = new Map<number, { fate: Fate; lifted: Lifted | undefined; second: number | undefined }>();
  const conserved = conservedOf(first);
  for (const chrom of first.plan.annotation.orthologChroms) {
    const { from, to } = first.elements.rangeOf(chrom);
    for (let i = from; i < to; i++) {
      const { start, end, planted, isCtcfBound, strength } = first.elements.at(i);
      const lifted = liftFirst(alignment, { chrom, start, end });
      const share = lifted === undefined ? 0 : lifted.alignedBp / (end - start);
      const width = lifted === undefined ? 0 : lifted.end - lifted.start;
      const tissues = tissuesOf(random, first, i);
      let fate: Fate = lifted === undefined ? 'lost' : share < LEAST_ALIGNED ? 'partial' : 'inactive';
      const isPossible = width >= LEAST_WIDTH && width <= MOST_WIDTH && tissues.length > 0;
      if (lifted !== undefined && fate === 'inactive' && conserved[i] === 1 && isPossible) {
        const kind = classAt(bare, lifted, planted);
        if (kind !== undefined) {
          fate = 'orthologous';
          const active = activityIn(random, plan, tissues);
          placed.push({
            element: { ...lifted, planted: kind, isCtcfBound, isExact: random.chance(0.4), active, strength },
            first: i,
          });
        }
      }
      fates.set(i, { fate, lifted, second: undefined });
    }
  }
  for (const element of ownElements(random, first)) placed.push({ element, first: undefined });
  placed.sort((a, b) => a.element.chrom - b.element.chrom || a.element.start - b.element.start);
  const elements = new ElementTable(plan.biosamples.length);
  elements.append(placed.map(({ element }) => element));
  for (const [second, { first: origin }] of placed.entries()) {
    if (origin !== undefined) fates.set(origin, { ...fates.get(origin)!, second });
  }
  const genome: SimulatedGenome = {
    ...bare,
    elements,
    weakLoci: weakLociOf({ seed, plan }, elements),
    excludedLoci: excludedLociOf({ seed, plan }),
  };
  return { genome, fates, genes: counterparts.map(({ origin }) => origin) };
});

interface Placed {
  readonly element: NewElement;
  /** Its counterpart in the first genome. */
  readonly first: number | undefined;
}

/** The tissues of the second genome in which a counterpart is active: mostly those of the first. */
function tissuesOf(random: Random, { elements, plan }: SimulatedGenome, element: number): readonly number[] {
  const known = secondPlan(plan.chroms, plan.mainChroms).tissues.length;
  const active = new Set(
    plan.biosamples.filter((_, b) => elements.isActive(element, b)).map((one) => one.tissue),
  );
  const kept = [...active].filter((tissue) => tissue < known && random.chance(0.85));
  // Activity moves between tissues; what was active only where the second genome has no samples is seen half of the time.
  if (kept.length === 0 && random.chance(0.5)) kept.push(random.whole(0, known - 1));
  return kept.sort((a, b) => a - b);
}

/** Genes whose TSS aligns and whose surroundings leave room for a body. */
function genesOf(first: SimulatedGenome): readonly { readonly gene: Gene; readonly origin: Gene }[] {
  const alignment = alignmentOf(first);
  const genes: { gene: Gene; origin: Gene }[] = [];
  for (const chrom of first.plan.annotation.orthologChroms) {
    const to = firstGeneFrom(first.genes, chrom + 1, 0);
    for (let g = firstGeneFrom(first.genes, chrom, 0); g < to; g++) {
      const origin = first.genes[g]!;
      const lifted = liftFirst(alignment, { chrom, start: origin.tss - 1, end: origin.tss });
      if (lifted === undefined) continue;
      const strand = lifted.isInverted ? (origin.strand === 1 ? -1 : 1) : origin.strand;
      const sizeBp = alignment.chroms.sizes[lifted.chrom]!;
      const room = strand === 1 ? sizeBp - lifted.end : lifted.end;
      const bodyBp = Math.min(origin.bodyBp, room - 1000);
      if (bodyBp < 2000) continue;
      const name = origin.name.charAt(0) + origin.name.slice(1).toLowerCase();
      genes.push({ gene: { ...origin, name, chrom: lifted.chrom, tss: lifted.end, strand, bodyBp }, origin });
    }
  }
  genes.sort((a, b) => a.gene.chrom - b.gene.chrom || a.gene.tss - b.gene.tss);
  return genes.map(({ gene, origin }, i) => ({
    gene: { ...gene, id: `MUSMINIG${String(i + 1).padStart(5, '0')}.1` },
    origin,
  }));
}

/** The class that fits the distance to the nearest TSS; undefined for a promoter without a gene. */
function classAt(
  second: Pick<SimulatedGenome, 'genes'>,
  { chrom, start, end }: Lifted,
  planted: PlantedClass,
): PlantedClass | undefined {
  const near = nearestGene(second as SimulatedGenome, chrom, (start + end) >> 1);
  const distanceBp = near?.distanceBp ?? Number.POSITIVE_INFINITY;
  if (planted === 'PLS') return distanceBp <= 200 ? 'PLS' : undefined;
  if (planted === 'pELS' || planted === 'dELS') return distanceBp <= 2000 ? 'pELS' : 'dELS';
  return planted;
}

/** Distal elements of stretches that the first genome does not have. */
function ownElements(random: Random, first: SimulatedGenome): readonly NewElement[] {
  const { ownStretches, chroms, mainChroms } = alignmentOf(first);
  const plan = secondPlan(chroms, mainChroms);
  const elements: NewElement[] = [];
  for (const { chrom, start, end } of ownStretches) {
    for (
      let at = start + 21_000;
      at + 3000 < end;
      at += OWN_GAP_BP + Math.round(random.exponential(OWN_GAP_BP))
    ) {
      const width = random.whole(175, 325);
      const planted = random.chance(0.8) ? 'dELS' : 'CTCF-only';
      elements.push({
        chrom,
        start: at,
        end: at + width,
        planted,
        isCtcfBound: planted === 'CTCF-only',
        isExact: random.chance(0.4),
        active: activityIn(random, plan, [random.whole(0, plan.tissues.length - 1)]),
        strength: random.logNormal10(0.12),
      });
    }
  }
  return elements;
}

/** truth/orthologs.tsv: what became of each element of the first genome; places are those of the second. */
export function* truthOrthologsText(first: SimulatedGenome): Generator<string> {
  const { fates, genome } = secondGenomeOf(first);
  yield 'element\tfate\taligned\tchrom\tstart\tend\tstrand\tsecond\n';
  for (const [index, { fate, lifted, second }] of fates) {
    const width = first.elements.end[index]! - first.elements.start[index]!;
    const share = ((lifted?.alignedBp ?? 0) / width).toFixed(3);
    const place =
      lifted === undefined
        ? '\t\t\t'
        : `${genome.plan.chroms.names[lifted.chrom]}\t${lifted.start}\t${lifted.end}\t${lifted.isInverted ? '-' : '+'}`;
    yield `${elementId(index)}\t${fate}\t${share}\t${place}\t${second === undefined ? '' : elementId(second)}\n`;
  }
}

/** truth/orthologous-genes.tsv. */
export function* truthOrthologousGenesText(first: SimulatedGenome): Generator<string> {
  const { genes, genome } = secondGenomeOf(first);
  yield 'gene\tsecond\n';
  for (const [i, origin] of genes.entries()) yield `${origin.id}\t${genome.genes[i]!.id}\n`;
}
