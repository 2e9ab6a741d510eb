/** The field that adds an accession to those side by side, and the way from one's own list. */

import { type ReactNode, useState } from 'react';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { count } from '../../words/numbers.ts';
import { resolved, wordsOf } from '../list/resolve.ts';
import { MOST_COMPARED } from './most-compared.ts';

interface AddElementProps {
  readonly accessions: readonly string[];
  onChange(accessions: readonly string[]): void;
}

export function AddElement({ accessions, onChange }: AddElementProps): ReactNode {
  const { id } = useRegistry();
  const list = useList();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const add = async () => {
    setProblem('');
    try {
      const { known, unknown, now } = await resolved(id, wordsOf(text));
      const names = known.flatMap((word) => now.get(word) ?? []);
      onChange([...new Set([...accessions, ...names])]);
      setText(unknown.join(' '));
      if (unknown.length > 0) setProblem(`Not known to ${id}: ${unknown.join(', ')}`);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const fresh = list.accessions.filter((one) => !accessions.includes(one));
  const room = MOST_COMPARED - accessions.length;
  return (
    <form
      className="add-element"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void add();
      }}
    >
      <input
        type="text"
        aria-label="Accessions to add"
        aria-invalid={problem !== ''}
        placeholder="Accession, or several"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={text.trim() === ''}>
        Add
      </button>
      {fresh.length === 0 || room <= 0 ? null : (
        <button type="button" onClick={() => onChange([...accessions, ...fresh.slice(0, room)])}>
          {fresh.length <= room
            ? `Add the ${count(fresh.length)} of your list`
            : `Add the first ${count(room)} of your list`}
        </button>
      )}
      {problem === '' ? null : (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
    </form>
  );
}
