/** The overlapped elements as a list: among all elements with every filter, or in one's own list. */

import type { ReactNode } from 'react';
import { count, counted } from '../../words/numbers.ts';
import { AddToList } from '../list/add-to-list.tsx';
import { OpenInElements } from '../list/open-in-elements.tsx';
import type { Overlap } from './bed-source.ts';
import type { HitsState } from './read-hits.ts';

interface OverlappedElementsProps {
  readonly data: Overlap;
  readonly hits: HitsState;
}

export function OverlappedElements({
  data,
  hits: { hits, isReading, read },
}: OverlappedElementsProps): ReactNode {
  const { total } = data.elements;
  if (total === 0) return null;
  if (hits === undefined) {
    return (
      <button type="button" disabled={isReading} onClick={read}>
        {isReading ? 'Reading the elements' : `Read the ${counted(total, 'element')}`}
      </button>
    );
  }
  const { accessions } = hits;
  return (
    <>
      <AddToList names={accessions} text={`Add ${count(total)} to the list`} />
      <OpenInElements names={accessions} text={`Open ${counted(total, 'element')} in Elements`} />
    </>
  );
}
