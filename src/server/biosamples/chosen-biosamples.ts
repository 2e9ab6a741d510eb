/** Biosamples that a visitor chose by their keys, with what of them can be shown in a genome browser. */

import { SIGNALS, type SignalFile } from '../../annotation/files/signal-table.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';

export interface ChosenBiosample {
  readonly biosample: BiosampleRow;
  /** Whether its cCREs are classified. */
  readonly hasCcres: boolean;
  /** Its datasets whose bigWigs are there; those that have Z-scores first. */
  readonly signals: readonly SignalFile[];
}

/** The biosamples of a list of keys with commas between, each once, in its order. Throws RequestError 404 that names a key that is none. */
export function chosenBiosamples(served: Served, keys: string): ChosenBiosample[] {
  const { biosamples } = served.store.registry;
  const files = annotationIfAny(served, SIGNALS)?.files ?? [];
  return [...new Set(keys.split(','))].map((key) => {
    const biosample = biosamples.find((own) => own.key === key);
    if (biosample === undefined) {
      throw new RequestError(
        404,
        `${quoted(key)} is no key of a biosample of ${served.id}, expected keys as /api/v1/biosamples lists them, with commas between`,
        'biosamples',
      );
    }
    const own = files.filter((file) => file.biosample === biosample.name && file.location !== undefined);
    return {
      biosample,
      hasCcres: biosample.group !== undefined,
      signals: own.sort((a, b) => Number(b.hasZscore) - Number(a.hasZscore)),
    };
  });
}
