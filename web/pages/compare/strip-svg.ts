/** Strips of Z-scores as a drawing: a row an element, a column a biosample, tissues named below. */

import { axisY, plot, rect, text, tickX } from '@observablehq/plot';

interface StripCell {
  readonly element: string;
  readonly biosample: string;
  readonly tissue: string;
  /** Among the biosamples of the assay. */
  readonly place: number;
  readonly state: 'high' | 'low' | 'noSignal' | 'notAssayed';
  readonly z: number | null;
}

export const STRIP_PX = 26;
const HIGH_Z = 1.64;
/** From here on the colour is the full one. */
const MOST_Z = 6;
/** Of the full colour at the threshold: high begins visibly above low. */
const LEAST_SHARE = 0.3;

/** How strong a high Z is drawn, 0.3 to 1. */
export const strength = (z: number): number =>
  LEAST_SHARE + (1 - LEAST_SHARE) * Math.min(1, Math.max(0, (z - HIGH_Z) / (MOST_Z - HIGH_Z)));

export function stripSvg(
  cells: readonly StripCell[],
  elements: readonly string[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): SVGElement {
  const count = cells.reduce((most, { place }) => Math.max(most, place + 1), 0);
  const tissues = tissuesOf(cells);
  const marginLeft = 116;
  const pxOfOne = (widthPx - marginLeft - 16) / Math.max(1, count);
  // Neighbouring names may not touch: those of narrow tissues are left to the tooltip.
  const named = tissues.filter(({ from, to }) => (to - from) * pxOfOne >= 13);
  const isLevel = named.every(({ name, from, to }) => (to - from) * pxOfOne >= name.length * 6.5);
  const box = {
    x1: (cell: StripCell) => cell.place,
    x2: (cell: StripCell) => cell.place + 1,
    y: 'element',
    insetTop: 3,
    insetBottom: 3,
    insetRight: pxOfOne > 4 ? 1 : 0,
  };
  const title = ({ element, biosample, tissue, state, z }: StripCell) =>
    `${element}\n${biosample} (${tissue})\n${state === 'noSignal' ? 'no signal' : `Z ${z!.toFixed(2)}, ${state}`}`;
  return plot({
    width: widthPx,
    height: heightPx,
    marginLeft,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 68,
    x: { axis: null, domain: [0, Math.max(1, count)] },
    y: { domain: [...elements], label: null },
    marks: [
      axisY({ tickSize: 0 }),
      rect(
        cells.filter(({ state }) => state === 'noSignal'),
        { ...box, fill: 'var(--surface)', stroke: 'var(--line2)', title },
      ),
      rect(
        cells.filter(({ state }) => state === 'low' || state === 'high'),
        { ...box, fill: 'var(--heat0)', title },
      ),
      rect(
        cells.filter(({ state }) => state === 'high'),
        { ...box, fill: 'var(--heat1)', fillOpacity: ({ z }: StripCell) => strength(z!), title },
      ),
      tickX(tissues.slice(1), { x: 'from', stroke: 'var(--surface)', strokeWidth: 2 }),
      text(named, {
        x: ({ from, to }) => (from + to) / 2,
        text: 'name',
        frameAnchor: 'bottom',
        rotate: isLevel ? 0 : -45,
        dy: isLevel ? 18 : 12,
        textAnchor: isLevel ? 'middle' : 'end',
        fill: 'var(--ink2)',
      }),
    ],
  }) as SVGElement;
}

function tissuesOf(
  cells: readonly StripCell[],
): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  const ends = new Map<string, { from: number; to: number }>();
  for (const { tissue, place } of cells) {
    const own = ends.get(tissue);
    if (own === undefined) ends.set(tissue, { from: place, to: place + 1 });
    else ends.set(tissue, { from: Math.min(own.from, place), to: Math.max(own.to, place + 1) });
  }
  return [...ends].map(([name, own]) => ({ name, ...own })).sort((a, b) => a.from - b.from);
}
