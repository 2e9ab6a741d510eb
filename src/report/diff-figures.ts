/** Figures of the classes of two registries. */

import type { ClassDiff } from '../export/diff-classes.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import { dataTable } from './data-table.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { count, counted, decimals, percent } from './numbers.ts';
import { type PageSection, panel } from './page.ts';
import { type LegendItem, plotFigure, swatch } from './plot-figure.ts';
import type { Drawing } from './plot-svg.ts';
import { ACCENT, type Colour, classColour, GHOST, MARK } from './tokens.ts';

const ROW_PX = 28;
const AXIS_PX = 40;

/** What became of the elements of each class, and how alike the classes are; `more` panels stand at the end. */
export function classSection(
  classes: ClassDiff,
  pairs: number,
  drawing: Drawing,
  more: readonly Html[],
): PageSection {
  const suffix =
    classes.changedWithSuffix === null
      ? ''
      : ` With the suffix CTCF-bound it is ${count(classes.changedWithSuffix)}: ${count(classes.ctcfBoundGained!)} gained it, ${count(classes.ctcfBoundLost!)} lost it.`;
  return {
    id: 'classes',
    title: 'Classes',
    answer: `${count(classes.changed)} of ${counted(pairs, 'pair')} (${percent(classes.changed, pairs)}) have another class.${suffix}`,
    body: [
      fateFigure('old', classes, drawing),
      fateFigure('new', classes, drawing),
      confusionPanel(classes, pairs),
      jaccardFigure(classes, drawing),
      ...more,
    ],
  };
}

/** A count of a table of old by new: what did not change stands out, and nothing stays back. */
export function crossCell(n: number, isSame: boolean): HtmlPart {
  if (n === 0) return html`<span class="low">0</span>`;
  return isSame ? html`<strong>${count(n)}</strong>` : count(n);
}

const SAME: Colour = MARK;

/** One bar a class: of its elements, the share that is of this class on the other side too, of another, of none. */
function fateFigure(side: 'old' | 'new', classes: ClassDiff, drawing: Drawing): Html {
  const isOld = side === 'old';
  const without = isOld ? classes.vanished : classes.appeared;
  const rows = classes.rows.map((row, k) => {
    const total = isOld ? row.old : row.new;
    return {
      name: row.class,
      total,
      same: row.pairs,
      other: total - row.pairs - without[k]!,
      none: without[k]!,
    };
  });
  const words = isOld
    ? ['Same class', 'Another class', 'Vanished']
    : ['Same class', 'Another class', 'Appeared'];
  const legend: LegendItem[] = [
    { label: words[0]!, colour: SAME },
    { label: words[1]!, colour: ACCENT },
    { label: words[2]!, colour: GHOST },
  ];
  const segments = rows
    .filter(({ total }) => total > 0)
    .flatMap(({ name, total, same, other, none }) => [
      { name, share: (100 * same) / total, colour: classColourOf(name) },
      { name, share: (100 * other) / total, colour: ACCENT },
      { name, share: (100 * none) / total, colour: GHOST },
    ]);
  const whole = rows.reduce((sum, { total }) => sum + total, 0);
  const kept = rows.reduce((sum, { same }) => sum + same, 0);
  return plotFigure({
    id: `classes-${side}`,
    title: isOld ? 'What became of the old elements' : 'Where the new elements come from',
    unit: `Share of the ${side} elements of a class, in per cent; the class's own colour is the share that is of this class on both sides`,
    n: `n = ${counted(whole, 'element')}`,
    finding: `${percent(kept, whole)} of the ${side} elements are of the same class on both sides.`,
    legend,
    draw: (widthPx) =>
      drawing.draw({
        width: widthPx,
        height: rows.length * ROW_PX + AXIS_PX,
        marginLeft: 112,
        marginRight: 12,
        marginBottom: 32,
        x: { domain: [0, 100], label: null, ticks: 5, tickFormat: (tick: number) => `${tick} %` },
        y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0, padding: 0.3 },
        marks: [
          drawing.plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
          drawing.plot.barX(segments, {
            x: 'share',
            y: 'name',
            fill: { value: ({ colour }: { colour: Colour }) => colour.fill, scale: null },
            stroke: { value: ({ colour }: { colour: Colour }) => colour.edge, scale: null },
            inset: 0.5,
          }),
        ],
      } as never),
    table: {
      caption: `${isOld ? 'Old' : 'New'} elements by class, and what they are on the other side`,
      columns: [
        { title: 'Class' },
        ...['All', ...words].map((title) => ({ title, isNumber: true })),
        { title: 'Same, share', isNumber: true },
      ],
      rows: rows.map(({ name, total, same, other, none }) => [
        name,
        count(total),
        count(same),
        count(other),
        count(none),
        percent(same, total),
      ]),
    },
  });
}

function confusionPanel(classes: ClassDiff, pairs: number): Html {
  const { names, confusion, vanished, appeared } = classes;
  const head = (name: string) => html`${swatch(classColourOf(name))}${name}`;
  return panel(
    'Old class by new class',
    html`<p class="unit">Elements; rows are old classes, columns new ones, without the suffix CTCF-bound.</p>
${dataTable({
  caption: 'Elements by old class (rows) and new class (columns)',
  columns: [{ title: 'Old \\ new' }, ...[...names, 'Vanished'].map((title) => ({ title, isNumber: true }))],
  rows: [
    ...confusion.map((row, k) => [
      head(names[k]!),
      ...row.map((n, l) => crossCell(n, k === l)),
      count(vanished[k]!),
    ]),
    ['Appeared', ...appeared.map(count), ''],
  ],
})}`,
    { isWide: true, n: `n = ${counted(pairs, 'pair')}` },
  );
}

/** Two points a class: how much of what either side has, both have. */
function jaccardFigure({ rows }: ClassDiff, drawing: Drawing): Html {
  const points = rows.flatMap((row) => [
    { name: row.class, value: row.jaccardBases, kind: 'bases', colour: classColourOf(row.class) },
    {
      name: row.class,
      value: row.jaccardElements,
      kind: 'elements',
      colour: { fill: 'var(--surface)', edge: 'var(--ink)' },
    },
  ]);
  const known = rows.filter(({ jaccardBases }) => jaccardBases !== null);
  const least = [...known].sort((a, b) => a.jaccardBases! - b.jaccardBases!)[0];
  return plotFigure({
    id: 'jaccard',
    title: 'Likeness of each class',
    unit: 'Jaccard index: what both sides have over what either has, 0 to 1',
    n: `n = ${counted(rows.length, 'class', 'classes')}`,
    finding:
      least === undefined
        ? 'No class has elements.'
        : `${least.class} is the least alike, with a Jaccard index of bases of ${decimals(least.jaccardBases!, 3)}.`,
    legend: [
      { label: "Bases (the class's colour)", colour: MARK, shape: 'dot' },
      { label: 'Elements', colour: { fill: 'var(--surface)', edge: 'var(--ink)' }, shape: 'dot' },
    ],
    draw: (widthPx) =>
      drawing.draw({
        width: widthPx,
        height: rows.length * ROW_PX + AXIS_PX,
        marginLeft: 112,
        marginRight: 12,
        marginBottom: 32,
        x: { domain: [0, 1], label: null, ticks: 5 },
        y: { type: 'point', domain: rows.map((row) => row.class), label: null, tickSize: 0, padding: 0.5 },
        marks: [
          drawing.plot.gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
          drawing.plot.dot(
            points.filter(({ value }) => value !== null),
            {
              x: 'value',
              y: 'name',
              r: 5,
              fill: { value: ({ colour }: { colour: Colour }) => colour.fill, scale: null },
              stroke: { value: ({ colour }: { colour: Colour }) => colour.edge, scale: null },
              fillOpacity: { value: ({ kind }: { kind: string }) => (kind === 'bases' ? 1 : 0), scale: null },
            },
          ),
        ],
      } as never),
    note: 'Of elements: pairs of which both are of the class, over all elements of the class on either side, a pair counting once.',
    table: {
      caption: 'Jaccard index by class',
      columns: [
        { title: 'Class' },
        ...['Old', 'New', 'Pairs', 'Elements', 'Shared bp', 'Bases'].map((title) => ({
          title,
          isNumber: true,
        })),
      ],
      rows: rows.map((row) => [
        row.class,
        count(row.old),
        count(row.new),
        count(row.pairs),
        row.jaccardElements === null ? 'no data' : decimals(row.jaccardElements, 3),
        count(row.bases.sharedBp),
        row.jaccardBases === null ? 'no data' : decimals(row.jaccardBases, 3),
      ]),
    },
  });
}

/** The colour of a class by its name in either scheme. */
function classColourOf(name: string): Colour {
  const code = Object.values(CLASS_NAMES)
    .flatMap(({ agnostic, biosample }) => [agnostic.indexOf(name), biosample.indexOf(name)])
    .find((found) => found >= 0);
  return code === undefined ? MARK : classColour(code);
}
