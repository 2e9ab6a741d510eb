/** Assays of biosamples as visitors name them, biosamples by name or key, as the registry has them. */

import type { Condition, ElementFilter } from '../../store/element-filter.ts';
import type { SortKey } from '../../store/element-order.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { biosampleIfAny } from '../biosamples/named-biosample.ts';
import type { Served } from '../served.ts';
import type { ElementRequest } from './element-request.ts';

/** The same by the biosample's name. Throws RequestError 400 that names the parameter where the registry has no such assay, biosample or dataset. */
export function knownColumn<Column extends { readonly assay: string; readonly biosample: string }>(
  served: Served,
  column: Column,
  parameter: string,
): Column {
  const { store, id } = served;
  const { assay, biosample } = column;
  if (store.columnIfAny(biosample, assay) !== undefined) return column;
  const own = biosampleIfAny(served, biosample);
  if (own !== undefined && store.columnIfAny(own.name, assay) !== undefined) {
    return { ...column, biosample: own.name };
  }
  const { biosamples, manifest } = store.registry;
  const assaysOf = (name?: string) => [
    ...new Set([
      ...biosamples.flatMap((one) => (name === undefined || one.name === name ? Object.keys(one.files) : [])),
      ...manifest.columns.flatMap((one) => (name === undefined || one.biosample === name ? [one.assay] : [])),
    ]),
  ];
  const refused = (message: string) => new RequestError(400, `${parameter} names ${message}`, parameter);
  const all = assaysOf();
  if (!all.includes(assay)) {
    throw refused(`the assay ${quoted(assay)}, which ${id} has not, expected one of ${all.join(', ')}`);
  }
  if (own === undefined) {
    throw refused(
      `${quoted(biosample)}, which is no biosample of ${id}, expected a name or a key as GET /api/v1/biosamples lists them`,
    );
  }
  const has = assaysOf(own.name).filter((one) => store.columnIfAny(own.name, one) !== undefined);
  throw refused(
    `${assay} in ${quoted(own.name)}, which was not assayed for it, expected ${has.length === 0 ? 'another biosample' : `one of ${has.join(', ')}`}`,
  );
}

/** A condition with the registry's names. `nameOf` is what the parameter of a state is called where it was asked. */
export function knownCondition(
  served: Served,
  condition: Condition,
  nameOf: (state: 'high' | 'low' | 'noSignal') => string,
): Condition {
  const inner = (own: Condition) => knownCondition(served, own, nameOf);
  if ('all' in condition) return { all: condition.all.map(inner) };
  if ('any' in condition) return { any: condition.any.map(inner) };
  if ('not' in condition) return { not: inner(condition.not) };
  if ('atLeast' in condition) {
    const { k, of } = condition.atLeast;
    return { atLeast: { k, of: of.map(inner) } };
  }
  return knownColumn(served, condition, nameOf(condition.is));
}

/** Ranges of Z with the registry's names. */
export function knownRanges(
  served: Served,
  z: NonNullable<ElementFilter['z']>,
  parameter: string,
): NonNullable<ElementFilter['z']> {
  return z.map((own) => knownColumn(served, own, parameter));
}

/** What stands beside the filter, with the registry's names. */
export function knownBeside(
  served: Served,
  { sort, facets, columns }: ElementRequest,
): Pick<ElementRequest, 'sort' | 'facets' | 'columns'> {
  const known = <Key extends SortKey>(key: Key, parameter: string): Key => {
    if (key.by !== 'z') return key;
    const { assay, biosample } = key;
    return { ...key, ...knownColumn(served, { assay, biosample }, parameter) };
  };
  return {
    sort: known(sort, 'sort'),
    facets: facets.map(({ name, facet }) => ({
      name,
      facet: facet.of === 'histogram' ? { ...facet, value: known(facet.value, 'facets') } : facet,
    })),
    columns: columns.map((column) => knownColumn(served, column, 'columns')),
  };
}
