/** Horizontal bars, one a measurement, in the order of the table beside it. The first forty, and the rest on request. */

import { axisX, axisY, barX, plot, pointerY, ruleX, text, tip } from '@observablehq/plot';
import { type ReactNode, useCallback, useMemo } from 'react';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { picking } from '../../parts/point-pick.ts';
import { count, counted, tpm } from '../../words/numbers.ts';
import { type Measured, onScale, type Scale, scaleName } from './measured-rows.ts';

/** So many bars are read at a glance. */
const SHOWN_BARS = 40;
const BAR_PX = 18;
const AXIS_PX = 40;
const LETTER_PX = 6.1;

interface BarPlotProps {
  readonly title: string;
  readonly unit: string;
  readonly rows: readonly Measured[];
  readonly scale: Scale;
  /** Its bars are drawn in the accent colour. */
  readonly tissue?: string | undefined;
  readonly selected?: string | undefined;
  readonly isWhole: boolean;
  onWhole(isWhole: boolean): void;
  onSelect(key: string): void;
  readonly hidden?: number;
}

export function BarPlot(props: BarPlotProps): ReactNode {
  const { title, unit, rows, scale, tissue, selected, isWhole, onWhole, onSelect, hidden = 0 } = props;
  const measured = useMemo(() => rows.filter(({ value }) => value !== null), [rows]);
  const shown = useMemo(() => (isWhole ? measured : measured.slice(0, SHOWN_BARS)), [measured, isWhole]);
  const noData = rows.length - measured.length;
  const draw = useCallback(
    (width: number) =>
      picking<Measured>(drawBars({ shown, width, unit, scale, tissue, selected }), {
        onPick: (row) => onSelect(row.key),
      }),
    [shown, unit, scale, tissue, selected, onSelect],
  );
  const most = measured.reduce<Measured | undefined>(
    (best, row) => (best === undefined || row.value! > best.value! ? row : best),
    undefined,
  );
  return (
    <>
      <PlotFrame
        title={title}
        subtitle={[
          `n = ${counted(measured.length, 'measurement')}`,
          ...(noData === 0 ? [] : [`${count(noData)} no data`]),
          ...(hidden === 0 ? [] : [`${count(hidden)} at 0 hidden`]),
        ].join(', ')}
        finding={
          most === undefined
            ? `${title}: nothing measured`
            : `${title}: highest in ${most.biosample}, ${tpm(most.value!)} ${unit}`
        }
        heightPx={shown.length * BAR_PX + AXIS_PX}
        table={{
          head: ['biosample', 'tissue', 'assay', 'experiment', 'replicates', unit, `log10(${unit} + 1)`],
          rows: rows.map((row) => [
            row.biosample,
            row.tissue,
            row.assay,
            row.experiment,
            row.replicates,
            row.value,
            row.log10,
          ]),
        }}
        legend={tissue === undefined ? undefined : <Legend tissue={tissue} />}
        draw={draw}
      />
      {measured.length <= SHOWN_BARS ? null : (
        <button type="button" className="link" onClick={() => onWhole(!isWhole)}>
          {isWhole ? `Show the first ${SHOWN_BARS}` : `and ${count(measured.length - SHOWN_BARS)} more`}
        </button>
      )}
    </>
  );
}

function Legend({ tissue }: { readonly tissue: string }): ReactNode {
  return (
    <>
      <span className="class-name">
        <span className="swatch lit" />
        {tissue}
      </span>
      <span className="class-name">
        <span className="swatch other" />
        other tissues
      </span>
    </>
  );
}

interface Bars extends Pick<BarPlotProps, 'unit' | 'scale' | 'tissue' | 'selected'> {
  readonly shown: readonly Measured[];
  readonly width: number;
}

function drawBars({ shown, width, unit, scale, tissue, selected }: Bars): SVGElement | HTMLElement {
  const labels = new Map(shown.map((row) => [row.key, row.biosample]));
  const longest = Math.max(0, ...shown.map(({ biosample }) => biosample.length));
  const marginLeft = Math.min(longest * LETTER_PX + 12, 0.42 * width);
  const letters = Math.floor((marginLeft - 12) / LETTER_PX);
  const x = (row: Measured) => onScale(row, scale);
  const most = Math.max(0, ...shown.map((row) => x(row) ?? 0));
  const rowOf = { y: 'key' as const, x1: 0, x2: x, insetTop: 3, insetBottom: 3 };
  return plot({
    width,
    height: shown.length * BAR_PX + AXIS_PX,
    marginLeft,
    marginRight: 52,
    marginTop: AXIS_PX - 4,
    marginBottom: 4,
    x: { domain: [0, most === 0 ? 1 : most], grid: true },
    y: { domain: shown.map(({ key }) => key), label: null, padding: 0, round: false },
    color: { type: 'identity' },
    marks: [
      axisX({
        anchor: 'top',
        label: scaleName(unit, scale),
        labelArrow: 'none',
        ticks: Math.min(6, width / 90),
        tickSize: 0,
      }),
      axisY({ tickSize: 0, tickFormat: (key: string) => shortened(labels.get(key) ?? '', letters) }),
      barX(shown, {
        ...rowOf,
        fill: (row: Measured) => (row.tissue === tissue ? 'var(--accent)' : 'var(--mark)'),
      }),
      barX(
        shown.filter(({ key }) => key === selected),
        {
          ...rowOf,
          insetTop: 1,
          insetBottom: 1,
          insetLeft: -2,
          insetRight: -2,
          fill: 'none',
          stroke: 'var(--accent)',
          strokeWidth: 2,
        },
      ),
      text(shown, {
        y: 'key',
        x,
        text: (row: Measured) => tpm(row.value!),
        textAnchor: 'start',
        dx: 6,
        fill: 'var(--ink2)',
      }),
      ruleX([0], { stroke: 'var(--line2)' }),
      tip(shown, pointerY({ y: 'key', x, anchor: 'left', title: (row: Measured) => tipOf(row, unit) })),
    ],
  });
}

const tipOf = (row: Measured, unit: string) =>
  `${row.biosample}\n${row.tissue}, ${row.assay}\n${tpm(row.value!)} ${unit}, replicates: ${row.replicates}\n${row.experiment}`;

/** A name in so many letters: its middle goes first, since its end tells replicates and ages. */
function shortened(name: string, letters: number): string {
  if (name.length <= letters) return name;
  const end = Math.floor(letters / 3);
  return `${name.slice(0, letters - end - 1).trimEnd()}…${name.slice(name.length - end).trimStart()}`;
}
