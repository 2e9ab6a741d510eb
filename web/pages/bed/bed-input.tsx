/** A BED to drop, to choose or to paste. */

import { type ReactNode, useId, useState } from 'react';
import { ask } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { Icon } from '../../parts/icon.tsx';
import { counted } from '../../words/numbers.ts';
import type { Given } from './bed-page.tsx';

interface BedInputProps {
  onGive(given: Given): void;
  readonly isBusy: boolean;
}

const EXAMPLE_ROWS = 40;

export function BedInput({ onGive, isBusy }: BedInputProps): ReactNode {
  const { id } = useRegistry();
  const [text, setText] = useState('');
  const [isOver, setOver] = useState(false);
  const fileId = useId();
  const rows = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).length;
  const give = (file: File | undefined) => {
    if (file !== undefined) onGive({ body: file, name: file.name });
  };
  const example = async () => {
    const { elements } = await ask('/api/v1/ccres', { query: { registry: id, limit: String(EXAMPLE_ROWS) } });
    setText(
      elements
        .map(({ chrom, start, end }, i) => {
          // Some beside an element, most across its edge.
          const at = i % 4 === 3 ? end + 300 : start - 100;
          return [chrom, Math.max(0, at), Math.max(0, at) + 250, `peak${i + 1}`].join('\t');
        })
        .join('\n'),
    );
  };
  return (
    <>
      <div
        className={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          give(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="file" />
        <p>
          Drop a BED here, or{' '}
          <label className="button" htmlFor={fileId}>
            choose a file
          </label>
          <input
            id={fileId}
            className="unseen"
            type="file"
            aria-label="A BED, plain or gzip"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              give(file);
              event.target.value = '';
            }}
          />
        </p>
        <p className="note">
          Plain or gzip, sorted or not. Chromosome, start, end: 0-based half-open, as BED has them; a name in
          column 4 is kept.
        </p>
      </div>
      <form
        className="paste"
        onSubmit={(event) => {
          event.preventDefault();
          if (rows > 0) onGive({ body: new Blob([text]), name: 'pasted rows' });
        }}
      >
        <label htmlFor={`${fileId}text`}>Or paste rows</label>
        <textarea
          id={`${fileId}text`}
          rows={6}
          spellCheck={false}
          placeholder={'chr11\t5280540\t5280889\tpeak1'}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="paste-buttons">
          <button type="submit" className="main" disabled={rows === 0 || isBusy}>
            {rows === 0 ? 'Look up' : `Look up ${counted(rows, 'region')}`}
          </button>
          <button type="button" onClick={() => void example()}>
            Put in an example
          </button>
        </div>
      </form>
    </>
  );
}
