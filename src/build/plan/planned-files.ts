/** The files that a configuration names: what each is, whether it lies here, and how large it is as far as that is known. */

import { statSync } from 'node:fs';
import type { InputFile } from '../../formats/config-reader.ts';
import { isElsewhere } from '../../formats/remote-files.ts';
import { type BuildConfig, configuredFiles } from '../config.ts';
import type { Dataset } from '../datasets.ts';
import type { FileKind } from './rates.ts';

export interface PlannedFile {
  /** As the configuration names it. */
  readonly name: string;
  readonly kind: FileKind;
  /** Lies on this machine: nothing is fetched. */
  readonly isHere: boolean;
  /** Of the whole file; undefined where neither the disk nor the metadata tell. */
  readonly sizeBytes: number | undefined;
}

/** What is known of a file elsewhere. */
export interface KnownFile {
  readonly sizeBytes: number | undefined;
  /** Was fetched by an earlier command, and is kept. */
  readonly isHere: boolean;
}

/** Every file of a build, once each. `known` has files elsewhere by their names in the configuration. */
export function plannedFiles(
  config: BuildConfig,
  datasets: readonly Dataset[],
  known: ReadonlyMap<string, KnownFile>,
): readonly PlannedFile[] {
  const files = new Map<string, PlannedFile>();
  const add = (input: InputFile | undefined, kind: FileKind) => {
    if (input === undefined || files.has(input.name)) return;
    const { sizeBytes, isHere } = isElsewhere(input.name)
      ? (known.get(input.name) ?? { sizeBytes: undefined, isHere: false })
      : { sizeBytes: statSync(input.path, { throwIfNoEntry: false })?.size, isHere: true };
    files.set(input.name, { name: input.name, kind, isHere, sizeBytes });
  };
  const lists = [config.consensusDhs, config.blacklist, config.previousRdhs, config.previousCcre];
  add(config.tss, 'tss');
  for (const input of lists) add(input, 'table');
  for (const input of configuredFiles(config)) add(input, 'sheet');
  for (const dataset of datasets) {
    const { peaks } = dataset;
    if (peaks !== undefined) add(peaks.input, peaks.format === 'hotspot2-allcalls' ? 'allcalls' : 'peaks');
    if (!dataset.zscore && peaks === undefined) continue;
    add(dataset.signal, config.anchors.includes(dataset.assay) ? 'dnaseSignal' : 'chipSignal');
  }
  return [...files.values()];
}
