/** Whether more biosamples would bring more cCREs: saturation by number of biosamples. */

import { SATURATION_REPEATS } from '../analysis/saturation.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import type { BuildFacts } from './build-facts.ts';
import type { ClassCurve, StoreFacts } from './column-facts.ts';
import { type Html, html } from './html.ts';
import { axisMargins, gridLines, numberAxes } from './number-axes.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import type { PageSection } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { ACCENT, type Colour, classColour, MARK } from './tokens.ts';

/** The section of the page. */
export function saturationSection(drawing: Drawing, facts: BuildFacts, store: StoreFacts): PageSection {
  const { overall } = store;
  const { biosamples: p, mean } = overall.curve;
  const last = p < 2 ? 0 : mean[p]! - mean[p - 1]!;
  return {
    id: 'saturation',
    title: 'Saturation',
    answer:
      p < 2
        ? `A curve takes at least two biosamples with DNase; this registry has ${p}.`
        : `${count(p >> 1)} of the ${counted(p, 'biosample')} with DNase, drawn at random, show ${percent(mean[p >> 1]!, overall.elements)} of the cCREs; the last one adds ${last < 10 ? decimals(last, 1) : count(last)} on average (${percent(last, overall.elements)}).`,
    body: p >= 2 && [overallFigure(drawing, overall), classFigure(drawing, facts, store.classes)],
  };
}

const METHOD = `A cCRE counts where DNase is high in at least one of the sampled biosamples. Line: mean of ${SATURATION_REPEATS} seeded random orders; band: fewest to most.`;

function overallFigure(drawing: Drawing, overall: ClassCurve): Html {
  const { curve, elements } = overall;
  const p = curve.biosamples;
  return plotFigure({
    id: 'saturation-all',
    title: 'cCREs by number of biosamples',
    unit: 'number of biosamples with DNase, sampled without replacement (x), cCREs (y)',
    n: `n = ${count(elements)} cCREs, ${counted(p, 'biosample')} with DNase, ${curve.repeats} repeats`,
    legend: [
      { label: 'mean', colour: ACCENT, shape: 'line' },
      { label: 'fewest to most', colour: { fill: 'var(--select)', edge: 'var(--accent)' } },
    ],
    finding: `cCREs by number of biosamples: 1 shows ${count(curve.mean[1]!)} on average, ${count(p >> 1)} show ${count(curve.mean[p >> 1]!)}, all ${count(p)} show ${count(curve.mean[p]!)}`,
    draw: (widthPx) => curvePlot(drawing, overall, { widthPx, heightPx: 240, colour: ACCENT }),
    note: `${METHOD} How many rDHSs more biosamples bring takes pooling DHSs again: cisreg analyze saturation registry.yaml.`,
    table: {
      caption: 'cCREs by number of biosamples',
      columns: ['Biosamples', 'Mean', 'Fewest', 'Most', 'Mean share'].map((title) => ({
        title,
        isNumber: true,
      })),
      rows: Array.from({ length: p }, (_, i) => i + 1).map((n) => [
        n,
        curve.mean[n]!.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ','),
        count(curve.fewest[n]!),
        count(curve.most[n]!),
        percent(curve.mean[n]!, elements),
      ]),
    },
  });
}

function classFigure(drawing: Drawing, { scheme }: BuildFacts, classes: readonly ClassCurve[]): Html {
  const names = CLASS_NAMES[scheme].agnostic;
  const name = ({ classCode }: ClassCurve) => names[classCode!]!;
  const longest = Math.max(0, ...classes.map(({ curve }) => curve.biosamples));
  return plotFigure({
    id: 'saturation-classes',
    title: 'The same by class',
    unit: 'number of biosamples with DNase and the mark of the class (x), share of the class, % (y); y is the same in all',
    n: `n = ${count(classes.reduce((sum, { elements }) => sum + elements, 0))} cCREs`,
    flows: true,
    finding: `Share of each class that its biosamples show: ${classes.map((one) => `${name(one)} ${percent(one.curve.mean.at(-1)!, one.elements)} in ${one.curve.biosamples}`).join('; ')}`,
    draw: () =>
      classes.map((one) => {
        const { curve, elements, assays, classCode } = one;
        const p = curve.biosamples;
        return html`<div class="cell"><div class="cell-name">${swatch(classColour(classCode!))}${name(one)}</div>
<div class="cell-text">n = ${p}: ${assays.join(', ')}</div>${
          p < 2
            ? html`<div class="cell-text">${p === 0 ? 'no such biosample' : 'one biosample: no curve'}</div>`
            : curvePlot(drawing, one, {
                widthPx: 168,
                heightPx: 110,
                colour: { fill: MARK.fill, edge: classColour(classCode!).edge },
                asShareOf: elements,
              })
        }</div>`;
      }),
    note: 'A biosample takes part if it has DNase and the mark that the class is defined by. A share below 100 % at the end: the rest is high in biosamples without that mark.',
    table: {
      caption: 'cCREs of each class by number of biosamples, mean',
      columns: [
        { title: 'Biosamples', isNumber: true },
        ...classes.map((one) => ({ title: `${name(one)} (${one.assays.join(', ')})`, isNumber: true })),
      ],
      rows: Array.from({ length: longest }, (_, i) => i + 1).map((n) => [
        n,
        ...classes.map(({ curve }) => (n <= curve.biosamples ? count(curve.mean[n]!) : '')),
      ]),
    },
  });
}

/** Points enough for a smooth line; more only make the page heavier. */
const MAX_POINTS = 120;

function curvePlot(
  { plot, draw }: Drawing,
  { curve, elements }: ClassCurve,
  options: { widthPx: number; heightPx: number; colour: Colour; asShareOf?: number },
): Html {
  const { widthPx, heightPx, colour, asShareOf } = options;
  const p = curve.biosamples;
  const scale = asShareOf === undefined ? 1 : 100 / Math.max(1, asShareOf);
  const every = Math.ceil(p / MAX_POINTS);
  const points = Array.from({ length: p + 1 }, (_, n) => n)
    .filter((n) => n % every === 0 || n === p)
    .map((n) => ({
      n,
      mean: curve.mean[n]! * scale,
      low: curve.fewest[n]! * scale,
      high: curve.most[n]! * scale,
    }));
  const isSmall = widthPx < 200;
  return draw({
    width: widthPx,
    height: heightPx,
    marginLeft: isSmall ? 26 : 56,
    marginRight: 8,
    ...axisMargins(isSmall),
    x: { domain: [0, p] },
    y: { domain: [0, asShareOf === undefined ? Math.max(1, elements) : 100] },
    marks: [
      gridLines(plot, isSmall),
      plot.areaY(points, {
        x: 'n',
        y1: 'low',
        y2: 'high',
        fill: asShareOf === undefined ? 'var(--select)' : 'var(--ghost)',
      }),
      plot.lineY(points, { x: 'n', y: 'mean', stroke: colour.edge, strokeWidth: 2 }),
      ...numberAxes(plot, { widthPx, isSmall, x: 'biosamples', y: 'cCREs' }),
    ],
  });
}
