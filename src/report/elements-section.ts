/** What came out: cCREs by class and tier beside the paper's, and how DHSs became cCREs. */

import { CLASS_NAMES } from '../registry/schemes.ts';
import { LAST_PUBLISHED_TIER, TIERS } from '../registry/tiers.ts';
import { type Bar, barPlot } from './bar-plot.ts';
import type { BuildFacts } from './build-facts.ts';
import { type Html, html } from './html.ts';
import { count, percent } from './numbers.ts';
import type { PageSection } from './page.ts';
import { plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { classColour, GHOST, MARK } from './tokens.ts';

/** Shares of the human registry of ENCODE Project Consortium, Nature 583, 699-710 (2020), by class code. */
const PAPER_SHARES = [0.037, 0.153, 0.721, 0.028, 0.061];
const PAPER_CCRES = 926_535;

/** The section of the page. */
export function elementsSection(drawing: Drawing, facts: BuildFacts): PageSection {
  const { elements, scheme } = facts;
  const [name, most] = Object.entries(elements.classes).reduce((a, b) => (b[1] > a[1] ? b : a));
  return {
    id: 'elements',
    title: 'Elements',
    answer:
      elements.ccres === 0
        ? elements.unfilteredCcres === 0
          ? 'No rDHS has high DNase and a high mark (Z > 1.64) in this registry.'
          : `${count(elements.unfilteredCcres)} rDHSs have high DNase and a high mark (Z > 1.64), all of tiers 3 and 4: biosamples contradict them.`
        : html`${name} is the largest class: ${count(most)} of ${count(elements.ccres)} cCREs (${percent(most, elements.ccres)}).${
            scheme === 'encode3' &&
            ` ${count(elements.ctcfBound)} (${percent(elements.ctcfBound, elements.ccres)}) are CTCF-bound: their CTCF max-Z is above 1.64.`
          }`,
    // Without cCREs there are no shares: what is left to see is where the DHSs went.
    body:
      elements.ccres === 0
        ? [
            funnelFigure(drawing, facts),
            elements.unfilteredCcres > 0 && scheme === 'encode3' && tierFigure(drawing, facts),
          ]
        : [
            classFigure(drawing, facts),
            scheme === 'encode3' ? tierFigure(drawing, facts) : funnelFigure(drawing, facts),
          ],
  };
}

function classFigure(drawing: Drawing, { elements, scheme }: BuildFacts): Html {
  const hasPaper = scheme === 'encode3';
  const n = elements.ccres;
  const classes = CLASS_NAMES[scheme].agnostic.map((name, code) => ({
    name,
    code,
    own: elements.classes[name] ?? 0,
  }));
  const bars = classes
    .map(({ name, code, own }): Bar & { code: number } => ({
      label: name,
      value: n === 0 ? 0 : (100 * own) / n,
      text: `${count(own)}  ${percent(own, n)}`,
      colour: classColour(code),
      reference: hasPaper ? 100 * PAPER_SHARES[code]! : undefined,
      code,
    }))
    .sort((a, b) => b.value - a.value || a.code - b.code);
  return plotFigure({
    id: 'classes',
    title: 'cCREs by class',
    unit: 'share of cCREs, %',
    n: `n = ${count(n)} cCREs`,
    finding: `cCREs by class: ${bars.map(({ label, text }) => `${label} ${text}`).join('; ')}`,
    legend: [
      { label: 'this registry, colour of the class', colour: MARK },
      ...(hasPaper
        ? [
            {
              label: `human registry of the 2020 paper, n = ${count(PAPER_CCRES)}`,
              colour: { fill: 'none', edge: 'var(--ink)' },
              shape: 'dashed' as const,
            },
          ]
        : []),
    ],
    draw: (widthPx) => barPlot(drawing, bars, { widthPx, label: 'share of cCREs, %', tickFormat: String }),
    note: hasPaper
      ? 'The paper has 839 biosamples of the whole genome: fewer biosamples, another species or a few chromosomes give other shares.'
      : 'The 2020 paper has other classes (scheme encode3), so it is not drawn beside these.',
    table: {
      caption: 'cCREs by class',
      columns: [
        { title: 'Class' },
        { title: 'cCREs', isNumber: true },
        { title: 'Share', isNumber: true },
        ...(hasPaper ? [{ title: 'Share in the paper', isNumber: true }] : []),
      ],
      rows: classes.map(({ name, code, own }) => [
        html`${swatch(classColour(code))}${name}`,
        count(own),
        percent(own, n),
        ...(hasPaper ? [percent(PAPER_SHARES[code]!, 1)] : []),
      ]),
    },
  });
}

const TIER_WORDS: Readonly<Record<string, string>> = {
  '1a': 'DNase and a mark are high in one biosample that has all four assays',
  '1b': 'DNase and a mark are high in one biosample that has DNase and some marks',
  '2': 'no biosample has the assays to tell',
  '3': 'a biosample that could show both shows only one',
  '4': 'biosamples with all four assays show DNase and marks only apart',
};

function tierFigure(drawing: Drawing, { elements }: BuildFacts): Html {
  const n = elements.unfilteredCcres;
  const tiers = TIERS.map((tier, code) => ({
    tier,
    own: elements.tiers?.[tier] ?? 0,
    isPublished: code <= LAST_PUBLISHED_TIER,
  }));
  return plotFigure({
    id: 'tiers',
    title: 'cCREs by tier',
    unit: 'share of all cCREs, those of tiers 3 and 4 included, %',
    n: `n = ${count(n)} cCREs, ${count(elements.ccres)} published`,
    finding: `cCREs by tier: ${tiers.map(({ tier, own }) => `${tier} ${count(own)}`).join('; ')}`,
    legend: [
      { label: 'in cCREs.bed', colour: MARK },
      { label: 'left out, in cCREs.unfiltered.bed only', colour: GHOST },
    ],
    draw: (widthPx) =>
      barPlot(
        drawing,
        tiers.map(({ tier, own, isPublished }) => ({
          label: `tier ${tier}`,
          value: n === 0 ? 0 : (100 * own) / n,
          text: `${count(own)}  ${percent(own, n)}`,
          colour: isPublished ? MARK : GHOST,
        })),
        { widthPx, label: 'share of all cCREs, %', tickFormat: String },
      ),
    table: {
      caption: 'cCREs by tier',
      columns: [
        { title: 'Tier' },
        { title: 'Evidence' },
        { title: 'cCREs', isNumber: true },
        { title: 'Share', isNumber: true },
      ],
      rows: tiers.map(({ tier, own }) => [tier, TIER_WORDS[tier]!, count(own), percent(own, n)]),
    },
  });
}

/** How many are left from step to step. */
export function funnelFigure(drawing: Drawing, { rdhs, elements, datasets, scheme }: BuildFacts): Html {
  const called = datasets.reduce((sum, { dhs }) => sum + (dhs?.called ?? 0), 0);
  const steps: (readonly [string, number])[] = [
    ['DHSs called', called],
    ['DHSs that pass', rdhs.pooledDhs],
    ['representative', rdhs.selectedRdhs],
    ...(rdhs.consensus === undefined ? [] : [['in the consensus', rdhs.rdhs] as const]),
    ['DNase high', elements.highDnase],
    ...(scheme === 'encode3'
      ? [
          ['and a mark high', elements.unfilteredCcres] as const,
          ['tier 1a, 1b or 2', elements.ccres] as const,
        ]
      : [['cCREs', elements.ccres] as const]),
  ];
  return plotFigure({
    id: 'funnel',
    title: 'From DHSs to cCREs',
    unit: 'DHSs, then rDHSs, then cCREs',
    n: `n = ${count(called)} DHSs`,
    finding: `From DHSs to cCREs: ${steps.map(([label, n]) => `${label} ${count(n)}`).join('; ')}`,
    draw: (widthPx) =>
      barPlot(
        drawing,
        steps.map(([label, value]) => ({ label, value, text: count(value), colour: MARK })),
        { widthPx, label: 'DHSs, rDHSs, cCREs' },
      ),
    table: {
      caption: 'What each step left',
      columns: [
        { title: 'Step' },
        { title: 'Left', isNumber: true },
        { title: 'Of the step before', isNumber: true },
      ],
      rows: steps.map(([label, n], i) => [label, count(n), i === 0 ? '' : percent(n, steps[i - 1]![1])]),
    },
  });
}
