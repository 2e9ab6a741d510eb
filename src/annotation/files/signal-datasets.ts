/** Which bigWig each dataset of a registry was made of, as its registry.json names it. */

import path from 'node:path';
import { CisregError } from '../../errors.ts';
import { readJsonObject } from '../../formats/json-object.ts';
import { REGISTRY_JSON } from '../../store/layout.ts';

/** A row of datasets.tsv that has a signal. */
export interface SignalDataset {
  /** The dataset's name. */
  readonly file: string;
  readonly biosample: string;
  readonly assay: string;
  readonly experiment: string;
  /** The name of its bigWig: relative, or a base name alone where datasets.tsv has an absolute path. */
  readonly signal: string;
  /** Whether its Z-scores are those of its biosample and assay. */
  readonly hasZscore: boolean;
}

/** The datasets that have a signal, in the order of datasets.tsv. Throws CisregError FORMAT where registry.json does not name any. */
export function signalDatasets(directory: string): readonly SignalDataset[] {
  const file = path.join(directory, REGISTRY_JSON);
  const { datasets } = (readJsonObject(file) ?? {}) as { datasets?: readonly StoredDataset[] };
  const found = (datasets ?? []).flatMap(({ signal, zscore, ...own }) =>
    signal === undefined ? [] : [{ ...own, signal, hasZscore: zscore !== undefined }],
  );
  if (found.length > 0) return found.map(named);
  throw new CisregError(
    'FORMAT',
    'names the signal of no dataset, expected its bigWigs by name; an earlier version of cisreg built the registry: build it again into another directory',
    { where: { file } },
  );
}

type StoredDataset = Omit<SignalDataset, 'signal' | 'hasZscore'> & {
  readonly signal?: string;
  readonly zscore?: unknown;
};

/** The fields that are asked for, without what else registry.json tells. */
function named({ file, biosample, assay, experiment, signal, hasZscore }: SignalDataset): SignalDataset {
  return { file, biosample, assay, experiment, signal, hasZscore };
}
