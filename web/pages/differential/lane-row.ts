/** The lowest row of a locus: genes in lanes with their direction, and the axis. */

import { axisX, gridX, plot, pointer, ruleY, text, tip } from '@observablehq/plot';
import { geneType } from '../../words/genes.ts';
import { count, place } from '../../words/numbers.ts';
import type { laned } from './gene-lanes.ts';
import { AXIS_PX, isAsked, LANE_PX, LANES_TOP_PX, type LocusData, shared, ticksOf } from './locus-plot.ts';

export function laneRow(
  data: LocusData,
  lanes: ReturnType<typeof laned>,
  { width, used }: { width: number; used: number },
): SVGElement {
  const { start, end, chrom } = data;
  const rows = lanes.map(({ gene, lane }) => ({
    lane,
    symbol: gene.symbol,
    x1: Math.max(start, gene.start),
    x2: Math.min(end, gene.end),
    tss: gene.strand === '-' ? Math.min(end, gene.end) : Math.max(start, gene.start),
    arrow: gene.strand === '-' ? '◂' : '▸',
    colour: isAsked(data, gene) ? 'var(--accent)' : 'var(--ink2)',
    title: `${gene.symbol}, ${geneType(gene.type)}\n${place(gene)}, strand ${gene.strand}`,
  }));
  return plot({
    ...shared(data, width),
    height: LANES_TOP_PX + used * LANE_PX + AXIS_PX,
    marginTop: LANES_TOP_PX,
    marginBottom: AXIS_PX,
    y: { domain: [used - 0.5, -0.5], axis: null },
    color: { type: 'identity' },
    marks: [
      gridX({ ticks: ticksOf(width), stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({
        ticks: ticksOf(width),
        tickSize: 0,
        tickFormat: (at: number) => count(at),
        label: `Position on ${chrom}, bp`,
        labelAnchor: 'center',
        labelArrow: 'none',
      }),
      ruleY(rows, { y: 'lane', x1: 'x1', x2: 'x2', stroke: 'colour', strokeWidth: 2 }),
      text(rows, { x: 'tss', y: 'lane', text: 'arrow', fill: 'colour', fontSize: 13 }),
      text(rows, {
        x: 'x2',
        y: 'lane',
        text: 'symbol',
        textAnchor: 'start',
        dx: 8,
        fontStyle: 'italic',
        fill: 'colour',
        clip: true,
      }),
      tip(
        rows,
        pointer({ x: ({ x1, x2 }: (typeof rows)[number]) => (x1 + x2) / 2, y: 'lane', title: 'title' }),
      ),
    ],
  }) as SVGElement;
}
