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
  /** Symbols stand below their genes; else at their right. */
  readonly isBelow: boolean;
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

/** Genes in two rows, or where that is not enough in four; where even those are not, the last row holds several above each other. */
export function placeGenes(canvas: Canvas): PlacedGenes {
  const roomy = placed(canvas, ROWS, true);
  if (roomy !== undefined) return { genes: roomy, rows: ROWS, isBelow: true };
  return { genes: placed(canvas, FLAT_ROWS, false)!, rows: FLAT_ROWS, isBelow: false };
}

/** Undefined where bars overlap and symbols stand below. */
function placed(canvas: Canvas, rows: number, isBelow: boolean): PlacedGene[] | undefined {
  const { features, bpStart, bpPerPixel, pixelXOffset, viewportWidth, width } = canvas;
  const screen = { left: -pixelXOffset, right: -pixelXOffset + viewportWidth };
  const bars = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  const texts = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  const found: PlacedGene[] = [];
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
    const row = free ?? rows - 1;
    const text = free !== undefined && hasRoom(row) ? middle : undefined;
    bars[row] = Math.max(bars[row]!, right);
    if (text !== undefined) texts[row] = middle + half;
    found.push({ gene, left, right, row, text });
  }
  return found;
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
