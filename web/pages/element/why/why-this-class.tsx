/** Why the element has its class: a sentence, the rule as a tree with its way, and the same in one biosample. */

import { type ReactNode, useState } from 'react';
import { useQueryState } from '../../../frame/address.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { Panel } from '../../../parts/panel.tsx';
import { AnswerState } from '../../../parts/states.tsx';
import { type Explanation, nameOf, type PartProps, useExplanation } from '../element.ts';
import { useNearestGene } from '../nearest-gene.tsx';
import { pathOf, type Scope, treeOf } from './class-path.ts';
import { ClassSteps } from './class-steps.tsx';
import { ClassSentence, type Reasons } from './class-words.tsx';
import { DecisionTree } from './decision-tree.tsx';

export function WhyThisClass({ element }: PartProps): ReactNode {
  const answer = useExplanation(element);
  return (
    <Panel title="Why this class" className="why" actions={<ScopeSwitch explanation={answer.data} />}>
      <AnswerState answer={answer} what={`the reasons of ${nameOf(element)}`} rows={7}>
        {(explanation) => <Why explanation={explanation} />}
      </AnswerState>
    </Panel>
  );
}

/** The biosample of `why=biosample`: the one that is selected, else the one with the highest DNase. */
function useScope(explanation: Explanation | undefined) {
  const [query, change] = useQueryState();
  const { biosamples = [], maxZ } = explanation ?? {};
  const named = biosamples.find(
    ({ key, biosample }) => query.biosample === key || query.biosample === biosample,
  );
  const shown =
    named ?? biosamples.find(({ biosample }) => biosample === maxZ?.DNase.biosample) ?? biosamples[0];
  const scope: Scope = query.why === 'biosample' && shown !== undefined ? 'biosample' : 'all';
  return { scope, shown, change };
}

function ScopeSwitch({ explanation }: { readonly explanation: Explanation | undefined }): ReactNode {
  const { scope, shown, change } = useScope(explanation);
  if (explanation === undefined || shown === undefined) return null;
  return (
    <div className="segmented scope" role="group" aria-label="In which biosamples">
      <button type="button" aria-pressed={scope === 'all'} onClick={() => change({ why: undefined })}>
        All biosamples
      </button>
      <button
        type="button"
        aria-pressed={scope === 'biosample'}
        onClick={() => change({ why: 'biosample', biosample: shown.key })}
      >
        In one
      </button>
      <select
        aria-label="The biosample whose class is explained"
        value={shown.key}
        className={scope === 'biosample' ? 'current' : undefined}
        onChange={(event) => change({ why: 'biosample', biosample: event.target.value })}
      >
        {explanation.biosamples.map(({ key, biosample }) => (
          <option key={key} value={key}>
            {biosample}
          </option>
        ))}
      </select>
    </div>
  );
}

function Why({ explanation }: { readonly explanation: Explanation }): ReactNode {
  const { scheme } = useRegistry();
  const { scope, shown } = useScope(explanation);
  const [isTree, setTree] = useState(false);
  const { element, tierRule } = explanation;
  const gene = useNearestGene(element);
  const tree = treeOf(scheme, scope);
  const z = scope === 'all' ? explanation.maxZ : shown!.z;
  const reasons: Reasons = {
    tree,
    path: pathOf(tree, element.zone, z),
    scope,
    hasSuffix: scheme === 'encode3',
    z,
    tssDistance: element.tssDistance,
    gene,
  };
  return (
    <>
      <ClassSentence {...reasons} />
      <div className={isTree ? 'tree-scroll shown' : 'tree-scroll'}>
        <DecisionTree {...reasons} />
      </div>
      <ClassSteps {...reasons} />
      <p className="tree-switch">
        <button type="button" className="link" aria-expanded={isTree} onClick={() => setTree(!isTree)}>
          {isTree ? 'Hide the tree' : 'Show the whole tree'}
        </button>
      </p>
      <p className="note">
        High is a Z-score above 1.64.{' '}
        {scope === 'biosample'
          ? 'Marks that were not assayed count as low here, as the rule has it.'
          : tierRule === null
            ? ''
            : `Tier ${element.tier}: ${tierRule}.`}
      </p>
    </>
  );
}
