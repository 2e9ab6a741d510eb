/** Expression of two genes, one point a biosample, both axes logarithmic. */

import { dot, plot, pointer, tip } from '@observablehq/plot';
import { type ReactNode, useCallback, useMemo } from 'react';
import type { Answer } from '../../api/ask.ts';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { picking } from '../../parts/point-pick.ts';
import { count, fixed, pValue, tpm } from '../../words/numbers.ts';
import type { Pair } from './compare-page.tsx';

const HEIGHT_PX = 470;
/** Where an axis ends at least, log₁₀(TPM + 1). */
const LEAST_TOP = 0.5;

interface TwoGenesPlotProps {
  readonly data: Answer<'/api/v1/genes/compare'>;
  readonly tissue: string | undefined;
  readonly selected: string | undefined;
  onSelect(biosample: string): void;
}

export function TwoGenesPlot({ data, tissue, selected, onSelect }: TwoGenesPlotProps): ReactNode {
  const [a, b] = [data.a.gene.symbol, data.b.gene.symbol];
  const points = useMemo(
    () => data.biosamples.filter(({ log10A, log10B }) => log10A !== null && log10B !== null),
    [data],
  );
  const draw = useCallback(
    (width: number) =>
      picking<Pair>(drawPairs(points, { a, b, tissue, selected, width }), {
        onPick: ({ biosample }) => onSelect(biosample ?? ''),
      }),
    [points, a, b, tissue, selected, onSelect],
  );
  const { correlation } = data;
  const found =
    correlation === null
      ? 'no correlation can be told'
      : `r = ${fixed(correlation.r, 2)}, p = ${pValue(correlation.p)}`;
  const without = data.biosamples.length - points.length;
  return (
    <PlotFrame
      title={`${a} and ${b}`}
      subtitle={`n = ${count(points.length)} biosamples${without === 0 ? '' : `, ${count(without)} lack one of both`}; ${found}`}
      finding={`Expression of ${a} against ${b}: ${found}`}
      heightPx={HEIGHT_PX}
      table={{
        head: ['biosample', 'tissue', `${a} TPM`, `${b} TPM`],
        rows: data.biosamples.map((pair) => [pair.biosample, pair.tissue, pair.a, pair.b]),
      }}
      draw={draw}
    />
  );
}

interface Drawn {
  readonly a: string;
  readonly b: string;
  readonly tissue: string | undefined;
  readonly selected: string | undefined;
  readonly width: number;
}

function drawPairs(
  points: readonly Pair[],
  { a, b, tissue, selected, width }: Drawn,
): SVGElement | HTMLElement {
  const isLit = (pair: Pair) => tissue !== undefined && pair.tissue === tissue;
  const at = { x: 'log10A' as const, y: 'log10B' as const };
  const axis = { labelArrow: 'none' as const, tickSize: 0, grid: true, nice: true };
  // A gene that is silent everywhere has an axis too.
  const domain = (key: 'log10A' | 'log10B') => [
    0,
    Math.max(LEAST_TOP, ...points.map((pair) => pair[key] ?? 0)),
  ];
  return plot({
    width,
    height: HEIGHT_PX,
    marginTop: 28,
    marginLeft: 40,
    marginBottom: 40,
    x: {
      ...axis,
      domain: domain('log10A'),
      label: `${a}, log₁₀(TPM + 1)`,
      labelAnchor: 'center',
      ticks: Math.min(6, width / 70),
    },
    y: { ...axis, domain: domain('log10B'), label: `${b}, log₁₀(TPM + 1)`, ticks: 6 },
    color: { type: 'identity' },
    marks: [
      dot(points, {
        ...at,
        r: 4,
        fill: (pair: Pair) => (isLit(pair) ? 'var(--accent)' : 'var(--mark)'),
        stroke: 'var(--surface)',
        strokeWidth: 0.5,
      }),
      dot(
        points.filter(({ biosample }) => biosample === selected),
        { ...at, r: 7, stroke: 'var(--accent)', strokeWidth: 2 },
      ),
      tip(
        points,
        pointer({
          ...at,
          title: (pair: Pair) =>
            `${pair.biosample}\n${pair.tissue}\n${a} ${tpm(pair.a!)}, ${b} ${tpm(pair.b!)} TPM`,
        }),
      ),
    ],
  });
}
