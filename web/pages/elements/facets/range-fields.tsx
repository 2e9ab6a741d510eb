/** The ends of a range as two fields: another way in beside the handles. They are read on Enter and when they are left. */

import { type ReactNode, useEffect, useState } from 'react';
import { type Ends, numberOf, type RangeScale, spelt } from './range-scale.ts';

interface RangeFieldsProps {
  readonly label: string;
  readonly scale: RangeScale;
  readonly ends: Ends;
  /** Behind the fields: "bp". */
  readonly unit?: string | undefined;
  onEnds(ends: Ends): void;
  /** At the right: what the bars leave out. */
  readonly note?: ReactNode;
}

/** Numbers from here on need wider fields. */
const WIDE = 100_000;

export function RangeFields({ label, scale, ends, unit, onEnds, note }: RangeFieldsProps): ReactNode {
  const [from, to] = ends;
  return (
    <div className={scale.to >= WIDE ? 'range-fields wide' : 'range-fields'}>
      <EndField
        label={`${label}, from`}
        scale={scale}
        value={from}
        open={scale.from}
        onValue={(value) => onEnds([value, to])}
      />
      <span>to</span>
      <EndField
        label={`${label}, to`}
        scale={scale}
        value={to}
        open={scale.isCount ? scale.to - 1 : scale.to}
        onValue={(value) => onEnds([from, value])}
      />
      {unit === undefined ? null : <span>{unit}</span>}
      {note === undefined ? null : <span className="note outside">{note}</span>}
    </div>
  );
}

interface EndFieldProps {
  readonly label: string;
  readonly scale: RangeScale;
  readonly value: number | null;
  /** Shown where nothing is asked. */
  readonly open: number;
  onValue(value: number | null): void;
}

function EndField({ label, scale, value, open, onValue }: EndFieldProps): ReactNode {
  const shown = value === null ? '' : spelt(scale, value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const number = numberOf(text);
  const read = () => {
    if (number === undefined) return;
    if (number !== value) onValue(number);
    else setText(shown);
  };
  return (
    <input
      inputMode={scale.decimals === 0 ? 'numeric' : 'decimal'}
      aria-label={label}
      aria-invalid={number === undefined}
      title={number === undefined ? `"${text}" is not a number` : undefined}
      placeholder={spelt(scale, open)}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={read}
      onKeyDown={(event) => {
        if (event.key === 'Enter') read();
        if (event.key === 'Escape') setText(shown);
      }}
    />
  );
}
