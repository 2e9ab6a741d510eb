/** How many elements each class has: bars from zero, the largest fills the width. */

import type { ReactNode } from 'react';
import { PageLink } from '../../frame/link.tsx';
import { ClassName } from '../../parts/marks.tsx';
import { colourOfClass } from '../../words/classes.ts';
import { count, share } from '../../words/numbers.ts';

/** What makes a class, in a line. */
const RULES: Readonly<Record<string, string>> = {
  PLS: 'within 200 bp of a TSS, DNase and H3K4me3',
  pELS: 'within 2,000 bp of a TSS, DNase and H3K27ac',
  dELS: 'distal, DNase and H3K27ac',
  'DNase-H3K4me3': 'beyond 200 bp of a TSS, DNase and H3K4me3, not H3K27ac',
  'CA-H3K4me3': 'beyond 200 bp of a TSS, DNase and H3K4me3, not H3K27ac',
  'CTCF-only': 'DNase and CTCF',
  'CA-CTCF': 'DNase and CTCF',
  CA: 'DNase alone',
};

interface ClassBarsProps {
  readonly counts: readonly { readonly name: string; readonly count: number }[];
  readonly total: number;
}

export function ClassBars({ counts, total }: ClassBarsProps): ReactNode {
  const sorted = [...counts].sort((a, b) => b.count - a.count);
  const most = Math.max(1, ...counts.map((own) => own.count));
  return (
    <>
      <ul className="class-bars">
        {sorted.map(({ name, count: n }) => {
          const { fill, edge } = colourOfClass(name);
          return (
            <li key={name}>
              <PageLink to="elements" query={{ class: name }}>
                <ClassName name={name} />
                <span className="numbers">
                  {count(n)} <span className="soft">{share(n, total)}</span>
                </span>
              </PageLink>
              <div className="bar">
                {n === 0 ? null : (
                  <span style={{ width: `${(100 * n) / most}%`, background: fill, borderColor: edge }} />
                )}
              </div>
              <span className="note">{RULES[name]}</span>
            </li>
          );
        })}
      </ul>
      <p className="note">
        High is Z &gt; 1.64. <PageLink to="methods">How classes are decided</PageLink>
      </p>
    </>
  );
}
