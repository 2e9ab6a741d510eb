/** What goes with a plot of elements: its classes, and who was left out. */

import type { ReactNode } from 'react';
import { Swatch } from '../../parts/marks.tsx';
import { Partial } from '../../parts/states.tsx';
import { colourOfClass } from '../../words/classes.ts';
import { count, counted, pValue } from '../../words/numbers.ts';
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

/** "H3K27ac: 2 biosamples in A, 3 in B". */
export const groupSizes = (groups: NotComparedProps['groups']): string =>
  groups
    .map(({ assay, a, b }) => `${assay}: ${counted(a.length, 'biosample')} in A, ${count(b.length)} in B`)
    .join('; ');

interface SignificanceProps {
  /** "element", "gene". */
  readonly what: string;
  readonly tested: number;
  readonly significant: number;
  /** Of the rows that are there. */
  readonly rows: readonly { readonly fdr: number | null }[];
  /** "H3K27ac: 2 biosamples in A, 3 in B": what the test has to go by. */
  readonly sizes: string;
}

/** How many differ beyond chance; where none does, what that means. */
export function Significance({ what, tested, significant, rows, sizes }: SignificanceProps): ReactNode {
  if (significant > 0) {
    return (
      <p className="significance">
        <b>{count(significant)}</b> of {counted(tested, what)} tested{' '}
        {significant === 1 ? 'differs' : 'differ'} at FDR 5% <span className="soft">({sizes})</span>
      </p>
    );
  }
  if (tested === 0) {
    return (
      <div className="not-compared">
        <Partial>
          Nothing can be tested: that needs two biosamples or more in each group. {sizes}. Changes are listed
          by their size, and may be chance.
        </Partial>
      </div>
    );
  }
  const fdrs = rows.flatMap(({ fdr }) => fdr ?? []);
  const least = fdrs.length === 0 ? '' : `, the smallest FDR is ${pValue(Math.min(...fdrs))}`;
  return (
    <div className="not-compared">
      <Partial>
        No {what} differs at FDR 5%: none of {count(tested)} tested{least}. Power comes from biosamples in
        each group: {sizes}. Add some to A or B; what is listed may be chance.
      </Partial>
    </div>
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
