/** What can be done with the elements that are selected. */

import type { ReactNode } from 'react';
import { PageLink } from '../../frame/link.tsx';
import { useList } from '../../frame/list.ts';
import { toast } from '../../frame/toasts.tsx';
import { count, counted } from '../../words/numbers.ts';

/** The API compares so many. */
const MOST_COMPARED = 100;

interface SelectionActionsProps {
  readonly checked: ReadonlySet<string>;
  onClear(): void;
}

export function SelectionActions({ checked, onClear }: SelectionActionsProps): ReactNode {
  const list = useList();
  if (checked.size === 0) return null;
  const accessions = [...checked];
  const add = () => {
    const added = accessions.filter((one) => !list.has(one));
    list.add(added);
    toast(`${counted(added.length, 'element')} added to the list`, {
      name: 'Undo',
      run: () => list.remove(added),
    });
  };
  return (
    <span className="selection">
      <span>{count(checked.size)} selected</span>
      <button type="button" className="link" onClick={add}>
        Add to list
      </button>
      {checked.size > MOST_COMPARED ? (
        <button type="button" className="link" aria-disabled="true" title={`At most ${MOST_COMPARED}`}>
          Compare
        </button>
      ) : (
        <PageLink to="compare" query={{ accessions: accessions.join(',') }}>
          Compare
        </PageLink>
      )}
      <button type="button" className="link" onClick={onClear}>
        Clear
      </button>
    </span>
  );
}
