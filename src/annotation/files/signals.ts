/** The kind "signals": where the bigWigs of the datasets are, for profiles of elements and for genome browsers. They stay where they are. */

import { statSync } from 'node:fs';
import { CisregError } from '../../errors.ts';
import { openBigWig } from '../../formats/bbi/bigwig.ts';
import { openByteSource } from '../../formats/byte-source.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import { type ConfigReader, isUrl, type Mapping } from '../../formats/config-reader.ts';
import { isBaseAddress } from '../../formats/shown-address.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { Mistakes } from '../../mistakes.ts';
import { fileKey } from '../../store/layout.ts';
import { atOnce } from '../../threads/at-once.ts';
import { otherAssembly } from '../chrom-agreement.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { storedPlace } from '../relative-place.ts';
import { type SignalDataset, signalDatasets } from './signal-datasets.ts';
import { locationBelow, placesBelow, type SignalPlace } from './signal-places.ts';

/** Files that are opened at a time to be checked. */
const AT_ONCE = 8;
/** Names in a warning: more are only counted. */
const NAMED = 5;

export const SIGNALS_KIND: Kind = {
  name: 'signals',
  async plan(reader, root, { store }) {
    if (root.signals === undefined || root.signals === null) return undefined;
    const at = ['signals', 'root'];
    const own = reader.mapping(root.signals, ['signals'], ['root']);
    const place = rootOf(reader, own, at);
    const datasets = await reader.collect(async () => signalDatasets(store.registry.path));
    if (place === undefined || datasets === undefined) return undefined;
    const names = datasets.map(({ signal }) => signal);
    const files = await reader.collect(() => placesBelow(place, names));
    if (files === undefined) return undefined;
    if (files.every((file) => file === undefined)) {
      reader.wrong(
        at,
        own.root,
        `the place of ${names[0]} and the other bigWigs of datasets.tsv: none is there`,
      );
      return undefined;
    }
    const stored = isUrl(place) ? place : storedPlace(store.registry.path, place);
    return {
      // Their sizes stand for their content: to read terabytes for a checksum would tell where they are no better.
      inputs: [],
      parameters: { root: stored, files: files.map((file) => file ?? null) },
      make: (work) => make({ place, stored, datasets, files }, work),
    };
  },
};

interface FoundSignals {
  readonly place: string;
  /** The root as it is kept: an address, or a path from the registry's directory. */
  readonly stored: string;
  readonly datasets: readonly SignalDataset[];
  readonly files: readonly (SignalPlace | undefined)[];
}

/** The root's path or address; undefined where it is none, which the reader then knows. */
function rootOf(reader: ConfigReader, own: Mapping, at: readonly string[]): string | undefined {
  const text = reader.text(own, at, true);
  if (text === undefined) return undefined;
  if (!isUrl(text)) {
    const input = reader.input(own, at)!;
    const isThere = statSync(input.path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isThere ? input.path : reader.wrong(at, text, 'a directory that is there, or an http(s) address');
  }
  return isBaseAddress(text) ? text : reader.wrong(at, text, 'an http(s) address without user, ? or #');
}

async function make(found: FoundSignals, { store, directory, progress }: KindWork): Promise<Counts> {
  const { place, stored, datasets, files } = found;
  progress.step('signals', datasets.length, 'files');
  const mistakes = new Mistakes();
  const errors = await atOnce(files, AT_ONCE, async (file) => {
    const error =
      file === undefined
        ? undefined
        : await fileError(locationBelow(place, file.path), store.registry.chromSizes);
    progress.advance(1);
    return error;
  });
  for (const error of errors) if (error !== undefined) mistakes.take(error);
  mistakes.throwIfAny();
  const missing = datasets.filter((_, i) => files[i] === undefined);
  if (missing.length > 0) {
    const names = missing.slice(0, NAMED).map(({ file, signal }) => `${signal} of ${file}`);
    const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : '';
    progress.warn(
      `signals: ${missing.length} of ${datasets.length} bigWigs are not at ${stored}: ${names.join(', ')}${more}; those datasets have no profiles`,
    );
  }
  const text = (of: (dataset: SignalDataset) => string) => datasets.map(of);
  await writeColumns(directory, {
    root: [stored],
    file: text(({ file }) => file),
    biosample: text(({ biosample }) => biosample),
    assay: text(({ assay }) => assay),
    experiment: text(({ experiment }) => experiment),
    key: keysOf(datasets),
    path: files.map((file) => file?.path ?? ''),
    sizeBytes: Float64Array.from(files, (file) => file?.sizeBytes ?? 0),
    hasZscore: Uint8Array.from(datasets, ({ hasZscore }) => Number(hasZscore)),
  });
  return { datasets: datasets.length, files: datasets.length - missing.length, missing: missing.length };
}

/** What is wrong with a file. */
async function fileError(location: string, chromSizes: ChromSizes): Promise<CisregError | undefined> {
  try {
    const source = await openByteSource(location);
    try {
      const { chroms } = await openBigWig(source);
      const other = otherAssembly(chroms, chromSizes);
      return other === undefined
        ? undefined
        : new CisregError('ASSEMBLY', other, { where: { file: location } });
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof CisregError) return error;
    throw error;
  }
}

/** What addresses call each dataset: its name made safe, with a number where another has that, letter case aside. */
function keysOf(datasets: readonly SignalDataset[]): string[] {
  const taken = new Set<string>();
  return datasets.map(({ file }) => {
    const plain = fileKey(file);
    let key = plain;
    for (let n = 2; taken.has(key.toLowerCase()); n++) key = `${plain}-${n}`;
    taken.add(key.toLowerCase());
    return key;
  });
}
