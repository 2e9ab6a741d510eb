/** Positions above the tracks. */

import { count } from '../words/numbers.ts';
import type { Shown } from './igv-view.ts';
import { LABEL_PX, type Tick } from './ticks.ts';

export function Ruler({ shown, ticks }: { readonly shown: Shown; readonly ticks: readonly Tick[] }) {
  return (
    <svg className="strip-ticks" width={shown.widthPx} height="20" aria-hidden="true">
      {ticks.map(({ position, x }) =>
        x < LABEL_PX / 2 || x > shown.widthPx - LABEL_PX / 2 ? null : (
          <text key={position} x={x} y="14" textAnchor="middle">
            {count(position)}
          </text>
        ),
      )}
    </svg>
  );
}
