/** Whether the window is as wide as a media query says. */

import { useCallback, useSyncExternalStore } from 'react';

/** From here on the facets stand beside the table. */
export const WITH_FACETS = '(min-width: 992px)';
/** Phones. */
export const PHONE = '(max-width: 640px)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
