/** The pairs of elements and genes that are links, with all that is known of each: element by element. */

import { growingInt8, growingInt32 } from '../../formats/growing-column.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { PLS } from '../../registry/schemes.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { hasRow } from '../../store/row-set.ts';
import type { GeneTable } from '../genes/gene-table.ts';
import { nearestGenes } from '../genes/nearest-genes.ts';
import { groupedByRow } from '../ground/interval-pairs.ts';
import { type Family, linkConfidence } from './link-confidence.ts';
import type { LinkCorrelator } from './link-correlation.ts';
import type { Evidence, Outcome } from './link-evidence.ts';

/** Genes with a start site within this many bp of a cCRE's edge are linked to it, if only by their distance. */
export const REACH_BP = 200_000;
/** A PLS that touches no start site is the promoter of the nearest gene below this distance (registry V4's PLS to gene). */
export const PROMOTER_BP = 200;

/** Links by element, best first; all columns of one length. */
export interface LinkColumns {
  readonly element: Int32Array;
  readonly gene: Int32Array;
  readonly confidence: Float32Array;
  /** -1 on two chromosomes. */
  readonly distance: Int32Array;
  readonly isPromoter: Int8Array;
  readonly correlation: Float32Array;
  readonly biosamples: Int32Array;
  /** The evidence of link l stands at places evidenceOffsets[l] up to evidenceOffsets[l + 1] of evidenceOrder, strongest first. */
  readonly evidenceOffsets: Uint32Array;
  readonly evidenceOrder: Int32Array;
}

export interface LinkInputs {
  readonly store: ElementStore;
  readonly genes: GeneTable;
  readonly evidence: Evidence;
  /** By row of the evidence, 0 to 1. */
  readonly strength: Float32Array;
  /** By source: what calls a method, and its family. */
  readonly methods: readonly { readonly method: string; readonly family: Family }[];
  readonly correlator: LinkCorrelator | undefined;
}

/** A link while its element is looked at. */
interface Link {
  readonly gene: number;
  distance: number;
  isPromoter: boolean;
  readonly evidence: number[];
  confidence: number;
  r: number;
  n: number;
}

/** All links. O(pairs); what is held beside the result is one element's. */
export function linkPairs(inputs: LinkInputs, onElements: (count: number) => void): LinkColumns {
  const { store, evidence } = inputs;
  const { rows } = store.table;
  const columns = newColumns();
  const all = Object.values(columns);
  const byElement = groupedByRow(rows, evidence.element);
  const evidenceOrder = new Int32Array(evidence.count);
  let [count, placed] = [0, 0];
  for (let element = 0; element < rows; element++) {
    const links = nearLinks(inputs, element);
    for (let at = byElement.offsets[element]!; at < byElement.offsets[element + 1]!; at++) {
      const e = byElement.order[at]!;
      linkTo(links, inputs, { element, gene: evidence.gene[e]! }).evidence.push(e);
    }
    const own = [...links.values()];
    for (const link of own) judge(link, inputs, element);
    own.sort((a, b) => b.confidence - a.confidence || a.gene - b.gene);
    for (const column of all) column.reserve(count + own.length);
    const [confidence, correlation] = [floats(columns.confidence.values), floats(columns.correlation.values)];
    for (const link of own) {
      columns.element.values[count] = element;
      columns.gene.values[count] = link.gene;
      columns.distance.values[count] = link.distance;
      columns.isPromoter.values[count] = link.isPromoter ? 1 : 0;
      columns.biosamples.values[count] = link.n;
      confidence[count] = link.confidence;
      correlation[count] = link.r;
      for (const e of link.evidence) evidenceOrder[placed++] = e;
      columns.evidenceEnd.values[count++] = placed;
    }
    if (element % ELEMENTS_AT_ONCE === ELEMENTS_AT_ONCE - 1) onElements(ELEMENTS_AT_ONCE);
  }
  onElements(rows % ELEMENTS_AT_ONCE);
  const evidenceOffsets = new Uint32Array(count + 1);
  evidenceOffsets.set(columns.evidenceEnd.finish(count), 1);
  return {
    element: columns.element.finish(count),
    gene: columns.gene.finish(count),
    confidence: floats(columns.confidence.finish(count)),
    distance: columns.distance.finish(count),
    isPromoter: columns.isPromoter.finish(count),
    correlation: floats(columns.correlation.finish(count)),
    biosamples: columns.biosamples.finish(count),
    evidenceOffsets,
    evidenceOrder,
  };
}

const ELEMENTS_AT_ONCE = 10_000;

function newColumns() {
  return {
    element: growingInt32(),
    gene: growingInt32(),
    distance: growingInt32(),
    isPromoter: growingInt8(),
    biosamples: growingInt32(),
    confidence: growingInt32(),
    correlation: growingInt32(),
    evidenceEnd: growingInt32(),
  };
}

/** Floats in the same bytes: columns grow as whole numbers. */
function floats(column: Int32Array): Float32Array {
  return new Float32Array(column.buffer, column.byteOffset, column.length);
}

/** The genes that a cCRE is linked to without evidence: those in reach, and those whose promoter it is. */
function nearLinks({ store, genes }: LinkInputs, element: number): Map<number, Link> {
  const links = new Map<number, Link>();
  const { table } = store;
  if (!hasRow(table.ccres, element)) return links;
  const found = nearestGenes(genes, placeAt(store.table.regions, element), {
    anchor: 'edge',
    to: 'tss',
    most: Number.POSITIVE_INFINITY,
    within: REACH_BP,
  });
  const nearest = found[0]?.distance ?? Number.POSITIVE_INFINITY;
  const isPls = table.classCode[element] === PLS && nearest < PROMOTER_BP;
  for (const { gene, distance } of found) {
    links.set(gene, newLink(gene, distance, isPls && distance === nearest));
  }
  return links;
}

function newLink(gene: number, distance: number, isPromoter: boolean): Link {
  return { gene, distance, isPromoter, evidence: [], confidence: 0, r: Number.NaN, n: 0 };
}

function linkTo(
  links: Map<number, Link>,
  { store, genes }: LinkInputs,
  { element, gene }: { element: number; gene: number },
): Link {
  let link = links.get(gene);
  if (link === undefined) {
    link = newLink(gene, distanceTo(genes, gene, placeAt(store.table.regions, element)), false);
    links.set(gene, link);
  }
  return link;
}

/** bp from the edge of a place to the nearest start site of a gene, as nearestGenes counts; -1 on another chromosome, and for a gene without any. */
function distanceTo(
  genes: GeneTable,
  gene: number,
  { chrom, start, end }: { chrom: string; start: number; end: number },
): number {
  if (genes.gene(gene).chrom !== chrom) return -1;
  let nearest = -1;
  for (const site of genes.startSites(gene)) {
    const position = genes.tss.position[site]!;
    const bp = position <= start ? start - position + 1 : Math.max(0, position - end);
    if (nearest < 0 || bp < nearest) nearest = bp;
  }
  return nearest;
}

/** Sets the confidence, and puts the evidence in order. */
function judge(link: Link, { evidence, strength, methods, correlator }: LinkInputs, element: number): void {
  link.evidence.sort((a, b) => strength[b]! - strength[a]! || a - b);
  const best = new Map<string, { family: Family; strength: number }>();
  let [tested, hit] = [false, false];
  for (const e of link.evidence) {
    const { method, family } = methods[evidence.source[e]!]!;
    const isPerturbed = family === 'perturbation';
    const outcome = evidence.outcome[e] as Outcome;
    if (outcome !== 1) {
      // Only a perturbation speaks against a pair: that a variant or a loop was not found says little.
      tested ||= isPerturbed && outcome === 0;
      continue;
    }
    hit ||= isPerturbed;
    // Strongest first: what comes later says nothing new by the same method.
    if (!best.has(method)) best.set(method, { family, strength: strength[e]! });
  }
  const correlation = correlator?.of(element, link.gene);
  link.r = correlation?.r ?? Number.NaN;
  link.n = correlation?.n ?? 0;
  link.confidence = linkConfidence({
    distanceBp: link.distance < 0 ? undefined : link.distance,
    isPromoter: link.isPromoter,
    r: link.r,
    n: link.n,
    methods: [...best.values()],
    isRefuted: tested && !hit,
  });
}
