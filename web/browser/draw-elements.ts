/** How elements are drawn: those that match in the colour of their class, the others grey and low. */

import { colourOfClass, GHOST } from '../words/classes.ts';
import { canvasColour } from './canvas-colours.ts';
import { type ElementDensity, isDensity } from './element-density.ts';
import type { ElementFeature } from './element-features.ts';
import type { DrawOptions } from './igv-api.ts';

export const ELEMENTS_PX = 28;

const [TALL, LOW, BAR_PX] = [14, 6, 24];
/** Narrower ones would not be seen. */
const LEAST_PX = 4;
/** From here on elements lie side by side: their edges would be all that is seen. */
const [CROWDED_BP, CROWDED_PX] = [1000, 2];

/** Draws the track: grey ones first, so that none hides one that matches. */
export function drawElements(options: DrawOptions): void {
  if (options.features.some(isDensity)) {
    drawDensity(options.features.filter(isDensity), options);
    return;
  }
  const features = options.features as readonly ElementFeature[];
  for (const isMatch of [false, true]) {
    for (const feature of features) if (feature.isMatch === isMatch) drawElement(feature, options);
  }
}

/** Bars of numbers, the highest of the chromosome as high as the track. */
function drawDensity(
  features: readonly ElementDensity[],
  { context, bpStart, bpPerPixel, pixelWidth }: DrawOptions,
): void {
  const most = features.reduce((highest, { value }) => Math.max(highest, value), 1);
  context.fillStyle = canvasColour('var(--mark)');
  for (const { start, end, value } of features) {
    const [left, right] = [(start - bpStart) / bpPerPixel, (end - bpStart) / bpPerPixel];
    if (value === 0 || right < 0 || left > pixelWidth) continue;
    const px = Math.max(1, Math.round((value / most) * BAR_PX));
    context.fillRect(
      Math.round(left),
      ELEMENTS_PX - px,
      Math.max(1, Math.round(right) - Math.round(left)),
      px,
    );
  }
}

function drawElement(
  { start, end, class: name, isMatch }: ElementFeature,
  { context, bpStart, bpPerPixel, pixelWidth }: DrawOptions,
): void {
  const middle = ((start + end) / 2 - bpStart) / bpPerPixel;
  const isCrowded = bpPerPixel > CROWDED_BP;
  const width = Math.max(isCrowded ? CROWDED_PX : LEAST_PX, Math.round((end - start) / bpPerPixel));
  const left = Math.round(middle - width / 2);
  if (left + width < 0 || left > pixelWidth) return;
  const height = isMatch ? TALL : LOW;
  const top = (ELEMENTS_PX - height) / 2;
  const { fill, edge } = isMatch ? colourOfClass(name) : GHOST;
  context.fillStyle = canvasColour(fill);
  context.fillRect(left, top, width, height);
  if (isCrowded) return;
  context.strokeStyle = canvasColour(edge);
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
}
