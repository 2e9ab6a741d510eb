/** The kind "intervals": any other annotation of the ground (chromatin states, domains, footprints, timing, methylation) at elements. */

import { readBed } from '../../formats/bed.ts';
import { ChromDictionary } from '../../formats/chrom-dictionary.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { growingFloat64, growingInt32 } from '../../formats/growing-column.ts';
import { forEachOverlap } from '../../genome/overlap.ts';
import { Mistakes } from '../../mistakes.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { biosampleNames, warnOfStrangers } from './interval-biosamples.ts';
import { PairCollector, relationOf } from './interval-pairs.ts';
import { placedRows } from './interval-places.ts';

interface IntervalSource {
  readonly input: InputFile;
  readonly label: string;
  readonly biosample: string;
  readonly assay: string;
}

export const INTERVALS_KIND: Kind = {
  name: 'intervals',
  async plan(reader, root) {
    const keys = ['file', 'label', 'biosample', 'assay'];
    const sources = reader
      .mappings(root.intervals, ['intervals'], keys)
      .flatMap(({ own, at }): IntervalSource[] => {
        const input = reader.input(own, [...at, 'file'], true);
        const label = reader.text(own, [...at, 'label'], true);
        const biosample = reader.text(own, [...at, 'biosample']) ?? '';
        const assay = reader.text(own, [...at, 'assay']) ?? '';
        return input === undefined || label === undefined ? [] : [{ input, label, biosample, assay }];
      });
    if (sources.length === 0) return undefined;
    return {
      inputs: sources.map(({ input }) => input),
      parameters: sources.map(({ label, biosample, assay }) => ({ label, biosample, assay })),
      make: (work) => make(sources, work),
    };
  },
};

/** The intervals that touch an element; all others are only counted. */
interface Touched {
  readonly set: ReturnType<typeof growingInt32>;
  readonly start: ReturnType<typeof growingInt32>;
  readonly end: ReturnType<typeof growingInt32>;
  readonly name: ReturnType<typeof growingInt32>;
  readonly rgb: ReturnType<typeof growingInt32>;
  readonly score: ReturnType<typeof growingFloat64>;
}

async function make(sources: readonly IntervalSource[], work: KindWork): Promise<Counts> {
  const { store, directory, progress } = work;
  const nameOf = biosampleNames(store);
  const pairs = new PairCollector();
  const touched: Touched = {
    set: growingInt32(),
    start: growingInt32(),
    end: growingInt32(),
    name: growingInt32(),
    rgb: growingInt32(),
    score: growingFloat64(),
  };
  const [names, rgbs] = [new ChromDictionary(), new ChromDictionary()];
  const intervals = new Int32Array(sources.length);
  const elements = new Int32Array(sources.length);
  let kept = 0;
  let elsewhere = 0;
  const mistakes = new Mistakes();
  progress.step('intervals', sources.length, 'files');
  for (const [set, { input }] of sources.entries()) {
    const own = await mistakes.collect(async () => {
      const bed = await readBed(input.path, { keep: { score: true }, restFrom: 9 });
      return {
        bed,
        placed: placedRows(bed, {
          file: input.path,
          name: input.name,
          what: 'intervals',
          chromSizes: store.registry.chromSizes,
          progress,
        }),
      };
    });
    if (own === undefined) continue;
    const { bed, placed } = own;
    elsewhere += placed.elsewhere;
    intervals[set] = bed.count;
    const placeOf = new Int32Array(placed.order.length).fill(-1);
    let last = -1;
    forEachOverlap(store.table.regions, placed.sorted, (element, i, bp) => {
      if (element !== last) elements[set]!++;
      last = element;
      if (placeOf[i]! < 0) {
        const row = placed.order[i]!;
        for (const column of Object.values(touched)) column.reserve(kept + 1);
        touched.set.values[kept] = set;
        touched.start.values[kept] = bed.start[row]!;
        touched.end.values[kept] = bed.end[row]!;
        touched.name.values[kept] = codeOf(names, bed.names, row);
        touched.rgb.values[kept] = codeOf(rgbs, bed.rest, row);
        touched.score.values[kept] = bed.score?.[row] ?? Number.NaN;
        placeOf[i] = kept++;
      }
      pairs.add(element, placeOf[i]!, bp);
    });
    progress.advance(1);
  }
  mistakes.throwIfAny();
  const biosamples = sources.map(({ biosample }) => nameOf(biosample));
  warnOfStrangers('intervals', biosamples, work);
  const found = pairs.finish();
  const { offsets, other, bp } = relationOf(store.table.rows, found);
  await writeColumns(directory, {
    file: sources.map(({ input }) => input.name),
    label: sources.map(({ label }) => label),
    biosample: biosamples,
    assay: sources.map(({ assay }) => assay),
    intervals,
    elements,
    names: names.names,
    rgbs: rgbs.names,
    set: touched.set.finish(kept),
    start: touched.start.finish(kept),
    end: touched.end.finish(kept),
    name: touched.name.finish(kept),
    rgb: touched.rgb.finish(kept),
    score: Float32Array.from(touched.score.finish(kept)),
    offsets,
    interval: other,
    bp,
  });
  return {
    files: sources.length,
    intervals: intervals.reduce((sum, n) => sum + n, 0),
    touched: kept,
    pairs: found.count,
    elsewhere,
  };
}

const TAB = 9;

/** The number of a row's text up to its first tab; -1 where there is none. */
function codeOf(
  dictionary: ChromDictionary,
  texts: { readonly bytes: Uint8Array; readonly offsets: Uint32Array } | undefined,
  row: number,
): number {
  if (texts === undefined) return -1;
  const [from, to] = [texts.offsets[row]!, texts.offsets[row + 1]!];
  let end = from;
  // Not indexOf on the whole column: where no row has a tab, it would look through all of it for each.
  while (end < to && texts.bytes[end] !== TAB) end++;
  return end === from ? -1 : dictionary.numberOf(texts.bytes, from, end);
}
