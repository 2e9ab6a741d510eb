/** Which elements regulate which genes: what expression, loops, eQTLs and perturbations follow from. */

import { elementId } from '../element-table.ts';
import type { Gene, SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import { onceAGenome } from './once-a-genome.ts';

export interface PlantedLink {
  readonly element: number;
  /** Index into the genome's genes. */
  readonly gene: number;
  /** From the TSS to the element's centre; negative upstream. */
  readonly distanceBp: number;
  /** log2 of how much the gene's expression grows where the element is active. */
  readonly effect: number;
}

export interface LinkedGene {
  readonly index: number;
  readonly gene: Gene;
  /** The element at its TSS; undefined where none was planted. */
  readonly promoter: number | undefined;
  readonly links: readonly PlantedLink[];
}

const REACH_BP = 200_000;
const MOST_LINKS = 4;

/** Each gene with its promoter and the enhancers that act on it, all active where the promoter is in some biosample. */
export const linkedGenesOf = onceAGenome((genome): readonly LinkedGene[] => {
  const random = streamOf(genome, 'links');
  const { elements } = genome;
  return genome.genes.map((gene, index) => {
    const range = elements.rangeOf(gene.chrom);
    const first = elements.firstEndingAfter(range, gene.tss - REACH_BP);
    const candidates: number[] = [];
    let promoter: number | undefined;
    for (let i = first; i < range.to && elements.start[i]! < gene.tss + REACH_BP; i++) {
      const { planted, start, end } = elements.at(i);
      if (planted === 'PLS' && Math.abs(((start + end) >> 1) - gene.tss) <= 200) promoter = i;
      else if (planted === 'pELS' || planted === 'dELS') candidates.push(i);
    }
    const links: PlantedLink[] = [];
    if (promoter === undefined) return { index, gene, promoter, links };
    const wanted = random.whole(0, MOST_LINKS);
    for (let tries = 0; tries < 12 * wanted && links.length < wanted && candidates.length > 0; tries++) {
      const element = random.pick(candidates);
      const centre = (elements.start[element]! + elements.end[element]!) >> 1;
      const distanceBp = gene.strand * (centre - gene.tss);
      // Contacts fall off with distance.
      const isNear = random.chance(Math.exp(-Math.abs(distanceBp) / 60_000));
      const isKnown = links.some((link) => link.element === element);
      if (!isNear || isKnown || !sharesBiosample(genome, promoter, element)) continue;
      links.push({ element, gene: index, distanceBp, effect: 1 + 1.5 * random.uniform() });
    }
    return { index, gene, promoter, links };
  });
});

function sharesBiosample({ elements }: SimulatedGenome, a: number, b: number): boolean {
  const other = elements.activityOf(b);
  return elements.activityOf(a).some((flag, i) => flag === 1 && other[i] === 1);
}

/** truth/links.tsv. */
export function* truthLinksText(genome: SimulatedGenome): Generator<string> {
  yield 'element\tgene\tdistance\tlog2Effect\n';
  for (const { gene, links } of linkedGenesOf(genome)) {
    for (const { element, distanceBp, effect } of links) {
      yield `${elementId(element)}\t${gene.id}\t${distanceBp}\t${effect.toFixed(3)}\n`;
    }
  }
}
