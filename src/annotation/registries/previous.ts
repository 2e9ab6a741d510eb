/** The kind "previous": accessions of earlier registries, and the elements that lie where theirs did. */

import { CisregError } from '../../errors.ts';
import { readBed } from '../../formats/bed.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { growingInt32 } from '../../formats/growing-column.ts';
import { pickTexts, type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { forEachOverlap } from '../../genome/overlap.ts';
import type { Place } from '../../genome/region-text.ts';
import { placeAt, sortRegions } from '../../genome/sorted-regions.ts';
import { PairCollector, relationOf } from '../ground/interval-pairs.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';

export const PREVIOUS_KIND: Kind = {
  name: 'previous',
  async plan(reader, root) {
    if (root.previous === undefined || root.previous === null) return undefined;
    const files = reader.mappings(root.previous, ['previous'], ['rdhs', 'ccre']).flatMap(({ own, at }) => {
      const rdhs = reader.input(own, [...at, 'rdhs']);
      const ccre = reader.input(own, [...at, 'ccre']);
      if (rdhs === undefined && ccre === undefined) reader.wrong(at, own, 'rdhs, ccre or both');
      return [rdhs, ccre].filter((file) => file !== undefined);
    });
    if (files.length === 0) return undefined;
    return { inputs: files, parameters: {}, make: (work) => make(files, work) };
  },
};

/** The rows of all files; `chrom` is the number of the registry's chromosome, -1 on others. */
interface OldRows {
  readonly names: TextColumn;
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The file of each row and its line. */
  readonly file: Int32Array;
  readonly line: Int32Array;
}

async function make(files: readonly InputFile[], work: KindWork): Promise<Counts> {
  const { store, directory } = work;
  const { chromSizes } = store.registry;
  const rows = await readRows(files, work);
  const kept = distinct(rows, files);
  const names = pickTexts(rows.names, kept);
  const places = {
    chrom: gatherInt32(rows.chrom, kept),
    start: gatherInt32(rows.start, kept),
    end: gatherInt32(rows.end, kept),
  };
  const here = Int32Array.from(places.chrom.keys()).filter((i) => places.chrom[i]! >= 0);
  const { sorted, order } = sortRegions({
    chromNames: chromSizes.names,
    chrom: gatherInt32(places.chrom, here),
    start: gatherInt32(places.start, here),
    end: gatherInt32(places.end, here),
  });
  const pairs = new PairCollector();
  forEachOverlap(sorted, store.table.regions, (i, row, bp) => pairs.add(here[order[i]!]!, row, bp));
  const relation = relationOf(names.count, pairs.finish());
  await writeColumns(directory, {
    chroms: [...chromSizes.names],
    accession: names,
    ...places,
    offsets: relation.offsets,
    element: relation.other,
    bp: relation.bp,
  });
  const named = { ...places, chromNames: chromSizes.names };
  let [followed, otherPlace] = [0, 0];
  for (let i = 0; i < names.count; i++) {
    if (relation.offsets[i + 1]! > relation.offsets[i]!) followed++;
    const own = store.rowOf(names.at(i));
    if (own !== undefined && !isAt(placeAt(store.table.regions, own), named, i)) otherPlace++;
  }
  if (otherPlace > 0) {
    work.progress.warn(
      `previous: ${otherPlace} of ${names.count} accessions stand for another place in this registry, and are taken as its own; was it built with \`previous\` of these files?`,
    );
  }
  return {
    accessions: names.count,
    followed,
    onOtherChromosomes: names.count - here.length,
    ownAtOtherPlaces: otherPlace,
  };
}

async function readRows(files: readonly InputFile[], { store, progress }: KindWork): Promise<OldRows> {
  const { chromSizes } = store.registry;
  const names = new TextColumnBuilder();
  const columns = {
    chrom: growingInt32(),
    start: growingInt32(),
    end: growingInt32(),
    file: growingInt32(),
    line: growingInt32(),
  };
  let count = 0;
  for (const [f, { path, name }] of files.entries()) {
    const bed = await readBed(path, { minFields: 4, allowEmpty: true });
    const code = bed.chromNames.map((own) => chromSizes.index.get(own) ?? -1);
    if (bed.count > 0 && code.every((own) => own < 0)) {
      throw new CisregError(
        'ASSEMBLY',
        `has elements on ${bed.chromNames.slice(0, 3).join(', ')} and none on a chromosome of the registry (${chromSizes.names.slice(0, 3).join(', ')}); lift it to this assembly first`,
        { where: { file: path } },
      );
    }
    for (const column of Object.values(columns)) column.reserve(count + bed.count);
    let elsewhere = 0;
    for (let i = 0; i < bed.count; i++, count++) {
      const accession = bed.names!.at(i).trim().toUpperCase();
      if (!ACCESSION.test(accession)) {
        throw new CisregError(
          'FORMAT',
          `accession is ${bed.names!.at(i)}, expected letters, D or E and seven digits or more, such as EH38E0000007`,
          { where: { file: path, line: bed.line[i], column: 4 } },
        );
      }
      names.appendText(accession);
      columns.chrom.values[count] = code[bed.chrom[i]!]!;
      columns.start.values[count] = bed.start[i]!;
      columns.end.values[count] = bed.end[i]!;
      columns.file.values[count] = f;
      columns.line.values[count] = bed.line[i]!;
      if (code[bed.chrom[i]!]! < 0) elsewhere++;
    }
    if (elsewhere > 0) {
      progress.note(
        `${name}: ${elsewhere} of ${bed.count} elements lie on chromosomes that the registry has not`,
      );
    }
  }
  return {
    names: names.finish(),
    chrom: columns.chrom.finish(count),
    start: columns.start.finish(count),
    end: columns.end.finish(count),
    file: columns.file.finish(count),
    line: columns.line.finish(count),
  };
}

const ACCESSION = /^[A-Z][A-Z0-9]*[DE][0-9]{7,}$/;

/** The rows by accession as bytes, each accession once. Throws CisregError CONFLICT where one stands at two places. */
function distinct(
  { names, chrom, start, end, file, line }: OldRows,
  files: readonly InputFile[],
): Int32Array {
  const bytes = Buffer.from(names.bytes.buffer, names.bytes.byteOffset, names.bytes.byteLength);
  const { offsets } = names;
  const compare = (a: number, b: number) =>
    bytes.compare(bytes, offsets[b]!, offsets[b + 1]!, offsets[a]!, offsets[a + 1]!);
  const order = Int32Array.from({ length: names.count }, (_, i) => i).sort((a, b) => compare(a, b) || a - b);
  return order.filter((i, k) => {
    const before = order[k - 1];
    if (before === undefined || compare(before, i) !== 0) return true;
    if (chrom[before] === chrom[i] && start[before] === start[i] && end[before] === end[i]) return false;
    throw new CisregError(
      'CONFLICT',
      `${names.at(i)} stands here and on line ${line[before]} of ${files[file[before]!]!.name} at another place; an accession belongs to one element: remove one of the two rows`,
      { where: { file: files[file[i]!]!.path, line: line[i] } },
    );
  });
}

interface Places {
  readonly chromNames: readonly string[];
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Whether a place is that of row `i`. */
function isAt({ chrom, start, end }: Place, places: Places, i: number): boolean {
  return start === places.start[i] && end === places.end[i] && chrom === places.chromNames[places.chrom[i]!];
}
