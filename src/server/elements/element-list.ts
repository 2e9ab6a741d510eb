/** /api/v1/ccres: the elements that pass a filter, as a list. */

import { type TProperties, Type } from 'typebox';
import { type FacetCounts, type FacetHistogram, filtered } from '../../store/element-facets.ts';
import { sortedRows } from '../../store/element-order.ts';
import { COMPONENT_PARTS, closed, RegistryRef } from '../answers/components.ts';
import type { List } from '../answers/list-answer.ts';
import { listResponse } from '../answers/list-schema.ts';
import { registryView } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';
import { elementColumns, zCell } from './element-columns.ts';
import { elementJson } from './element-json.ts';
import type { ElementRequest } from './element-request.ts';
import { columnView, elementBed, elementView } from './element-view.ts';

/** The list of rows of the element table that pass. Throws CisregError USAGE for names that the registry has not. */
export function elementList(served: Served, wanted: ElementRequest): List<number> {
  const { store } = served;
  const { filter, sort, facets, columns } = wanted;
  const answer = filtered(store, filter);
  const beside = columns.map((column) => ({
    ...column,
    z: store.z(column.biosample, column.assay),
    high: store.high(column.biosample, column.assay),
  }));
  return {
    name: 'elements',
    total: answer.total,
    rows: (offset, limit) => sortedRows(store, answer.rows, sort, { offset, limit }),
    columns: [
      ...elementColumns(store),
      ...beside.map(({ biosample, assay, z }) => ({
        name: `z.${assay}@${biosample}`,
        type: 'number' as const,
        description: `Z of ${assay} in ${biosample}`,
        value: (row: number) => zCell(z[row]!),
      })),
    ],
    object: (row) =>
      beside.length === 0
        ? elementView(store, row)
        : {
            ...elementView(store, row),
            z: beside.map(({ biosample, assay, z, high }) => ({
              biosample,
              assay,
              ...columnView(z, high, row),
            })),
          },
    ...(beside.length === 0 ? { json: elementJson(store) } : {}),
    bed: (row) => elementBed(store, row),
    beside: () => ({
      registry: registryView(served),
      facets: Object.fromEntries(facets.map(({ name, facet }) => [name, facetView(answer.facet(facet))])),
    }),
  };
}

function facetView(facet: FacetCounts | FacetHistogram): object {
  if ('counts' in facet) return facet.counts.map(([name, count]) => ({ name, count }));
  return { ...facet, bins: [...facet.bins] };
}

const { ElementView, ZView } = COMPONENT_PARTS;

const ListedElement = closed({
  ...(ElementView.properties as TProperties),
  z: Type.Optional(
    Type.Array(closed({ biosample: Type.String(), assay: Type.String(), ...ZView.properties }), {
      description: 'Of each of `columns`',
    }),
  ),
});

const FacetAnswer = Type.Union([
  Type.Array(closed({ name: Type.String(), count: Type.Integer() }), {
    description: 'Names and counts, those with 0 too, in the order of the registry',
  }),
  closed(
    {
      from: Type.Number(),
      to: Type.Number(),
      bins: Type.Array(Type.Integer()),
      below: Type.Integer(),
      above: Type.Integer(),
      unknown: Type.Integer(),
    },
    'Equal bins of [from, to); what lies below, above, or is not known is counted apart',
  ),
]);

/** `response` of the routes that answer with this list. */
export const ELEMENT_LIST_RESPONSE = listResponse('elements', ListedElement, {
  hasBed: true,
  beside: {
    registry: RegistryRef,
    facets: Type.Record(Type.String(), FacetAnswer, {
      description: 'By the name that was asked for; in a body by its place',
    }),
  },
});
