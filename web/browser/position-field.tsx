/** Where the strip is, and a way to go elsewhere: a place, a gene, an accession or an rsID. */

import { type ReactNode, useEffect, useId, useState } from 'react';
import { type Answer, ask, Problem } from '../api/ask.ts';
import { useRegistry } from '../frame/registry.ts';
import { place } from '../words/numbers.ts';
import { widened } from './regions.ts';
import type { Region } from './strip-props.ts';

type Found = Answer<'/api/v1/browser/locus'>['results'][number];

interface PositionFieldProps {
  readonly region: Region;
  onRegion(region: Region): void;
}

/** What is a place is shown as it is; a gene, an element or a variant with its surroundings. */
const isPlace = (text: string) => /^\S+:[\d,\s]+([-–.][\d,.\s]+)?$/.test(text.trim());

export function PositionField({ region, onRegion }: PositionFieldProps): ReactNode {
  const { id: registry } = useRegistry();
  const id = useId();
  const shown = place(region);
  const [text, setText] = useState(shown);
  const [found, setFound] = useState<readonly Found[]>([]);
  const [mistake, setMistake] = useState<string>();
  useEffect(() => setText(shown), [shown]);

  const settle = () => {
    setFound([]);
    setMistake(undefined);
  };
  const go = (one: Found) => {
    settle();
    // A chromosome by its name is a place too.
    const isWhole = isPlace(text) || one.name === one.chrom || text.trim() === one.chrom;
    onRegion(isWhole ? one : widened(one));
    setText(shown);
  };
  const look = async () => {
    const q = text.trim();
    if (q === '' || q === shown) return settle();
    try {
      const { results } = await ask('/api/v1/browser/locus', { query: { registry, q } });
      if (results.length === 1) return go(results[0]!);
      setFound(results);
      setMistake(
        results.length > 0
          ? undefined
          : `Nothing here is called “${q}”: a gene, a place, an accession or an rsID.`,
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setFound([]);
      setMistake(error.message);
    }
  };
  return (
    <form
      className="strip-position"
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        settle();
        setText(shown);
      }}
    >
      <input
        type="text"
        value={text}
        size={Math.max(24, shown.length)}
        aria-label="Position, gene, accession or rsID"
        aria-describedby={mistake === undefined ? undefined : `${id}mistake`}
        aria-invalid={mistake !== undefined}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          settle();
        }}
      />
      {mistake === undefined && found.length === 0 ? null : (
        <div className="strip-found popover">
          {mistake === undefined ? null : (
            <p id={`${id}mistake`} role="alert" className="strip-mistake">
              {mistake}
            </p>
          )}
          {found.length === 0 ? null : <p className="note">Which one?</p>}
          {found.map((one) => (
            <button
              key={`${one.name} ${one.location}`}
              type="button"
              className="quiet"
              onClick={() => go(one)}
            >
              {one.name} <span className="soft">{place(one)}</span>
            </button>
          ))}
        </div>
      )}
    </form>
  );
}
