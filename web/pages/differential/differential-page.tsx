/** What differs between two groups of biosamples: elements by activity, genes by expression, over the genome or around a place. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useTitle } from '../../frame/title.ts';
import { Empty, Skeleton } from '../../parts/states.tsx';
import { counted } from '../../words/numbers.ts';
import { type Biosample, useBiosamples } from '../elements/picker/biosamples.ts';
import { type Comparison, comparisonOf } from './comparison.ts';
import { ElementResults } from './element-results.tsx';
import { GeneResults } from './gene-results.tsx';
import { GroupPicker } from './group-picker.tsx';
import { byTissue, examplesOf, textOf, tissueText } from './groups.ts';
import { LocusResults } from './locus-results.tsx';
import { ScopeControls } from './scope-controls.tsx';
import '../gene/gene.css';
import './differential.css';

export function DifferentialPage(): ReactNode {
  const biosamples = useBiosamples();
  return (
    <main className="differential">
      {biosamples === undefined ? (
        <>
          <h1 className="unseen">Differential</h1>
          <Skeleton rows={8} />
        </>
      ) : (
        <Comparing biosamples={biosamples} />
      )}
    </main>
  );
}

function Comparing({ biosamples }: { readonly biosamples: readonly Biosample[] }): ReactNode {
  const [query, change] = useQueryState();
  const comparison = comparisonOf(query, biosamples);
  const { a, b, canAsk } = comparison;
  useTitle(canAsk ? `${b.name} against ${a.name}` : 'Differential');
  const set = (letter: 'a' | 'b') => (members: readonly Biosample[]) => {
    const other = letter === 'a' ? b : a;
    // Nobody can be in both: who is chosen here leaves the other group.
    const rest = other.members.filter((own) => !members.includes(own));
    change({
      [letter]: textOf(members, biosamples),
      [letter === 'a' ? 'b' : 'a']: textOf(rest, biosamples),
      selected: undefined,
    });
  };
  const unknown = [...a.unknown, ...b.unknown];
  return (
    <>
      <header className="entity-head differential-head">
        <div className="entity-title">
          <h1>{canAsk ? `${capital(b.name)} against ${a.name}` : 'Differential activity'}</h1>
          <span className="note">A is the reference: up is higher in B</span>
        </div>
        <div className="groups">
          <GroupPicker letter="A" group={a} other={b} biosamples={biosamples} onMembers={set('a')} />
          <button
            type="button"
            className="quiet"
            aria-label="Swap the groups"
            onClick={() => change({ a: query.b, b: query.a })}
          >
            Swap
          </button>
          <GroupPicker letter="B" group={b} other={a} biosamples={biosamples} onMembers={set('b')} />
        </div>
        {canAsk ? <ScopeControls comparison={comparison} biosamples={biosamples} /> : null}
      </header>
      <div className="grid">
        {unknown.length === 0 ? null : (
          <p className="field-error unknown" role="alert">
            Not in this registry: {unknown.join(', ')}
          </p>
        )}
        {canAsk ? <Results comparison={comparison} /> : <Start biosamples={biosamples} />}
      </div>
    </>
  );
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);

function Results({ comparison }: { readonly comparison: Comparison }): ReactNode {
  if (comparison.view === 'genes') return <GeneResults comparison={comparison} />;
  if (comparison.view === 'locus') return <LocusResults comparison={comparison} />;
  return <ElementResults comparison={comparison} />;
}

/** Why no pair of tissues is suggested. */
function whyNone(tissues: ReadonlyMap<string, readonly Biosample[]>): string {
  const [[tissue, members] = ['', []]] = tissues;
  const named = members.some(({ metadata }) => metadata.tissue !== undefined);
  const who = counted(members.length, 'biosample');
  return `No tissues are suggested: the ${who} of this registry ${named ? `are of one tissue, ${tissue}` : 'have no tissue in its sheet'}. Choose who is in A and in B above.`;
}

/** Before there are two groups: what to do, and pairs of tissues of this registry. */
function Start({ biosamples }: { readonly biosamples: readonly Biosample[] }): ReactNode {
  const [, change] = useQueryState();
  const tissues = byTissue(biosamples);
  const examples = examplesOf(biosamples);
  return (
    <div className="start">
      <Empty title="Choose two groups of biosamples">
        <p>
          Elements whose Z-scores differ and genes whose expression differs are listed, the most significant
          first. A test needs two biosamples in each group, and gets its power from more.{' '}
          {examples.length === 0 ? whyNone(tissues) : 'Tissues with most assays here:'}
        </p>
        <div className="examples">
          {examples.map(([one, other]) => (
            <button
              key={`${one} ${other}`}
              type="button"
              onClick={() => change({ a: tissueText(one), b: tissueText(other) })}
            >
              {one} ({tissues.get(one)?.length}) and {other} ({tissues.get(other)?.length})
            </button>
          ))}
        </div>
      </Empty>
    </div>
  );
}
