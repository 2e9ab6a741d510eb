/** The registry in each biosample: its cCREs by class, in one plot at one biosample and at a thousand. */

import { CLASS_ASSAYS } from '../registry/classify.ts';
import { ACCESSIBLE, CLASS_NAMES, CTCF, DELS, H3K4ME3, LOW_DNASE, PELS, PLS } from '../registry/schemes.ts';
import { MAX_BARS } from './bar-plot.ts';
import type { BuildFacts, ReportBiosample } from './build-facts.ts';
import { DEFINING_MARK } from './column-facts.ts';
import { barCell, dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { axisMargins, gridLines, numberAxes } from './number-axes.ts';
import { count, counted, percent } from './numbers.ts';
import { type PageSection, panel, stack } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { stackedBars } from './stacked-bars.ts';
import { assayColour, type Colour, classColour } from './tokens.ts';

/** From here on the bars are as tall as the small plots and a table. */
const TALL_BARS = 20;
const SMALL_PX = 96;

/** A biosample with DNase: how many cCREs have each class there, by class code. */
interface Classed {
  readonly name: string;
  readonly group: number;
  readonly files: ReportBiosample['files'];
  readonly byClass: readonly number[];
  /** Those with high DNase. */
  readonly active: number;
}

/** The section of the page. */
export function biosampleSection(drawing: Drawing, facts: BuildFacts): PageSection {
  const { biosamples, scheme, elements } = facts;
  const names = CLASS_NAMES[scheme].biosample;
  const classed = biosamples.filter(hasClasses).map(({ name, group, files, counts }): Classed => {
    const byClass = names.map((label) => counts![label] ?? 0);
    return { name, group: group!, files, byClass, active: elements.ccres - byClass[LOW_DNASE]! };
  });
  const others = biosamples.length - classed.length;
  // Without cCREs there is nothing to share out.
  const isDrawn = classed.length > 0 && elements.ccres > 0;
  const isFew = classed.length <= MAX_BARS;
  const shares = { names, ccres: elements.ccres };
  const isBeside = isDrawn && isFew && classed.length > TALL_BARS;
  const marks = markTable(facts, { isWide: !isBeside });
  return {
    id: 'biosamples',
    title: 'Biosamples',
    answer: `${answerOf(classed, elements.ccres)}${others === 0 ? '' : ` ${counted(others, 'biosample')} without DNase ${others === 1 ? 'has' : 'have'} no classes.`}`,
    body: [
      isDrawn && isFew && barFigure(drawing, classed, shares),
      // Beside many bars stands what is short.
      isBeside && marks !== undefined
        ? stack(shareFigure(drawing, classed, shares), marks)
        : isDrawn && shareFigure(drawing, classed, { ...shares, isWide: !isFew }),
      classed.length > 0 && countTable(facts, names),
      !isBeside && marks,
    ],
  };
}

/** High marks alone are counted in a biosample without DNase. */
function hasClasses({ counts }: ReportBiosample): boolean {
  return counts?.PLS !== undefined;
}

function answerOf(classed: readonly Classed[], ccres: number): string {
  if (ccres === 0 || classed.length === 0) return 'No biosample has cCREs by class.';
  const sorted = byActivity(classed);
  const [most, fewest] = [sorted[0]!, sorted.at(-1)!];
  const share = ({ active }: Classed) => percent(active, ccres);
  return classed.length === 1
    ? `${share(most)} of the cCREs have high DNase in ${most.name}.`
    : `From ${share(fewest)} of the cCREs (${fewest.name}) to ${share(most)} (${most.name}) have high DNase in a biosample.`;
}

/** Most active first; of equals the one that the datasets name first. */
function byActivity(classed: readonly Classed[]): Classed[] {
  return [...classed.entries()].sort(([i, a], [j, b]) => b.active - a.active || i - j).map(([, one]) => one);
}

/** Those with all four assays first: what was not assayed shows no class of its own. */
function byGroup(classed: readonly Classed[]): Classed[] {
  return byActivity(classed).sort((a, b) => a.group - b.group);
}

interface Shares {
  readonly names: readonly string[];
  readonly ccres: number;
}

function barFigure(drawing: Drawing, classed: readonly Classed[], { names, ccres }: Shares): Html {
  const sorted = byGroup(classed);
  const active = names.slice(0, LOW_DNASE);
  const bars = sorted.map(({ name, byClass, active: n }) => ({
    label: name,
    parts: active.map((label, code) => ({
      name: label,
      value: (100 * byClass[code]!) / ccres,
      colour: classColour(code),
    })),
    text: percent(n, ccres),
  }));
  return plotFigure({
    id: 'biosample-classes',
    title: 'cCREs with high DNase, by biosample and class',
    unit: 'share of cCREs, %; by availability group, group 1 with all four assays first, then most first',
    n: `n = ${count(ccres)} cCREs in ${counted(classed.length, 'biosample')} with DNase`,
    finding: `cCREs with high DNase: ${bars
      .slice(0, 5)
      .map(({ label, text }) => `${label} ${text}`)
      .join('; ')}`,
    legend: active.map((label, code) => ({ label, colour: classColour(code) })),
    draw: (widthPx) => stackedBars(drawing, bars, { widthPx, label: 'share of cCREs, %', unit: ' %' }),
    note: `The rest up to 100 % is ${names[LOW_DNASE]}. A mark that a biosample lacks counts as low there: without marks all that is open is ${names[ACCESSIBLE]}.`,
    table: {
      caption: 'Share of cCREs by class in each biosample',
      columns: [{ title: 'Biosample' }, ...names.map((title) => ({ title, isNumber: true }))],
      rows: sorted.map(({ name, byClass }) => [name, ...byClass.map((n) => percent(n, ccres))]),
    },
  });
}

function shareFigure(
  drawing: Drawing,
  classed: readonly Classed[],
  { names, ccres, isWide = false }: Shares & { isWide?: boolean },
): Html {
  // Beside bars that have no table below them, the three rows of plots grow with the bars.
  const isAlone = isWide || classed.length > TALL_BARS;
  const heightPx = isAlone ? SMALL_PX : Math.max(SMALL_PX, 10 * classed.length - 40);
  const rows = names.map((name, code) => {
    const assays = assaysOf(code);
    const own = classed.filter(({ files }) => assays.every((assay) => files[assay] !== undefined));
    return { name, code, assays, sorted: own.map(({ byClass }) => byClass[code]!).sort((a, b) => a - b) };
  });
  const at = (sorted: readonly number[], quantile: number) =>
    sorted.length === 0 ? 'no data' : percent(sorted[Math.floor((sorted.length - 1) * quantile)]!, ccres);
  return plotFigure({
    id: 'biosample-shares',
    title: 'Share of each class over the biosamples',
    unit: 'biosamples, sorted for each class by its share (x), share of cCREs, % (y); each class has a scale of its own',
    n: `n = ${counted(classed.length, 'biosample')} with DNase`,
    isWide,
    flows: true,
    finding: `Share of each class over the biosamples: ${rows
      .map(({ name, sorted }) => `${name} ${at(sorted, 0)} to ${at(sorted, 1)}`)
      .join('; ')}`,
    draw: () =>
      rows.map(({ name, code, sorted }) => {
        const shares = sorted.map((n) => (100 * n) / ccres);
        return html`<div class="cell"><div class="cell-name">${swatch(classColour(code))}${name}</div>
<div class="cell-text">n = ${count(sorted.length)}, median ${at(sorted, 0.5)}</div>${
          sorted.length > 0 && sharePlot(drawing, shares, { colour: classColour(code), heightPx })
        }</div>`;
      }),
    note: `Only biosamples with DNase and the mark of the class count: H3K4me3 for ${names[PLS]} and ${names[H3K4ME3]}, H3K27ac for ${names[PELS]} and ${names[DELS]}, CTCF for ${names[CTCF]}, all three for ${names[ACCESSIBLE]}; for ${names[LOW_DNASE]} DNase is enough.`,
    table: {
      caption: 'Share of each class over the biosamples',
      columns: [
        { title: 'Class' },
        { title: 'Biosamples', isNumber: true },
        { title: 'Fewest', isNumber: true },
        { title: 'Median', isNumber: true },
        { title: 'Most', isNumber: true },
      ],
      rows: rows.map(({ name, code, sorted }) => [
        html`${swatch(classColour(code))}${name}`,
        count(sorted.length),
        ...[0, 0.5, 1].map((quantile) => at(sorted, quantile)),
      ]),
    },
  });
}

/** What a biosample must have been assayed for to show a class: without marks, all that is open is the class of no mark. */
function assaysOf(code: number): readonly string[] {
  if (code === LOW_DNASE) return ['DNase'];
  if (code === ACCESSIBLE) return CLASS_ASSAYS;
  const mark = DEFINING_MARK[code];
  return mark === undefined ? ['DNase'] : ['DNase', mark];
}

/** A step a biosample, so that one alone is seen too. */
function sharePlot(
  { plot, draw }: Drawing,
  shares: readonly number[],
  { colour, heightPx }: { colour: Colour; heightPx: number },
): Html {
  const steps = shares.flatMap((y, i) => [
    { x: i, y },
    { x: i + 1, y },
  ]);
  return draw({
    width: 168,
    height: heightPx,
    marginLeft: 26,
    marginRight: 4,
    ...axisMargins(true),
    x: { domain: [0, shares.length] },
    y: { domain: [0, Math.max(1, ...shares)] },
    marks: [
      gridLines(plot, true),
      plot.areaY(steps, { x: 'x', y1: 0, y2: 'y', fill: colour.fill, stroke: colour.edge }),
      ...numberAxes(plot, { widthPx: 168, isSmall: true, x: '', y: '' }),
    ],
  });
}

function countTable({ biosamples, elements, scheme }: BuildFacts, names: readonly string[]): Html {
  const own = biosamples.filter(hasClasses);
  return panel(
    'cCREs by class in each biosample',
    html`<p class="unit">number of cCREs; bars compare the biosamples within a column. Group: availability group, 1 has all four assays</p>${rowsOf(
      'cCREs by class in each biosample',
      own,
      [...names, ...(scheme === 'encode3' ? ['CTCF-bound'] : [])],
      (name) => (names.includes(name) ? classColour(names.indexOf(name)).edge : undefined),
    )}`,
    { isWide: true, n: `n = ${counted(own.length, 'biosample')} with DNase, ${count(elements.ccres)} cCREs` },
  );
}

/** Of biosamples without DNase the high marks are counted; undefined where all have it. */
function markTable({ biosamples }: BuildFacts, { isWide }: { isWide: boolean }): Html | undefined {
  const own = biosamples.filter((biosample) => biosample.counts !== undefined && !hasClasses(biosample));
  if (own.length === 0) return undefined;
  return panel(
    'cCREs by high mark, without DNase',
    html`<p class="unit">number of cCREs; one with several high marks counts in each. A mark that was not assayed counts as low</p>${rowsOf(
      'cCREs by high mark in each biosample without DNase',
      own,
      ['High-H3K4me3', 'High-H3K27ac', 'High-CTCF', 'Unclassified'],
      (name) => (name === 'Unclassified' ? undefined : assayColour(name.replace('High-', '')).edge),
    )}`,
    { isWide, n: `n = ${counted(own.length, 'biosample')}` },
  );
}

function rowsOf(
  caption: string,
  biosamples: readonly ReportBiosample[],
  columns: readonly string[],
  fillOf: (column: string) => string | undefined,
): Html {
  const most = columns.map((name) => Math.max(1, ...biosamples.map(({ counts }) => counts![name]!)));
  return dataTable({
    caption,
    columns: [
      { title: 'Biosample' },
      { title: 'Group', isNumber: true },
      ...columns.map((title) => ({ title, isNumber: true })),
    ],
    rows: biosamples.map(({ name, group, counts }) => [
      name,
      group!,
      ...columns.map((column, k) =>
        barCell(count(counts![column]!), counts![column]!, most[k]!, fillOf(column)),
      ),
    ]),
  });
}
