/** The list of genes: by place, type, the beginning of a name, or ids. */

import { type Static, Type } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import { GENES, type GeneTable } from '../../annotation/genes/gene-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { askedPlaces } from '../answers/asked-place.ts';
import { closed, orNull } from '../answers/components.ts';
import { arrayRows, type List, type ListColumn } from '../answers/list-answer.ts';
import { LIST_QUERY } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';
import { commaList, Text, wordOf } from './gene-request.ts';
import { EXONS, exonsView, GeneSchema, geneBed, geneColumns, geneIfAny, geneView } from './gene-view.ts';

export const GeneListQuery = closed({
  ...REGISTRY_QUERY,
  region: Text('Genes that share a base with these places, 1-based inclusive; semicolons between'),
  type: Text('Types of genes: `protein_coding,lncRNA`'),
  prefix: Text('Symbols, ids and aliases that begin so, in any case; the list is by name then'),
  ids: Text(
    'Ids, with or without version, commas between: what elements call their nearest gene. Those that are no gene here are left out',
  ),
  exons: Text('`true`: the exons of all transcripts of each gene together, and the part that is translated'),
  ...LIST_QUERY,
});
export const SPECIFICITY = {
  tau: orNull('number', 'Specificity of expression over tissues, 0 to 1'),
  topTissue: orNull('string', 'The tissue of the highest mean expression'),
};
export const ListedGene = closed({
  ...GeneSchema.properties,
  name: orNull('string', 'The name that begins with `prefix`, the id of `ids`'),
  ...SPECIFICITY,
  exons: Type.Optional(EXONS.exons),
  coding: Type.Optional(EXONS.coding),
});
interface GeneRow {
  readonly row: number;
  readonly name: string | null;
}

/** The genes that pass, with their specificity where there is expression. Throws RequestError. */
export function geneList(served: Served, query: Static<typeof GeneListQuery>): List<GeneRow> {
  const table = annotationOf(served, GENES);
  const expression = annotationIfAny(served, EXPRESSION);
  const hasExons = wordOf(query.exons, 'exons', ['false', 'true']) === 'true';
  const rowOf = ({ row }: GeneRow) => row;
  const specificityOf =
    <T>(of: (row: number) => T | undefined) =>
    ({ row }: GeneRow) => {
      const own = expression?.rowOf(row);
      return own === undefined ? null : (of(own) ?? null);
    };
  return {
    name: 'genes',
    columns: [
      ...geneColumns(table, rowOf),
      {
        name: 'name',
        type: 'text',
        description: 'The name that begins with prefix, the id of ids',
        value: ({ name }) => name,
      },
      {
        name: 'tau',
        type: 'number',
        description: 'Specificity of expression over tissues, 0 to 1',
        value: specificityOf((row) => known(expression!.tau(row))),
      },
      {
        name: 'topTissue',
        type: 'text',
        description: 'The tissue of the highest mean expression',
        value: specificityOf((row) => expression!.topTissue(row)),
      },
      ...(hasExons ? exonColumns(table) : []),
    ],
    ...arrayRows(genesThatPass(served, table, query)),
    object: ({ row, name }) => {
      const own = expression?.rowOf(row);
      return {
        ...geneView(table, row),
        name,
        tau: own === undefined ? null : known(expression!.tau(own)),
        topTissue: own === undefined ? null : (expression!.topTissue(own) ?? null),
        ...(hasExons ? exonsView(table.exonsOfGene(row)) : {}),
      };
    },
    bed: ({ row }) => geneBed(table, row),
    beside: () => ({ registry: registryView(served), types: table.types }),
  };
}

/** In the form of UCSC's genePred, that a table may hold them. */
function exonColumns(table: GeneTable): readonly ListColumn<GeneRow>[] {
  const ofAll = ({ row }: GeneRow) => table.exonsOfGene(row);
  const listed = (values: readonly number[]) => (values.length === 0 ? null : values.join(','));
  return [
    {
      name: 'exonStarts',
      type: 'text',
      description: 'Starts of the exons of all transcripts together, 0-based, commas between',
      value: (row) => listed(ofAll(row).exons.map(({ start }) => start)),
    },
    {
      name: 'exonEnds',
      type: 'text',
      description: 'Ends of the exons, half-open, commas between',
      value: (row) => listed(ofAll(row).exons.map(({ end }) => end)),
    },
    {
      name: 'codingStart',
      type: 'whole',
      description: 'First translated base, 0-based',
      value: (row) => ofAll(row).coding?.start ?? null,
    },
    {
      name: 'codingEnd',
      type: 'whole',
      description: 'Behind the last translated base',
      value: (row) => ofAll(row).coding?.end ?? null,
    },
  ];
}

function genesThatPass(
  served: Served,
  table: GeneTable,
  { region, type, prefix, ids }: Static<typeof GeneListQuery>,
): readonly GeneRow[] {
  const types = commaList(type);
  const unknown = types?.find((own) => !table.types.includes(own));
  if (unknown !== undefined) {
    throw new RequestError(
      400,
      `type is ${unknown.slice(0, 60)}, expected some of ${table.types.join(', ')}`,
      'type',
    );
  }
  const places =
    region === undefined
      ? undefined
      : new Set(
          askedPlaces(region, served.store.registry).flatMap(({ chrom, start, end }) =>
            table.index.overlapping(chrom, start, end),
          ),
        );
  const passes = (row: number) =>
    (places === undefined || places.has(row)) &&
    (types === undefined || types.includes(table.gene(row).type));
  if (prefix !== undefined) {
    return table.beginningWith(prefix, table.count).filter(({ row }) => passes(row));
  }
  if (ids !== undefined) {
    return [...new Set(commaList(ids))].flatMap((name) => {
      const found = geneIfAny(table, name);
      return found?.foundBy === 'id' && passes(found.row) ? [{ row: found.row, name }] : [];
    });
  }
  const rows = places === undefined ? Array.from({ length: table.count }, (_, row) => row) : [...places];
  return rows
    .filter(passes)
    .sort((a, b) => a - b)
    .map((row) => ({ row, name: null }));
}

/** Six digits; null for NaN. */
export function known(value: number): number | null {
  return Number.isNaN(value) ? null : floatToSix(value);
}
