/** The genes of a registry as a bigBed, for genome browsers. */

import type { GeneTable } from '../../annotation/genes/gene-table.ts';
import { autoSqlOf, type BedSchema } from '../../export/bed-schema.ts';
import { type BedRun, writeBigBed } from '../../formats/bbi/bigbed-writer.ts';
import { chromRuns } from '../../genome/chrom-runs.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';

/** Its name below /files/REGISTRY/tracks. */
export const GENE_TRACK = 'genes.bigBed';

/** Bodies of genes: the annotation has no exons. */
const SCHEMA: BedSchema = {
  table: 'genes',
  title: 'Genes',
  definedFields: 6,
  columns: [
    { name: 'chrom', type: 'string', description: 'Chromosome' },
    { name: 'chromStart', type: 'uint', description: 'Start, 0-based' },
    { name: 'chromEnd', type: 'uint', description: 'End, half-open' },
    { name: 'name', type: 'string', description: 'Symbol; the id where it has none' },
    { name: 'score', type: 'uint', description: 'Always 0' },
    { name: 'strand', type: 'char[1]', description: '+, - or .' },
    { name: 'geneId', type: 'string', description: 'Gene id' },
    { name: 'geneType', type: 'string', description: 'Type of gene' },
  ],
  indexed: ['name'],
};
/** Rows of a run: what is copied of their texts stays small. */
const RUN_ROWS = 1 << 14;

/** Writes the bigBed. A gene that ends beyond its chromosome, of which `cisreg annotate` warns, ends with it. */
export function writeGeneTrack(file: string, genes: GeneTable, chromSizes: ChromSizes): Promise<void> {
  return writeBigBed(file, chromSizes, geneRuns(genes, chromSizes), {
    autoSql: autoSqlOf(SCHEMA),
    definedFieldCount: SCHEMA.definedFields,
    extraIndex: SCHEMA.indexed,
  });
}

function* geneRuns({ regions, gene }: GeneTable, { index, sizes }: ChromSizes): Generator<BedRun> {
  const text = new TextEncoder();
  for (const { from, to } of chromRuns(regions.chrom, RUN_ROWS)) {
    const chrom = regions.chromNames[regions.chrom[from]!]!;
    const size = sizes[index.get(chrom)!]!;
    const rows: string[] = [];
    const [starts, ends] = [new Int32Array(to - from), new Int32Array(to - from)];
    for (let row = from; row < to; row++) {
      const { start, end, symbol, strand, id, type } = gene(row);
      if (start >= size) continue;
      starts[rows.length] = start;
      ends[rows.length] = Math.min(end, size);
      rows.push([symbol, 0, strand, id, type].join('\t'));
    }
    const offsets = new Uint32Array(rows.length + 1);
    const bytes = text.encode(rows.join(''));
    let used = 0;
    for (const [i, row] of rows.entries()) {
      used += Buffer.byteLength(row);
      offsets[i + 1] = used;
    }
    yield { chrom, starts, ends, rest: { bytes, offsets }, length: rows.length };
  }
}
