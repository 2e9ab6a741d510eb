/** Which elements the table lists: those that pass the filters, or of them those in the browser's view. */

import type { Query } from '../../frame/address.ts';
import { plainPlace } from '../../words/numbers.ts';
import { filtersOf } from './element-query.ts';
import { partsOf, placeOf } from './filter-texts.ts';

/** The filters of what is listed. */
export function listedFilter(query: Query): Query {
  const filter = filtersOf(query);
  const view = query.rows === 'view' && query.at !== undefined ? placeOf(query.at) : undefined;
  if (view === undefined) return filter;
  if (filter.region === undefined) return { ...filter, region: plainPlace(view) };
  const both = partsOf(filter.region, ';').flatMap((text) => {
    const own = placeOf(text);
    if (own === undefined || own.chrom !== view.chrom) return [];
    const [start, end] = [Math.max(own.start, view.start), Math.min(own.end, view.end)];
    return start < end ? [plainPlace({ chrom: own.chrom, start, end })] : [];
  });
  // Nothing has no length: where the places have nothing in common, nothing is listed.
  return both.length === 0 ? { ...filter, length: ',0' } : { ...filter, region: both.join(';') };
}
