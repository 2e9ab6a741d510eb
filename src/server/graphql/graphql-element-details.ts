/** What hangs on one cCRE in GraphQL: its biosamples, what is near, orthologs, peaks, links. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { PEAKS } from '../../annotation/ground/peak-table.ts';
import { LINKS } from '../../annotation/links/link-table.ts';
import { ORTHOLOGS } from '../../annotation/registries/ortholog-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import type { Place } from '../../genome/region-text.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { annotationOf } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { elementInBiosamples } from '../elements/element-biosamples.ts';
import type { ZView } from '../elements/element-view.ts';
import { biosampleNode } from './graphql-biosamples.ts';
import { elementElsewhere, elementPlace, elementsIn, nearGenes } from './graphql-elements.ts';
import { field, type Resolvers, type RowNode } from './graphql-nodes.ts';

const NEARBY_ELEMENTS_BP = 100_000;
const NEARBY_SNPS_BP = 10_000;

export const DETAIL_RESOLVERS: Resolvers = {
  ccreDetails: {
    biosampleSpecificSignals: field<RowNode>(({ served, row }, _, { work }) => {
      const found = elementInBiosamples(served.store, row);
      work.spend(2 * found.length);
      return found.map(({ biosample, z }) => ({
        ct: biosampleNode(served, biosample),
        dnase: zNumber(z.DNase!),
        h3k4me3: zNumber(z.H3K4me3!),
        h3k27ac: zNumber(z.H3K27ac!),
        ctcf: zNumber(z.CTCF!),
      }));
    }),
    nearbyGenomic: field<RowNode>((node) => node),
    ortholog: field<RowNode, { assembly: string }>(({ served, row }, { assembly }, context) => {
      const table = annotationOf(served, ORTHOLOGS);
      if (table.assembly.toLowerCase() !== assembly.toLowerCase()) return [];
      const found = table.at(row);
      context.work.spend(found.length);
      return found.map(({ accession, chrom, start, end }) => ({
        assembly: table.assembly,
        accession,
        range: { served, chrom, start, end, strand: null },
        cCRE: elementElsewhere(context, table.assembly, accession),
      }));
    }),
    tfIntersection: field<RowNode>(({ served, row }, _, { work }) => {
      const found = annotationOf(served, PEAKS)
        .targetsAt(row)
        .filter(({ overlapping }) => overlapping > 0);
      work.spend(found.length);
      const of = (wanted: string) =>
        found
          .filter(({ kind }) => kind === wanted)
          .map(({ target, overlapping, experiments }) => ({
            name: target,
            n: overlapping,
            total: experiments,
          }));
      return { tf: of('tf'), histone: of('histone') };
    }),
    linkedGenes: field<RowNode>(({ served, row }, _, { work }) => {
      const [links, genes] = [annotationOf(served, LINKS), annotationOf(served, GENES)];
      const found = links.ofElement(row).flatMap(({ link, gene }) =>
        links
          .evidence(link)
          .filter(({ isNegative, isUnknown }) => !isNegative && !isUnknown)
          .map(({ biosample, method, experiment }) => ({
            gene: genes.gene(gene).symbol,
            celltype: biosample ?? '',
            method,
            dccaccession: experiment ?? '',
          })),
      );
      work.spend(found.length);
      return found;
    }),
  },
  NearbyGenomic: {
    nearby_genes: field<RowNode>((node, _, { work }) => {
      const found = nearGenes(node, { most: Number.POSITIVE_INFINITY });
      work.spend(2 * found.length);
      return found;
    }),
    tads: field(() => {
      throw noDomains();
    }),
    re_tads: field(() => {
      throw noDomains();
    }),
    nearby_res: field<RowNode>((node, _, context) => {
      const place = elementPlace(node);
      const { chrom, start, end } = place;
      const around = { chrom, start: Math.max(0, start - NEARBY_ELEMENTS_BP), end: end + NEARBY_ELEMENTS_BP };
      return elementsIn(context, node.served, around)
        .filter(({ row }) => row !== node.row)
        .map((cCRE) => ({ distance: distance(place, elementPlace(cCRE)), cCRE }))
        .sort((a, b) => a.distance - b.distance);
    }),
    nearby_snps: field<RowNode>((node, _, { work }) => {
      const found = annotationOf(node.served, VARIANTS).near(elementPlace(node), NEARBY_SNPS_BP);
      work.spend(2 * found.length);
      return found.map((own) => ({ distance: own.distance, snp: { served: node.served, row: own.row } }));
    }),
  },
};

/** Null where it was not assayed, -10 without signal. */
function zNumber({ state, z }: ZView): number | null {
  return state === 'noSignal' ? ZERO_SIGNAL_Z : z;
}

/** bp as bedtools closest counts them: 0 where they share a base, 1 where they touch. */
function distance(a: Place, b: Place): number {
  if (a.start < b.end && b.start < a.end) return 0;
  return a.end <= b.start ? b.start - a.end + 1 : a.start - b.end + 1;
}

function noDomains(): RequestError {
  return new RequestError(
    404,
    'registries have no topological domains as such; as `intervals` they are at /api/v1/ccres/ACCESSION/intervals',
  );
}
