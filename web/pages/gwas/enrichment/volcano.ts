/** Fold against p: the drawing. */

import { axisX, axisY, dot, gridY, plot, pointer, ruleX, ruleY, text, tip } from '@observablehq/plot';
import { fixed, pValue } from '../../../words/numbers.ts';
import { fdrLine, foldEnd, type Ranked } from './ranked.ts';

const MOST_LABELS = 5;
const LABEL_PX = 13;
const LABEL_LETTERS = 24;
const MARGIN = { marginLeft: 34, marginRight: 14, marginTop: 30, marginBottom: 36 };

const ANCHORS = [
  { isRight: false, isTop: false, anchor: 'bottom-left' },
  { isRight: true, isTop: false, anchor: 'bottom-right' },
  { isRight: false, isTop: true, anchor: 'top-left' },
  { isRight: true, isTop: true, anchor: 'top-right' },
] as const;

export interface VolcanoChoice {
  readonly width: number;
  readonly height: number;
  /** This tissue is in accent. */
  readonly tissue: string | undefined;
  /** Key of the biosample in hand. */
  readonly chosen: string | undefined;
  onChoose(row: Ranked): void;
}

interface Dot extends Ranked {
  readonly x: number;
  readonly y: number;
}

/** An SVG of the biosamples whose fold is known. A click chooses the nearest one. */
export function volcano(rows: readonly Ranked[], choice: VolcanoChoice): SVGElement {
  const { width, height, tissue, chosen } = choice;
  // The least p is drawn last, on top.
  const dots: Dot[] = rows
    .flatMap((row) => (row.fold === undefined ? [] : [{ ...row, x: row.fold, y: -row.log10P }]))
    .reverse();
  const right = foldEnd(rows);
  const top = Math.max(2, ...dots.map(({ y }) => y)) * 1.06;
  const line = fdrLine(rows);
  const isLit = (row: Ranked) => tissue !== undefined && row.tissue === tissue;
  const fill = (row: Ranked) =>
    !row.isEnriched ? 'var(--surface)' : isLit(row) ? 'var(--accent)' : 'var(--mark)';
  const stroke = (row: Ranked) => (isLit(row) ? 'var(--accent)' : 'var(--mark)');
  const labels = labelled(dots, height / top);
  const label = (own: readonly Dot[], side: 'left' | 'right') =>
    text(own, {
      x: 'x',
      y: 'y',
      text: ({ short }: Dot) => cut(short),
      textAnchor: side === 'left' ? 'end' : 'start',
      dx: side === 'left' ? -9 : 9,
      fill: 'var(--ink)',
      stroke: 'var(--surface)',
      strokeWidth: 3,
    });
  const drawn = plot({
    width,
    height,
    ...MARGIN,
    style: { background: 'none', fontSize: '11px', color: 'var(--ink2)' },
    x: { domain: [0, right], label: null },
    y: { domain: [0, top], label: null },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 4 }),
      axisY({ ticks: 4, tickSize: 0, label: null }),
      axisX({
        ticks: Math.min(right, 5),
        tickSize: 0,
        label: null,
        tickFormat: (value: number) => String(value),
      }),
      text(['−log₁₀ p'], {
        frameAnchor: 'top-left',
        textAnchor: 'start',
        dx: -32,
        dy: -22,
        fill: 'var(--ink3)',
      }),
      text(['Fold over matched controls'], { frameAnchor: 'bottom', dy: 30, fill: 'var(--ink3)' }),
      ruleX([1], { stroke: 'var(--ink2)' }),
      text([1], {
        x: (x: number) => x,
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 4,
        dy: -4,
        text: () => 'as controls',
        fill: 'var(--ink2)',
      }),
      ...(line === undefined
        ? []
        : [
            ruleY([line], { stroke: 'var(--ink)', strokeDasharray: '2 3' }),
            text([line], {
              y: (y: number) => y,
              frameAnchor: 'right',
              textAnchor: 'end',
              dy: -7,
              text: () => 'FDR 5%',
              fill: 'var(--ink)',
              stroke: 'var(--surface)',
              strokeWidth: 3,
            }),
          ]),
      dot(dots, { x: 'x', y: 'y', r: 3.5, fill, stroke, strokeWidth: 1.25 }),
      dot(
        dots.filter(({ key }) => key === chosen),
        { x: 'x', y: 'y', r: 7, stroke: 'var(--accent)', strokeWidth: 1.5 },
      ),
      label(
        labels.filter(({ x }) => x > right / 2),
        'left',
      ),
      label(
        labels.filter(({ x }) => x <= right / 2),
        'right',
      ),
      ...tips(dots, right, top),
    ],
  }) as SVGSVGElement & { value?: Dot | null };
  drawn.addEventListener('click', () => {
    if (drawn.value !== null && drawn.value !== undefined) choice.onChoose(drawn.value);
  });
  return drawn;
}

/** What a dot says under the pointer, towards the middle of the plot. */
function tips(dots: readonly Dot[], right: number, top: number) {
  return ANCHORS.map(({ isRight, isTop, anchor }) =>
    tip(
      dots.filter(({ x, y }) => x > right / 2 === isRight && y > top / 2 === isTop),
      pointer({
        x: 'x',
        y: 'y',
        anchor,
        // One of the four at a time.
        pool: true,
        title: (row: Dot) =>
          `${row.biosample}\nfold ${fixed(row.x, 2)}\n${row.observed} LD blocks, ${fixed(row.mean, 1)} expected\np ${pValue(row.p)}, FDR ${pValue(row.fdr)}`,
        fill: 'var(--raised)',
        stroke: 'var(--line2)',
        lineWidth: 17,
      }),
    ),
  );
}

/** The least p's of the enriched, as far as their names do not run into each other. */
function labelled(dots: readonly Dot[], pxOfY: number): readonly Dot[] {
  const placed: Dot[] = [];
  for (const own of [...dots]
    .reverse()
    .filter(({ isEnriched }) => isEnriched)
    .slice(0, MOST_LABELS)) {
    if (placed.every(({ y }) => Math.abs(y - own.y) * pxOfY >= LABEL_PX)) placed.push(own);
  }
  return placed;
}

const cut = (name: string) => (name.length > LABEL_LETTERS ? `${name.slice(0, LABEL_LETTERS - 1)}…` : name);
