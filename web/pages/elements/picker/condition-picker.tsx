/** The picker of conditions: high or low in biosamples, alone or as groups, and how many elements that leaves. */

import { type ReactNode, useState } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { Icon } from '../../../parts/icon.tsx';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import { counted } from '../../../words/numbers.ts';
import { useShortNames } from '../biosample-names.ts';
import { useElementCounts } from '../element-answers.ts';
import { namesOf, type Term, termText } from '../facets/activity.ts';
import { changesTo, termsIn, withoutTerm, withTerm } from '../facets/chosen-terms.ts';
import { joinWord, termWords } from '../facets/term-words.ts';
import { type Biosample, hasAssay, useBiosamples } from './biosamples.ts';
import { JoinSegments } from './join-segments.tsx';
import { PickerBody } from './picker-body.tsx';
import { PickerDialog } from './picker-dialog.tsx';

interface ConditionPickerProps {
  readonly isOpen: boolean;
  onClose(): void;
}

export function ConditionPicker({ isOpen, onClose }: ConditionPickerProps): ReactNode {
  return (
    <PickerDialog title="High or low in biosamples" isOpen={isOpen} onClose={onClose}>
      <Conditions onClose={onClose} />
    </PickerDialog>
  );
}

function Conditions({ onClose }: { onClose(): void }): ReactNode {
  const [query, change] = useQueryState();
  const biosamples = useBiosamples();
  const chosen = termsIn(query);
  const all = [...chosen.fixed, ...chosen.terms];
  const [mark, setMark] = useState(all.at(-1)?.assay);
  const assay = mark ?? usual(biosamples);
  const picked = new Set(
    all.flatMap((term) =>
      'biosample' in term ? [term.biosample] : namesOf(term.group, term.assay, biosamples ?? []),
    ),
  );
  const toggle = (term: Term) => {
    const isOn = all.some((own) => termText(own) === termText(term));
    change(changesTo(isOn ? withoutTerm(chosen, term) : withTerm(chosen, term)));
  };
  const choice = ({ biosample }: Biosample) => (
    <span className="segmented" role="group" aria-label={`${assay} in ${biosample}`}>
      {(['high', 'low'] as const).map((is) => {
        const term: Term = { is, assay, biosample };
        return (
          <button
            key={is}
            type="button"
            // The list is one stop of the keyboard.
            tabIndex={-1}
            aria-pressed={all.some((own) => termText(own) === termText(term))}
            aria-label={`${is} in ${biosample}`}
            onClick={() => toggle(term)}
          >
            {is}
          </button>
        );
      })}
    </span>
  );
  return (
    <>
      <PickerBody
        assay={assay}
        onAssay={setMark}
        picked={picked}
        choice={choice}
        beside={({ biosamples: listed, group }) => {
          const able = listed.filter((own) => hasAssay(own, assay)).length;
          if (group === undefined || able < 2) return null;
          return (
            <span className="picker-group">
              {(['any', 'none'] as const).map((is) => {
                const term: Term = { is, assay, group };
                return (
                  <button
                    key={is}
                    type="button"
                    className="link"
                    title={`Elements that are high in ${is} of them`}
                    aria-pressed={all.some((own) => termText(own) === termText(term))}
                    onClick={() => toggle(term)}
                  >
                    {is === 'any' ? `Use all ${able} as one group` : `High in none of ${able}`}
                  </button>
                );
              })}
            </span>
          );
        }}
      />
      <Foot onClose={onClose} />
    </>
  );
}

/** The mark of enhancers and promoters where it was assayed, else the first that was. */
function usual(biosamples: readonly Biosample[] | undefined): string {
  const order = ['H3K27ac', ...CLASS_ASSAYS];
  return order.find((assay) => biosamples?.some((own) => hasAssay(own, assay))) ?? 'H3K27ac';
}

function Foot({ onClose }: { onClose(): void }): ReactNode {
  const [query, change] = useQueryState();
  const shortNameOf = useShortNames();
  const biosamples = useBiosamples();
  const counts = useElementCounts(query);
  const chosen = termsIn(query);
  const { join, terms, fixed } = chosen;
  return (
    <div className="picker-foot">
      <div className="picker-terms">
        <span className="note">{fixed.length + terms.length === 0 ? 'No condition yet' : 'Condition'}</span>
        {[...fixed, ...terms].map((term, i) => {
          const { badge, where, assay, sentence } = termWords(term, shortNameOf, biosamples);
          return (
            <span className="picker-term" key={termText(term)}>
              {i === 0 ? null : (
                <span className="note">{i <= fixed.length && fixed.length > 0 ? 'and' : joinWord(join)}</span>
              )}
              <span className="chip">
                <span className={badge === 'high' ? 'badge' : 'badge plain'}>{badge}</span>
                {where} {assay}
                <button
                  type="button"
                  aria-label={`Remove ${sentence}`}
                  onClick={() => change(changesTo(withoutTerm(chosen, term)))}
                >
                  <Icon name="close" />
                </button>
              </span>
            </span>
          );
        })}
      </div>
      {terms.length > 1 ? (
        <JoinSegments
          join={join}
          terms={terms.length}
          onJoin={(next) => change(changesTo({ ...chosen, join: next }))}
        />
      ) : null}
      <b className={counts.isPlaceholderData ? 'answer dimmed' : 'answer'} aria-live="polite">
        {counts.data === undefined ? '' : counted(counts.data.total, 'element')}
      </b>
      <button type="button" className="main done" onClick={onClose}>
        Done
      </button>
    </div>
  );
}
