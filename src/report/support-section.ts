/** How many biosamples support a cCRE: in how many its DNase is high. */

import { CLASS_NAMES } from '../registry/schemes.ts';
import type { BuildFacts } from './build-facts.ts';
import { type Html, html } from './html.ts';
import { axisMargins, gridLines, numberAxes } from './number-axes.ts';
import { count, counted, percent } from './numbers.ts';
import type { PageSection } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { type Colour, classColour, MARK } from './tokens.ts';

/** More bars make an axis that nobody reads. */
const MAX_BINS = 40;

/** cCREs with high DNase in `from` to `to` biosamples. */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly byClass: readonly number[];
}

/** The section of the page. */
export function supportSection(drawing: Drawing, facts: BuildFacts): PageSection {
  const { ccres, scheme } = facts;
  const p = facts.biosamples.filter(({ files }) => files.DNase !== undefined).length;
  const classes = CLASS_NAMES[scheme].agnostic;
  const bins = binned(facts, p, classes.length);
  const n = ccres.row.length;
  let once = 0;
  let most = 0;
  for (const support of ccres.dnaseBiosamples) {
    if (support === 1) once++;
    if (2 * support > p) most++;
  }
  return {
    id: 'support',
    title: 'Support',
    answer:
      p < 2
        ? `A distribution takes at least two biosamples with DNase; this registry has ${p}.`
        : `DNase is high in only one of ${counted(p, 'biosample')} for ${count(once)} cCREs (${percent(once, n)}), in more than half of them for ${count(most)} (${percent(most, n)}).`,
    body: p >= 2 && [allFigure(drawing, bins, p, n), classFigure(drawing, bins, { p, classes, facts })],
  };
}

function binned({ ccres }: BuildFacts, p: number, classes: number): Bin[] {
  const size = Math.max(1, Math.ceil(p / MAX_BINS));
  const bins = Array.from({ length: Math.ceil(p / size) }, (_, b) => ({
    from: b * size + 1,
    to: Math.min(p, (b + 1) * size),
    all: 0,
    byClass: new Array<number>(classes).fill(0),
  }));
  for (let k = 0; k < ccres.row.length; k++) {
    const bin = bins[Math.floor((ccres.dnaseBiosamples[k]! - 1) / size)]!;
    bin.all++;
    bin.byClass[ccres.classCode[k]!]!++;
  }
  return bins;
}

function allFigure(drawing: Drawing, bins: readonly Bin[], p: number, n: number): Html {
  return plotFigure({
    id: 'support-all',
    title: 'cCREs by number of biosamples that support them',
    unit: `number of biosamples in which DNase is high (x), cCREs (y)${binWords(bins)}`,
    n: `n = ${count(n)} cCREs, ${counted(p, 'biosample')} with DNase`,
    finding: `cCREs by number of supporting biosamples: ${bins
      .slice(0, 3)
      .map((bin) => `${rangeOf(bin)}: ${count(bin.all)}`)
      .join('; ')}`,
    draw: (widthPx) =>
      columnPlot(drawing, bins, { widthPx, heightPx: 220, value: ({ all }) => all, colour: MARK }),
    table: {
      caption: 'cCREs by number of biosamples that support them',
      columns: [
        { title: 'Biosamples with high DNase', isNumber: true },
        { title: 'cCREs', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows: bins.map((bin) => [rangeOf(bin), count(bin.all), percent(bin.all, n)]),
    },
  });
}

function classFigure(
  drawing: Drawing,
  bins: readonly Bin[],
  { p, classes, facts }: { p: number; classes: readonly string[]; facts: BuildFacts },
): Html {
  const totals = classes.map((name) => facts.elements.classes[name] ?? 0);
  const share = (code: number) => (bin: Bin) =>
    totals[code] === 0 ? 0 : (100 * bin.byClass[code]!) / totals[code]!;
  const max = Math.max(1, ...classes.flatMap((_, code) => bins.map(share(code))));
  return plotFigure({
    id: 'support-classes',
    title: 'The same by class',
    unit: `number of biosamples in which DNase is high (x), share of the class, % (y); the same scales in all${binWords(bins)}`,
    n: `n = ${count(facts.ccres.row.length)} cCREs, ${counted(p, 'biosample')} with DNase`,
    flows: true,
    finding: `Share of each class that one biosample alone supports: ${classes.map((name, code) => `${name} ${percent(oneOf(facts, code), totals[code]!)}`).join('; ')}`,
    draw: () =>
      classes.map(
        (
          name,
          code,
        ) => html`<div class="cell"><div class="cell-name">${swatch(classColour(code))}${name}</div>
<div class="cell-text">n = ${count(totals[code]!)}</div>${
          totals[code] === 0
            ? html`<div class="cell-text">no cCRE of this class</div>`
            : columnPlot(drawing, bins, {
                widthPx: 168,
                heightPx: 110,
                value: share(code),
                colour: classColour(code),
                max,
              })
        }</div>`,
      ),
    table: {
      caption: 'cCREs of each class by number of biosamples that support them',
      columns: [
        { title: 'Biosamples with high DNase', isNumber: true },
        ...classes.map((title) => ({ title, isNumber: true })),
      ],
      rows: bins.map((bin) => [rangeOf(bin), ...bin.byClass.map(count)]),
    },
  });
}

function oneOf({ ccres }: BuildFacts, code: number): number {
  return ccres.dnaseBiosamples.reduce(
    (sum, n, k) => sum + (n === 1 && ccres.classCode[k] === code ? 1 : 0),
    0,
  );
}

function rangeOf({ from, to }: Bin): string {
  return from === to ? String(from) : `${from} to ${to}`;
}

function binWords(bins: readonly Bin[]): string {
  const [first] = bins;
  return first === undefined || first.from === first.to
    ? ''
    : `; bars of ${first.to - first.from + 1} biosamples`;
}

function columnPlot(
  { plot, draw }: Drawing,
  bins: readonly Bin[],
  options: {
    widthPx: number;
    heightPx: number;
    value: (bin: Bin) => number;
    colour: Colour;
    max?: number;
  },
): Html {
  const { widthPx, heightPx, value, colour } = options;
  const isSmall = widthPx < 200;
  const max = options.max ?? Math.max(1, ...bins.map(value));
  const gap = bins.length > 0 && bins[0]!.from === bins[0]!.to ? 0.42 : 0.5;
  return draw({
    width: widthPx,
    height: heightPx,
    marginLeft: isSmall ? 26 : 52,
    marginRight: 4,
    ...axisMargins(isSmall),
    x: { domain: [0.5, Math.max(1, bins.at(-1)?.to ?? 1) + 0.5] },
    y: { domain: [0, max] },
    marks: [
      gridLines(plot, isSmall),
      plot.rectY(bins, {
        x1: ({ from }: Bin) => from - gap,
        x2: ({ to }: Bin) => to + gap,
        y: value,
        fill: colour.fill,
        stroke: colour.edge,
        title: (bin: Bin) =>
          `${rangeOf(bin)}: ${options.max === undefined ? count(value(bin)) : `${value(bin).toFixed(1)} %`}`,
      }),
      ...numberAxes(plot, { widthPx, isSmall, x: 'biosamples with high DNase', y: 'cCREs' }),
    ],
  });
}
