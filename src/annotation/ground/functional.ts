/** The kind "functional": what assays of function (VISTA, MPRA, STARR-seq, CRISPR) found where elements are. */

import { writeColumns } from '../../formats/column-folder.ts';
import type { ConfigReader, KeyPath, Mapping } from '../../formats/config-reader.ts';
import { pickTexts } from '../../formats/text-column.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { forEachOverlap } from '../../genome/overlap.ts';
import { Mistakes } from '../../mistakes.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import type { ActiveRule } from './functional-activity.ts';
import { type FunctionalSource, readTestedPlaces } from './functional-rows.ts';
import { biosampleNames, warnOfStrangers } from './interval-biosamples.ts';
import { PairCollector, relationOf } from './interval-pairs.ts';
import { placedRows } from './interval-places.ts';

export const FUNCTIONAL_KIND: Kind = {
  name: 'functional',
  async plan(reader, root) {
    const keys = ['file', 'assay', 'biosample', 'columns', 'active', 'minCount'];
    const sources = reader
      .mappings(root.functional, ['functional'], keys)
      .flatMap(({ own, at }): FunctionalSource[] => {
        const input = reader.input(own, [...at, 'file'], true);
        const assay = reader.text(own, [...at, 'assay'], true);
        const biosample = reader.text(own, [...at, 'biosample']) ?? '';
        const columns = reader.texts(own, [...at, 'columns']);
        const active = ruleOf(reader, own, [...at, 'active']);
        const minCount = reader.number(own, [...at, 'minCount'], { low: 0 });
        if (input === undefined || assay === undefined) return [];
        return [{ input, assay, biosample, columns, active, minCount }];
      });
    if (sources.length === 0) return undefined;
    return {
      inputs: sources.map(({ input }) => input),
      parameters: sources.map(({ input: _, ...rest }) => rest),
      make: (work) => make(sources, work),
    };
  },
};

function ruleOf(reader: ConfigReader, from: Mapping, at: KeyPath): ActiveRule | undefined {
  if (from.active === undefined || from.active === null) return undefined;
  const own = reader.mapping(from.active, at, ['columns', 'above', 'is']);
  const columns = reader.texts(own, [...at, 'columns']);
  const above = reader.number(own, [...at, 'above'], { low: -Number.MAX_VALUE });
  const is = own.is === undefined ? undefined : String(own.is);
  if (columns !== undefined && (above === undefined) !== (is === undefined)) return { columns, above, is };
  return reader.wrong(at, from.active, 'columns, and one of above (a number) and is (a word)');
}

async function make(sources: readonly FunctionalSource[], work: KindWork): Promise<Counts> {
  const { store, directory, progress } = work;
  const nameOf = biosampleNames(store);
  const pairs = new PairCollector();
  const parts: Tested[] = [];
  const tested = new Int32Array(sources.length);
  const active = new Int32Array(sources.length);
  const columns: string[] = [];
  let kept = 0;
  let elsewhere = 0;
  const mistakes = new Mistakes();
  progress.step('functional', sources.length, 'files');
  for (const [set, source] of sources.entries()) {
    const { input } = source;
    const own = await mistakes.collect(async () => {
      const places = await readTestedPlaces(source);
      return {
        places,
        placed: placedRows(places, {
          file: input.path,
          name: input.name,
          what: 'tested places',
          chromSizes: store.registry.chromSizes,
          progress,
        }),
      };
    });
    if (own === undefined) continue;
    const { places, placed } = own;
    elsewhere += placed.elsewhere;
    tested[set] = places.chrom.length;
    active[set] = places.active.reduce<number>((n, own) => n + (own === 1 ? 1 : 0), 0);
    columns.push(places.names.join('\t'));
    const placeOf = new Int32Array(placed.order.length).fill(-1);
    const rows: number[] = [];
    forEachOverlap(store.table.regions, placed.sorted, (element, i, bp) => {
      if (placeOf[i]! < 0) {
        placeOf[i] = kept + rows.length;
        rows.push(placed.order[i]!);
      }
      pairs.add(element, placeOf[i]!, bp);
    });
    const taken = Int32Array.from(rows);
    kept += taken.length;
    parts.push({
      set: new Int32Array(taken.length).fill(set),
      start: gatherInt32(places.start, taken),
      end: gatherInt32(places.end, taken),
      active: Int8Array.from(taken, (row) => places.active[row]!),
      lowCount: Int8Array.from(taken, (row) => places.lowCount[row]!),
      text: pickTexts(places.text, taken),
    });
    progress.advance(1);
  }
  mistakes.throwIfAny();
  const biosamples = sources.map(({ biosample }) => nameOf(biosample));
  warnOfStrangers('functional', biosamples, work);
  const found = pairs.finish();
  const { offsets, other, bp } = relationOf(store.table.rows, found);
  await writeColumns(directory, {
    file: sources.map(({ input }) => input.name),
    assay: sources.map(({ assay }) => assay),
    biosample: biosamples,
    columns,
    tested,
    activePlaces: active,
    ...joined(parts),
    offsets,
    row: other,
    bp,
  });
  return {
    files: sources.length,
    tested: tested.reduce((sum, n) => sum + n, 0),
    active: active.reduce((sum, n) => sum + n, 0),
    touched: kept,
    pairs: found.count,
    elsewhere,
  };
}

/** The tested places of a file that touch an element. */
interface Tested {
  readonly set: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly active: Int8Array;
  readonly lowCount: Int8Array;
  readonly text: ReturnType<typeof pickTexts>;
}

/** All files' rows behind one another; their text as bytes, to be read in place. */
function joined(parts: readonly Tested[]) {
  const count = parts.reduce((sum, { set }) => sum + set.length, 0);
  const bytes = new Uint8Array(parts.reduce((sum, { text }) => sum + text.bytes.length, 0));
  const all = {
    set: new Int32Array(count),
    start: new Int32Array(count),
    end: new Int32Array(count),
    active: new Int8Array(count),
    lowCount: new Int8Array(count),
    textOffsets: new Uint32Array(count + 1),
    text: bytes,
  };
  let [at, byte] = [0, 0];
  for (const { text, ...part } of parts) {
    for (const name of ['set', 'start', 'end', 'active', 'lowCount'] as const) all[name].set(part[name], at);
    for (let i = 0; i < text.count; i++) all.textOffsets[at + i + 1] = byte + text.offsets[i + 1]!;
    bytes.set(text.bytes, byte);
    at += part.set.length;
    byte += text.bytes.length;
  }
  return all;
}
