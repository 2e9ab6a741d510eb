/** A scatter plot by WebGL. This file and the library are loaded when a plot is shown. */

import createScatterplot, { createRenderer } from 'regl-scatterplot';
import { type PainterOptions, resolvedColour, type ScatterPainter } from './scatter-canvas.ts';
import type { Picture } from './scatter-picture.ts';

type Rgba = [number, number, number, number];

/** Throws where the browser has no WebGL, lacks what the library needs of it, or may not make code (a content security policy). */
export function webglPainter({ onLasso }: PainterOptions): ScatterPainter {
  const canvas = document.createElement('canvas');
  const renderer = createRenderer();
  if (!renderer.isSupported) {
    renderer.destroy();
    throw new Error('the browser lacks extensions of WebGL');
  }
  const plot = createScatterplot({
    renderer,
    canvas,
    cameraIsFixed: true,
    mouseMode: 'lasso',
    lassoMinDelay: 0,
    lassoMinDist: 3,
    deselectOnDblClick: false,
    deselectOnEscape: false,
    showReticle: false,
    pointOutlineWidth: 0,
    pointSizeSelected: 0,
    opacity: 1,
    colorBy: 'valueA',
    sizeBy: 'valueA',
  });
  let isAdded = false;
  canvas.addEventListener('mousedown', () => {
    isAdded = false;
  });
  const onUp = (event: MouseEvent) => {
    isAdded = event.shiftKey;
  };
  window.addEventListener('mouseup', onUp, true);
  let isInLasso = false;
  plot.subscribe('lassoStart', () => {
    isInLasso = true;
  });
  plot.subscribe('lassoEnd', ({ coordinates }) => {
    const chosen = [...plot.get('selectedPoints')];
    isInLasso = false;
    plot.deselect({ preventEvent: true });
    if (coordinates.length >= 3) onLasso(chosen, isAdded);
  });
  plot.subscribe('select', () => {
    // A click: the plot's own page has taken it.
    if (!isInLasso) plot.deselect({ preventEvent: true });
  });
  let size = '';
  let tail: Promise<unknown> = Promise.resolve();
  return {
    canvas,
    draw(picture, isLassoOn) {
      // Of several drawings that wait, the last would be enough; they are short.
      tail = tail
        .then(async () => {
          const { widthPx, heightPx } = picture;
          if (size !== `${widthPx}x${heightPx}`) {
            size = `${widthPx}x${heightPx}`;
            canvas.style.width = `${widthPx}px`;
            canvas.style.height = `${heightPx}px`;
            await plot.set({ width: widthPx, height: heightPx });
          }
          await plot.set({
            backgroundColor: rgbaOf('var(--surface)'),
            lassoColor: rgbaOf('var(--accent)'),
            pointColor: picture.styles.map((style) => rgbaOf(style.colour)),
            pointSize: picture.styles.map(({ radius }) => 2 * radius),
            mouseMode: isLassoOn ? 'lasso' : 'panZoom',
          });
          await plot.draw(pointsOf(picture), { zDataType: 'categorical' });
        })
        .catch(() => undefined);
    },
    destroy() {
      window.removeEventListener('mouseup', onUp, true);
      plot.destroy();
      renderer.destroy();
      canvas.remove();
    },
  };
}

/** In the library's space the height is from -1 to 1, and the width as much more as the plot is wider. */
function pointsOf({ circles, widthPx, heightPx }: Picture) {
  const half = heightPx / 2;
  return {
    x: circles.x.map((x) => (x - widthPx / 2) / half),
    y: circles.y.map((y) => (half - y) / half),
    valueA: Array.from(circles.style),
  };
}

function rgbaOf(token: string): Rgba {
  const [r = 0, g = 0, b = 0, a = 1] = (resolvedColour(token).match(/[\d.]+/g) ?? []).map(Number);
  return [r / 255, g / 255, b / 255, a];
}
