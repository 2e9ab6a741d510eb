/** Biosamples as the datasets make them: which dataset stands for each class assay, and the availability group. */

import { availabilityGroup } from '../registry/biosamples.ts';
import { CLASS_ASSAYS, type ClassAssay } from '../registry/classify.ts';
import { fileKey } from '../store/layout.ts';

/** What of a dataset decides about biosamples. */
export interface DatasetKey {
  readonly line: number;
  readonly biosample: string;
  readonly assay: string;
  /** The dataset's name. */
  readonly file: string;
  readonly zscore: boolean;
}

/** A biosample and, for each class assay that it has, the dataset whose Z counts; DNase is its anchor assay. */
export interface Biosample {
  readonly name: string;
  /** Its name in file names. */
  readonly key: string;
  readonly datasets: Readonly<Partial<Record<ClassAssay, DatasetKey>>>;
  /** The class assays present, as HIGH_ bits. */
  readonly assays: number;
  /** 1 to 15; undefined without any class assay. */
  readonly group: number | undefined;
}

/**
 * The biosamples in the order in which the datasets name them. `wrong` is told of two Z-scores of one assay in one
 * biosample, and of two names that would share a file name.
 */
export function biosamplesFrom(
  datasets: readonly DatasetKey[],
  anchors: readonly string[],
  wrong: (message: string, line: number) => void,
): readonly Biosample[] {
  const rows = new Map<string, DatasetKey[]>();
  for (const dataset of datasets) {
    const known = rows.get(dataset.biosample) ?? [];
    const other = known.find(
      (earlier) => earlier.zscore && dataset.zscore && earlier.assay === dataset.assay,
    );
    if (other !== undefined) {
      wrong(
        `${dataset.biosample} has two ${dataset.assay} rows with Z-scores (the other on line ${other.line}), expected one; set zscore to no on all but one`,
        dataset.line,
      );
    }
    rows.set(dataset.biosample, [...known, dataset]);
  }
  const byKey = new Map<string, string>();
  return [...rows].map(([name, own]) => {
    const key = fileKey(name);
    const other = byKey.get(key.toLowerCase());
    if (other !== undefined) {
      wrong(
        `biosamples ${other} and ${name} would share the file name ${key}.bed, expected names that differ in letters, digits or . _ + - (letter case aside); rename one`,
        own[0]!.line,
      );
    }
    byKey.set(key.toLowerCase(), name);
    const withZ = (assay: string) => own.find((dataset) => dataset.zscore && dataset.assay === assay);
    const anchor = anchors.map(withZ).find((dataset) => dataset !== undefined);
    const found: Partial<Record<ClassAssay, DatasetKey>> = {};
    let assays = 0;
    for (const [bit, assay] of CLASS_ASSAYS.entries()) {
      const dataset = assay === 'DNase' ? anchor : withZ(assay);
      if (dataset === undefined) continue;
      found[assay] = dataset;
      assays |= 1 << bit;
    }
    return { name, key, datasets: found, assays, group: availabilityGroup(assays) };
  });
}
