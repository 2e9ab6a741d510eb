/** The tree of tissues: an ARIA tree with counts, and a badge where something inside is picked. */

import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Icon } from '../../../parts/icon.tsx';
import { count } from '../../../words/numbers.ts';
import type { TissueNode } from './tissue-tree.ts';

interface TissueTreeProps {
  readonly root: TissueNode;
  /** The key of the branch that is listed. */
  readonly selected: string;
  /** Names of biosamples that are picked. */
  readonly picked: ReadonlySet<string>;
  onSelect(key: string): void;
}

interface Line {
  readonly node: TissueNode;
  readonly level: number;
  readonly parent: string | undefined;
  readonly isOpen: boolean;
}

export function TissueTree({ root, selected, picked, onSelect }: TissueTreeProps): ReactNode {
  const tree = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['']));
  const lines = linesOf(root, open, 1, undefined);
  const stop = lines.some(({ node }) => node.key === selected) ? selected : root.key;
  const fold = (key: string, isOpen: boolean) =>
    setOpen((before) => {
      const after = new Set(before);
      if (isOpen) after.add(key);
      else after.delete(key);
      return after;
    });
  const goTo = (line: Line | undefined) => {
    if (line === undefined) return;
    onSelect(line.node.key);
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(line.node.key)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = lines.findIndex(({ node }) => node.key === stop);
    const line = lines[at]!;
    const hasChildren = line.node.children.length > 0;
    switch (event.key) {
      case 'ArrowDown':
        goTo(lines[at + 1]);
        break;
      case 'ArrowUp':
        goTo(lines[at - 1]);
        break;
      case 'Home':
        goTo(lines[0]);
        break;
      case 'End':
        goTo(lines.at(-1));
        break;
      case 'ArrowRight':
        if (hasChildren && !line.isOpen) fold(line.node.key, true);
        else if (hasChildren) goTo(lines[at + 1]);
        break;
      case 'ArrowLeft':
        if (hasChildren && line.isOpen) fold(line.node.key, false);
        else goTo(lines.find(({ node }) => node.key === line.parent));
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <div className="tissue-tree" role="tree" aria-label="Tissues" ref={tree} onKeyDown={onKeyDown}>
      {lines.map(({ node, level, isOpen }) => {
        const inside = node.biosamples.filter(({ biosample }) => picked.has(biosample)).length;
        const hasChildren = node.children.length > 0;
        return (
          <div
            key={node.key}
            role="treeitem"
            data-key={node.key}
            aria-level={level}
            aria-selected={node.key === stop}
            {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
            tabIndex={node.key === stop ? 0 : -1}
            className={`tissue level-${level}`}
            onClick={(event) => {
              if (hasChildren && (event.target as Element).closest('.twist') !== null)
                fold(node.key, !isOpen);
              else onSelect(node.key);
            }}
            onDoubleClick={() => hasChildren && fold(node.key, !isOpen)}
          >
            <span className="twist">{hasChildren ? <Icon name={isOpen ? 'down' : 'right'} /> : null}</span>
            <span className="tissue-name">{node.name}</span>
            {inside === 0 ? null : (
              <>
                <span className="badge">{inside}</span>
                <span className="unseen"> picked of </span>
              </>
            )}
            <span className="soft">{count(node.biosamples.length)}</span>
          </div>
        );
      })}
    </div>
  );
}

/** The lines in view of the eye, from top to bottom. */
function linesOf(
  node: TissueNode,
  open: ReadonlySet<string>,
  level: number,
  parent: string | undefined,
): Line[] {
  const isOpen = open.has(node.key);
  const below = isOpen ? node.children.flatMap((child) => linesOf(child, open, level + 1, node.key)) : [];
  return [{ node, level, parent, isOpen }, ...below];
}
