/** A place in the genome: elements by their change in Z, genes by their fold change, and where the genes are. One axis, three rows. */

import { axisY, dot, gridX, gridY, plot, pointer, rect, ruleX, ruleY, tip } from '@observablehq/plot';
import { picking } from '../../parts/point-pick.ts';
import { pointPath } from '../../parts/point-shapes.ts';
import { laned } from './gene-lanes.ts';
import { laneRow } from './lane-row.ts';
import type { ElementDifference, GeneDifference } from './use-difference.ts';
import { FDR, type VolcanoPoint } from './volcano-drawing.ts';

const ELEMENTS_PX = 220;
const GENES_PX = 150;
export const LANE_PX = 18;
const LEFT_PX = 48;
const RIGHT_PX = 20;
const LETTER_PX = 6.5;
/** Genes are at least this wide. */
const LEAST_PX = 3;

export interface LocusData {
  readonly chrom: string;
  /** 0-based half-open. */
  readonly start: number;
  readonly end: number;
  readonly elements: readonly ElementDifference[];
  readonly points: readonly VolcanoPoint[];
  readonly genes: readonly GeneDifference[];
  readonly genePoints: readonly VolcanoPoint[];
  /** The id or symbol of the gene that was asked for. */
  readonly gene: string | undefined;
  readonly selected: string | undefined;
  onSelect(key: string): void;
}

export const LANES_TOP_PX = 8;
export const AXIS_PX = 44;

/** The height of the whole for so many lanes. */
export const locusPx = (lanes: number): number =>
  ELEMENTS_PX + GENES_PX + LANES_TOP_PX + Math.max(1, lanes) * LANE_PX + AXIS_PX;

export function drawLocus(data: LocusData, width: number): SVGElement {
  const { genes, start, end, onSelect } = data;
  const lanes = laned(genes, {
    bpPerPx: (end - start) / Math.max(1, width - LEFT_PX - RIGHT_PX),
    letterPx: LETTER_PX,
  });
  const used = 1 + lanes.reduce((last, { lane }) => Math.max(last, lane), 0);
  const pick = { onPick: ({ key }: { readonly key: string }) => onSelect(key) };
  const rows: readonly (readonly [SVGElement, number])[] = [
    [picking(elementRow(data, width), pick), 0],
    [picking(geneRow(data, width), pick), ELEMENTS_PX],
    [laneRow(data, lanes, { width, used }), ELEMENTS_PX + GENES_PX],
  ];
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const height = locusPx(used);
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` }))
    svg.setAttribute(name, String(value));
  for (const [row, y] of rows) {
    row.setAttribute('y', String(y));
    svg.append(row);
  }
  return svg;
}

/** What all rows share: the width, the margins, the axis. */
export const shared = ({ start, end }: LocusData, width: number) => ({
  width,
  marginLeft: LEFT_PX,
  marginRight: RIGHT_PX,
  x: { domain: [start, end] as [number, number], axis: null },
});

export const ticksOf = (width: number) => Math.max(2, Math.min(6, Math.floor(width / 150)));

/** So that up and down have the same room. */
function symmetric(values: readonly number[], least: number): [number, number] {
  const most = values.reduce((far, value) => Math.max(far, Math.abs(value)), least) * 1.12;
  return [-most, most];
}

/** Full up to an FDR of 5 %, hollow above it, grey without a p where others have one. */
function fillOf(fill: string, fdr: number | null, hasP: boolean): string {
  if (!hasP) return fill;
  if (fdr === null) return 'var(--ghost)';
  return fdr > FDR ? 'var(--surface)' : fill;
}

function elementRow(data: LocusData, width: number): SVGElement | HTMLElement {
  const { elements, points, selected } = data;
  const hasP = points.some(({ p }) => p !== null);
  const centres = new Map(
    elements.map((own) => [own.accession ?? own.rdhs, (own.start + own.end) / 2] as const),
  );
  const x = ({ key }: VolcanoPoint) => centres.get(key)!;
  return plot({
    ...shared(data, width),
    height: ELEMENTS_PX,
    marginTop: 28,
    marginBottom: 6,
    y: {
      domain: symmetric(
        points.map(({ change }) => change),
        1,
      ),
    },
    marks: [
      gridX({ ticks: ticksOf(width), stroke: 'var(--line)', strokeOpacity: 1 }),
      gridY({ ticks: 5, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({ ticks: 5, tickSize: 0, label: 'Elements, ΔZ (up: higher in B)', labelArrow: 'none' }),
      ruleY([0], { stroke: 'var(--ink2)', strokeDasharray: '3,2' }),
      ruleX(points, { x, y1: 0, y2: 'change', stroke: 'var(--mark)', strokeOpacity: 0.6 }),
      dot(points, {
        x,
        y: 'change',
        render: (_index, _scales, { x: xs, y: ys }) => {
          const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
          points.forEach(({ look, fdr }, i) => {
            const at = [[xs![i] as number, ys![i] as number]] as const;
            group.append(pointPath(at, { ...look, fill: fillOf(look.fill, fdr, hasP) }, 4));
          });
          return group;
        },
      }),
      dot(
        points.filter(({ key }) => key === selected),
        { x, y: 'change', r: 8, stroke: 'var(--accent)', strokeWidth: 2 },
      ),
      tip(points, pointer({ x, y: 'change', title: 'words' })),
    ],
  });
}

/** The gene that was asked for. */
export const isAsked = ({ gene }: LocusData, own: GeneDifference) =>
  gene !== undefined && (own.id === gene || own.symbol.toLowerCase() === gene.toLowerCase());

function geneRow(data: LocusData, width: number): SVGElement | HTMLElement {
  const { genes, genePoints, start, end, selected } = data;
  const hasP = genes.some(({ p }) => p !== null);
  const least = ((end - start) / Math.max(1, width)) * LEAST_PX;
  const bars = genes.map((gene, i) => ({
    ...genePoints[i]!,
    x1: Math.max(start, gene.start),
    x2: Math.min(end, Math.max(gene.end, gene.start + least)),
    colour: isAsked(data, gene) ? 'var(--accent)' : 'var(--mark)',
    fill: fillOf(isAsked(data, gene) ? 'var(--accent)' : 'var(--mark)', gene.fdr, hasP),
  }));
  const box = { x1: 'x1', x2: 'x2', y1: 0, y2: 'change' } as const;
  return plot({
    ...shared(data, width),
    height: GENES_PX,
    marginTop: 28,
    marginBottom: 6,
    y: {
      domain: symmetric(
        bars.map(({ change }) => change),
        1,
      ),
    },
    color: { type: 'identity' },
    marks: [
      gridX({ ticks: ticksOf(width), stroke: 'var(--line)', strokeOpacity: 1 }),
      gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisY({
        ticks: 4,
        tickSize: 0,
        label: 'Genes, log₂ fold change (up: higher in B)',
        labelArrow: 'none',
      }),
      ruleY([0], { stroke: 'var(--ink2)', strokeDasharray: '3,2' }),
      rect(bars, {
        ...box,
        fill: 'fill',
        stroke: 'colour',
      }),
      rect(
        bars.filter(({ key }) => key === selected),
        { ...box, inset: -3, fill: 'none', stroke: 'var(--accent)', strokeWidth: 2 },
      ),
      tip(
        bars,
        pointer({
          x: ({ x1, x2 }: (typeof bars)[number]) => (x1 + x2) / 2,
          y: 'change',
          title: 'words',
          maxRadius: 60,
        }),
      ),
    ],
  });
}
