/** The elements hit as a list: among all elements, or in one's own list. */

import type { ReactNode } from 'react';
import { count } from '../../../words/numbers.ts';
import { AddToList } from '../../list/add-to-list.tsx';
import { OpenInElements } from '../../list/open-in-elements.tsx';

interface HitElementsProps {
  readonly accessions: readonly string[];
  /** How many there are; where it is more, the words say that these are the first. */
  readonly total: number;
}

export function HitElements({ accessions, total }: HitElementsProps): ReactNode {
  if (accessions.length === 0) return null;
  const which = total > accessions.length ? ` the first ${count(accessions.length)}` : '';
  return (
    <>
      <OpenInElements names={accessions} text={`Open${which} in Elements`} />
      <AddToList names={accessions} text={`Add${which} to list`} />
    </>
  );
}

export const accessionsOf = (
  hits: readonly { readonly accession: string | null; readonly rdhs: string }[],
): readonly string[] => hits.map(({ accession, rdhs }) => accession ?? rdhs);
