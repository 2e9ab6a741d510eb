/** /api/v1/ccres: the elements that pass a filter, as a list. */

import { type TProperties, Type } from 'typebox';
import { CisregError } from '../../errors.ts';
import { type FacetCounts, type FacetHistogram, filteredSteps } from '../../store/element-facets.ts';
import { sortedRows, streamedRows } from '../../store/element-order.ts';
import { inTurns } from '../../store/steps.ts';
import { COMPONENT_PARTS, closed, RegistryRef } from '../answers/components.ts';
import { type List, MAX_LIMIT } from '../answers/list-answer.ts';
import { listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { registryView } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';
import { besideOf } from './element-beside.ts';
import { elementColumns, zCell } from './element-columns.ts';
import { elementJson } from './element-json.ts';
import type { ElementRequest } from './element-request.ts';
import { elementBed, elementView, zView } from './element-view.ts';
import { knownBeside } from './known-columns.ts';

/** The list of rows of the element table that pass, made with others let in between. Throws RequestError 400 or CisregError USAGE for names that the registry has not. */
export async function elementList(served: Served, wanted: ElementRequest): Promise<List<number>> {
  const { store } = served;
  const { filter, asked } = wanted;
  const { sort, facets, columns } = knownBeside(served, wanted);
  const beside = besideOf(store, columns);
  const answer = await inTurns(filteredSteps(store, filter));
  const counted: Record<string, object> = {};
  // JSON alone has them.
  for (const { name, facet } of asked.format === undefined || asked.format === 'json' ? facets : []) {
    counted[name] = facetView(await ofFacets(inTurns(answer.facetSteps(facet))));
  }
  return {
    name: 'elements',
    total: answer.total,
    rows(offset, limit) {
      beside.expect(Math.min(limit, answer.total - offset));
      const rowsInOrder = limit > MAX_LIMIT ? streamedRows : sortedRows;
      return rowsInOrder(store, answer.rows, sort, { offset, limit });
    },
    // Made for the formats that need them: rows of JSON mostly write themselves.
    get columns() {
      return [
        ...elementColumns(store),
        ...columns.map(({ biosample, assay }, i) => ({
          name: `z.${assay}@${biosample}`,
          type: 'number' as const,
          description: `Z of ${assay} in ${biosample}`,
          value: (row: number) => zCell(beside.at(row, i).z),
        })),
      ];
    },
    object: (row) =>
      columns.length === 0
        ? elementView(store, row)
        : {
            ...elementView(store, row),
            z: columns.map(({ biosample, assay }, i) => {
              const { z, isHigh } = beside.at(row, i);
              return { biosample, assay, ...zView(z, isHigh) };
            }),
          },
    ...(columns.length === 0 ? { json: elementJson(store) } : {}),
    bed: (row) => elementBed(store, row),
    beside: () => ({ registry: registryView(served), facets: counted }),
    end: () => answer.end(),
  };
}

/** A mistake in what is counted is one of the parameter `facets`. */
async function ofFacets<T>(counted: Promise<T>): Promise<T> {
  try {
    return await counted;
  } catch (error) {
    if (!(error instanceof CisregError) || error.code !== 'USAGE') throw error;
    throw new RequestError(400, `facets: ${error.message}`, 'facets');
  }
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
      noSignal: Type.Integer({ description: 'Elements without signal: of Z alone, 0 for all else' }),
    },
    'Equal bins of [from, to); what lies below, above, is not known, or has no signal is counted apart',
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
