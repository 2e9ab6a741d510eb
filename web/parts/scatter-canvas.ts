/**
 * A scatter plot on a canvas. WebGL would draw more points than there are biosamples, but its libraries make code from strings, which the policy of
 * the pages forbids.
 */

import { circlesWithin, type Picture } from './scatter-picture.ts';

/** One way to draw circles, and to draw around them. */
export interface ScatterPainter {
  readonly canvas: HTMLCanvasElement;
  draw(picture: Picture, isLassoOn: boolean): void;
  destroy(): void;
}

export interface PainterOptions {
  /** Circles, by their place in the picture, that the visitor drew a line around. */
  onLasso(circles: readonly number[], isAdded: boolean): void;
}

const LASSO_STEP_PX = 3;
const FILL_ALPHA = 0.2;

/** The colour that a token has now. */
export function resolvedColour(token: string): string {
  const probe = document.createElement('span');
  probe.style.color = token;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

export function canvasPainter({ onLasso }: PainterOptions): ScatterPainter {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  let picture: Picture | undefined;
  let isLassoOn = true;
  let lasso: number[] | undefined;
  const paint = () => {
    if (picture === undefined) return;
    const { circles, styles, widthPx, heightPx } = picture;
    const scale = window.devicePixelRatio;
    canvas.width = Math.round(widthPx * scale);
    canvas.height = Math.round(heightPx * scale);
    context.scale(scale, scale);
    const stamps = styles.map((style) => stampOf(style.radius, resolvedColour(style.colour), scale));
    for (let c = 0; c < circles.x.length; c++) {
      const { image, middle } = stamps[circles.style[c]!]!;
      const [x, y] = [circles.x[c]! - middle, circles.y[c]! - middle];
      context.drawImage(image, x, y, 2 * middle, 2 * middle);
    }
    if (lasso === undefined) return;
    const accent = resolvedColour('var(--accent)');
    context.beginPath();
    for (let i = 0; i < lasso.length; i += 2) context.lineTo(lasso[i]!, lasso[i + 1]!);
    context.strokeStyle = accent;
    context.lineWidth = 2;
    context.stroke();
    context.globalAlpha = FILL_ALPHA;
    context.fillStyle = accent;
    context.fill();
    context.globalAlpha = 1;
  };
  const placeOf = (event: PointerEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top] as const;
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (!isLassoOn || event.button !== 0) return;
    lasso = [...placeOf(event)];
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (lasso === undefined) return;
    const [x, y] = placeOf(event);
    if (Math.hypot(x - lasso.at(-2)!, y - lasso.at(-1)!) < LASSO_STEP_PX) return;
    lasso.push(x, y);
    paint();
  });
  const end = (event: PointerEvent) => {
    if (lasso === undefined) return;
    const drawn = lasso;
    lasso = undefined;
    if (event.type === 'pointerup' && drawn.length >= 6 && picture !== undefined)
      onLasso(circlesWithin(picture.circles, drawn), event.shiftKey);
    paint();
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
  return {
    canvas,
    draw(next, isOn) {
      picture = next;
      isLassoOn = isOn;
      paint();
    },
    destroy: () => canvas.remove(),
  };
}

/** A circle as a picture: thousands of them are quicker to put down than to draw. */
function stampOf(
  radius: number,
  colour: string,
  scale: number,
): { image: HTMLCanvasElement; middle: number } {
  const middle = Math.ceil(radius) + 1;
  const image = document.createElement('canvas');
  image.width = image.height = Math.ceil(2 * middle * scale);
  const context = image.getContext('2d')!;
  context.scale(scale, scale);
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  return { image, middle };
}
