/** Activity of an element against the expression of a gene, one point a biosample. */

import { dot, plot, pointer, ruleX, text, tip } from '@observablehq/plot';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Answer } from '../../api/ask.ts';
import { Panel } from '../../parts/panel.tsx';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { AnswerState } from '../../parts/states.tsx';
import { colourOfAssay, GHOST } from '../../words/classes.ts';
import { count, fixed, pValue, tpm, zScore } from '../../words/numbers.ts';
import type { GeneAnswer } from './gene-page.tsx';

const HEIGHT_PX = 300;
const HIGH_Z = 1.64;

type Activity = Answer<'/api/v1/genes/{id}/activity'>;
type Biosample = Activity['biosamples'][number];
interface Point extends Biosample {
  readonly z: number;
  readonly log10: number;
}

interface ActivityPanelProps {
  readonly gene: GeneAnswer['gene'];
  readonly accession: string;
  readonly assay: string;
}

export function ActivityPanel({ gene, accession, assay }: ActivityPanelProps): ReactNode {
  const answer = useAnswer('/api/v1/genes/{id}/activity', {
    path: { id: gene.id },
    query: { accession, assay, limit: '10000' },
  });
  return (
    <Panel title="Activity and expression" note={accession}>
      <AnswerState answer={answer} what="activity and expression" kind="expression">
        {(data) => <Scatter data={data} symbol={gene.symbol} assay={assay} />}
      </AnswerState>
    </Panel>
  );
}

interface ScatterProps {
  readonly data: Activity;
  readonly symbol: string;
  readonly assay: string;
}

function Scatter({ data, symbol, assay }: ScatterProps): ReactNode {
  const points = useMemo(
    () => data.biosamples.filter((one): one is Point => one.z !== null && one.log10 !== null),
    [data],
  );
  const draw = useCallback((width: number) => drawScatter(points, assay, width), [points, assay]);
  const without = data.biosamples.length - points.length;
  const { correlation } = data;
  const found =
    correlation === null
      ? 'no correlation can be told'
      : `r = ${fixed(correlation.r, 2)}, p = ${pValue(correlation.p)}`;
  return (
    <PlotFrame
      title={`${assay} Z and ${symbol}`}
      subtitle={`n = ${count(points.length)} biosamples, ${count(without)} lack one of both; ${found}`}
      finding={`${assay} Z against expression of ${symbol}: ${found}`}
      heightPx={HEIGHT_PX}
      table={{
        head: ['biosample', `Z ${assay}`, 'TPM', 'log10(TPM + 1)'],
        rows: data.biosamples.map(({ biosample, z, state, tpm: own, log10 }) => [
          biosample,
          state === 'noSignal' ? 'no signal' : z,
          own,
          log10,
        ]),
      }}
      draw={draw}
    />
  );
}

/** Elements without signal stand in the gutter. */
const hasSignal = ({ state }: Point): boolean => state !== 'noSignal';

function drawScatter(points: readonly Point[], assay: string, width: number): SVGElement {
  const signals = points.filter(hasSignal).map(({ z }) => z);
  const [least, most] = [Math.min(-1, ...signals) - 0.1, Math.max(2.5, ...signals) + 0.1];
  const hasGutter = signals.length < points.length;
  const gutter = least - (most - least) * 0.1;
  const x = (one: Point) => (hasSignal(one) ? one.z : gutter);
  const isHigh = ({ state }: Point) => state === 'high';
  const colour = colourOfAssay(assay);
  const top = Math.max(0.5, ...points.map(({ log10 }) => log10));
  return plot({
    width,
    height: HEIGHT_PX,
    marginTop: 28,
    marginLeft: 36,
    marginBottom: 36,
    x: {
      domain: [hasGutter ? gutter - (most - least) * 0.04 : least, most],
      label: `${assay} Z-score`,
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: Math.min(6, width / 60),
      tickSize: 0,
      grid: true,
    },
    y: {
      domain: [0, top],
      label: 'log₁₀(TPM + 1)',
      labelArrow: 'none',
      ticks: 5,
      tickSize: 0,
      grid: true,
      nice: true,
    },
    color: { type: 'identity' },
    marks: [
      dot(points, {
        x,
        y: 'log10',
        r: 4,
        fill: (one: Point) => (isHigh(one) ? colour.fill : GHOST.fill),
        stroke: (one: Point) => (isHigh(one) ? colour.edge : GHOST.edge),
      }),
      ruleX([HIGH_Z], { stroke: 'var(--ink)', strokeDasharray: '3,2' }),
      text(['high > 1.64'], { x: HIGH_Z, frameAnchor: 'top', dy: -12, fill: 'var(--ink)' }),
      hasGutter ? text(['no signal'], { x: gutter, frameAnchor: 'top', dy: -12, fill: 'var(--ink3)' }) : null,
      tip(
        points,
        pointer({
          x,
          y: 'log10',
          title: (one: Point) =>
            `${one.biosample}\nZ ${hasSignal(one) ? zScore(one.z) : 'no signal'}\n${tpm(one.tpm!)} TPM`,
        }),
      ),
    ],
  }) as SVGElement;
}
