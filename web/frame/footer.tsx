/** The foot of every page that scrolls. */

import type { ReactNode } from 'react';
import { PageLink } from './link.tsx';
import { useRegistry } from './registry.ts';

export function Footer(): ReactNode {
  const { id, version } = useRegistry();
  return (
    <footer className="footer">
      <nav aria-label="About this registry">
        <PageLink to="methods">Methods and definitions</PageLink>
        <PageLink to="downloads">Downloads</PageLink>
        <PageLink to="api">API</PageLink>
        <PageLink to="cite">Cite</PageLink>
      </nav>
      <p className="soft">
        {id}, version <code>{version}</code>. Positions are 1-based and inclusive.
      </p>
    </footer>
  );
}
