/** Which row each gene has, and where its symbol stands. */

import type { GeneFeature } from './gene-features.ts';

/** A gene on the canvas, px from its left edge. */
export interface PlacedGene {
  readonly gene: GeneFeature;
  readonly left: number;
  readonly right: number;
  readonly row: number;
  /** Where the symbol's middle is; undefined where there is no room for it. */
  readonly text: number | undefined;
}

export interface PlacedGenes {
  readonly genes: readonly PlacedGene[];
  readonly rows: number;
  /** Where symbols stand: below their genes, at their right, or where there is room below all. */
  readonly layout: 'below' | 'beside' | 'crowded';
}

interface Canvas {
  readonly features: readonly GeneFeature[];
  readonly bpStart: number;
  readonly bpPerPixel: number;
  readonly pixelXOffset: number;
  readonly viewportWidth: number;
  /** Of a symbol, px. */
  width(text: string): number;
}

const GAP_PX = 6;
const LEAST_PX = 2;
/** Two rows with symbols below, or where bodies overlap more than that, flat rows with symbols beside. */
const [ROWS, FLAT_ROWS] = [2, 4];
/** Where more of the genes than this lie upon others in flat rows, they are drawn by strand. */
const MOST_HIDDEN = 0.1;

/** Genes in two rows; where that is not enough in four; and where even those are not, by strand. */
export function placeGenes(canvas: Canvas): PlacedGenes {
  const roomy = placed(canvas, ROWS, true);
  if (roomy !== undefined) return { genes: roomy.genes, rows: ROWS, layout: 'below' };
  const flat = placed(canvas, FLAT_ROWS, false)!;
  return flat.hidden <= MOST_HIDDEN * flat.genes.length
    ? { genes: flat.genes, rows: FLAT_ROWS, layout: 'beside' }
    : { genes: byStrand(canvas), rows: FLAT_ROWS, layout: 'crowded' };
}

/** Forward ones in the first row, the others in the second; symbols where they have room in one line. */
function byStrand({ features, bpStart, bpPerPixel, width }: Canvas): PlacedGene[] {
  let end = Number.NEGATIVE_INFINITY;
  return features.map((gene) => {
    const left = (gene.start - bpStart) / bpPerPixel;
    const right = Math.max(left + LEAST_PX, (gene.end - bpStart) / bpPerPixel);
    const [middle, half] = [(left + right) / 2, width(gene.symbol) / 2];
    const hasRoom = end + GAP_PX <= middle - half;
    if (hasRoom) end = middle + half;
    return { gene, left, right, row: gene.strand === '-' ? 1 : 0, text: hasRoom ? middle : undefined };
  });
}

interface Placement {
  readonly genes: readonly PlacedGene[];
  /** Bars that lie upon others. */
  readonly hidden: number;
}

/** Undefined where bars overlap and symbols stand below. */
function placed(canvas: Canvas, rows: number, isBelow: boolean): Placement | undefined {
  const { features, bpStart, bpPerPixel, pixelXOffset, viewportWidth, width } = canvas;
  const screen = { left: -pixelXOffset, right: -pixelXOffset + viewportWidth };
  const bars = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  const texts = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  const found: PlacedGene[] = [];
  let hidden = 0;
  for (const gene of features) {
    const left = (gene.start - bpStart) / bpPerPixel;
    const right = Math.max(left + LEAST_PX, (gene.end - bpStart) / bpPerPixel);
    const half = width(gene.symbol) / 2;
    const middle = isBelow ? middleBelow({ left, right }, screen, half) : right + GAP_PX / 2 + half;
    const isFree = (row: number) => bars[row]! + GAP_PX <= left && (isBelow || texts[row]! + GAP_PX <= left);
    const hasRoom = (row: number) => isFree(row) && texts[row]! + GAP_PX <= middle - half;
    const all = [...bars.keys()];
    const free = all.find(hasRoom) ?? all.find(isFree);
    const isSeen = right > screen.left && left < screen.right;
    if (free === undefined && isBelow && isSeen) return undefined;
    if (free === undefined) hidden++;
    const row = free ?? rows - 1;
    const text = free !== undefined && hasRoom(row) ? middle : undefined;
    bars[row] = Math.max(bars[row]!, right);
    if (text !== undefined) texts[row] = middle + half;
    found.push({ gene, left, right, row, text });
  }
  return { genes: found, hidden };
}

interface Span {
  readonly left: number;
  readonly right: number;
}

/** Below the part that is on the screen. */
function middleBelow(bar: Span, screen: Span, half: number): number {
  const isSeen = bar.right > screen.left && bar.left < screen.right;
  if (!isSeen) return (bar.left + bar.right) / 2;
  const middle = (Math.max(bar.left, screen.left) + Math.min(bar.right, screen.right)) / 2;
  return Math.max(screen.left + half, Math.min(middle, screen.right - half));
}
