/** The tissues as a list to choose from, where there is no room for the tree. */

import type { ReactNode } from 'react';
import { count } from '../../../words/numbers.ts';
import type { TissueNode } from './tissue-tree.ts';

interface TissueChoiceProps {
  readonly root: TissueNode;
  readonly selected: string;
  onSelect(key: string): void;
}

export function TissueChoice({ root, selected, onSelect }: TissueChoiceProps): ReactNode {
  const lines = [root, ...root.children.flatMap((node) => [node, ...node.children])];
  return (
    <select aria-label="Tissue" value={selected} onChange={(event) => onSelect(event.target.value)}>
      {lines.map((node) => (
        <option key={node.key} value={node.key}>
          {`${root.children.includes(node) || node === root ? '' : '\u2003'}${node.name}, ${count(node.biosamples.length)}`}
        </option>
      ))}
    </select>
  );
}
