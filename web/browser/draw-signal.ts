/** How signals are drawn: filled from zero, with an edge; what goes beyond the axis ends in a bar of ink. Where the file has no value nothing is drawn. */

import type { Colour } from '../words/classes.ts';
import { canvasColour } from './canvas-colours.ts';
import type { DrawOptions } from './igv-api.ts';

export const SIGNAL_PX = 36;
/** Air above the highest value. */
const TOP_PX = 4;
const BEYOND_PX = 2;

/** Draws a signal on an axis that ends at the values of `limits`. */
export function drawSignal(
  { context, features, bpStart, bpPerPixel, pixelWidth, pixelHeight }: DrawOptions,
  { colour, limits }: { colour: Colour; limits: readonly [low: number, high: number] },
): void {
  const [fill, edge, ink] = [colour.fill, colour.edge, 'var(--ink)'].map(canvasColour) as [
    string,
    string,
    string,
  ];
  const [low, high] = limits;
  const floor = pixelHeight - 1;
  const scale = (floor - TOP_PX) / (high - low || 1);
  const zero = floor - Math.max(0, -low) * scale;
  for (const { start, end, value } of features) {
    const left = (start - bpStart) / bpPerPixel;
    const right = Math.max(left + 1, (end - bpStart) / bpPerPixel);
    if (right < 0 || value === undefined) continue;
    if (left > pixelWidth) break;
    const kept = Math.max(low, Math.min(value, high));
    const y = Math.round(zero - kept * scale);
    const [from, width] = [Math.floor(left), Math.max(1, Math.ceil(right) - Math.floor(left))];
    context.fillStyle = fill;
    context.fillRect(from, Math.min(y, zero), width, Math.abs(zero - y));
    context.fillStyle = value > high ? ink : edge;
    context.fillRect(from, y, width, value > high ? BEYOND_PX : 1);
  }
}
