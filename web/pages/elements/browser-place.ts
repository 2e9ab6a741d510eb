/** Where the browser of the page is, and where an element is in the table. */

import { useRef } from 'react';
import type { Query } from '../../frame/address.ts';
import { type Registry, useRegistry } from '../../frame/registry.ts';
import { askElements, type ElementAsking } from './element-answers.ts';
import { partsOf, placeOf } from './element-body.ts';
import type { ShownRow } from './element-rows.ts';
import { regionText } from './listed.ts';

export interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** bp beside an element, at first. */
const BESIDE = 60_000;

/** The place around an element, as wide as `widthBp`, within its chromosome. */
export function placeAround({ chrom, start, end }: Place, widthBp: number, registry: Registry): Place {
  const half = Math.round(Math.max(widthBp, end - start) / 2);
  const middle = Math.round((start + end) / 2);
  return within({ chrom, start: middle - half, end: middle + half }, registry);
}

function within({ chrom, start, end }: Place, { chromosomes }: Registry): Place {
  const sizeBp = chromosomes.find(({ name }) => name === chrom)?.sizeBp ?? end;
  return { chrom, start: Math.max(0, Math.min(start, sizeBp - 1)), end: Math.min(end, sizeBp) };
}

/** What the browser shows: `at` of the address, else the first region of the filter, else the place around the first row. */
export function useBrowserPlace(query: Query, firstRow: ShownRow | undefined): Place {
  const registry = useRegistry();
  const first = useRef<ShownRow>(undefined);
  // While other rows come, the place stays.
  if (firstRow !== undefined) first.current = firstRow;
  const text = query.at ?? partsOf(query.region, ';')[0];
  const asked = text === undefined ? undefined : placeOf(text);
  if (asked !== undefined) return within(asked, registry);
  if (first.current !== undefined) return placeAround(first.current, 2 * BESIDE, registry);
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
  const names = registry.chromosomes.map(({ name }) => name);
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
    const region = places.map((place) => regionText(within(place, registry))).join(';');
    row = (await askElements(registry.id, { filter: { ...asking.filter, region }, limit: 0 })).total;
  }
  return sort === 'position' ? row : Math.max(0, total - 1 - row);
}

/** What two lists of places have in common. */
const shared = (some: readonly Place[], others: readonly Place[]): Place[] =>
  some.flatMap((one) =>
    others.flatMap((other) => {
      const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
      return one.chrom === other.chrom && start < end ? [{ chrom: one.chrom, start, end }] : [];
    }),
  );
