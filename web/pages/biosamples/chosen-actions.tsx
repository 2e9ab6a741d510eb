/** What can be done with the biosamples that are chosen. */

import { type ReactNode, useId } from 'react';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { AssayName } from '../../parts/marks.tsx';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { count } from '../../words/numbers.ts';
import type { Biosample } from './biosample.ts';
import { conditions, hubAddress, ucscAddress } from './biosample-addresses.ts';
import { useWhyNoHub } from './ucsc-reach.ts';

interface ChosenActionsProps {
  readonly chosen: readonly Biosample[];
  onChoose(keys: Iterable<string>): void;
}

export function ChosenActions({ chosen, onChoose }: ChosenActionsProps): ReactNode {
  const { id: registryId, assembly } = useRegistry();
  const whyNoHub = useWhyNoHub();
  const [elementsId, hubId] = [useId(), useId()];
  const [a, b] = chosen;
  const keys = chosen.map(({ key }) => key);
  const isTwo = chosen.length === 2;
  const haveDnase = chosen.every(({ files }) => files.DNase !== undefined);
  const whyNot = !isTwo ? 'Choose two biosamples' : haveDnase ? undefined : 'Both need DNase';
  if (a === undefined) {
    return (
      <p className="chosen-actions note">
        Choose biosamples to compare two, to find the elements that are high in them, or to see their signals
        at UCSC.
      </p>
    );
  }
  const hub = hubAddress(registryId, keys);
  return (
    <div className="chosen-actions" role="group" aria-label="With the chosen biosamples">
      {whyNot === undefined ? (
        <PageLink to="biosamples/compare" query={{ a: a.key, b: b!.key }} className="button main">
          Compare two
        </PageLink>
      ) : (
        <button type="button" aria-disabled="true" title={whyNot}>
          Compare two<span className="unseen">: {whyNot}</span>
        </button>
      )}
      <button type="button" popoverTarget={elementsId}>
        Elements high in {chosen.length === 1 ? 'it' : `all ${count(chosen.length)}`}
        <Icon name="down" />
      </button>
      <div id={elementsId} popover="auto" className="popover menu">
        {CLASS_ASSAYS.map((assay) => {
          const assayed = chosen.filter(({ files }) => files[assay] !== undefined);
          if (assayed.length === 0) return null;
          return (
            <PageLink key={assay} to="elements" query={conditions(assay, { high: assayed })}>
              <AssayName name={assay} /> high in {count(assayed.length)}
              {assayed.length < chosen.length
                ? `; ${count(chosen.length - assayed.length)} not assayed, left out`
                : ''}
            </PageLink>
          );
        })}
      </div>
      {isTwo ? (
        <PageLink to="differential" query={{ a: a.key, b: b!.key }} className="button">
          Differential
        </PageLink>
      ) : null}
      <button type="button" popoverTarget={hubId}>
        UCSC hub
        <Icon name="down" />
      </button>
      <div id={hubId} popover="auto" className="popover menu">
        {whyNoHub === undefined ? (
          <a href={ucscAddress(assembly, hub)} target="_blank" rel="noreferrer">
            <Icon name="out" /> Open at UCSC
          </a>
        ) : (
          <p className="note">{whyNoHub}</p>
        )}
        <button
          type="button"
          onClick={() => {
            void navigator.clipboard?.writeText(hub).then(() => toast('Address of the hub copied'));
          }}
        >
          <Icon name="link" /> Copy the hub's address
        </button>
        <a href={hub}>
          <Icon name="file" /> Look at hub.txt
        </a>
      </div>
      <button type="button" className="link" onClick={() => onChoose([])}>
        Choose none
      </button>
    </div>
  );
}
