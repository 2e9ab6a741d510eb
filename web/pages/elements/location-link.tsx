/** An element's location: a click brings the browser there. */

import type { ReactNode } from 'react';
import { type Query, useQueryState } from '../../frame/address.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { place, plainPlace } from '../../words/numbers.ts';
import { placeAround } from './browser-place.ts';
import { nameOfRow, type ShownRow } from './element-rows.ts';
import { placeOf } from './filter-texts.ts';

/** bp of the browser where it was not anywhere yet. */
const WIDTH = 120_000;

export function LocationLink({ row }: { readonly row: ShownRow }): ReactNode {
  const [query] = useQueryState();
  const registry = useRegistry();
  const at = plainPlace(placeAround(row, widthOf(query), registry));
  return (
    <PageLink
      to="elements"
      query={{ ...query, at, selected: nameOfRow(row) }}
      className="location"
      label={`${place(row)}, show it in the browser`}
    >
      {place(row)}
    </PageLink>
  );
}

function widthOf({ at }: Query): number {
  const shown = at === undefined ? undefined : placeOf(at);
  return shown === undefined ? WIDTH : shown.end - shown.start;
}
