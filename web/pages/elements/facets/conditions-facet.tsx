/** What elements are in biosamples: a row for each condition, how they are joined, and the way to more. */

import { type ReactNode, useState } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Icon } from '../../../parts/icon.tsx';
import { AssayName } from '../../../parts/marks.tsx';
import { useShortNames } from '../biosample-names.ts';
import { useBiosamples } from '../picker/biosamples.ts';
import { ConditionPicker } from '../picker/condition-picker.tsx';
import { type Join, type Term, termText } from './activity.ts';
import { changesTo, termsIn, withoutTerm } from './chosen-terms.ts';
import { Facet } from './facet.tsx';
import type { FacetFrame } from './facets.tsx';
import { joinWords, termWords } from './term-words.ts';

export function ConditionsFacet({ frame }: { readonly frame: FacetFrame }): ReactNode {
  const [query, change] = useQueryState();
  const [isPicking, setPicking] = useState(false);
  const chosen = termsIn(query);
  const { join, terms, fixed } = chosen;
  const remove = (term: Term) => change(changesTo(withoutTerm(chosen, term)));
  return (
    <Facet
      title="Biosamples"
      name="conditions on biosamples"
      note={terms.length > 1 ? undefined : fixed.length + terms.length === 0 ? 'any' : ''}
      {...frame}
    >
      {fixed.length === 0 ? null : <Terms terms={fixed} onRemove={remove} />}
      {terms.length > 1 ? (
        <JoinChoice
          join={join}
          terms={terms.length}
          isMore={fixed.length > 0}
          onJoin={(next) => change(changesTo({ ...chosen, join: next }))}
        />
      ) : null}
      {terms.length === 0 ? null : <Terms terms={terms} onRemove={remove} />}
      <button type="button" onClick={() => setPicking(true)} aria-haspopup="dialog">
        <Icon name="plus" />
        Biosample, tissue or group
      </button>
      <ConditionPicker isOpen={isPicking} onClose={() => setPicking(false)} />
    </Facet>
  );
}

interface TermsProps {
  readonly terms: readonly Term[];
  onRemove(term: Term): void;
}

function Terms({ terms, onRemove }: TermsProps): ReactNode {
  const shortNameOf = useShortNames();
  const biosamples = useBiosamples();
  return (
    <ul className="terms">
      {terms.map((term) => {
        const { badge, where, assay, sentence } = termWords(term, shortNameOf, biosamples);
        return (
          <li key={termText(term)} title={'biosample' in term ? term.biosample : sentence}>
            <span className={badge === 'high' ? 'badge' : 'badge plain'}>{badge}</span>
            <span className="term-where">{where}</span>
            <AssayName name={assay} />
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${sentence}`}
              onClick={() => onRemove(term)}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface JoinChoiceProps {
  readonly join: Join;
  readonly terms: number;
  /** Others hold beside. */
  readonly isMore: boolean;
  onJoin(join: Join): void;
}

function JoinChoice({ join, terms, isMore, onJoin }: JoinChoiceProps): ReactNode {
  const numbers = Array.from({ length: Math.max(0, terms - 2) }, (_, i) => i + 2);
  const most = typeof join === 'number' && !numbers.includes(join) ? [join] : [];
  return (
    <label className="join">
      {isMore ? 'and' : 'Elements that are'}
      <select
        value={String(join)}
        onChange={({ target: { value } }) =>
          onJoin(value === 'all' || value === 'any' ? value : Number(value))
        }
      >
        {(['all', 'any', ...numbers, ...most] as const).map((own) => (
          <option key={own} value={String(own)}>
            {joinWords(own)}
          </option>
        ))}
      </select>
    </label>
  );
}
