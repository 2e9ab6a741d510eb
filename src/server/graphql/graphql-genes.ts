/** Genes in GraphQL: where they are, their expression, their start sites; and ranges, from which all of it can be reached. */

import {
  EXPRESSION,
  type ExpressionTable,
  TSS_EXPRESSION,
} from '../../annotation/expression/expression-table.ts';
import type { Exons } from '../../annotation/genes/gene-exons.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import type { Place } from '../../genome/region-text.ts';
import { annotationOf } from '../answers/annotated.ts';
import { geneDifferences } from '../genes/differential-genes.ts';
import { groupsOf } from '../genes/differential-request.ts';
import { geneNamed } from '../genes/gene-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { compartmentOf, sampleTypeOf } from './graphql-biosamples.ts';
import { elementsIn } from './graphql-elements.ts';
import {
  type AskedRange,
  field,
  nodesOf,
  placeOfRange,
  type RangeNode,
  type Resolvers,
  type RowNode,
  value,
} from './graphql-nodes.ts';
import type { GraphqlContext, Work } from './graphql-work.ts';

interface GeneArgs {
  readonly assembly: string;
  readonly gene: string;
}

interface ExpressionArgs {
  readonly biosample_types?: readonly string[] | null;
  readonly compartments?: readonly string[] | null;
}

interface TwoTypes {
  readonly ct1: string;
  readonly ct2: string;
}

/** A start site by its place among those of the genes. */
interface SiteNode extends RowNode {
  readonly site: number;
}

/** Below it a difference of one gene counts as one, as SCREEN had it of padj. */
const SIGNIFICANT = 0.05;
/** What SCREEN added before its logarithm. */
const LOG_OFFSET = 0.01;

export const GENE_RESOLVERS: Resolvers = {
  Query: {
    gene: field<unknown, GeneArgs>((_, args, { registries }) => geneNode(registries, args)),
    geneExpresssion: field<unknown, GeneArgs & ExpressionArgs>((_, args, { registries, work }) =>
      geneExpression(geneNode(registries, args), args, work),
    ),
    differentialExpression: field<unknown, GeneArgs & TwoTypes>((_, args, { registries }) =>
      differential(geneNode(registries, args), args),
    ),
    rampage: field<unknown, GeneArgs>((_, args, { registries, work }) =>
      rampage(geneNode(registries, args), work),
    ),
    range: field<unknown, { assembly: string; range: AskedRange }>(
      (_, { assembly, range }, { registries }) => {
        const served = registries.find(assembly);
        return { served, ...placeOfRange(served, range), strand: null };
      },
    ),
  },
  Gene: {
    assembly: value<RowNode>(({ served }) => served.store.registry.assembly),
    approved_symbol: field<RowNode>((node) => geneOf(node).symbol),
    ensemblid_ver: field<RowNode>((node) => geneOf(node).id),
    coords: field<RowNode>((node) => {
      const { chrom, start, end, strand } = geneOf(node);
      return { served: node.served, chrom, start, end, strand };
    }),
    exons: field<RowNode>((node, _, { work }) =>
      exonRanges(node, annotationOf(node.served, GENES).exonsOfGene(node.row), work),
    ),
    expression: field<RowNode, ExpressionArgs>((node, args, { work }) => geneExpression(node, args, work)),
    differentialExpression: field<RowNode, TwoTypes>((node, args) => differential(node, args)),
    transcripts: field<RowNode>((node, _, { work }) => sitesOf(node, work)),
    rampage: field<RowNode>((node, _, { work }) => rampage(node, work)),
  },
  Transcript: {
    gene: value<SiteNode>(({ served, row }) => ({ served, row })),
    transcript: field<SiteNode>((node) => transcriptOf(node)),
    range: field<SiteNode>((node) => siteRange(node)),
    exons: field<SiteNode>((node, _, { work }) =>
      exonRanges(node, annotationOf(node.served, GENES).exonsOfTranscript(node.site), work),
    ),
    rampage: field<SiteNode>((node, _, { work }) => siteItems(node, work)),
  },
  ChromRange: {
    expandFromCenter: field<RangeNode, { distance: number }>((range, { distance }) => {
      const centre = Math.round((range.start + range.end) / 2);
      return expanded(range, centre - distance, centre + distance);
    }),
    expandFromEdges: field<RangeNode, { distance: number }>((range, { distance }) =>
      expanded(range, range.start - distance, range.end + distance),
    ),
    ccres: field<RangeNode>((range, _, context) => elementsIn(context, range.served, range)),
    genes: field<RangeNode>((range, _, context) =>
      nodesOf(
        context,
        range.served,
        annotationOf(range.served, GENES).index.overlapping(range.chrom, range.start, range.end),
      ),
    ),
    snps: field<RangeNode>((range, _, context) => variantsIn(context, range.served, range)),
  },
};

/** The variants that lie in a place, as nodes. */
export function variantsIn(context: GraphqlContext, served: Served, place: Place): readonly RowNode[] {
  const [from, to] = annotationOf(served, VARIANTS).rowsIn(place);
  context.work.spend(to - from);
  return Array.from({ length: to - from }, (_, k) => ({ served, row: from + k }));
}

function geneNode(registries: ServedRegistries, { assembly, gene }: GeneArgs): RowNode {
  const served = registries.find(assembly);
  return { served, row: geneNamed(served, gene, 'gene').row };
}

function geneOf({ served, row }: RowNode) {
  return annotationOf(served, GENES).gene(row);
}

function expanded(range: RangeNode, start: number, end: number): RangeNode {
  const { names: _, index, sizes } = range.served.store.registry.chromSizes;
  const sizeBp = sizes[index.get(range.chrom) ?? -1] ?? end;
  return { ...range, start: Math.max(0, start), end: Math.min(sizeBp, end) };
}

function geneExpression(
  node: RowNode,
  { biosample_types, compartments }: ExpressionArgs,
  work: Work,
): object {
  const { served, row } = node;
  const table = annotationOf(served, EXPRESSION);
  const own = table.rowOf(row);
  const values = own === undefined ? undefined : table.values(own);
  const { samples } = table;
  const items =
    values === undefined
      ? []
      : table.experiments
          .filter(
            (experiment) => biosample_types?.includes(sampleTypeOf(served, { experiment, samples })) ?? true,
          )
          .filter(
            ({ samples: places }) =>
              compartments?.includes(compartmentOf(samples[places[0]!]!.others) ?? '') ?? true,
          )
          .map((experiment) => ({
            tissue: experiment.tissue,
            cellType: experiment.biosample,
            expID: experiment.name,
            ageTitle: samples[experiment.samples[0]!]!.others.age ?? '',
            reps: replicates(table, experiment.samples, values),
          }));
  work.spend(items.reduce((sum, { reps }) => sum + 1 + reps.length, 0));
  return { gene_info: node, items };
}

function replicates({ samples }: ExpressionTable, places: readonly number[], values: Float32Array) {
  const all = places.map((s) => ({
    replicate: samples[s]!.replicate,
    rID: samples[s]!.name,
    tpm: values[s]!,
  }));
  const known = all.filter(({ tpm }) => !Number.isNaN(tpm));
  const mean = known.reduce((sum, { tpm }) => sum + tpm, 0) / known.length;
  return [...all, { replicate: 'mean', rID: 'mean', tpm: mean }].map(({ replicate, rID, tpm }) => ({
    replicate,
    rID,
    rawTPM: Number.isNaN(tpm) ? null : floatToSix(tpm),
    logTPM: Number.isNaN(tpm) ? null : floatToSix(Math.log2(tpm + LOG_OFFSET)),
    rawFPKM: null,
    logFPKM: null,
  }));
}

async function differential(node: RowNode, { ct1, ct2 }: TwoTypes): Promise<object> {
  const { served, row } = node;
  const groups = groupsOf(served, { a: [ct1], b: [ct2] });
  const tables = { genes: annotationOf(served, GENES), expression: annotationOf(served, EXPRESSION) };
  const place = tables.genes.gene(row);
  const found = await geneDifferences(tables, groups, {
    places: [place],
    types: undefined,
    assays: undefined,
  });
  const k = found.genes.indexOf(row);
  const p = k < 0 ? Number.NaN : found.p[k]!;
  return {
    isde: Number.isNaN(p) ? null : p < SIGNIFICANT,
    fc: k < 0 ? null : floatToSix(found.change[k]!),
    gene: node,
    ct1,
    ct2,
  };
}

function rampage(node: RowNode, work: Work): object {
  annotationOf(node.served, TSS_EXPRESSION);
  return {
    gene: node,
    transcripts: sitesOf(node, work).map((site) => ({
      transcript: transcriptOf(site),
      range: siteRange(site),
      geneinfo: geneOf(node).symbol,
      items: siteItems(site, work),
    })),
  };
}

function sitesOf({ served, row }: RowNode, work: Work): readonly SiteNode[] {
  const sites = annotationOf(served, GENES).startSites(row);
  work.spend(sites.length);
  return sites.map((site) => ({ served, row, site }));
}

function transcriptOf({ served, site }: SiteNode): string {
  return annotationOf(served, GENES).tss.transcript.at(site);
}

function siteRange(node: SiteNode): RangeNode {
  const { chrom, strand } = geneOf(node);
  const position = annotationOf(node.served, GENES).tss.position[node.site]!;
  return { served: node.served, chrom, start: position - 1, end: position, strand };
}

function siteItems(node: SiteNode, work: Work): readonly object[] {
  const table = annotationOf(node.served, TSS_EXPRESSION);
  const row = table.rowOf(node.site);
  if (row === undefined) return [];
  const values = table.values(row);
  const { strand } = geneOf(node);
  const items = table.experiments.flatMap((experiment) =>
    experiment.samples.map((s) => ({
      expid: experiment.name,
      fileid: table.samples[s]!.name,
      biosample_term_name: experiment.biosample,
      biosample_type: sampleTypeOf(node.served, { experiment, samples: table.samples }),
      biosample_summary: experiment.biosample,
      tissue: experiment.tissue,
      strand,
      counts: Number.isNaN(values[s]!) ? null : floatToSix(values[s]!),
    })),
  );
  work.spend(items.length);
  return items;
}

function exonRanges(node: RowNode, { exons }: Exons, work: Work): readonly RangeNode[] {
  work.spend(exons.length);
  const { chrom, strand } = geneOf(node);
  return exons.map(({ start, end }) => ({ served: node.served, chrom, start, end, strand }));
}
