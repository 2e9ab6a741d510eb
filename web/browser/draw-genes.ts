/** How genes are drawn: the body as a bar, an arrow at the start, the symbol below, in as many rows as there is room for. */

import { canvasColour, canvasFont } from './canvas-colours.ts';
import type { GeneFeature } from './gene-features.ts';
import type { DrawOptions } from './igv-api.ts';

export const GENES_PX = 56;

const ROWS = 2;
const ROW_PX = GENES_PX / ROWS;
const [BAR_TOP, BAR_PX, TEXT_BELOW] = [7, 7, 21];
const GAP_PX = 6;
/** The arrow at the start site: so far up, so far on. */
const [ARROW_UP, ARROW_ON] = [5, 7];
const LEAST_PX = 2;

interface Placed {
  readonly gene: GeneFeature;
  readonly left: number;
  readonly right: number;
  readonly row: number;
  /** Where the symbol's middle is; undefined where there is no room for it. */
  readonly text: number | undefined;
}

/** Draws the track. Genes without room for their symbol are drawn without: the table has them. */
export function drawGenes(options: DrawOptions): void {
  const { context } = options;
  context.font = canvasFont(11, 'italic');
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 1;
  for (const placed of placeGenes(options, (text) => context.measureText(text).width))
    drawGene(placed, options);
}

/**
 * Which row each gene has. Symbols stand below the part that is on the screen. `width` measures a text in px.
 */
export function placeGenes(
  { features, bpStart, bpPerPixel, pixelXOffset, viewportWidth }: DrawOptions,
  width: (text: string) => number,
): Placed[] {
  const [screenLeft, screenRight] = [-pixelXOffset, -pixelXOffset + viewportWidth];
  const barEnds = new Array<number>(ROWS).fill(Number.NEGATIVE_INFINITY);
  const textEnds = new Array<number>(ROWS).fill(Number.NEGATIVE_INFINITY);
  return (features as readonly GeneFeature[]).map((gene) => {
    const left = (gene.start - bpStart) / bpPerPixel;
    const right = Math.max(left + LEAST_PX, (gene.end - bpStart) / bpPerPixel);
    const isSeen = right > screenLeft && left < screenRight;
    const half = width(gene.symbol) / 2;
    const [from, to] = isSeen ? [Math.max(left, screenLeft), Math.min(right, screenRight)] : [left, right];
    const middle = isSeen
      ? Math.max(screenLeft + half, Math.min((from + to) / 2, screenRight - half))
      : (from + to) / 2;
    const free = (row: number) => barEnds[row]! + GAP_PX <= left;
    const hasRoom = (row: number) => free(row) && textEnds[row]! + GAP_PX <= middle - half;
    const rows = [...barEnds.keys()];
    const row = rows.find(hasRoom) ?? rows.find(free) ?? ROWS - 1;
    const isNamed = hasRoom(row);
    barEnds[row] = Math.max(barEnds[row]!, right);
    if (isNamed) textEnds[row] = middle + half;
    return { gene, left, right, row, text: isNamed ? middle : undefined };
  });
}

function drawGene({ gene, left, right, row, text }: Placed, { context, pixelWidth }: DrawOptions): void {
  if (right < 0 || left > pixelWidth) return;
  const top = row * ROW_PX + BAR_TOP;
  const [ink, ink2] = [canvasColour('var(--ink)'), canvasColour('var(--ink2)')];
  const [from, to] = [Math.max(left, -2), Math.min(right, pixelWidth + 2)];
  context.fillStyle = ink2;
  context.fillRect(Math.round(from), top, Math.max(LEAST_PX, Math.round(to - from)), BAR_PX);
  const direction = gene.strand === '+' ? 1 : gene.strand === '-' ? -1 : 0;
  if (direction !== 0) {
    const at = Math.round(direction > 0 ? left : right) - direction * 0.5;
    const tip = at + direction * ARROW_ON;
    const y = top - ARROW_UP + 0.5;
    context.strokeStyle = ink;
    context.beginPath();
    context.moveTo(at, top);
    context.lineTo(at, y);
    context.lineTo(tip, y);
    context.moveTo(tip - direction * 3, y - 2.5);
    context.lineTo(tip, y);
    context.lineTo(tip - direction * 3, y + 2.5);
    context.stroke();
  }
  if (text === undefined) return;
  context.fillStyle = ink;
  context.fillText(gene.symbol, text, row * ROW_PX + TEXT_BELOW + 4);
}
