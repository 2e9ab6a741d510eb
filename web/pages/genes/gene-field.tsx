/** A field for one gene: what begins as one types is offered by the browser's own list. */

import { type ReactNode, useEffect, useId, useState } from 'react';
import { useAnswer } from '../../api/answer.ts';
import './genes.css';

const OFFERED = '8';
const REST_MS = 150;

interface GeneFieldProps {
  /** "Compare with", "Gene". */
  readonly label: string;
  readonly value?: string | undefined;
  readonly button: string;
  readonly isLabelShown?: boolean;
  onGene(name: string): void;
}

export function GeneField({
  label,
  value = '',
  button,
  isLabelShown = true,
  onGene,
}: GeneFieldProps): ReactNode {
  const [text, setText] = useState(value);
  const rested = useRested(text.trim());
  const id = useId();
  useEffect(() => setText(value), [value]);
  const { data } = useAnswer(
    '/api/v1/genes',
    { query: { prefix: rested, limit: OFFERED } },
    { isWanted: rested !== '' },
  );
  return (
    <form
      className="gene-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onGene(text.trim());
      }}
    >
      <label htmlFor={id} className={isLabelShown ? undefined : 'unseen'}>
        {label}
      </label>
      <input
        id={id}
        list={`${id}names`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Symbol, id or alias"
        autoComplete="off"
        spellCheck={false}
      />
      <datalist id={`${id}names`}>
        {data?.genes.map((gene) => (
          <option key={`${gene.id} ${gene.name}`} value={gene.name ?? gene.symbol}>
            {gene.name === gene.symbol ? gene.location : `${gene.symbol}, ${gene.location}`}
          </option>
        ))}
      </datalist>
      <button type="submit">{button}</button>
    </form>
  );
}

/** A text once it has rested. */
export function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
