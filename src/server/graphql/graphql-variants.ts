/** Variants, association studies and their LD blocks in GraphQL. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { nearestGenes } from '../../annotation/genes/nearest-genes.ts';
import { GWAS } from '../../annotation/gwas/gwas-table.ts';
import { LD } from '../../annotation/variants/ld-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import type { Served } from '../served.ts';
import { biosampleNode } from './graphql-biosamples.ts';
import { nearestGeneOf } from './graphql-elements.ts';
import { variantsIn } from './graphql-genes.ts';
import {
  type AskedRange,
  type BlockNode,
  type BlockSnpNode,
  biosampleNamed,
  field,
  nodesOf,
  placeOfRange,
  type Resolvers,
  type RowNode,
  type StudyNode,
  value,
} from './graphql-nodes.ts';
import type { Work } from './graphql-work.ts';

interface SnpArgs {
  readonly assembly: string;
  readonly id?: string | null;
  readonly range?: AskedRange | null;
}

const NEARBY_BP = 1_000_000;
const NEAREST = 3;
const FOUND_SNPS = 100;

export const VARIANT_RESOLVERS: Resolvers = {
  Query: {
    snps: field<unknown, SnpArgs>((_, { assembly, id, range }, context) => {
      const served = context.registries.find(assembly);
      if ((id == null) === (range == null)) {
        throw new RequestError(400, 'expected either an id or a range', 'id');
      }
      return range == null
        ? nodesOf(context, served, annotationOf(served, VARIANTS).rowsOf(id!))
        : variantsIn(context, served, placeOfRange(served, range));
    }),
    gwas: field<unknown, { assembly: string }>((_, { assembly }, { registries }) => {
      const served = registries.find(assembly);
      annotationOf(served, GWAS);
      return { served };
    }),
  },
  SNP: {
    assembly: value<RowNode>(({ served }) => served.store.registry.assembly),
    id: field<RowNode>(({ served, row }) => annotationOf(served, VARIANTS).idOf(row)),
    range: field<RowNode>(({ served, row }) => {
      const { chrom, start, end } = annotationOf(served, VARIANTS).variant(row);
      return { served, chrom, start, end, strand: null };
    }),
    ldblocks: field<RowNode>((node, _, { work }) => blocksWith(node, work)),
    related_studies: field<RowNode>((node, _, { work }) => {
      const studies = [...new Set(blocksWith(node, work).map(({ study }) => study))];
      return studies.map((study): StudyNode => ({ served: node.served, study }));
    }),
    overlapping_cCRE: field<RowNode>(({ served, row }) => {
      const element = annotationOf(served, VARIANTS).elementOf(row);
      return element >= 0 && hasRow(served.store.table.published, element) ? { served, row: element } : null;
    }),
    nearbygenes: field<RowNode>(({ served, row }, _, { work }) => {
      const place = annotationOf(served, VARIANTS).variant(row);
      work.spend(2 * NEAREST);
      return nearestGenes(annotationOf(served, GENES), place, {
        anchor: 'edge',
        to: 'tss',
        most: NEAREST,
        within: NEARBY_BP,
      }).map(({ gene, distance }) => ({ distance, gene: { served, row: gene } }));
    }),
  },
  Gwas: {
    studies: field<{ served: Served }>(({ served }, _, { work }) => {
      const { count } = annotationOf(served, GWAS);
      work.spend(count);
      return Array.from({ length: count }, (_own, study): StudyNode => ({ served, study }));
    }),
    study: field<{ served: Served }, { study: string }>(({ served }, { study }) => {
      const found = annotationOf(served, GWAS).find(study);
      return found === undefined ? null : { served, study: found };
    }),
    snps: field<{ served: Served }, { search: string }>(({ served }, { search }, context) => {
      const variants = annotationOf(served, VARIANTS);
      const exact = variants.rowsOf(search.trim());
      const rows =
        exact.length > 0 ? exact : variants.beginningWith(search.trim(), FOUND_SNPS).map(({ row }) => row);
      return nodesOf(context, served, rows);
    }),
  },
  GwasStudy: {
    name: field<StudyNode>((node) => studyOf(node).id),
    author: field<StudyNode>((node) => studyOf(node).author),
    pubmed: field<StudyNode>((node) => studyOf(node).pubmed),
    trait: field<StudyNode>((node) => studyOf(node).trait),
    totalLDblocks: field<StudyNode>((node) => studyOf(node).ldBlocks),
    numLdBlocksOverlap: field<StudyNode>((node) => studyOf(node).blocksOnCcres),
    numcCREsOverlap: field<StudyNode>((node) => studyOf(node).ccres),
    allSNPs: field<StudyNode>((node, _, { work }) => snpsOf(node, work)),
    topCellTypes: field<StudyNode>((node, _, { work }) => topCellTypes(node, work)),
    ccres: field<StudyNode, { cellType?: string | null }>((node, { cellType }, { work }) =>
      studyElements(node, cellType ?? undefined, work),
    ),
  },
  LDBlockSNP: {
    snp: value<BlockSnpNode>(({ served, row }) => ({ served, row })),
    r2: value<BlockSnpNode>(({ r2 }) => floatToSix(r2)),
    ldblock: value<BlockSnpNode>(({ served, study, block }) => ({ served, study, block })),
  },
  LDBlock: {
    name: field<BlockNode>((node) => `${studyOf(node).pubmed}-${node.block + 1}`),
    study: value<BlockNode>(({ served, study }) => ({ served, study })),
    leadsnp: field<BlockNode>(({ served, study, block }) => ({
      served,
      row: annotationOf(served, GWAS).blocks(study)[block]![0]!.row,
    })),
    snps: field<BlockNode>((node, _, { work }) => {
      const own = annotationOf(node.served, GWAS).blocks(node.study)[node.block]!;
      work.spend(own.length);
      return own.map(({ row, r2 }): BlockSnpNode => ({ ...node, row, r2 }));
    }),
  },
};

function studyOf({ served, study }: StudyNode) {
  return annotationOf(served, GWAS).study(study);
}

function snpsOf({ served, study }: StudyNode, work: Work): readonly BlockSnpNode[] {
  const blocks = annotationOf(served, GWAS).blocks(study);
  work.spend(blocks.reduce((sum, own) => sum + own.length, 0));
  return blocks.flatMap((own, block) =>
    own.map(({ row, r2 }): BlockSnpNode => ({ served, study, block, row, r2 })),
  );
}

/** The blocks that hold a variant: those of studies that report it, or one that is linked with it. */
function blocksWith({ served, row }: RowNode, work: Work): readonly BlockSnpNode[] {
  const gwas = annotationIfAny(served, GWAS);
  if (gwas === undefined) return [];
  const ld = annotationIfAny(served, LD);
  const linked =
    ld?.populations.flatMap((population) => ld.partners(population, row).map((own) => own.row)) ?? [];
  const studies = new Set(
    [row, ...linked].flatMap((own) => gwas.associationsOf(own).map(({ study }) => study)),
  );
  const found = [...studies]
    .sort((a, b) => a - b)
    .flatMap((study) =>
      gwas
        .blocks(study)
        .flatMap((own, block) =>
          own
            .filter((snp) => snp.row === row)
            .map(({ r2 }): BlockSnpNode => ({ served, study, block, row, r2 })),
        ),
    );
  work.spend(found.length);
  return found;
}

function topCellTypes({ served, study }: StudyNode, work: Work): readonly object[] | null {
  const test = annotationOf(served, GWAS).enrichment.of(study);
  if (test === undefined) return null;
  work.spend(2 * test.biosamples.length);
  return test.biosamples
    .filter(({ state, measures }) => state === 'tested' && !Number.isNaN(measures.p))
    .sort((a, b) => a.measures.p - b.measures.p)
    .map(({ biosample, measures }) => ({
      biosample_summary: biosample,
      expID: biosampleNamed(served, biosample).files.H3K27ac ?? '',
      fdr: measures.fdr,
      pval: measures.p,
      ct: biosampleNode(served, biosample),
    }));
}

const ACTIVE_ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac'] as const;

/** Published cCREs that SNPs of the study hit, with the SNPs; in a biosample those where DNase, H3K4me3 or H3K27ac is high. */
function studyElements(node: StudyNode, cellType: string | undefined, work: Work): readonly object[] {
  const { served } = node;
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const biosample = cellType === undefined ? undefined : biosampleNamed(served, cellType);
  const high = ACTIVE_ASSAYS.filter((assay) => biosample?.files[assay] !== undefined).map((assay) =>
    store.high(biosample!.name, assay),
  );
  const snps = new Map<number, Set<string>>();
  for (const { row } of snpsOf(node, work)) {
    const element = variants.elementOf(row);
    if (element < 0 || !hasRow(store.table.published, element)) continue;
    if (biosample !== undefined && !high.some((set) => hasRow(set, element))) continue;
    const own = snps.get(element);
    if (own === undefined) snps.set(element, new Set([variants.idOf(row)]));
    else own.add(variants.idOf(row));
  }
  work.spend(2 * snps.size);
  return [...snps]
    .sort(([a], [b]) => a - b)
    .map(([row, ids]) => ({ cCRE: { served, row }, geneid: nearestGeneOf({ served, row }), snps: [...ids] }));
}
