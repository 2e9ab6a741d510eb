/** Where the class assays of each biosample stand among the columns of Z. */

import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { BiosampleRow, RegistryDirectory } from './registry-directory.ts';

/** A biosample that has a class assay. */
export interface ClassColumns {
  readonly biosample: BiosampleRow;
  readonly group: number;
  /** By class assay the place of its column in the manifest; -1 where it has none. */
  readonly columns: readonly number[];
}

const known = new WeakMap<RegistryDirectory, readonly ClassColumns[]>();

/** The biosamples that have a class assay, in the order of the registry. */
export function classColumns(registry: RegistryDirectory): readonly ClassColumns[] {
  const found = known.get(registry) ?? columnsOf(registry);
  known.set(registry, found);
  return found;
}

function columnsOf({ biosamples, manifest }: RegistryDirectory): ClassColumns[] {
  const places = new Map(manifest.columns.map(({ file }, c) => [file, c]));
  return biosamples.flatMap((biosample) => {
    const { group, files } = biosample;
    if (group === undefined) return [];
    return [{ biosample, group, columns: CLASS_ASSAYS.map((assay) => places.get(files[assay] ?? '') ?? -1) }];
  });
}
