/** DHSs of each dataset, and what each filter dropped. */

import { type Bar, barPlot, MANY_BARS, MAX_BARS } from './bar-plot.ts';
import type { BuildFacts, DhsFate, ReportDataset } from './build-facts.ts';
import { barCell, dataTable } from './data-table.ts';
import { funnelFigure } from './elements-section.ts';
import { type Html, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import { type PageSection, panel, stack } from './page.ts';
import { plotFigure } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { GHOST, MARK } from './tokens.ts';

type WithDhs = ReportDataset & { readonly dhs: DhsFate };
type Fate = Exclude<keyof DhsFate, 'called' | 'kept'>;

/** The section of the page. */
export function dhsSection(drawing: Drawing, facts: BuildFacts): PageSection {
  const datasets = facts.datasets.filter((dataset): dataset is WithDhs => dataset.dhs !== undefined);
  const total = (name: keyof DhsFate) => datasets.reduce((sum, { dhs }) => sum + dhs[name], 0);
  const losses = lossFigure(drawing, facts, datasets, total);
  const kept = keptFigure(drawing, facts, datasets);
  const funnel = facts.scheme === 'encode3' && facts.elements.ccres > 0 && funnelFigure(drawing, facts);
  return {
    id: 'dhs',
    title: 'DHSs',
    answer: `${count(total('kept'))} of ${count(total('called'))} DHSs (${percent(total('kept'), total('called'))}) of ${counted(datasets.length, 'dataset')} pass all filters; rDHSs are selected among them.`,
    body: [
      ...(datasets.length > MANY_BARS ? [stack(losses, funnel), kept] : [losses, stack(kept, funnel)]),
      datasetTable(facts, datasets),
    ],
  };
}

/** The filters in the order in which a DHS meets them, in words. */
function filtersOf({ filter, chromosomes }: BuildFacts): readonly (readonly [Fate, string, string])[] {
  const least =
    filter.minSignalPercentile === undefined ? 'given' : `percentile ${filter.minSignalPercentile}`;
  return [
    ['artefacts', 'artefact', `narrowPeak wider than ${count(filter.maxPeakWidth)} bp`],
    [
      'excludedChromosome',
      'chromosome',
      chromosomes === undefined ? 'on an excluded chromosome' : 'on a chromosome that gives no rDHS',
    ],
    ['fdr', 'FDR', `FDR above ${filter.maxFdr}`],
    ['tooNarrow', 'narrow', `narrower than ${filter.minWidth} bp`],
    ['tooWide', 'wide', `wider than ${filter.maxWidth} bp`],
    ['lowSpot', 'SPOT', `SPOT of the dataset below ${filter.minSpot ?? 'minSpot (not set)'}`],
    ['lowSignal', 'signal', `signal below ${filter.minSignal} (${least})`],
  ];
}

function lossFigure(
  drawing: Drawing,
  facts: BuildFacts,
  datasets: readonly WithDhs[],
  total: (name: keyof DhsFate) => number,
): Html {
  const filters = filtersOf(facts);
  const called = total('called');
  const bars: Bar[] = [
    ...filters.map(
      ([fate, label]): Bar => ({
        label,
        value: total(fate),
        text: `${count(total(fate))}  ${percent(total(fate), called)}`,
        colour: GHOST,
      }),
    ),
    {
      label: 'passed',
      value: total('kept'),
      text: `${count(total('kept'))}  ${percent(total('kept'), called)}`,
      colour: MARK,
    },
  ];
  return plotFigure({
    id: 'dhs-filters',
    title: 'What each filter dropped',
    unit: 'DHSs of all datasets, each at the first filter that it fails, in this order',
    n: `n = ${count(called)} DHSs of ${counted(datasets.length, 'dataset')}`,
    finding: `What each filter dropped: ${bars.map(({ label, text }) => `${label} ${text}`).join('; ')}`,
    legend: [
      { label: 'dropped', colour: GHOST },
      { label: 'passed', colour: MARK },
    ],
    draw: (widthPx) => barPlot(drawing, bars, { widthPx, label: 'DHSs' }),
    note: `${filters.map(([, label, words]) => `${label}: ${words}`).join('; ')}.`,
    table: {
      caption: 'What each filter dropped',
      columns: [
        { title: 'Filter' },
        { title: 'Rule' },
        { title: 'DHSs', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows: [
        ...filters.map(([fate, label, words]) => [
          label,
          words,
          count(total(fate)),
          percent(total(fate), called),
        ]),
        ['passed', 'all filters', count(total('kept')), percent(total('kept'), called)],
      ],
    },
  });
}

function keptFigure(drawing: Drawing, { filter }: BuildFacts, datasets: readonly WithDhs[]): Html {
  const share = ({ dhs }: WithDhs) => (dhs.called === 0 ? 0 : dhs.kept / dhs.called);
  const sorted = [...datasets.entries()]
    .sort(([i, a], [j, b]) => share(a) - share(b) || i - j)
    .map(([, one]) => one);
  const shown = sorted.slice(0, MAX_BARS);
  const rest = sorted.length - shown.length;
  return plotFigure({
    id: 'dhs-kept',
    title: 'DHSs that pass, by dataset',
    unit: 'share of the dataset\u2019s DHSs that pass all filters, %, lowest first',
    n: `n = ${counted(datasets.length, 'dataset')}`,
    finding: `Share of DHSs that pass, by dataset: from ${percent(share(sorted[0]!), 1)} in ${sorted[0]!.file} to ${percent(share(sorted.at(-1)!), 1)} in ${sorted.at(-1)!.file}`,
    draw: (widthPx) =>
      barPlot(
        drawing,
        shown.map((dataset) => ({
          label: `${dataset.file} ${dataset.biosample}`,
          value: 100 * share(dataset),
          text: `${percent(share(dataset), 1)}${dataset.dhs.lowSpot > 0 ? `  SPOT below ${filter.minSpot}` : ''}`,
          colour: MARK,
        })),
        { widthPx, label: 'DHSs that pass, %', max: 100, tickFormat: String },
      ),
    note: rest > 0 ? `The ${MAX_BARS} lowest are drawn; ${count(rest)} more are in the table.` : undefined,
    table: {
      caption: 'DHSs that pass, by dataset',
      columns: [
        { title: 'Dataset' },
        { title: 'Biosample' },
        { title: 'Called', isNumber: true },
        { title: 'Passed', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows: sorted.map((dataset) => [
        dataset.file,
        dataset.biosample,
        count(dataset.dhs.called),
        count(dataset.dhs.kept),
        percent(dataset.dhs.kept, dataset.dhs.called),
      ]),
    },
  });
}

function datasetTable(facts: BuildFacts, datasets: readonly WithDhs[]): Html {
  const filters = filtersOf(facts);
  const hasSpot = datasets.some(({ spot }) => spot !== undefined);
  const most = Math.max(1, ...datasets.map(({ dhs }) => dhs.called));
  return panel(
    'DHSs of each dataset',
    html`<p class="unit">number of DHSs, each at the first filter that it fails; bars compare datasets</p>${dataTable(
      {
        caption: 'DHSs of each dataset by filter',
        columns: [
          { title: 'Dataset' },
          { title: 'Biosample' },
          { title: 'Assay' },
          ...(hasSpot ? [{ title: 'SPOT', isNumber: true }] : []),
          { title: 'Called', isNumber: true },
          ...filters.map(([, label]) => ({ title: `\u2212 ${label}`, isNumber: true })),
          { title: 'Passed', isNumber: true },
        ],
        rows: datasets.map(({ file, biosample, assay, spot, dhs }) => [
          file,
          biosample,
          assay,
          ...(hasSpot ? [spot === undefined ? 'no data' : decimals(spot)] : []),
          barCell(count(dhs.called), dhs.called, most),
          ...filters.map(([fate]) => (dhs[fate] === 0 ? html`<span class="low">0</span>` : count(dhs[fate]))),
          barCell(count(dhs.kept), dhs.kept, most),
        ]),
      },
    )}`,
    { isWide: true, n: `n = ${counted(datasets.length, 'dataset')}` },
  );
}
