/** The chosen columns in their order. Dragged, moved by buttons, or with Alt and an arrow key. */

import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Icon } from '../../parts/icon.tsx';
import type { ElementColumn } from './column-list.tsx';

interface ChosenColumnsProps {
  readonly columns: readonly ElementColumn[];
  onChoose(keys: readonly string[]): void;
}

export function ChosenColumns({ columns, onChoose }: ChosenColumnsProps): ReactNode {
  const [dragged, setDragged] = useState<number>();
  const [said, setSaid] = useState('');
  const keys = columns.map(({ key }) => key);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= keys.length || from === to) return;
    const rest = keys.filter((_, i) => i !== from);
    onChoose([...rest.slice(0, to), keys[from]!, ...rest.slice(to)]);
    setSaid(`${columns[from]!.name}: place ${to + 1} of ${keys.length}`);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    move(index, index + by);
  };
  return (
    <div className="columns-chosen">
      <h3 id="columns-shown">Shown, in this order</h3>
      <p className="note">Drag, or Alt with ↑ ↓</p>
      <ol aria-labelledby="columns-shown">
        {columns.map(({ key, name }, index) => (
          <li
            key={key}
            draggable
            data-dragged={dragged === index || undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              setDragged(index);
            }}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => event.preventDefault()}
            onDragEnter={() => {
              if (dragged === undefined || dragged === index) return;
              move(dragged, index);
              setDragged(index);
            }}
            onDrop={(event) => event.preventDefault()}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            <Icon name="menu" />
            <span className="columns-name">{name}</span>
            <button
              type="button"
              className="quiet"
              aria-label={`Move ${name} up`}
              aria-disabled={index === 0}
              onClick={() => move(index, index - 1)}
            >
              ↑
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Move ${name} down`}
              aria-disabled={index === columns.length - 1}
              onClick={() => move(index, index + 1)}
            >
              ↓
            </button>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${name}`}
              aria-disabled={columns.length === 1}
              onClick={() => columns.length > 1 && onChoose(keys.filter((own) => own !== key))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </div>
  );
}
