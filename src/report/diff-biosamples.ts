/** The biosamples of two registries: which are there, and in which of them elements have other labels. */

import type { BiosampleDiff, SharedBiosample } from '../export/diff-biosamples.ts';
import { dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { count, counted, percent } from './numbers.ts';
import { type PageSection, panel } from './page.ts';
import { plotFigure } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { MARK } from './tokens.ts';

const MAX_BARS = 40;
const MAX_NAMES = 100;
const ROW_PX = 24;

export function biosampleSection(biosamples: BiosampleDiff, pairs: number, drawing: Drawing): PageSection {
  const { shared, removed, added, labelsCompared } = biosamples;
  const labelled = shared
    .filter((own) => own.changedWithSuffix !== null)
    .sort((a, b) => b.changedWithSuffix! - a.changedWithSuffix! || (a.biosample < b.biosample ? -1 : 1));
  const differing = labelled.filter((own) => own.changedWithSuffix! > 0).length;
  return {
    id: 'biosamples',
    title: 'Biosamples',
    answer: `${counted(shared.length, 'biosample')} ${shared.length === 1 ? 'is' : 'are'} on both sides, ${count(removed.length)} only in the old registry, ${count(added.length)} only in the new one. ${labelsCompared ? `Labels of pairs differ in ${count(differing)}.` : 'Labels are not compared: the schemes differ.'}`,
    body: [
      ...(labelled.length === 0 || pairs === 0 ? [] : [labelFigure(labelled, pairs, drawing)]),
      presencePanel(biosamples),
    ],
  };
}

function labelFigure(labelled: readonly SharedBiosample[], pairs: number, drawing: Drawing): Html {
  const bars = labelled.slice(0, MAX_BARS);
  const share = (own: SharedBiosample) => (100 * own.changedWithSuffix!) / pairs;
  const most = share(bars[0]!);
  const rest = labelled.length - bars.length;
  const shortened = (name: string, room: number) =>
    name.length > room ? `${name.slice(0, room - 1)}\u2026` : name;
  return plotFigure({
    id: 'labels',
    title: 'Labels that changed in a biosample',
    unit: 'Pairs with another label in the biosample, in per cent of all pairs; the suffix CTCF-bound counts',
    n: `n = ${counted(labelled.length, 'biosample')}`,
    finding: `${bars[0]!.biosample} has the most changed labels: ${percent(bars[0]!.changedWithSuffix!, pairs)} of the pairs.`,
    draw: (widthPx) => {
      const room = widthPx < 400 ? 20 : 40;
      return drawing.draw({
        width: widthPx,
        height: bars.length * ROW_PX + 40,
        marginLeft: widthPx < 400 ? 124 : 232,
        marginRight: 16,
        marginBottom: 32,
        x: {
          domain: [0, most === 0 ? 1 : most],
          nice: true,
          label: null,
          ticks: 4,
          tickFormat: (tick: number) => `${tick} %`,
        },
        y: {
          domain: bars.map(({ biosample }) => biosample),
          label: null,
          tickSize: 0,
          padding: 0.35,
          tickFormat: (name: string) => shortened(name, room),
        },
        marks: [
          drawing.plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
          drawing.plot.barX(bars, { x: share, y: 'biosample', fill: MARK.fill }),
        ],
      } as never);
    },
    ...(rest > 0 ? { note: `And ${count(rest)} more in the table.` } : {}),
    table: {
      caption: 'Biosamples on both sides',
      columns: [
        { title: 'Biosample' },
        ...['Labels changed', 'Of pairs', 'Without suffix', 'Old group', 'New group'].map((title) => ({
          title,
          isNumber: true,
        })),
        { title: 'Other data sets' },
      ],
      rows: labelled.map((own) => [
        own.biosample,
        count(own.changedWithSuffix!),
        percent(own.changedWithSuffix!, pairs),
        count(own.changed!),
        own.oldGroup ?? 'none',
        own.newGroup ?? 'none',
        own.otherDatasets.join(', '),
      ]),
    },
  });
}

function presencePanel({ old, new: now, removed, added }: BiosampleDiff): Html {
  const rows = [...removed.map((name) => [name, 'old only']), ...added.map((name) => [name, 'new only'])];
  const shown = rows.slice(0, MAX_NAMES);
  const body =
    rows.length === 0
      ? html`<p>Both registries have the same biosamples.</p>`
      : html`${dataTable({
          caption: 'Biosamples on one side only',
          columns: [{ title: 'Biosample' }, { title: 'Side' }],
          rows: shown,
        })}${rows.length > shown.length && html`<p class="note">And ${count(rows.length - shown.length)} more.</p>`}`;
  return panel('On one side only', body, { n: `old ${count(old)}, new ${count(now)}` });
}
