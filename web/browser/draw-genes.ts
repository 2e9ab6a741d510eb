/** How genes are drawn: exons as boxes on a line, without exons the body as a bar; an arrow at the start, the symbol in italics. */

import { canvasColour, canvasFont } from './canvas-colours.ts';
import type { GeneFeature, GenePiece } from './gene-features.ts';
import type { DrawOptions } from './igv-api.ts';
import { type PlacedGene, placeGenes } from './place-genes.ts';

export const GENES_PX = 56;

const BAR_PX = 7;
const FLAT_BAR_PX = 5;
/** Above a bar, for the arrow. */
const [TOP, FLAT_TOP] = [8, 7];
/** The arrow at the start site: so far up, so far on. */
const [ARROW_UP, ARROW_ON] = [5, 7];
const [TEXT_PX, BELOW_PX, BESIDE_PX, CROWDED_TEXT_PX] = [11, 25, 13, 46];

/** Draws the track. Genes without room for their symbol are drawn without: the table has them. */
export function drawGenes(options: DrawOptions): void {
  const { context } = options;
  context.font = canvasFont(TEXT_PX, 'italic');
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 1;
  const { genes, rows, layout } = placeGenes({
    ...options,
    features: options.features as readonly GeneFeature[],
    width: (text) => context.measureText(text).width,
  });
  const isBelow = layout === 'below';
  for (const placed of genes) {
    const top = placed.row * (GENES_PX / rows);
    const bar = { top: top + (isBelow ? TOP : FLAT_TOP), px: isBelow ? BAR_PX : FLAT_BAR_PX };
    drawBody(placed, bar, { options, hasArrow: layout !== 'crowded' });
    if (placed.text === undefined) continue;
    context.fillStyle = canvasColour('var(--ink)');
    const base = layout === 'crowded' ? CROWDED_TEXT_PX : top + (isBelow ? BELOW_PX : BESIDE_PX);
    context.fillText(placed.gene.symbol, placed.text, base);
  }
}

/** A gene that is narrower is a bar. */
const LEAST_WITH_EXONS_PX = 12;
/** What is not translated is thinner by so much above and below. */
const UNTRANSLATED_INSET_PX = 2;

/** Boxes at least a pixel wide; the translated part at full height. */
function drawExons(
  exons: readonly GenePiece[],
  { top, px }: Bar,
  { context, bpStart, bpPerPixel, pixelWidth }: DrawOptions,
): void {
  context.fillStyle = canvasColour('var(--ink2)');
  const box = (start: number, end: number, inset: number) => {
    const left = Math.round((start - bpStart) / bpPerPixel);
    const right = Math.max(left + 1, Math.round((end - bpStart) / bpPerPixel));
    if (right < 0 || left > pixelWidth) return;
    const from = Math.max(left, -2);
    context.fillRect(from, top + inset, Math.min(right, pixelWidth + 2) - from, px - 2 * inset);
  };
  for (const { start, end, codingStart, codingEnd } of exons) {
    box(start, end, UNTRANSLATED_INSET_PX);
    if (codingStart < codingEnd) box(codingStart, codingEnd, 0);
  }
}

interface Bar {
  readonly top: number;
  readonly px: number;
}

interface BodyOptions {
  readonly options: DrawOptions;
  readonly hasArrow: boolean;
}

function drawBody(
  { gene, left, right }: PlacedGene,
  { top, px }: Bar,
  { options, hasArrow }: BodyOptions,
): void {
  const { context, pixelWidth } = options;
  if (right < 0 || left > pixelWidth) return;
  const [from, to] = [Math.round(Math.max(left, -2)), Math.round(Math.min(right, pixelWidth + 2))];
  context.fillStyle = canvasColour('var(--ink2)');
  const hasExons = gene.exons.length > 0 && to - from >= LEAST_WITH_EXONS_PX;
  if (hasExons) context.fillRect(from, top + (px >> 1), to - from, 1);
  else context.fillRect(from, top, to - from, px);
  // One that lies above another is told from it by a gap.
  context.fillStyle = canvasColour('var(--surface)');
  context.fillRect(from - 1, top, 1, px);
  context.fillRect(to, top, 1, px);
  if (hasExons) drawExons(gene.exons, { top, px }, options);
  const direction = gene.strand === '+' ? 1 : gene.strand === '-' ? -1 : 0;
  if (direction === 0 || !hasArrow) return;
  const at = (direction > 0 ? from : to) + direction * 0.5;
  const tip = at + direction * ARROW_ON;
  const y = top - ARROW_UP + 0.5;
  context.strokeStyle = canvasColour('var(--ink)');
  context.beginPath();
  context.moveTo(at, top);
  context.lineTo(at, y);
  context.lineTo(tip, y);
  context.moveTo(tip - direction * 3, y - 2.5);
  context.lineTo(tip, y);
  context.lineTo(tip - direction * 3, y + 2.5);
  context.stroke();
}
