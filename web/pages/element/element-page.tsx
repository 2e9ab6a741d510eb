/** One element: /REGISTRY/element/ACCESSION and its tabs. Accessions of rDHSs and of earlier registries lead here too. */

import './element.css';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { NoSuchPage } from '../../frame/no-such-page.tsx';
import { useTitle } from '../../frame/title.ts';
import { ProblemNote, Skeleton } from '../../parts/states.tsx';
import { nameOf, type PartProps } from './element.ts';
import { ElementHead } from './element-head.tsx';
import { isTab, type Tab } from './element-tabs.tsx';
import { Overview } from './overview.tsx';
import { ActivityTab } from './tabs/activity-tab.tsx';
import { BrowserTab } from './tabs/browser-tab.tsx';
import { ConservationTab } from './tabs/conservation-tab.tsx';
import { FunctionalTab } from './tabs/functional-tab.tsx';
import { GenesTab } from './tabs/genes-tab.tsx';
import { OrthologsTab } from './tabs/orthologs-tab.tsx';
import { PeaksTab } from './tabs/peaks-tab.tsx';
import { ProfilesTab } from './tabs/profiles-tab.tsx';
import { VariantsTab } from './tabs/variants-tab.tsx';
import { UnknownElement } from './unknown-element.tsx';

const PARTS: Readonly<Record<Tab, (props: PartProps) => ReactNode>> = {
  '': Overview,
  activity: ActivityTab,
  genes: GenesTab,
  variants: VariantsTab,
  peaks: PeaksTab,
  functional: FunctionalTab,
  orthologs: OrthologsTab,
  conservation: ConservationTab,
  profiles: ProfilesTab,
  browser: BrowserTab,
};

export function ElementPage(): ReactNode {
  const { accession = '', tab = '' } = useParams({ strict: false }) as { accession?: string; tab?: string };
  const { data, error, refetch } = useAnswer('/api/v1/ccres/{accession}', { path: { accession } });
  const element = data?.element;
  useTitle(element === undefined ? accession : nameOf(element));
  if (!isTab(tab)) return <NoSuchPage />;
  if (error?.status === 404) return <UnknownElement accession={accession} problem={error} />;
  if (error !== null) {
    return (
      <main className="prose">
        <h1>{accession}</h1>
        <ProblemNote problem={error} what="The element" onRetry={() => void refetch()} />
      </main>
    );
  }
  const Part = PARTS[tab];
  return (
    <main className="element">
      {element === undefined ? (
        <div className="entity-head waiting" aria-busy="true">
          <h1>{accession}</h1>
          <Skeleton rows={2} />
        </div>
      ) : (
        <>
          <ElementHead element={element} asked={accession} tab={tab} />
          <Part element={element} />
        </>
      )}
    </main>
  );
}
