/** How conditions are joined: all, any, at least so many. */

import type { ReactNode } from 'react';
import { Segmented } from '../../../parts/choice.tsx';
import type { Join } from '../facets/activity.ts';

interface JoinSegmentsProps {
  readonly join: Join;
  /** How many there are to join. */
  readonly terms: number;
  onJoin(join: Join): void;
}

export function JoinSegments({ join, terms, onJoin }: JoinSegmentsProps): ReactNode {
  const kind = typeof join === 'number' ? 'some' : join;
  return (
    <span className="join-segments">
      <Segmented
        label="Conditions that hold"
        value={kind}
        options={[
          { value: 'all', text: 'all' },
          { value: 'any', text: 'any' },
          { value: 'some', text: kind === 'some' ? 'at least' : 'at least…' },
        ]}
        onChange={(value) => onJoin(value === 'some' ? 2 : value)}
      />
      {typeof join === 'number' ? (
        <input
          type="number"
          aria-label="At least so many conditions"
          min={1}
          max={terms}
          value={join}
          onChange={({ target: { valueAsNumber: k } }) => k >= 1 && k <= terms && onJoin(Math.round(k))}
        />
      ) : null}
    </span>
  );
}
