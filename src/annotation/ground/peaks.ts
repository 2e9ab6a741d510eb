/** The kind "peaks": peaks of factors and histone marks, and which elements each of their files overlaps. */

import path from 'node:path';
import { writeColumns } from '../../formats/column-folder.ts';
import { forEachOverlap } from '../../genome/overlap.ts';
import { Mistakes } from '../../mistakes.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { biosampleNames, warnOfStrangers } from './interval-biosamples.ts';
import { PairCollector, relationOf } from './interval-pairs.ts';
import { placedRows } from './interval-places.ts';
import { readPeakRegions } from './peak-regions.ts';
import { PEAK_KINDS, type PeakSource, readPeakSheet } from './peak-sheet.ts';

export const PEAKS_KIND: Kind = {
  name: 'peaks',
  async plan(reader, root) {
    const sheets = reader.mappings(root.peaks, ['peaks'], ['sheet']).flatMap(({ own, at }) => {
      const sheet = reader.input(own, [...at, 'sheet'], true);
      return sheet === undefined ? [] : [sheet];
    });
    if (sheets.length === 0) return undefined;
    const directory = path.dirname(reader.where([]).file ?? '.');
    const sources: PeakSource[] = [];
    for (const sheet of sheets) {
      sources.push(...((await reader.collect(() => readPeakSheet(sheet, directory))) ?? []));
    }
    return {
      inputs: [...sheets, ...sources.map(({ input }) => input)],
      parameters: {},
      make: (work) => make(sources, work),
    };
  },
};

async function make(sources: readonly PeakSource[], work: KindWork): Promise<Counts> {
  const { store, directory, progress } = work;
  const { regions, rows } = store.table;
  const { chromSizes } = store.registry;
  const nameOf = biosampleNames(store);
  const pairs = new PairCollector();
  const peaks = new Int32Array(sources.length);
  const touched = new Int32Array(sources.length);
  let elsewhere = 0;
  const mistakes = new Mistakes();
  progress.step('peaks', sources.length, 'files');
  for (const [set, { input, format }] of sources.entries()) {
    const own = await mistakes.collect(async () => {
      const read = await readPeakRegions(input.path, format);
      return {
        read,
        placed: placedRows(read, {
          file: input.path,
          name: input.name,
          what: 'peaks',
          chromSizes,
          progress,
        }),
      };
    });
    if (own === undefined) continue;
    const { read, placed } = own;
    peaks[set] = read.chrom.length;
    elsewhere += placed.elsewhere;
    if (read.chrom.length === 0) progress.warn(`${input.name} has no peaks`);
    let last = -1;
    forEachOverlap(regions, placed.sorted, (element) => {
      // Elements come in their order: several peaks of one file count once.
      if (element === last) return;
      last = element;
      pairs.add(element, set, 0);
      touched[set]!++;
    });
    progress.advance(1);
  }
  mistakes.throwIfAny();
  const biosamples = sources.map(({ biosample }) => nameOf(biosample));
  warnOfStrangers('peaks', biosamples, work);
  const found = pairs.finish();
  const { offsets, other } = relationOf(rows, found);
  await writeColumns(directory, {
    file: sources.map(({ input }) => input.name),
    target: sources.map(({ target }) => target),
    kind: Uint8Array.from(sources, ({ kind }) => PEAK_KINDS.indexOf(kind)),
    biosample: biosamples,
    experiment: sources.map(({ experiment }) => experiment),
    peaks,
    elements: touched,
    offsets,
    set: other,
  });
  return {
    files: sources.length,
    targets: new Set(sources.map(({ target }) => target)).size,
    experiments: new Set(sources.map(({ experiment }) => experiment)).size,
    peaks: peaks.reduce((sum, n) => sum + n, 0),
    pairs: found.count,
    elsewhere,
  };
}
