/** The bigWigs behind a registry's columns: which dataset has one, and where it is. */

import { realpathSync } from 'node:fs';
import type { ColumnFolder } from '../../formats/column-folder.ts';
import { isUrl } from '../../formats/config-reader.ts';
import type { KindReader } from '../kind.ts';
import { placeOf } from '../relative-place.ts';
import { isInside, locationBelow } from './signal-places.ts';

/** A dataset that has a signal. */
export interface SignalFile {
  readonly file: string;
  readonly biosample: string;
  readonly assay: string;
  readonly experiment: string;
  /** What addresses call it: characters A-Z a-z 0-9 . _ + - alone. */
  readonly key: string;
  /** The path or address of its bigWig; undefined where it was not at the root. */
  readonly location: string | undefined;
  /** When it was last looked for. */
  readonly sizeBytes: number;
  /** Whether its Z-scores are those of its biosample and assay. */
  readonly hasZscore: boolean;
}

export interface SignalTable {
  /** The directory or address that everything lies in. */
  readonly root: string;
  readonly isRemote: boolean;
  /** In the order of datasets.tsv. */
  readonly files: readonly SignalFile[];
  readonly byKey: ReadonlyMap<string, SignalFile>;
  /**
   * Where to read a file now: an address, or a path whose links are followed. Undefined where it is not there, or is a link out of the root,
   * which may have been put there since.
   */
  locate(file: SignalFile): string | undefined;
}

export const SIGNALS: KindReader<SignalTable> = { kind: 'signals', open: openSignals };

function openSignals(columns: ColumnFolder): SignalTable {
  const [stored = ''] = columns.texts('root');
  const isRemote = isUrl(stored);
  const root = isRemote ? stored : placeOf(columns.directory, stored);
  const [biosamples, assays] = [columns.texts('biosample'), columns.texts('assay')];
  const [experiments, keys] = [columns.texts('experiment'), columns.texts('key')];
  const [paths, sizes, hasZscore] = [
    columns.texts('path'),
    columns.float64('sizeBytes'),
    columns.uint8('hasZscore'),
  ];
  const files = columns.texts('file').map((file, i) => ({
    file,
    biosample: biosamples[i]!,
    assay: assays[i]!,
    experiment: experiments[i]!,
    key: keys[i]!,
    location: paths[i] === '' ? undefined : locationBelow(root, paths[i]!),
    sizeBytes: sizes[i]!,
    hasZscore: hasZscore[i] === 1,
  }));
  return {
    root,
    isRemote,
    files,
    byKey: new Map(files.map((file) => [file.key, file])),
    locate: ({ location }) => (isRemote || location === undefined ? location : fileInside(root, location)),
  };
}

function fileInside(root: string, file: string): string | undefined {
  try {
    return isInside(root, file) ? realpathSync(file) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
