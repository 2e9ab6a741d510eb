/** An address that no page has. */

import { Link } from '@tanstack/react-router';
import { type ReactNode, use } from 'react';
import { ShownRegistry } from './registry.ts';

export function NoSuchPage(): ReactNode {
  const shown = use(ShownRegistry);
  return (
    <main className="prose">
      <h1>No such page</h1>
      <p>Nothing is at {decodeURI(window.location.pathname)}. These registries are here:</p>
      <ul className="plain">
        {shown?.all.map(({ id, assembly }) => (
          <li key={id}>
            <Link to={`/${encodeURIComponent(id)}`}>
              {id} ({assembly})
            </Link>
          </li>
        )) ?? (
          <li>
            <a href="/">Start page</a>
          </li>
        )}
      </ul>
    </main>
  );
}
