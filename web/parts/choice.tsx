/** One of a few: buttons in a row that are one control. */

import type { ReactNode } from 'react';

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
