/** The kind "genes": a GENCODE GTF or a BED of genes, and other names for them. */

import { CisregError } from '../../errors.ts';
import { readBed } from '../../formats/bed.ts';
import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { readGtf } from '../../formats/gtf.ts';
import type { GtfExons } from '../../formats/gtf-exons.ts';
import { readTable } from '../../formats/table.ts';
import { type TextColumn, textColumnFrom } from '../../formats/text-column.ts';
import { isGtf } from '../../formats/tss.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { sortRegions } from '../../genome/sorted-regions.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { withoutVersion } from './gene-name-index.ts';

export const GENES_KIND: Kind = {
  name: 'genes',
  async plan(reader, root) {
    if (root.genes === undefined || root.genes === null) return undefined;
    const own = reader.mapping(root.genes, ['genes'], ['file', 'aliases']);
    const file = reader.input(own, ['genes', 'file'], true);
    const aliases = reader.input(own, ['genes', 'aliases']);
    if (file === undefined) return undefined;
    return {
      inputs: [file, ...(aliases === undefined ? [] : [aliases])],
      // What is kept of transcripts; a folder that was made before has no exons.
      parameters: { exons: true },
      make: (work) => make(file, aliases, work),
    };
  },
};

/** Genes and start sites as they stand in a file: `position` is the 1-based coordinate of a TSS, `gene` the row of its gene. */
interface GeneFile {
  readonly chromNames: readonly string[];
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly strand: Int8Array;
  readonly ids: readonly string[];
  readonly symbols: readonly string[];
  readonly types: readonly string[];
  readonly tss: { readonly position: Int32Array; readonly gene: Int32Array; readonly transcript: TextColumn };
  /** Of the transcripts of `tss`, by their rows. */
  readonly exons: GtfExons;
}

async function make(
  file: InputFile,
  aliases: InputFile | undefined,
  { store, directory, progress }: KindWork,
): Promise<Counts> {
  const { chromSizes } = store.registry;
  const read = (await isGtf(file.path)) ? await genesOfGtf(file.path) : await genesOfBed(file.path);
  const here = read.chromNames.map((name) => chromSizes.index.has(name));
  const kept = [...read.chrom.keys()].filter((row) => here[read.chrom[row]!]);
  refuseOtherNames(file.path, { read, kept: kept.length }, chromSizes);
  const beyond = kept.filter(
    (row) => read.end[row]! > sizeOf(chromSizes, read.chromNames[read.chrom[row]!]!),
  );
  if (beyond.length > 0) {
    progress.warn(
      `${file.name}: ${beyond.length} genes end beyond their chromosome (${read.ids[beyond[0]!]}); is it of this assembly?`,
    );
  }
  const rows = Int32Array.from(kept);
  const { sorted, order } = sortRegions({
    chromNames: read.chromNames,
    chrom: gatherInt32(read.chrom, rows),
    start: gatherInt32(read.start, rows),
    end: gatherInt32(read.end, rows),
  });
  const from = gatherInt32(rows, order);
  const rowOf = new Int32Array(read.ids.length).fill(-1);
  for (let row = 0; row < from.length; row++) rowOf[from[row]!] = row;
  const types = [...new Set(Array.from(from, (row) => read.types[row]!))].sort();
  const typeCode = new Map(types.map((type, code) => [type, code]));
  const ids = Array.from(from, (row) => read.ids[row]!);
  const symbols = Array.from(from, (row) => read.symbols[row]!);
  const tss = sortedTss(read, rowOf, sorted);
  const { others, passedOver } =
    aliases === undefined ? { others: [], passedOver: 0 } : await readAliases(aliases.path, { ids, symbols });
  await writeColumns(directory, {
    chroms: sorted.chromNames,
    chrom: sorted.chrom,
    start: sorted.start,
    end: sorted.end,
    strand: Int8Array.from(from, (row) => read.strand[row]!),
    id: ids,
    symbol: symbols,
    types,
    type: Uint16Array.from(from, (row) => typeCode.get(read.types[row]!)!),
    tssChromOffsets: tss.chromOffsets,
    tssPosition: tss.position,
    tssGene: tss.gene,
    tssTranscript: tss.transcript,
    exonOffsets: tss.exons.offsets,
    exonStart: tss.exons.start,
    exonEnd: tss.exons.end,
    codingStart: tss.exons.codingStart,
    codingEnd: tss.exons.codingEnd,
    alias: others.map(({ alias }) => alias),
    aliasGene: Int32Array.from(others, ({ row }) => row),
  });
  return {
    genes: ids.length,
    startSites: tss.position.length,
    exons: tss.exons.start.length,
    exonsWithoutTranscript: read.exons.ownerless,
    aliases: others.length,
    aliasesOfOtherGenes: passedOver,
    onOtherChromosomes: read.ids.length - ids.length,
  };
}

async function genesOfGtf(file: string): Promise<GeneFile> {
  const { genes, transcripts, exons } = await readGtf(file, { exons: true });
  if (genes.count === 0) {
    throw new CisregError('FORMAT', 'has no gene rows, expected a GTF of genes and transcripts', {
      where: { file },
    });
  }
  const ids = textsOf(genes.geneId);
  // Two rows of one id (the pseudoautosomal genes of older releases) are told apart by their chromosome.
  const rowOf = new Map(ids.map((id, row) => [`${id}\t${genes.chrom[row]}`, row]));
  const hasBasic = transcripts.basic.includes(1);
  const taken = [...transcripts.basic.keys()].filter((t) => !hasBasic || transcripts.basic[t] === 1);
  const gene = taken.map((t) => {
    const row = rowOf.get(`${transcripts.geneId.at(t)}\t${transcripts.chrom[t]}`);
    if (row !== undefined) return row;
    throw new CisregError(
      'FORMAT',
      `a transcript of ${transcripts.geneId.at(t)}, which has no gene row, expected one`,
      {
        where: { file, line: transcripts.line[t] },
      },
    );
  });
  return {
    chromNames: genes.chromNames,
    chrom: genes.chrom,
    start: genes.start,
    end: genes.end,
    strand: genes.strand,
    ids,
    symbols: textsOf(genes.geneName),
    types: textsOf(genes.geneType).map((type) => (type === '' ? 'unknown' : type)),
    tss: {
      position: Int32Array.from(taken, (t) =>
        transcripts.strand[t]! < 0 ? transcripts.end[t]! : transcripts.start[t]! + 1,
      ),
      gene: Int32Array.from(gene),
      transcript: textColumnFrom(taken.map((t) => transcripts.transcriptId.at(t))),
    },
    exons: pickExons(exons!, taken),
  };
}

/** chrom, start, end, id, score, strand, and if there: symbol, type. The start of the gene is its one TSS. */
async function genesOfBed(file: string): Promise<GeneFile> {
  const bed = await readBed(file, { minFields: 6, keep: { strand: true }, restFrom: 7 });
  if (bed.count === 0) {
    throw new CisregError('FORMAT', 'has no rows, expected a GTF or a BED of genes', { where: { file } });
  }
  const rest = Array.from({ length: bed.count }, (_, row) =>
    bed
      .rest!.at(row)
      .split('\t')
      .map((text) => text.trim()),
  );
  const strand = bed.strand!;
  return {
    chromNames: bed.chromNames,
    chrom: bed.chrom,
    start: bed.start,
    end: bed.end,
    strand,
    ids: textsOf(bed.names!).map((id) => id.trim()),
    symbols: rest.map(([symbol]) => symbol ?? ''),
    types: rest.map(([, type]) => (type === undefined || type === '' ? 'unknown' : type)),
    tss: {
      position: Int32Array.from(strand, (s, row) => (s < 0 ? bed.end[row]! : bed.start[row]! + 1)),
      gene: Int32Array.from({ length: bed.count }, (_, row) => row),
      transcript: textColumnFrom(textsOf(bed.names!).map(() => '')),
    },
    exons: noExons(bed.count),
  };
}

/** Transcripts without exons. */
function noExons(count: number): GtfExons {
  const none = () => new Int32Array(0);
  return {
    offsets: new Int32Array(count + 1),
    start: none(),
    end: none(),
    codingStart: new Int32Array(count),
    codingEnd: new Int32Array(count),
    ownerless: 0,
  };
}

/** The exons of some transcripts, in the order of `rows`. */
function pickExons(exons: GtfExons, rows: readonly number[]): GtfExons {
  const offsets = new Int32Array(rows.length + 1);
  for (const [i, t] of rows.entries()) {
    offsets[i + 1] = offsets[i]! + exons.offsets[t + 1]! - exons.offsets[t]!;
  }
  const [start, end] = [new Int32Array(offsets.at(-1)!), new Int32Array(offsets.at(-1)!)];
  for (const [i, t] of rows.entries()) {
    const [from, to] = [exons.offsets[t]!, exons.offsets[t + 1]!];
    start.set(exons.start.subarray(from, to), offsets[i]!);
    end.set(exons.end.subarray(from, to), offsets[i]!);
  }
  return {
    offsets,
    start,
    end,
    codingStart: Int32Array.from(rows, (t) => exons.codingStart[t]!),
    codingEnd: Int32Array.from(rows, (t) => exons.codingEnd[t]!),
    ownerless: exons.ownerless,
  };
}

function textsOf(column: TextColumn): string[] {
  return Array.from({ length: column.count }, (_, i) => column.at(i));
}

function sizeOf({ index, sizes }: ChromSizes, chrom: string): number {
  return sizes[index.get(chrom)!]!;
}

function refuseOtherNames(
  file: string,
  { read, kept }: { read: GeneFile; kept: number },
  chromSizes: ChromSizes,
): void {
  if (kept > 0) return;
  throw new CisregError(
    'ASSEMBLY',
    `has genes on ${read.chromNames.slice(0, 3).join(', ')} and none on a chromosome of the registry (${chromSizes.names.slice(0, 3).join(', ')}); is it of this assembly, with its names of chromosomes?`,
    { where: { file } },
  );
}

/** Start sites by chromosome of `sorted` and position; those of genes that were left out are left out. */
function sortedTss(
  read: GeneFile,
  rowOf: Int32Array,
  sorted: { chromNames: readonly string[]; chrom: Int32Array },
) {
  const { position, gene, transcript } = read.tss;
  const taken = [...position.keys()].filter((t) => rowOf[gene[t]!]! >= 0);
  const chromOf = (t: number) => sorted.chrom[rowOf[gene[t]!]!]!;
  taken.sort((a, b) => chromOf(a) - chromOf(b) || position[a]! - position[b]! || a - b);
  const chromOffsets = new Int32Array(sorted.chromNames.length + 1);
  for (const t of taken) chromOffsets[chromOf(t) + 1]!++;
  for (let c = 0; c < sorted.chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
  return {
    chromOffsets,
    position: Int32Array.from(taken, (t) => position[t]!),
    gene: Int32Array.from(taken, (t) => rowOf[gene[t]!]!),
    transcript: textColumnFrom(taken.map((t) => transcript.at(t))),
    exons: pickExons(read.exons, taken),
  };
}

/** Other names by row of the gene; rows of genes that are not here are passed over and counted. */
async function readAliases(
  file: string,
  { ids, symbols }: { ids: readonly string[]; symbols: readonly string[] },
): Promise<{ others: { alias: string; row: number }[]; passedOver: number }> {
  const table = await readTable(file, { required: ['symbol', 'alias'] });
  const rowOf = new Map<string, number>();
  const add = (name: string, row: number) => {
    if (name !== '' && !rowOf.has(name)) rowOf.set(name, row);
  };
  for (const [row, symbol] of symbols.entries()) add(symbol, row);
  for (const [row, id] of ids.entries()) {
    add(id, row);
    add(withoutVersion(id), row);
  }
  const found = table.rows.flatMap((own) => {
    const row = rowOf.get(table.get(own, 'symbol'));
    const alias = table.get(own, 'alias').trim();
    return row === undefined || alias === '' ? [] : [{ alias, row }];
  });
  if (table.rows.length > 0 && found.length === 0) {
    throw new CisregError(
      'FORMAT',
      `none of its ${table.rows.length} symbols is a gene of the registry, expected symbols or ids such as ${symbols[0]}`,
      { where: { file } },
    );
  }
  return { others: found, passedOver: table.rows.length - found.length };
}
