/** Of each class: its share of the elements that are hit, beside its share of the whole registry. */

import { axisX, barX, plot, ruleX, text } from '@observablehq/plot';
import { type ReactNode, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Query } from '../../frame/address.ts';
import { Swatch } from '../../parts/marks.tsx';
import { PlotFrame } from '../../parts/plot-frame.tsx';
import { AnswerState, Empty } from '../../parts/states.tsx';
import { colourOfClass, GHOST, MARK } from '../../words/classes.ts';
import { count } from '../../words/numbers.ts';
import { type BedSource, type Overlap, useOverlap } from './bed-source.ts';

const ROW_PX = 40;

interface Row {
  readonly name: string;
  readonly hit: number;
  readonly all: number;
  readonly hitShare: number;
  readonly allShare: number;
  /** Null where the registry has none of the class. */
  readonly fold: number | null;
}

interface ClassSharesProps {
  readonly source: BedSource;
  /** Filters of the page; the class itself is not among those that hold here: a share needs every class. */
  readonly filter: Query;
}

export function ClassShares({ source, filter }: ClassSharesProps): ReactNode {
  const { high } = filter;
  const own = useMemo((): Query => (high === undefined ? {} : { high }), [high]);
  const overlap = useOverlap(source, own);
  return (
    <AnswerState answer={overlap} what="the overlap" rows={8}>
      {(data) => <Shares data={data} />}
    </AnswerState>
  );
}

function Shares({ data }: { readonly data: Overlap }): ReactNode {
  const answer = useAnswer('/api/v1/ccres', { query: { ...data.asked, limit: '0', facets: 'class' } });
  if (data.elements.total === 0) return <Empty title="No element is overlapped" />;
  return (
    <AnswerState answer={answer} what="the classes of the registry" rows={8}>
      {({ facets, total }) => {
        const counts = facets.class as readonly { name: string; count: number }[];
        const rows = rowsOf(data, counts, total);
        const height = rows.length * ROW_PX + 44;
        const highest = [...rows].sort((a, b) => (b.fold ?? 0) - (a.fold ?? 0))[0];
        return (
          <PlotFrame
            title="Share of elements, %"
            subtitle={`n = ${count(data.elements.total)} overlapped, ${count(total)} in the registry${data.asked.high === undefined ? '' : ', all high there'}`}
            finding={`${highest?.name} is ${highest?.fold?.toFixed(2)} times as frequent among the overlapped elements as in the registry.`}
            heightPx={height}
            legend={
              <>
                <span className="class-name">
                  <Swatch colour={MARK} /> overlapped (class colour)
                </span>
                <span className="class-name">
                  <Swatch colour={GHOST} /> whole registry
                </span>
                <span>fold: overlapped over registry</span>
              </>
            }
            table={{
              head: [
                'class',
                'overlapped',
                'in the registry',
                'share overlapped',
                'share of the registry',
                'fold',
              ],
              rows: rows.map(({ name, hit, all, hitShare, allShare, fold }) => [
                name,
                hit,
                all,
                Number(hitShare.toFixed(4)),
                Number(allShare.toFixed(4)),
                fold === null ? null : Number(fold.toFixed(3)),
              ]),
            }}
            draw={(width) => drawn(rows, { width, height })}
          />
        );
      }}
    </AnswerState>
  );
}

function rowsOf(
  { elements }: Overlap,
  counts: readonly { name: string; count: number }[],
  total: number,
): readonly Row[] {
  const all = new Map(counts.map(({ name, count: n }) => [name, n]));
  return elements.byClass
    .map(({ name, count: hit }) => {
      const own = all.get(name) ?? 0;
      const [hitShare, allShare] = [hit / elements.total, own / total];
      return { name, hit, all: own, hitShare, allShare, fold: own === 0 ? null : hitShare / allShare };
    })
    .filter(({ hit, all: own }) => hit > 0 || own > 0);
}

function drawn(
  rows: readonly Row[],
  { width, height }: { readonly width: number; readonly height: number },
): SVGElement {
  const most = Math.max(...rows.flatMap(({ hitShare, allShare }) => [hitShare, allShare])) * 100;
  const y = 'name';
  const isNarrow = width < 520;
  const marginRight = isNarrow ? 64 : 176;
  const hit = (row: Row) => 100 * row.hitShare;
  return plot({
    width,
    height,
    marginLeft: 116,
    marginRight,
    marginTop: 4,
    marginBottom: 36,
    x: { domain: [0, most], grid: true },
    y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
    color: { type: 'identity' },
    marks: [
      axisX({
        label: '% of the elements',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: isNarrow ? 3 : 5,
        tickSize: 0,
      }),
      barX(rows, {
        x: hit,
        y,
        fill: ({ name }: Row) => colourOfClass(name).fill,
        stroke: ({ name }: Row) => colourOfClass(name).edge,
        insetTop: 6,
        insetBottom: 19,
      }),
      barX(rows, {
        x: (row: Row) => 100 * row.allShare,
        y,
        fill: 'var(--ghost)',
        stroke: 'var(--mark)',
        insetTop: 23,
        insetBottom: 8,
      }),
      text(rows, {
        y,
        frameAnchor: 'right',
        dx: marginRight - 8,
        textAnchor: 'end',
        fill: 'var(--ink)',
        text: (row: Row) => {
          const fold = row.fold === null ? '' : `fold ${row.fold.toFixed(2)}`;
          return isNarrow ? fold : `${count(row.hit)} of ${count(row.all)}, ${fold}`;
        },
      }),
      ruleX([0], { stroke: 'var(--ink3)' }),
    ],
  }) as SVGElement;
}
