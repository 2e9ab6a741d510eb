/** Signals of biosamples to choose from. */

import { type ReactNode, useDeferredValue, useState } from 'react';
import { Swatch } from '../parts/marks.tsx';
import { CLASS_ASSAYS, colourOfAssay } from '../words/classes.ts';
import { count } from '../words/numbers.ts';
import { withoutTrack, withTrack } from './shown-tracks.ts';
import { type BiosampleRow, signalId } from './track-specs.ts';
import type { Tracks } from './use-tracks.ts';

/** Rows in the page at a time; typing finds the others. */
const ROWS = 40;

export function SignalChoice({ tracks }: { readonly tracks: Tracks }): ReactNode {
  const { biosamples = [], specs = [], chosen, choose } = tracks;
  const [text, setText] = useState('');
  const words = useDeferredValue(text).toLowerCase().split(/\s+/).filter(Boolean);
  const found = biosamples.filter((row) => words.every((word) => namesOf(row).includes(word)));
  const shown = new Set(specs.map(({ id }) => id));
  return (
    <section>
      <h3>Signals of biosamples</h3>
      <input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Biosample or tissue"
        aria-label="Biosample or tissue"
      />
      <ul className="signal-rows">
        {found.slice(0, ROWS).map((row) => (
          <li key={row.key}>
            <span title={row.biosample}>{row.metadata.displayName || row.biosample}</span>
            <span className="signal-assays">
              {CLASS_ASSAYS.map((assay) => {
                const id = signalId(assay, row.key);
                const isShown = shown.has(id);
                if (row.files[assay] == null) return <span key={assay} className="signal-none" />;
                return (
                  <button
                    key={assay}
                    type="button"
                    aria-pressed={isShown}
                    aria-label={`${assay} in ${row.biosample}`}
                    onClick={() => choose(isShown ? withoutTrack(chosen, id) : withTrack(chosen, id))}
                  >
                    <Swatch colour={colourOfAssay(assay)} />
                    {assay}
                  </button>
                );
              })}
            </span>
          </li>
        ))}
      </ul>
      <p className="note" role="status">
        {found.length > ROWS
          ? `The first ${ROWS} of ${count(found.length)}; type to find others`
          : `${count(found.length)} of ${count(biosamples.length)} biosamples`}
      </p>
    </section>
  );
}

const namesOf = ({ biosample, key, metadata }: BiosampleRow): string =>
  [biosample, key, metadata.displayName, metadata.tissue].join(' ').toLowerCase();
