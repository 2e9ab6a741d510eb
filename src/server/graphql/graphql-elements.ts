/** cCREs in GraphQL: found by the documented parameters, with what the element table says of each. */

import { GENES } from '../../annotation/genes/gene-table.ts';
import { nearestGenes } from '../../annotation/genes/nearest-genes.ts';
import { ORTHOLOGS } from '../../annotation/registries/ortholog-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import type { Place } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { CLASS_ASSAYS, type ClassAssay } from '../../registry/classify.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { filterRows } from '../../store/element-filter.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { nearestGene } from '../../store/element-table.ts';
import { rowsOf } from '../../store/row-set.ts';
import { exactZ, readSignalAt } from '../../store/zscore-store.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { accessionOfRow, resolveAccession } from '../elements/accession.ts';
import type { Served } from '../served.ts';
import { type CcresArgs, ccresAsked, MAX_ORDERS } from './graphql-element-query.ts';
import { biosampleNamed, field, nodesOf, type Resolvers, type RowNode, value } from './graphql-nodes.ts';
import type { GraphqlContext } from './graphql-work.ts';

const NEARBY_BP = 1_000_000;

export const ELEMENT_RESOLVERS: Resolvers = {
  Query: {
    ccres: field<unknown, CcresArgs>((_, args, context) => ccresAsked(args, context)),
    ccre: field<unknown, { accession: string }>((_, { accession }, { registries }) => {
      const found = registries.all
        .flatMap((served) => {
          const own = resolveAccession(served, accession);
          return own === undefined || own.rows.length === 0 ? [] : [{ served, ...own }];
        })
        // The registry that has it now comes before one that had it.
        .sort((a, b) => Number(a.from === 'previous') - Number(b.from === 'previous'));
      const [first] = found;
      if (first !== undefined) return { served: first.served, row: first.rows[0]! };
      throw new RequestError(404, `${quoted(accession)} is no cCRE or rDHS of a registry here`, 'accession');
    }),
  },
  cCRE: {
    assembly: value<RowNode>(({ served }) => served.store.registry.assembly),
    accession: value<RowNode>(({ served, row }) => accessionOfRow(served, row)),
    range: value<RowNode>((node) => ({ served: node.served, ...elementPlace(node), strand: null })),
    maxz: value<RowNode>(({ served, row }) =>
      highest(CLASS_ASSAYS.map((_, a) => maxZ(served.store, a, row))),
    ),
    ...Object.fromEntries(
      Object.entries(MAX_ORDERS).map(([name, assay]) => [
        name,
        value<RowNode>(({ served, row }) => maxZ(served.store, CLASS_ASSAYS.indexOf(assay), row)),
      ]),
    ),
    concordant: field<RowNode>(({ served, row }) => annotationOf(served, ORTHOLOGS).at(row).length > 0),
    isproximal: value<RowNode>(({ served: { store }, row }) => ZONES[store.table.zone[row]!] !== 'distal'),
    ctspecific: field<RowNode, { ct: string }>((node, { ct }) => ctSpecific(node, ct)),
    nearbygenes: field<RowNode>((node, _, { work }) => {
      work.spend(6);
      return { pc: nearGenes(node, { most: 3, type: 'protein_coding' }), all: nearGenes(node, { most: 3 }) };
    }),
    details: value<RowNode>((node) => node),
  },
};

/** Where an element lies. */
export function elementPlace({ served: { store }, row }: RowNode): Place {
  return placeAt(store.table.regions, row);
}

/** Z of an element in a biosample, by the documented names. */
export function ctSpecific({ served, row }: RowNode, name: string): object {
  const { registry } = served.store;
  const biosample = biosampleNamed(served, name);
  const z = CLASS_ASSAYS.map((assay) => {
    const file = biosample.files[assay];
    const column = registry.manifest.columns.find((own) => own.file === file);
    return column === undefined ? null : shown(exactZ(readSignalAt(registry.zscores, column, row), column));
  });
  const of = (assay: ClassAssay) => z[CLASS_ASSAYS.indexOf(assay)]!;
  return {
    ct: biosample.name,
    dnase_zscore: of('DNase'),
    h3k4me3_zscore: of('H3K4me3'),
    h3k27ac_zscore: of('H3K27ac'),
    ctcf_zscore: of('CTCF'),
    maxz: highest(z),
  };
}

/** The genes nearest to an element by TSS, within 1 Mb. */
export function nearGenes(
  node: RowNode,
  options: { readonly most: number; readonly type?: string },
): readonly object[] {
  const genes = annotationOf(node.served, GENES);
  const near = nearestGenes(genes, elementPlace(node), {
    anchor: 'edge',
    to: 'tss',
    within: NEARBY_BP,
    ...options,
  });
  return near.map(({ gene, distance }) => ({
    distance,
    gene: { served: node.served, row: gene },
    pc: genes.gene(gene).type === 'protein_coding',
  }));
}

function maxZ({ table }: ElementStore, a: number, row: number): number | null {
  const column = table.maxZ[a];
  return column === undefined ? null : shown(column[row]!);
}

/** Six digits; null where it was not measured, -10 without signal. */
function shown(z: number): number | null {
  if (Number.isNaN(z)) return null;
  return z === ZERO_SIGNAL_Z ? z : floatToSix(z);
}

function highest(z: readonly (number | null)[]): number | null {
  const known = z.filter((own) => own !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Published cCREs that share a base with a place, as nodes. */
export function elementsIn(context: GraphqlContext, served: Served, place: Place): readonly RowNode[] {
  return nodesOf(context, served, rowsOf(filterRows(served.store, { regions: [place] })));
}

/** Whether a registry of that assembly has the element, as a node; null where none is served. */
export function elementElsewhere(
  { registries }: GraphqlContext,
  assembly: string,
  accession: string,
): RowNode | null {
  for (const served of registries.all) {
    if (served.store.registry.assembly.toLowerCase() !== assembly.toLowerCase()) continue;
    const row = served.store.rowOf(accession);
    if (row !== undefined) return { served, row };
  }
  return null;
}

/** The gene of an element's nearest TSS, by its symbol where the registry has genes. */
export function nearestGeneOf({ served, row }: RowNode): string {
  const id = nearestGene(served.store.table, row) ?? '';
  const table = annotationIfAny(served, GENES);
  const [found] = table?.find(id) ?? [];
  return found === undefined ? id : table!.gene(found).id;
}
