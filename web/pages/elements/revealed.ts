/** A click on an element in the browser: the address names it, and the table goes to its row. */

import { useRef, useState } from 'react';
import { ask, Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { rowOfElement } from './browser-place.ts';
import type { ElementAsking } from './element-answers.ts';

interface Revealed {
  /** The row that the table goes to; a new object for every click. */
  readonly revealed: { readonly row: number } | undefined;
  onElement(accession: string): Promise<void>;
}

/** Of several clicks the last one holds, and none for a list that is no longer shown. */
export function useRevealed(asking: ElementAsking, total: number | undefined): Revealed {
  const [, change] = useQueryState();
  const registry = useRegistry();
  const [revealed, setRevealed] = useState<{ row: number }>();
  const clicks = useRef(0);
  const shown = useRef('');
  shown.current = JSON.stringify(asking);
  const onElement = async (accession: string) => {
    const own = ++clicks.current;
    const asked = shown.current;
    const isOld = () => own !== clicks.current || asked !== shown.current;
    change({ selected: accession }, { isReplaced: true });
    try {
      const question = { path: { accession }, query: { registry: registry.id } };
      const { element } = await ask('/api/v1/ccres/{accession}', question);
      const row = await rowOfElement(registry, { asking, total: total ?? 0 }, element);
      if (isOld()) return;
      if (row === 'none') toast(`${accession} is not among these elements`);
      else if (row !== undefined) setRevealed({ row });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!isOld()) toast(`The row of ${accession} was not found: ${error.message}`);
    }
  };
  return { revealed, onElement };
}
