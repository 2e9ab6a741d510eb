/** What goes with a plot of elements: its classes, and who was left out. */

import type { ReactNode } from 'react';
import { Swatch } from '../../parts/marks.tsx';
import { Partial } from '../../parts/states.tsx';
import { colourOfClass } from '../../words/classes.ts';
import type { Comparison } from './comparison.ts';
import type { ElementDifference } from './use-difference.ts';

interface ClassLegendProps {
  readonly rows: readonly ElementDifference[];
  readonly hasP: boolean;
  /** How points without a p are drawn. */
  readonly whereNoP: string;
}

export function ClassLegend({ rows, hasP, whereNoP }: ClassLegendProps): ReactNode {
  const classes = [...new Set(rows.map((own) => own.class ?? 'none'))].sort();
  return (
    <>
      {classes.map((name) => (
        <span key={name} className="class-name">
          <Swatch colour={colourOfClass(name)} />
          {name}
        </span>
      ))}
      {hasP ? <span>hollow: FDR above 5%</span> : null}
      {hasP && rows.some(({ p }) => p === null) ? <span>no p: {whereNoP}</span> : null}
    </>
  );
}

interface NotComparedProps {
  readonly groups: readonly {
    readonly assay: string;
    readonly a: readonly string[];
    readonly b: readonly string[];
  }[];
  readonly comparison: Comparison;
}

/** Biosamples without the assay are left out: that is said. */
export function NotCompared({ groups, comparison: { a, b } }: NotComparedProps): ReactNode {
  const lacking = groups.filter((own) => own.a.length < a.members.length || own.b.length < b.members.length);
  if (lacking.length === 0) return null;
  return (
    <div className="not-compared">
      <Partial>
        {lacking
          .map(
            (own) =>
              `${own.assay} was assayed in ${own.a.length} of ${a.members.length} of A and ${own.b.length} of ${b.members.length} of B`,
          )
          .join('; ')}
        : the others are left out.
      </Partial>
    </div>
  );
}
