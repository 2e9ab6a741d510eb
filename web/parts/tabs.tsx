/** Parts of an entity's page, each with its own address. */

import type { ReactNode } from 'react';
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
  return (
    <nav className="tabs" aria-label={label}>
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
