/** The page of `cisreg diff`: what became of the elements of a registry, for who decides whether to take the new one. */

import path from 'node:path';
import { type DiffSummary, type SideSummary, sameText } from '../export/diff.ts';
import { OTHER_SIDE, type PlaceDiff } from '../export/diff-counts.ts';
import { dataTable } from './data-table.ts';
import { biosampleSection } from './diff-biosamples.ts';
import { classSection, crossCell } from './diff-figures.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import { type PageSection, panel, renderPage } from './page.ts';
import { type Drawing, loadDrawing } from './plot-svg.ts';

/** The whole page: one file, without script as well as with it. */
export async function diffPage(summary: DiffSummary): Promise<string> {
  const drawing = await loadDrawing();
  const { elements, classes } = summary;
  const names = { old: shownName(summary.old.name), now: shownName(summary.new.name) };
  const changed = classes === null ? '' : `, and ${count(classes.changed)} changed class`;
  return renderPage({
    title: `${names.old} and ${names.now}`,
    kind: 'Comparison of registries',
    heading: summary.isSame
      ? sameText(summary).replace(/^t/, 'T')
      : `${count(elements.samePlace)} of ${counted(elements.old, 'element')} stand where they stood${changed}`,
    lead: html`${sideText('Old', names.old, summary.old)} ${sideText('New', names.now, summary.new)}${
      summary.notCompared.length > 0 && ` Not compared: ${summary.notCompared.join(', ')}.`
    }`,
    facts: [
      ['Moved', count(elements.movedByAccession + elements.movedByOverlap)],
      ['Vanished', count(elements.vanished)],
      ['Appeared', count(elements.appeared)],
      ['Jaccard of bases', ratio(elements.jaccardBases)],
      ['Jaccard of elements', ratio(elements.jaccardElements)],
    ],
    sections: sectionsOf(summary, drawing),
    footer: html`cisreg diff. Elements are pairs if they have the same place; of the others those with the same accession
that overlap; of the others those that overlap most. Places are 0-based and half-open, as in BED.`,
  });
}

function sectionsOf(summary: DiffSummary, drawing: Drawing): PageSection[] {
  const { elements, classes, tiers, biosamples } = summary;
  return [
    {
      id: 'elements',
      title: 'Elements',
      answer: `${percent(elements.vanished, elements.old)} of the old elements have vanished, ${percent(elements.appeared, elements.new)} of the new ones have appeared.`,
      body: [
        ...(summary.warnings.length === 0 ? [] : [warningPanel(summary.warnings)]),
        placePanel('cCREs', elements),
        ...(summary.rdhss === null ? [] : [placePanel('rDHSs', summary.rdhss)]),
        otherSidePanel(summary, summary.rdhss !== null),
      ],
    },
    ...(classes === null
      ? []
      : [
          classSection(
            classes,
            elements.pairs,
            drawing,
            tiers === null ? [] : [tierPanel(tiers, elements.pairs)],
          ),
        ]),
    ...(elements.accessions === null ? [] : [accessionSection(summary)]),
    ...(biosamples === null ? [] : [biosampleSection(biosamples, elements.pairs, drawing)]),
  ];
}

function warningPanel(warnings: readonly string[]): Html {
  return panel(
    'To know first',
    html`<ul class="say">${warnings.map((text) => html`<li><strong>Warning</strong> ${text}</li>`)}</ul>`,
    { isWide: true },
  );
}

function placePanel(title: string, places: PlaceDiff): Html {
  const { bases } = places;
  const rows: HtmlPart[][] = [
    ['Same place', count(places.samePlace), percent(places.samePlace, places.old)],
    ['Moved, same accession', count(places.movedByAccession), percent(places.movedByAccession, places.old)],
    ['Moved, by overlap', count(places.movedByOverlap), percent(places.movedByOverlap, places.old)],
    ['Vanished', count(places.vanished), percent(places.vanished, places.old)],
    ['Appeared', count(places.appeared), `${percent(places.appeared, places.new)} of new`],
  ];
  return panel(
    `${title} by place`,
    html`<p class="unit">Shares are of the old ones unless it says otherwise.</p>
${dataTable({
  caption: `${title}: pairs, and what has no partner`,
  columns: [{ title: 'What' }, { title: title, isNumber: true }, { title: 'Share', isNumber: true }],
  rows,
})}
<p class="note">They share ${count(bases.sharedBp)} bp of ${count(bases.oldBp)} (old) and ${count(bases.newBp)} (new): Jaccard ${ratio(places.jaccardBases)} of bases, ${ratio(places.jaccardElements)} of elements.</p>`,
    { n: `old ${count(places.old)}, new ${count(places.new)}` },
  );
}

const OTHER_SIDE_TEXT: Readonly<Record<(typeof OTHER_SIDE)[number], string>> = {
  nothing: 'Nothing that is known',
  rDHS: 'An rDHS that is no cCRE',
  'tier 4': 'A cCRE left out as tier 4',
  'tier 3': 'A cCRE left out as tier 3',
  cCRE: "A cCRE that is another's partner",
};

function otherSidePanel({ elements, vanishedNow, appearedFrom }: DiffSummary, isWide: boolean): Html {
  const rows = [...OTHER_SIDE]
    .reverse()
    .map((name) => [OTHER_SIDE_TEXT[name], count(vanishedNow[name] ?? 0), count(appearedFrom[name] ?? 0)]);
  return panel(
    'Without a partner: what overlaps on the other side',
    dataTable({
      caption: 'Elements without a partner by what overlaps them on the other side',
      columns: [
        { title: 'On the other side' },
        { title: 'Vanished', isNumber: true },
        { title: 'Appeared', isNumber: true },
      ],
      rows,
    }),
    { isWide, n: `n = ${count(elements.vanished)} and ${count(elements.appeared)}` },
  );
}

function tierPanel(tiers: NonNullable<DiffSummary['tiers']>, pairs: number): Html {
  return panel(
    'Old tier by new tier',
    html`<p class="unit">Pairs; rows are old tiers, columns new ones. ${count(tiers.changed)} changed (${percent(tiers.changed, pairs)}).</p>
${dataTable({
  caption: 'Pairs by old tier (rows) and new tier (columns)',
  columns: [{ title: 'Old \\ new' }, ...tiers.names.map((title) => ({ title, isNumber: true }))],
  rows: tiers.confusion.map((row, k) => [tiers.names[k]!, ...row.map((n, l) => crossCell(n, k === l))]),
})}`,
    { n: `n = ${counted(pairs, 'pair')}` },
  );
}

const MAX_REASSIGNED_ROWS = 40;

function accessionSection({ elements, reassigned }: DiffSummary): PageSection {
  const { kept, renumbered, lost, new: fresh, reassigned: many } = elements.accessions!;
  const counts = dataTable({
    caption: 'Accessions of the old elements, and new ones',
    columns: [
      { title: 'What' },
      { title: 'Accessions', isNumber: true },
      { title: 'Of old', isNumber: true },
    ],
    rows: [
      ['Kept by their element', count(kept), percent(kept, elements.old)],
      ['Lost: no new element has it', count(lost), percent(lost, elements.old)],
      ['Reassigned: at an element that is no partner', count(many), percent(many, elements.old)],
      ['Pairs whose accession changed', count(renumbered), percent(renumbered, elements.old)],
      ['New: no old element had it', count(fresh), ''],
    ],
  });
  const shown = reassigned.slice(0, MAX_REASSIGNED_ROWS);
  const list = dataTable({
    caption: 'Accessions that stand for different elements',
    columns: [{ title: 'Accession' }, { title: 'Old place' }, { title: 'New place' }],
    rows: shown.map(({ accession, old, new: now }) => [accession, old, now]),
  });
  const rest = many - shown.length;
  return {
    id: 'accessions',
    title: 'Accessions',
    answer:
      many === 0
        ? 'No accession stands for different elements on the two sides.'
        : `${counted(many, 'accession')} ${many === 1 ? 'stands' : 'stand'} for different elements on the two sides. Build the new registry with the old one as previous to keep accessions.`,
    body: [
      panel('What became of accessions', counts, { n: `n = ${count(elements.old)}` }),
      ...(many === 0
        ? []
        : [
            panel(
              'Reassigned accessions',
              html`${list}${rest > 0 && html`<p class="note">And ${count(rest)} more: cisreg diff --tsv lists all.</p>`}`,
            ),
          ]),
    ],
  };
}

function sideText(which: string, name: string, side: SideSummary): Html {
  const facts = [side.assembly, side.scheme].filter((fact) => fact !== null).join(', ');
  const amounts = [
    counted(side.elements, side.kind === 'BED' ? 'element' : 'cCRE'),
    ...(side.biosamples === null ? [] : [counted(side.biosamples, 'biosample')]),
  ];
  return html`${which}: ${name} (${side.kind}${facts === '' ? '' : `, ${facts}`}; ${amounts.join(', ')}).`;
}

/** A page that is passed on does not tell the directories of a machine. */
function shownName(name: string): string {
  return path.isAbsolute(name) ? path.basename(name) : name;
}

function ratio(value: number | null): string {
  return value === null ? 'no data' : decimals(value, 3);
}
