/** Parts of an entity's page, each with its own address. */

import { type ReactNode, useEffect, useRef } from 'react';
import { PageLink } from '../frame/link.tsx';
import { count } from '../words/numbers.ts';

interface TabsProps {
  readonly label: string;
  readonly current: string;
  readonly tabs: readonly {
    readonly key: string;
    readonly name: string;
    readonly to: string;
    /** What stays chosen from tab to tab. */
    readonly query?: Readonly<Record<string, string | undefined>> | undefined;
    /** Shown behind the name; undefined while it is not known or does not apply; null, a dash, where there is no such data at all. */
    readonly count?: number | null | undefined;
  }[];
}

export function Tabs({ label, current, tabs }: TabsProps): ReactNode {
  const row = useRef<HTMLElement>(null);
  const placedFor = useRef('');
  // On a phone the tab that is shown may lie beyond the edge: a third of the row stays before it. The page itself does not move.
  useEffect(() => {
    // Counts that come later make the tabs wider. Who has scrolled since is left where they are.
    const now = [current, ...tabs.map(({ count: own }) => own)].join();
    if (placedFor.current === now) return;
    placedFor.current = now;
    const { current: nav } = row;
    const tab = nav?.querySelector<HTMLElement>('.current');
    if (nav === null || tab === null || tab === undefined) return;
    const isSeen =
      tab.offsetLeft >= nav.scrollLeft &&
      tab.offsetLeft + tab.offsetWidth <= nav.scrollLeft + nav.clientWidth;
    if (!isSeen) nav.scrollLeft = tab.offsetLeft - nav.clientWidth / 3;
  });
  return (
    <nav ref={row} className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <PageLink
          key={tab.key}
          to={tab.to}
          query={tab.query}
          className={tab.key === current ? 'tab current' : 'tab'}
        >
          <span className="tab-name" data-words={tab.name}>
            {tab.name}
          </span>
          {tab.count === undefined ? null : tab.count === null ? (
            <span className="soft" title="not in this registry">
              {' '}
              <span aria-hidden="true">–</span>
              <span className="unseen">not in this registry</span>
            </span>
          ) : (
            <span className="soft"> {count(tab.count)}</span>
          )}
        </PageLink>
      ))}
    </nav>
  );
}
