/** Expression by tissue: every measurement as a point, and its density where there are enough. */

import { areaY, axisFy, axisX, dot, plot, pointer, text, tip } from '@observablehq/plot';
import { type ReactNode, useCallback, useMemo } from 'react';
import { density } from '../../parts/density.ts';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { picking } from '../../parts/point-pick.ts';
import { count, counted, tpm } from '../../words/numbers.ts';
import { type Measured, onScale, type Scale, scaleName } from './measured-rows.ts';

const TISSUE_PX = 36;
const AXIS_PX = 40;
/** Below this a density is a drawing, not an estimate. */
const FEWEST_FOR_DENSITY = 5;

interface ViolinPlotProps {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Measured[];
  readonly scale: Scale;
  readonly tissue?: string | undefined;
  readonly selected?: string | undefined;
  onSelect(key: string): void;
}

export function ViolinPlot({
  title,
  unit,
  rows,
  scale,
  tissue,
  selected,
  onSelect,
}: ViolinPlotProps): ReactNode {
  const measured = useMemo(() => rows.filter(({ value }) => value !== null), [rows]);
  const tissues = [...new Set(measured.map((row) => row.tissue))];
  const draw = useCallback(
    (width: number) =>
      picking<Measured>(drawViolins({ measured, width, unit, scale, tissue, selected }), {
        onPick: (row) => onSelect(row.key),
      }),
    [measured, unit, scale, tissue, selected, onSelect],
  );
  const noData = rows.length - measured.length;
  return (
    <PlotFrame
      title={title}
      subtitle={`n = ${counted(measured.length, 'measurement')}${noData === 0 ? '' : `, ${count(noData)} no data`}; density from ${FEWEST_FOR_DENSITY} on`}
      finding={`${title} in ${tissues.length} tissues`}
      heightPx={tissues.length * TISSUE_PX + AXIS_PX}
      table={{
        head: ['tissue', 'biosample', unit, `log10(${unit} + 1)`],
        rows: measured.map((row) => [row.tissue, row.biosample, row.value, row.log10]),
      }}
      draw={draw}
    />
  );
}

interface Violins extends Pick<ViolinPlotProps, 'unit' | 'scale' | 'tissue' | 'selected'> {
  readonly measured: readonly Measured[];
  readonly width: number;
}

function drawViolins({ measured, width, unit, scale, tissue, selected }: Violins): SVGElement | HTMLElement {
  const byTissue = grouped(measured);
  const median = (rows: readonly Measured[]) => {
    const sorted = rows.map((row) => row.value!).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)]!;
  };
  const tissues = [...byTissue.keys()].sort(
    (a, b) => median(byTissue.get(b)!) - median(byTissue.get(a)!) || a.localeCompare(b),
  );
  const x = (row: Measured) => onScale(row, scale)!;
  const most = Math.max(0, ...measured.map(x)) || 1;
  const outlines = tissues.flatMap((name) => densityOf(name, byTissue.get(name)!.map(x), most));
  const spread = (row: Measured) => {
    const own = byTissue.get(row.tissue)!;
    return own.length === 1 ? 0 : (((own.indexOf(row) * 0.618034) % 1) - 0.5) * 0.8;
  };
  const colour = (name: string) => (name === tissue ? 'var(--accent)' : 'var(--mark)');
  const point = { x, y: spread, fy: 'tissue' as const };
  return plot({
    width,
    height: tissues.length * TISSUE_PX + AXIS_PX,
    marginLeft: 96,
    marginRight: 44,
    marginTop: AXIS_PX - 4,
    marginBottom: 4,
    x: { domain: [0, most], grid: true, nice: true },
    y: { domain: [-1, 1], axis: null },
    fy: { domain: tissues, label: null, padding: 0.1 },
    color: { type: 'identity' },
    marks: [
      axisX({
        anchor: 'top',
        label: scaleName(unit, scale),
        labelArrow: 'none',
        ticks: Math.min(6, width / 90),
        tickSize: 0,
      }),
      axisFy({ anchor: 'left', tickSize: 0 }),
      areaY(outlines, {
        x: 'at',
        y1: (d: Outline) => -d.density,
        y2: 'density',
        fy: 'tissue',
        z: 'tissue',
        fill: 'var(--ghost)',
      }),
      dot(measured, {
        ...point,
        r: 3,
        fill: (row: Measured) => colour(row.tissue),
        stroke: 'var(--surface)',
        strokeWidth: 0.5,
      }),
      dot(
        measured.filter(({ key }) => key === selected),
        { ...point, r: 6, stroke: 'var(--accent)', strokeWidth: 2 },
      ),
      text(tissues, {
        fy: (name: string) => name,
        text: (name: string) => `n = ${byTissue.get(name)!.length}`,
        frameAnchor: 'right',
        dx: 44,
        fill: 'var(--ink3)',
      }),
      tip(
        measured,
        pointer({
          ...point,
          title: (row: Measured) => `${row.biosample}\n${row.tissue}\n${tpm(row.value!)} ${unit}`,
        }),
      ),
    ],
  });
}

function grouped(rows: readonly Measured[]): Map<string, Measured[]> {
  const groups = new Map<string, Measured[]>();
  for (const row of rows) groups.set(row.tissue, [...(groups.get(row.tissue) ?? []), row]);
  return groups;
}

interface Outline {
  readonly tissue: string;
  readonly at: number;
  readonly density: number;
}

/** The widest of a violin, of its row. */
const WIDEST = 0.95;

function densityOf(tissue: string, values: readonly number[], most: number): Outline[] {
  if (values.length < FEWEST_FOR_DENSITY) return [];
  return density(values, [0, most], most / 200).map(([at, share]) => ({
    tissue,
    at,
    density: WIDEST * share,
  }));
}
