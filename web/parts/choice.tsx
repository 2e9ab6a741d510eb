/** One of a few, as buttons in a row that are one control; one of many, or none, as a list. */

import { type ReactNode, useId } from 'react';

interface SegmentedProps<T extends string> {
  /** What is chosen: "Plot". */
  readonly label: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly text: ReactNode;
    readonly disabledBecause?: string | undefined;
  }[];
  onChange(value: T): void;
}

export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>): ReactNode {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          aria-disabled={option.disabledBecause !== undefined}
          title={option.disabledBecause}
          onClick={() => option.disabledBecause === undefined && onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** The words for no choice. */
  readonly all: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  onChange(value: string | undefined): void;
}

/** A labelled list of which one, or none, is chosen. */
export function Choice({ label, all, value, options, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  const known = value === undefined || options.includes(value) ? options : [...options, value];
  return (
    <span className="choice">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
        <option value="">{all}</option>
        {known.map((option) => (
          <option key={option} value={option}>
            {option.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </span>
  );
}
