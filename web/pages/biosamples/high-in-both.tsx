/** Of each mark: elements high in both biosamples, in one alone, each with the list that has exactly these. */

import type { ReactNode } from 'react';
import { type Query, queryText } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { AssayName } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { CLASS_ASSAYS, type ClassAssay } from '../../words/classes.ts';
import { count, share } from '../../words/numbers.ts';
import { useElementCounts } from '../elements/element-answers.ts';
import type { Biosample } from './biosample.ts';
import { conditions } from './biosample-addresses.ts';

interface Two {
  readonly a: Biosample;
  readonly b: Biosample;
}

export function HighInBoth({ a, b }: Two): ReactNode {
  return (
    <Panel
      title="High in both, in one alone"
      note="high: Z > 1.64; low: assayed and not high; each number opens its list of elements"
    >
      <div className="matrix-scroller" tabIndex={0} role="group" aria-label="Marks of both, scrolls">
        <table className="high-table">
          <thead>
            <tr>
              <th scope="col">Mark</th>
              <th scope="col" className="number">
                High in both
              </th>
              <th scope="col" className="number">
                A high, B low
              </th>
              <th scope="col" className="number">
                A high, B no signal
              </th>
              <th scope="col" className="number">
                B high, A low
              </th>
              <th scope="col" className="number">
                B high, A no signal
              </th>
              <th scope="col" className="number">
                Shared of either
              </th>
            </tr>
          </thead>
          <tbody>
            {CLASS_ASSAYS.map((assay) => (
              <Mark key={assay} assay={assay} a={a} b={b} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Mark({ a, b, assay }: Two & { readonly assay: ClassAssay }): ReactNode {
  const missing = [a, b].filter(({ files }) => files[assay] === undefined);
  const isWanted = missing.length === 0;
  const asked = [
    { high: [a, b] },
    { high: [a], low: [b] },
    { high: [a], noSignal: [b] },
    { high: [b], low: [a] },
    { high: [b], noSignal: [a] },
  ].map((where) => conditions(assay, where));
  const both = useTotal(asked[0]!, isWanted);
  const aLow = useTotal(asked[1]!, isWanted);
  const aNone = useTotal(asked[2]!, isWanted);
  const bLow = useTotal(asked[3]!, isWanted);
  const bNone = useTotal(asked[4]!, isWanted);
  if (!isWanted) {
    const which = missing.length === 2 ? 'A and B' : missing[0] === a ? 'A' : 'B';
    return (
      <tr>
        <th scope="row">
          <AssayName name={assay} />
        </th>
        <td colSpan={6} className="soft">
          not assayed in {which}
        </td>
      </tr>
    );
  }
  const totals = [both, aLow, aNone, bLow, bNone];
  const either = totals.every((n) => n !== undefined) ? totals.reduce((sum, n) => sum! + n!, 0) : undefined;
  return (
    <tr>
      <th scope="row">
        <AssayName name={assay} />
      </th>
      {totals.map((n, i) => (
        <td key={queryText(asked[i]!)} className="number">
          {n === undefined ? (
            <span className="soft">…</span>
          ) : (
            <PageLink to="elements" query={asked[i]!}>
              {count(n)}
            </PageLink>
          )}
        </td>
      ))}
      <td className="number">{either === undefined ? '…' : share(both!, either)}</td>
    </tr>
  );
}

function useTotal(query: Query, isWanted: boolean): number | undefined {
  const answer = useElementCounts(query, [], { isWanted });
  // The number goes with a link and with others: never the one of the question before.
  return answer.isPlaceholderData ? undefined : answer.data?.total;
}
