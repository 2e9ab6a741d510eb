/** The kind "variants": a VCF or a table of variants, by place and by id, with the element that each hits. */

import { writeColumns } from '../../formats/column-folder.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { sortRegions } from '../../genome/sorted-regions.ts';
import { GENES } from '../genes/gene-table.ts';
import type { Counts, Kind, KindWork } from '../kind.ts';
import { alleleColumns } from './variant-alleles.ts';
import { idColumns } from './variant-ids.ts';
import { elementsHit, tssDistances } from './variant-places.ts';
import { readVariants } from './variant-rows.ts';

export const VARIANTS_KIND: Kind = {
  name: 'variants',
  async plan(reader, root) {
    if (root.variants === undefined || root.variants === null) return undefined;
    const own = reader.mapping(root.variants, ['variants'], ['file']);
    const file = reader.input(own, ['variants', 'file'], true);
    if (file === undefined) return undefined;
    return { inputs: [file], parameters: {}, after: ['genes'], make: (work) => make(file, work) };
  },
};

async function make(file: InputFile, work: KindWork): Promise<Counts> {
  const { store, directory, before, progress } = work;
  const { chromSizes } = store.registry;
  const read = await readVariants(file, { chromSizes, progress });
  const { sorted, order } = sortRegions({
    chromNames: chromSizes.names,
    chrom: read.chrom,
    start: read.position,
    end: read.position.map((position, i) => position + read.span[i]!),
  });
  const genes = before.get(GENES);
  if (genes === undefined && read.count > 0) {
    progress.warn(
      `${file.name}: distances of variants to a TSS are not known without genes; controls of GWAS enrichment will be matched by frequency alone. Add genes to annotations.yaml`,
    );
  }
  const element = elementsHit(sorted, store.table.regions);
  const maf = Float32Array.from(order, (i) => read.maf[i]!);
  const ids = idColumns(read.ids, order);
  const longest = read.span.reduce((most, span) => Math.max(most, span), 0);
  await writeColumns(directory, {
    chroms: sorted.chromNames,
    chromOffsets: sorted.chromOffsets,
    position: sorted.start,
    span: gatherInt32(read.span, order),
    maf,
    tssDistance: tssDistances(sorted, genes),
    element,
    ...ids,
    ...alleleColumns(read.alleles, order),
  });
  return {
    variants: read.count,
    inElements: element.reduce((n, row) => n + (row >= 0 ? 1 : 0), 0),
    withoutFrequency: maf.reduce((n, value) => n + (Number.isNaN(value) ? 1 : 0), 0),
    idsAtSeveralPlaces: repeats(ids.rsSorted),
    recordsJoined: read.joined,
    withoutId: read.withoutId,
    onOtherChromosomes: read.onOtherChromosomes,
    longestSpan: longest,
  };
}

/** Numbers that stand more than once in a sorted list. */
function repeats(sorted: Uint32Array): number {
  let count = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1] && (i < 2 || sorted[i] !== sorted[i - 2])) count++;
  }
  return count;
}
