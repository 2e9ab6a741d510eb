/** The page that `cisreg classify --registry` leaves: what is active in the sample, and whether its signals look sound. */

import { log10Histogram } from '../analysis/column-summary.ts';
import { completeness } from '../registry/biosamples.ts';
import {
  CLASS_NAMES,
  CTCF,
  CTCF_BOUND,
  DELS,
  H3K4ME3,
  LOW_DNASE,
  PELS,
  PLS,
  type Scheme,
} from '../registry/schemes.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import { splitLabel } from '../store/ccre-table.ts';
import { VERSION } from '../version.ts';
import { type Bar, barPlot } from './bar-plot.ts';
import { type DataTable, dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import { type PageSection, panel, renderPage } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import { type Drawing, loadDrawing } from './plot-svg.ts';
import { commonFrame, signalHistogram } from './signal-section.ts';
import { assayColour, type Colour, classColour, GHOST, MARK } from './tokens.ts';

/** One assay of the sample over all rDHSs. */
export interface SampleColumnFacts {
  readonly assay: string;
  readonly file: string;
  readonly role: string;
  readonly mean: number;
  readonly sd: number;
  readonly nonZero: number;
  readonly highRdhs: number;
  readonly highCcres: number;
  readonly z: Float64Array;
}

export interface SamplePage {
  readonly biosample: string;
  readonly assembly: string | undefined;
  readonly scheme: Scheme;
  /** Availability group, 1 to 15. */
  readonly group: number;
  readonly rdhs: number;
  readonly ccres: number;
  /** cCREs by label in the sample. */
  readonly counts: Readonly<Record<string, number>>;
  /** cCREs of the registry by class, without suffix. */
  readonly agnostic: ReadonlyMap<string, number>;
  readonly columns: readonly SampleColumnFacts[];
}

/** Shares of high rDHSs that experiments of sound quality have; 5.05 % lie above 1.64 in a normal distribution. */
const USUAL_SHARE = [0.01, 0.2] as const;
/** Below this share of rDHSs with signal the file is rather a list of peaks than a signal. */
const MIN_COVERED = 0.5;

/** The page as a document. The same sample gives the same bytes. */
export async function samplePage(sample: SamplePage): Promise<string> {
  const drawing = await loadDrawing();
  const { biosample, assembly, scheme, ccres, rdhs, columns, group } = sample;
  const hasDnase = columns.some(({ role }) => role === 'DNase');
  const low = sample.counts[CLASS_NAMES[scheme].biosample[LOW_DNASE]!] ?? 0;
  const active = hasDnase ? ccres - low : ccres - (sample.counts.Unclassified ?? 0);
  return renderPage({
    title: `${biosample}: cCREs`,
    kind: 'Classified sample',
    heading: `${count(active)} of ${count(ccres)} cCREs are active in ${biosample}`,
    lead: hasDnase
      ? html`Active: ${anchorOf(sample)} is high (Z > ${HIGH_Z}), whatever the marks. Z-scores are taken over the ${count(rdhs)} rDHSs of the registry.`
      : html`Without DNase or ATAC, active means that a mark is high (Z > ${HIGH_Z}); classes cannot be told. Z-scores are taken over the ${count(rdhs)} rDHSs of the registry.`,
    facts: [
      ['Assays', columns.map(({ assay }) => assay).join(', ')],
      ['Availability group', `${group} of 15`],
      ['Scheme', scheme],
      ...(assembly === undefined ? [] : [['Assembly', assembly] as const]),
      ['cisreg', VERSION],
    ],
    sections: [
      elementsSection(drawing, sample, hasDnase),
      signalsSection(drawing, sample),
      checksSection(sample),
    ],
    footer: html`Made by cisreg classify ${VERSION}. Classes as in ENCODE Project Consortium, Nature 583, 699\u2013710 (2020).`,
  });
}

function anchorOf({ columns }: SamplePage): string {
  return columns.find(({ role }) => role === 'DNase')!.assay;
}

function elementsSection(drawing: Drawing, sample: SamplePage, hasDnase: boolean): PageSection {
  const { counts, ccres, scheme, columns } = sample;
  const rows = hasDnase ? classRows(sample) : markRows(counts);
  const bars = rows.map(
    ({ label, n, colour }): Bar => ({ label, value: n, text: `${count(n)}  ${percent(n, ccres)}`, colour }),
  );
  const hasSuffix = hasDnase && scheme === 'encode3' && columns.some(({ assay }) => assay === 'CTCF');
  const notes = [
    ...(hasSuffix
      ? [`The suffix ${CTCF_BOUND.slice(1)} is counted with its class here; the BED has it.`]
      : []),
    ...(hasDnase && scheme === 'encode4' ? ['CA-only in a sample is what CA is in the registry.'] : []),
  ];
  return {
    id: 'elements',
    title: 'Elements',
    answer: [
      ...availability(sample),
      ...(hasSuffix ? [`${count(boundOf(counts))} active cCREs are CTCF-bound.`] : []),
    ].join(' '),
    body: [
      plotFigure({
        id: 'classes',
        title: hasDnase ? 'cCREs by class in the sample' : 'cCREs by high marks in the sample',
        unit: 'number of cCREs, and share of all cCREs of the registry',
        n: `n = ${counted(ccres, 'cCRE')}`,
        finding: bars.map(({ label, text }) => `${label} ${text}`).join('; '),
        draw: (widthPx) => barPlot(drawing, bars, { widthPx, label: 'cCREs' }),
        note: notes.length > 0 ? notes.join(' ') : undefined,
        table: labelTable(rows, ccres, hasDnase),
      }),
      // Labels without DNase are no classes: there is nothing to compare.
      ...(hasDnase ? [panel('The sample beside the registry', dataTable(besideRegistry(sample, rows)))] : []),
    ],
  };
}

interface LabelRow {
  readonly label: string;
  readonly n: number;
  readonly colour: Colour;
  /** Its class in the registry; undefined where the registry has no such class. */
  readonly registryClass?: string | undefined;
}

function classRows({ counts, scheme }: SamplePage): LabelRow[] {
  const { biosample, agnostic } = CLASS_NAMES[scheme];
  return biosample.map((label, code) => ({
    label,
    n: Object.entries(counts).reduce((sum, [own, n]) => sum + (splitLabel(own).name === label ? n : 0), 0),
    colour: classColour(code),
    registryClass: agnostic[code],
  }));
}

function markRows(counts: Readonly<Record<string, number>>): LabelRow[] {
  return Object.entries(counts)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([label, n]) => ({ label, n, colour: label === 'Unclassified' ? GHOST : MARK }));
}

/** Classes of the sample beside those of the registry, whose rows have every cCRE once on either side. */
function besideRegistry({ agnostic, ccres }: SamplePage, rows: readonly LabelRow[]): DataTable {
  const shown = new Set(rows.map(({ registryClass }) => registryClass));
  const cells = (n: number | undefined) =>
    n === undefined ? ['none', 'none'] : [count(n), percent(n, ccres)];
  return {
    caption: 'cCREs in the sample and in the registry',
    columns: [
      { title: 'Class' },
      { title: 'In the sample', isNumber: true },
      { title: 'Share', isNumber: true },
      { title: 'In the registry', isNumber: true },
      { title: 'Share', isNumber: true },
    ],
    rows: [
      ...rows.map(({ label, n, colour, registryClass }) => [
        html`${swatch(colour)} ${label}${registryClass !== undefined && registryClass !== label && ` (registry: ${registryClass})`}`,
        ...cells(n),
        ...cells(registryClass === undefined ? undefined : (agnostic.get(registryClass) ?? 0)),
      ]),
      // ENCODE's own registries have classes that no biosample has: CA-TF, TF.
      ...[...agnostic]
        .filter(([name]) => !shown.has(name))
        .map(([name, n]) => [html`${swatch(MARK)} ${name}`, ...cells(undefined), ...cells(n)]),
    ],
  };
}

function labelTable(rows: readonly LabelRow[], ccres: number, hasDnase: boolean): DataTable {
  return {
    caption: hasDnase ? 'cCREs by class in the sample' : 'cCREs by high marks in the sample',
    columns: [
      { title: hasDnase ? 'Class' : 'Label' },
      { title: 'In the sample', isNumber: true },
      { title: 'Share', isNumber: true },
    ],
    rows: rows.map(({ label, n, colour }) => [html`${swatch(colour)} ${label}`, count(n), percent(n, ccres)]),
  };
}

function boundOf(counts: Readonly<Record<string, number>>): number {
  return Object.entries(counts).reduce((sum, [label, n]) => sum + (splitLabel(label).isCtcfBound ? n : 0), 0);
}

const MARKS = ['H3K4me3', 'H3K27ac', 'CTCF'] as const;

/** What is not there, and what a reader must expect of labels without it: a sentence each. */
export function availability({ columns, scheme }: Pick<SamplePage, 'columns' | 'scheme'>): string[] {
  const hasDnase = columns.some(({ role }) => role === 'DNase');
  const missing = MARKS.filter((mark) => !columns.some(({ assay }) => assay === mark));
  const absent = `${inWords(missing, 'and')} ${missing.length === 1 ? 'is not there and counts' : 'are not there and count'} as low`;
  if (!hasDnase) {
    return [
      'Neither DNase nor ATAC is there: labels name the marks that are high, and are no classes.',
      ...(missing.length > 0 ? [`${absent}: no label names ${missing.length === 1 ? 'it' : 'them'}.`] : []),
    ];
  }
  if (missing.length === 0) return [`All four assays are there: ${completeness(15)}.`];
  const names = CLASS_NAMES[scheme].biosample;
  const without: Readonly<Record<(typeof MARKS)[number], readonly string[]>> = {
    H3K4me3: [names[PLS]!, names[H3K4ME3]!],
    H3K27ac: [names[PELS]!, names[DELS]!],
    CTCF: [names[CTCF]!, ...(scheme === 'encode3' ? [CTCF_BOUND.slice(1)] : [])],
  };
  const lost = missing.flatMap((mark) => without[mark]);
  return [
    `${absent}: no cCRE is ${inWords(lost, 'or')}.`,
    ...(missing.includes('H3K4me3') ? ['Promoters appear in other classes.'] : []),
  ];
}

function inWords(words: readonly string[], last: string): string {
  const [end, ...rest] = [...words].reverse();
  return rest.length === 0 ? `${end}` : `${rest.reverse().join(', ')} ${last} ${end}`;
}

function signalsSection(drawing: Drawing, { biosample, columns, rdhs, ccres }: SamplePage): PageSection {
  return {
    id: 'signals',
    title: 'Signals',
    answer: html`log10 of the mean signal over each rDHS${
      columns.some(({ assay }) => assay.startsWith('H3')) && ' (\u00b1500 bp for histone marks)'
    }. High is right of the dashed line: mean + ${HIGH_Z} sd. One hump with a tail to the right is what a sound signal looks like.`,
    body: columns.map((own, i): Html => {
      const { assay, file, mean, sd, nonZero, highRdhs, highCcres, z, role } = own;
      const column = { file, biosample, assay, experiment: '', base: '', mean, sd, nonZero };
      const facts = { column, histogram: log10Histogram(Float32Array.from(z), own) };
      const frame = commonFrame([facts]);
      const colour = assayColour(assay);
      return plotFigure({
        id: `signal-${i + 1}`,
        title: `${assay} signal`,
        unit: 'log10 signal (x) and share of rDHSs with signal (y)',
        n: `n = ${counted(nonZero, 'rDHS', 'rDHSs')}, ${count(rdhs - nonZero)} without signal`,
        finding: `${assay}: ${percent(highRdhs, rdhs)} of rDHSs and ${percent(highCcres, ccres)} of cCREs are high`,
        legend: [
          { label: `high (Z > ${HIGH_Z})`, colour },
          { label: 'low', colour: GHOST },
          { label: `Z = ${HIGH_Z}`, colour: { fill: 'none', edge: 'var(--ink)' }, shape: 'dashed' },
        ],
        draw: (widthPx) =>
          signalHistogram(drawing, facts, { frame, colour, widthPx, heightPx: 180, label: 'log10 signal' }),
        note:
          role === 'Z-scores only' ? 'DNase decides the classes; this ATAC has Z-scores alone.' : undefined,
        table: {
          caption: `${assay} signal`,
          columns: [{ title: 'Quantity' }, { title: 'Value', isNumber: true }],
          rows: [
            ['File', file],
            ['Mean of log10 signal', decimals(mean, 4)],
            ['Sd of log10 signal', decimals(sd, 4)],
            [`Signal at Z = ${HIGH_Z}`, (10 ** (mean + HIGH_Z * sd)).toPrecision(4)],
            ['rDHSs without signal', `${count(rdhs - nonZero)} (${percent(rdhs - nonZero, rdhs)})`],
            ['High rDHSs', `${count(highRdhs)} (${percent(highRdhs, rdhs)})`],
            ['High cCREs', `${count(highCcres)} (${percent(highCcres, ccres)})`],
          ],
        },
      });
    }),
  };
}

/** Simple rules that catch wrong files; they judge no experiment. */
function checksSection({ columns, rdhs }: SamplePage): PageSection {
  const remarks = columns.flatMap(({ assay, nonZero, highRdhs }) => {
    const found: string[] = [];
    const share = highRdhs / Math.max(1, rdhs);
    if (nonZero < MIN_COVERED * rdhs) {
      found.push(
        `${assay}: only ${percent(nonZero, rdhs)} of rDHSs have any signal. Is the file a genome-wide signal (read depth, fold change), not peaks?`,
      );
    }
    if (share < USUAL_SHARE[0] || share > USUAL_SHARE[1]) {
      found.push(
        `${assay}: ${percent(highRdhs, rdhs)} of rDHSs are high; ${100 * USUAL_SHARE[0]} to ${100 * USUAL_SHARE[1]} % is usual. Look at the histogram: two humps, or a long left tail, move the line.`,
      );
    }
    return found;
  });
  return {
    id: 'checks',
    title: 'Checks',
    answer:
      remarks.length === 0
        ? 'Nothing stands out: every file has signal in most rDHSs, and the usual share of them is high.'
        : `${counted(remarks.length, 'thing')} to look at.`,
    body: panel(
      'What was checked',
      html`<ul>${
        remarks.length > 0
          ? remarks.map((remark) => html`<li>${remark}</li>`)
          : html`<li>At least ${100 * MIN_COVERED} % of rDHSs have signal in each file.</li><li>Between ${100 * USUAL_SHARE[0]} and ${100 * USUAL_SHARE[1]} % of rDHSs are high in each file.</li>`
      }</ul>`,
      { isWide: true },
    ),
  };
}
