/** A histogram with two handles. Bars in the range are coloured, others are ghosts; what is dragged shows at once, and is asked while it is dragged. */

import { type CSSProperties, type ReactNode, useRef } from 'react';
import type { Colour } from '../../../words/classes.ts';
import {
  type Ends,
  endAt,
  type RangeScale,
  shareAt,
  sharesOf,
  spelt,
  stepped,
  tickText,
} from './range-scale.ts';
import { useDrag } from './use-drag.ts';

interface RangeHistogramProps {
  /** What the values are: "DNase max-Z". */
  readonly label: string;
  readonly scale: RangeScale;
  /** Counts of equal bins; undefined until they are known. */
  readonly bins: readonly number[] | undefined;
  readonly ends: Ends;
  readonly colour: Colour;
  /** Dashed, with its words. */
  readonly line?: { readonly at: number; readonly text: string } | undefined;
  readonly isDimmed: boolean;
  /** While handles move, and when they rest. */
  onEnds(ends: Ends): void;
}

const HEIGHT = 40;

export function RangeHistogram(props: RangeHistogramProps): ReactNode {
  const { label, scale, bins, colour, line, isDimmed, onEnds } = props;
  const plot = useRef<HTMLDivElement>(null);
  const { ends, start, move, stop, put } = useDrag(props.ends, onEnds);
  const [low, high] = sharesOf(scale, ends);
  const shareOf = (clientX: number) => {
    const box = plot.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  return (
    <div className={isDimmed ? 'histogram dimmed' : 'histogram'} aria-busy={isDimmed}>
      <div
        className="bars"
        ref={plot}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = shareOf(event.clientX);
          const handle = (event.target as Element).closest<HTMLElement>('[role=slider]')?.dataset.end;
          // A handle takes its own end along; elsewhere a new range is drawn.
          start(
            handle === undefined
              ? { anchor: at, at: event.clientX }
              : { isUpper: handle === 'to', at: event.clientX },
          );
        }}
        onPointerMove={(event) =>
          move(event.clientX, shareOf, (share, isUpper) => endAt(scale, share, isUpper))
        }
        onPointerUp={stop}
        onPointerCancel={stop}
      >
        <Bars bins={bins} low={low} high={high} colour={colour} />
        {line === undefined ? null : (
          <span className="line" style={{ left: percent(shareAt(scale, line.at)) }}>
            {line.text}
          </span>
        )}
        <Handle {...{ label, scale, put }} ends={ends} share={low} isUpper={false} />
        <Handle {...{ label, scale, put }} ends={ends} share={high} isUpper={true} />
      </div>
      <div className="axis" aria-hidden="true">
        {scale.ticks.map((tick) => {
          const share = shareAt(scale, tick);
          const edge = share < 0.03 ? 'start' : share > 0.97 ? 'end' : undefined;
          return (
            <span key={tick} data-edge={edge} style={{ left: percent(share) }}>
              {tickText(scale, tick)}
            </span>
          );
        })}
      </div>
    </div>
  );
}

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

/** Both copies of the bars are cut where the handles stand, so that a handle in a bar parts it. */
function Bars({
  bins,
  low,
  high,
  colour,
}: {
  bins: readonly number[] | undefined;
  low: number;
  high: number;
  colour: Colour;
}): ReactNode {
  if (bins === undefined) return null;
  const most = Math.max(1, ...bins);
  const bars = (style: CSSProperties) => (
    <svg viewBox={`0 0 ${bins.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" style={style}>
      {bins.map((n, bin) =>
        n === 0 ? null : (
          <rect
            key={bin}
            x={bin + 0.08}
            width={0.84}
            {...barOf(n / most)}
            vectorEffect="non-scaling-stroke"
          />
        ),
      )}
    </svg>
  );
  return (
    <>
      {bars({ fill: 'var(--ghost)' })}
      {bars({
        fill: colour.fill,
        stroke: colour.edge,
        clipPath: `inset(0 ${percent(1 - high)} 0 ${percent(low)})`,
      })}
    </>
  );
}

/** A bin that is not empty is seen. */
function barOf(share: number): { y: number; height: number } {
  const height = Math.max(1, share * (HEIGHT - 2));
  return { y: HEIGHT - height, height };
}

interface HandleProps {
  readonly label: string;
  readonly scale: RangeScale;
  readonly ends: Ends;
  readonly share: number;
  readonly isUpper: boolean;
  put(ends: Ends): void;
}

function Handle({ label, scale, ends, share, isUpper, put }: HandleProps): ReactNode {
  const own = ends[isUpper ? 1 : 0];
  // An upper end that is not asked for stands behind the last value.
  const open = isUpper ? (scale.isCount ? scale.to - 1 : scale.to) : scale.from;
  const shown = own ?? open;
  const set = (to: number) => {
    const other = ends[isUpper ? 0 : 1];
    const isOpen = isUpper ? to >= open : to <= open;
    const inside = other === null ? to : isUpper ? Math.max(to, other) : Math.min(to, other);
    const end = isOpen ? null : inside;
    put(isUpper ? [other, end] : [end, other]);
  };
  return (
    <span
      role="slider"
      tabIndex={0}
      className="handle"
      data-end={isUpper ? 'to' : 'from'}
      style={{ left: percent(share) }}
      aria-label={`${label}, ${isUpper ? 'upper' : 'lower'} end`}
      aria-valuemin={scale.from}
      aria-valuemax={scale.to}
      aria-valuenow={Math.min(scale.to, Math.max(scale.from, shown))}
      aria-valuetext={own === null ? 'open' : spelt(scale, own)}
      onKeyDown={(event) => {
        const steps = {
          ArrowRight: 1,
          ArrowUp: 1,
          ArrowLeft: -1,
          ArrowDown: -1,
          PageUp: 10,
          PageDown: -10,
          Home: Number.NEGATIVE_INFINITY,
          End: Number.POSITIVE_INFINITY,
        }[event.key];
        if (steps === undefined) return;
        event.preventDefault();
        set(Number.isFinite(steps) ? stepped(scale, shown, steps) : steps > 0 ? scale.to : scale.from);
      }}
    />
  );
}
