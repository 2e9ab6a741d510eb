/** A saved list, by its address or id, into one's own. */

import { type ReactNode, useState } from 'react';
import { Problem } from '../../api/ask.ts';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { count, counted } from '../../words/numbers.ts';
import { savedNames } from './saved.ts';

export function MergeList(): ReactNode {
  const { id } = useRegistry();
  const list = useList();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const merge = async () => {
    setProblem('');
    // The last part of an address, or the id itself.
    const wanted =
      text
        .trim()
        .replace(/[?#].*$/, '')
        .split('/')
        .filter(Boolean)
        .at(-1) ?? '';
    try {
      const names = await savedNames(id, wanted);
      const fresh = names.filter((name) => !list.has(name));
      list.add(fresh);
      setText('');
      toast(`${count(fresh.length)} of ${counted(names.length, 'element')} added`, {
        name: 'Undo',
        run: () => list.remove(fresh),
      });
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error));
    }
  };
  return (
    <Panel title="Add a saved list">
      <form
        className="merge-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') void merge();
        }}
      >
        <input
          type="text"
          aria-label="Address or id of a saved list"
          aria-invalid={problem !== ''}
          placeholder="Its address or id"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" disabled={text.trim() === ''}>
          Add
        </button>
      </form>
      {problem === '' ? null : (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </Panel>
  );
}
