/** The title of the window. */

import { useEffect } from 'react';
import { useRegistry } from './registry.ts';

/** Names the page in the tab, the history and bookmarks; undefined while its name is not known. */
export function useTitle(title: string | undefined): void {
  const { id, assembly } = useRegistry();
  useEffect(() => {
    document.title = title === undefined ? `cisreg ${assembly}` : `${title} · ${id} ${assembly} · cisreg`;
  }, [title, id, assembly]);
}
