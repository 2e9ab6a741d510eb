/** The names of tracks at their left, and where the axes of signals end. */

import type { ReactNode } from 'react';
import { fixed } from '../words/numbers.ts';
import type { IgvView } from './igv-view.ts';
import type { TrackSpec } from './track-specs.ts';

interface TrackLabelsProps {
  readonly specs: readonly TrackSpec[];
  readonly view: IgvView | undefined;
  readonly problems: ReadonlyMap<string, Error>;
}

export function TrackLabels({ specs, view, problems }: TrackLabelsProps): ReactNode {
  return (
    <ul className="strip-labels" aria-label="Tracks">
      {specs.map((spec) => {
        const limits = view?.limitsOf(spec.id);
        const problem = problems.get(spec.id);
        return (
          <li key={spec.id} style={{ height: spec.px }} title={problem?.message ?? spec.name}>
            <span className="strip-label">{spec.label}</span>
            {spec.detail === undefined ? null : <span className="strip-detail">{spec.detail}</span>}
            {problem === undefined ? (
              limits === undefined || limits[1] <= limits[0] ? null : (
                <span className="strip-axis">{view?.hasRead(spec.id) ? axisEnd(limits[1]) : '…'}</span>
              )
            ) : (
              <button type="button" className="link strip-retry" onClick={() => view?.reload(spec.id)}>
                not read, try again
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The end of an axis. */
export const axisEnd = (value: number): string =>
  value >= 10 || Number.isInteger(value) ? fixed(value, 0) : fixed(value, 1);
