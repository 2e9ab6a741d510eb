/** The genes of a registry as a bigBed, for genome browsers. */

import type { Exons, Span } from '../../annotation/genes/gene-exons.ts';
import type { GeneTable } from '../../annotation/genes/gene-table.ts';
import { autoSqlOf, type BedSchema } from '../../export/bed-schema.ts';
import { type BedRun, writeBigBed } from '../../formats/bbi/bigbed-writer.ts';
import { chromRuns } from '../../genome/chrom-runs.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';

/** Its name below /files/REGISTRY/tracks. */
export const GENE_TRACK = 'genes.bigBed';

const SCHEMA: BedSchema = {
  table: 'genes',
  title: 'Genes with the exons of all their transcripts',
  definedFields: 12,
  columns: [
    { name: 'chrom', type: 'string', description: 'Chromosome' },
    { name: 'chromStart', type: 'uint', description: 'Start, 0-based' },
    { name: 'chromEnd', type: 'uint', description: 'End, half-open' },
    { name: 'name', type: 'string', description: 'Symbol; the id where it has none' },
    { name: 'score', type: 'uint', description: 'Always 0' },
    { name: 'strand', type: 'char[1]', description: '+, - or .' },
    {
      name: 'thickStart',
      type: 'uint',
      description: 'First translated base; chromStart where there is none',
    },
    {
      name: 'thickEnd',
      type: 'uint',
      description: 'Behind the last translated base; chromStart where there is none',
    },
    { name: 'reserved', type: 'uint', description: 'Always 0' },
    { name: 'blockCount', type: 'int', description: 'Exons; 1, the whole gene, where none are known' },
    { name: 'blockSizes', type: 'int[blockCount]', description: 'Lengths of the exons' },
    { name: 'chromStarts', type: 'int[blockCount]', description: 'Starts of the exons from chromStart on' },
    { name: 'geneId', type: 'string', description: 'Gene id' },
    { name: 'geneType', type: 'string', description: 'Type of gene' },
  ],
  indexed: ['name'],
};

/** Writes the bigBed. A gene that ends beyond its chromosome, of which `cisreg annotate` warns, ends with it. */
export function writeGeneTrack(file: string, genes: GeneTable, chromSizes: ChromSizes): Promise<void> {
  return writeBigBed(file, chromSizes, geneRuns(genes, chromSizes), {
    autoSql: autoSqlOf(SCHEMA),
    definedFieldCount: SCHEMA.definedFields,
    extraIndex: SCHEMA.indexed,
  });
}

function* geneRuns(table: GeneTable, { index, sizes }: ChromSizes): Generator<BedRun> {
  const { regions } = table;
  const encoder = new TextEncoder();
  for (const { from, to } of chromRuns(regions.chrom)) {
    const chrom = regions.chromNames[regions.chrom[from]!]!;
    const size = sizes[index.get(chrom)!]!;
    const items: { readonly item: Item; readonly text: string }[] = [];
    for (let row = from; row < to; row++) {
      const { start, end, symbol, strand, id, type } = table.gene(row);
      if (start >= size) continue;
      const item = itemOf(table.exonsOfGene(row), { start, end: Math.min(end, size) });
      items.push({ item, text: [symbol, 0, strand, ...blockColumns(item), id, type].join('\t') });
    }
    // The first exon may begin behind the gene: the order of genes is not that of items.
    items.sort((a, b) => a.item.start - b.item.start);
    const offsets = new Uint32Array(items.length + 1);
    const bytes = encoder.encode(items.map(({ text }) => text).join(''));
    let used = 0;
    for (const [i, { text }] of items.entries()) {
      used += Buffer.byteLength(text);
      offsets[i + 1] = used;
    }
    yield {
      chrom,
      starts: Int32Array.from(items, ({ item }) => item.start),
      ends: Int32Array.from(items, ({ item }) => item.end),
      rest: { bytes, offsets },
      length: items.length,
    };
  }
}

interface Item extends Span {
  readonly blocks: readonly Span[];
  /** Empty at the start where nothing is translated. */
  readonly thick: Span;
}

/** From the first exon to the last: blocks of BED must fill the ends of their item. Without exons the body is the one block. */
function itemOf({ exons, coding }: Exons, body: Span): Item {
  const within = (span: Span) => ({
    start: Math.max(span.start, body.start),
    end: Math.min(span.end, body.end),
  });
  const inside = exons.map(within).filter(({ start, end }) => start < end);
  const blocks = inside.length === 0 ? [body] : inside;
  const { start } = blocks[0]!;
  const { end } = blocks.at(-1)!;
  return { start, end, blocks, thick: coding === undefined ? { start, end: start } : within(coding) };
}

/** Columns 7 to 12 of BED. */
function blockColumns({ start, blocks, thick }: Item): readonly (string | number)[] {
  return [
    thick.start,
    thick.end,
    0,
    blocks.length,
    blocks.map((block) => block.end - block.start).join(','),
    blocks.map((block) => block.start - start).join(','),
  ];
}
