/** A fold beside the 95 % band of its controls: a point on a stick from 1. Hollow: FDR above 5 %. */

import type { ReactNode } from 'react';
import type { Ranked } from './ranked.ts';

const percent = (value: number, end: number) => `${(100 * Math.min(Math.max(value, 0), end)) / end}%`;

/** The scale above the points. */
export function FoldAxis({ end }: { readonly end: number }): ReactNode {
  const step = end <= 5 ? 1 : end <= 10 ? 2 : Math.ceil(end / 5);
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
  return (
    <>
      <span className="unseen">Fold beside controls</span>
      <span className="fold-axis" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ left: percent(tick, end) }}>
            {tick}
          </span>
        ))}
      </span>
    </>
  );
}

export function FoldCell({
  row,
  end,
  isLit,
}: {
  readonly row: Ranked;
  readonly end: number;
  readonly isLit: boolean;
}): ReactNode {
  const { fold, band, isEnriched } = row;
  if (fold === undefined || band === undefined) return <span className="soft">no control hits</span>;
  const names = ['fold-cell', isEnriched ? '' : 'hollow', isLit ? 'lit' : ''];
  return (
    <span className={names.filter(Boolean).join(' ')} aria-hidden="true">
      <span
        className="band"
        style={{ left: percent(band[0], end), right: `calc(100% - ${percent(band[1], end)})` }}
      />
      <span className="one" style={{ left: percent(1, end) }} />
      <span
        className="stick"
        style={{
          left: percent(Math.min(1, fold), end),
          right: `calc(100% - ${percent(Math.max(1, fold), end)})`,
        }}
      />
      <span className="point" style={{ left: percent(fold, end) }} />
    </span>
  );
}
