/** Where the browser of the page is, and where an element is in the table. */

import { useRef } from 'react';
import type { Query } from '../../frame/address.ts';
import { type Registry, useRegistry } from '../../frame/registry.ts';
import { plainPlace } from '../../words/numbers.ts';
import { askElements, type ElementAsking } from './element-answers.ts';
import type { ElementRows, ShownRow } from './element-rows.ts';
import { partsOf, placeOf } from './filter-texts.ts';

export interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** bp beside an element, at first. */
const BESIDE = 60_000;

/** The place around an element, as wide as `widthBp` where the chromosome is. */
export function placeAround({ chrom, start, end }: Place, widthBp: number, registry: Registry): Place {
  const sizeBp = sizeOf(chrom, registry) ?? end;
  const width = Math.min(Math.max(widthBp, end - start), sizeBp);
  const from = Math.round((start + end - width) / 2);
  const inside = Math.max(0, Math.min(from, sizeBp - width));
  return { chrom, start: inside, end: inside + width };
}

const sizeOf = (chrom: string, { chromosomes }: Registry): number | undefined =>
  chromosomes.find(({ name }) => name === chrom)?.sizeBp;

/** The part of a place that is on its chromosome. */
function within({ chrom, start, end }: Place, registry: Registry): Place {
  const sizeBp = sizeOf(chrom, registry) ?? end;
  return { chrom, start: Math.max(0, Math.min(start, sizeBp - 1)), end: Math.min(end, sizeBp) };
}

/**
 * What the browser shows: `at` of the address, else the first region of the filter, else the place around the first row. Undefined while that is on
 * its way.
 */
export function useBrowserPlace(query: Query, { at, total, error }: ElementRows): Place | undefined {
  const registry = useRegistry();
  const first = useRef<ShownRow>(undefined);
  // While other rows come, the place stays.
  first.current = at(0) ?? first.current;
  const text = query.at ?? partsOf(query.region, ';')[0];
  const asked = text === undefined ? undefined : placeOf(text);
  // Of a place that the assembly has not, the list says so; here the registry begins.
  if (asked !== undefined && asked.start < (sizeOf(asked.chrom, registry) ?? 0))
    return within(asked, registry);
  if (first.current !== undefined) return placeAround(first.current, 2 * BESIDE, registry);
  if (total !== 0 && error === undefined) return undefined;
  const { name, sizeBp } = registry.chromosomes[0]!;
  return { chrom: name, start: 0, end: Math.min(2 * BESIDE, sizeBp) };
}

/**
 * The row of an element in a list by place: how many begin before it. Undefined where the list has another order. Throws Problem.
 */
export async function rowOfPlace(
  registry: Registry,
  { asking, total }: { asking: ElementAsking; total: number },
  { chrom, start }: Place,
): Promise<number | undefined> {
  const sort = asking.sort ?? 'position';
  if (sort !== 'position' && sort !== '-position') return undefined;
  // Elements are in the order of the names' text: chr1, chr10, chr2.
  const names = registry.chromosomes.map(({ name }) => name).sort();
  const before: Place[] = names
    .slice(0, names.indexOf(chrom))
    .map((name) => ({ chrom: name, start: 0, end: 2 ** 31 - 1 }));
  if (start > 0) before.push({ chrom, start: 0, end: start });
  const own = asking.filter.region;
  const places =
    own === undefined
      ? before
      : shared(
          partsOf(own, ';').flatMap((text) => placeOf(text) ?? []),
          before,
        );
  let row = 0;
  if (places.length > 0) {
    const region = places.map((place) => plainPlace(within(place, registry))).join(';');
    row = (await askElements(registry.id, { filter: { ...asking.filter, region }, limit: 0 })).total;
  }
  return sort === 'position' ? row : Math.max(0, total - 1 - row);
}

/**
 * The row that an element has in a list: undefined where the list has another order, 'none' where the element is not in it. Throws Problem.
 */
export async function rowOfElement(
  registry: Registry,
  list: { asking: ElementAsking; total: number },
  element: Place & { readonly rdhs: string },
): Promise<number | 'none' | undefined> {
  const row = await rowOfPlace(registry, list, element);
  if (row === undefined) return undefined;
  const { columns: _, ...asking } = list.asking;
  const { elements } = await askElements(registry.id, { ...asking, offset: row, limit: 1 });
  return elements[0]?.rdhs === element.rdhs ? row : 'none';
}

/** What two lists of places have in common. */
const shared = (some: readonly Place[], others: readonly Place[]): Place[] =>
  some.flatMap((one) =>
    others.flatMap((other) => {
      const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
      return one.chrom === other.chrom && start < end ? [{ chrom: one.chrom, start, end }] : [];
    }),
  );
