/** A list of the API as a file, in every format that it has. */

import { type ReactNode, useId } from 'react';
import { Icon } from './icon.tsx';
import { closePopover } from './popover.ts';

const FORMATS = {
  tsv: 'TSV: a table with a header; opens in R and spreadsheets',
  bed: 'BED: positions 0-based half-open, for genome browsers and bedtools',
  ndjson: 'NDJSON: one JSON object a line',
  parquet: 'Parquet: for DuckDB, pandas, arrow',
  json: 'JSON: the first page of at most 10,000 rows',
} as const;

export type Format = keyof typeof FORMATS;

interface DownloadMenuProps {
  /** The words of the button: "Download 16,089". */
  readonly text: ReactNode;
  /** Names the button where its words alone do not. */
  readonly label?: string | undefined;
  readonly formats?: readonly Format[];
  readonly isMain?: boolean;
  /** The address of the list in a format: exactly what is shown. Undefined where no address says it: `onFormat` has it then. */
  address(format: Format): string | undefined;
  /** Makes and saves the file of a list that no address says. */
  onFormat?(format: Format): void;
  /** The file's name without its ending. */
  readonly file: string;
}

export function DownloadMenu({
  text,
  label,
  formats = ['tsv', 'bed', 'ndjson', 'parquet', 'json'],
  isMain = false,
  address,
  onFormat,
  file,
}: DownloadMenuProps): ReactNode {
  const id = useId();
  return (
    <>
      <button type="button" className={isMain ? 'main' : undefined} popoverTarget={id} aria-label={label}>
        <Icon name="download" />
        {text}
      </button>
      <div id={id} popover="auto" className="popover menu downloads">
        {formats.map((format) => {
          const href = address(format);
          return href === undefined ? (
            <button
              key={format}
              type="button"
              onClick={(event) => {
                closePopover(event.currentTarget);
                onFormat?.(format);
              }}
            >
              {FORMATS[format]}
            </button>
          ) : (
            <a
              key={format}
              href={href}
              download={`${file}.${format}`}
              onClick={(event) => closePopover(event.currentTarget)}
            >
              {FORMATS[format]}
            </a>
          );
        })}
      </div>
    </>
  );
}
