/** The files that a configuration names: what each is, whether it lies here, and how large it is as far as that is known. */

import { statSync } from 'node:fs';
import type { InputFile } from '../../formats/config-reader.ts';
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

/**
 * Every file of a build, once each. `sizeOf` tells the bytes of a file elsewhere by its name in the configuration, where
 * metadata have them.
 */
export function plannedFiles(
  config: BuildConfig,
  datasets: readonly Dataset[],
  sizeOf: (name: string) => number | undefined,
): readonly PlannedFile[] {
  const files = new Map<string, PlannedFile>();
  const add = (input: InputFile | undefined, kind: FileKind) => {
    if (input === undefined || files.has(input.name)) return;
    const here = sizeHere(input);
    files.set(input.name, {
      name: input.name,
      kind,
      isHere: here !== undefined || !isElsewhere(input.name),
      sizeBytes: here ?? sizeOf(input.name),
    });
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

/** Whether a name in a configuration is an address or an accession rather than a path. */
export function isElsewhere(name: string): boolean {
  return /^(encff:|[a-z][a-z0-9+.-]*:\/\/)/i.test(name);
}

function sizeHere(input: InputFile): number | undefined {
  return isElsewhere(input.name) ? undefined : statSync(input.path, { throwIfNoEntry: false })?.size;
}
