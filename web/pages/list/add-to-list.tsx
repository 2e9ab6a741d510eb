/** Puts elements into one's own list, and takes them back. */

import type { ReactNode } from 'react';
import { useList } from '../../frame/list.ts';
import { toast } from '../../frame/toasts.tsx';
import { counted } from '../../words/numbers.ts';

/** A browser keeps some 5 MB, and a cart of more is none. */
const MOST = 20_000;

interface AddToListProps {
  readonly names: readonly string[];
  readonly text: string;
}

/** Nothing where there are too many, or none. */
export function AddToList({ names, text }: AddToListProps): ReactNode {
  const list = useList();
  if (names.length === 0 || names.length > MOST) return null;
  const add = () => {
    const fresh = names.filter((one) => !list.has(one));
    if (fresh.length === 0) {
      toast(`All ${counted(names.length, 'element')} are in the list already`);
      return;
    }
    list.add(fresh);
    toast(`${counted(fresh.length, 'element')} added to the list`, {
      name: 'Undo',
      run: () => list.remove(fresh),
    });
  };
  return (
    <button type="button" onClick={add}>
      {text}
    </button>
  );
}
