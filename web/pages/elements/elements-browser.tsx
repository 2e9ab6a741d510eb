/** The genome browser of the page: what matches is coloured, what is pointed at in the table is outlined, a click selects the row. */

import { type ReactNode, useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { BrowserStrip } from '../../browser/browser-strip.tsx';
import { type Query, useQueryState } from '../../frame/address.ts';
import { Segmented } from '../../parts/choice.tsx';
import { plainPlace } from '../../words/numbers.ts';
import type { Place } from './browser-place.ts';
import { conditionColumns } from './chosen-columns.ts';
import { filtersOf } from './element-query.ts';
import type { ShownRow } from './element-rows.ts';

interface ElementsBrowserProps {
  readonly query: Query;
  readonly place: Place;
  /** The row under the pointer. */
  readonly hovered: ShownRow | undefined;
  onHover(accession: string | undefined): void;
  onElement(accession: string): void;
}

export function ElementsBrowser({
  query,
  place,
  hovered,
  onHover,
  onElement,
}: ElementsBrowserProps): ReactNode {
  const [, change] = useQueryState();
  const selected = useSelected(query.selected);
  const filter = useMemo(() => filtersOf(query), [query]);
  const conditions = useMemo(() => conditionColumns(query), [query]);
  const isInView = query.rows === 'view' && query.at !== undefined;
  return (
    <BrowserStrip
      region={place}
      onRegion={(region) => change({ at: plainPlace(region) }, { isReplaced: true })}
      selected={selected}
      hovered={hovered}
      onHover={onHover}
      onElement={onElement}
      filter={filter}
      biosamples={conditions.length === 0 ? undefined : conditions}
      shown={query.tracks}
      onShown={(tracks) => change({ tracks }, { isReplaced: true })}
      actions={
        <Segmented
          label="Rows of the table"
          value={isInView ? 'view' : 'all'}
          options={[
            { value: 'all', text: 'All rows' },
            { value: 'view', text: 'In view' },
          ]}
          onChange={(rows) => change(rows === 'view' ? { rows, at: plainPlace(place) } : { rows: undefined })}
        />
      }
    />
  );
}

/** The element that the address names, with its place. */
function useSelected(accession: string | undefined) {
  const { data } = useAnswer(
    '/api/v1/ccres/{accession}',
    { path: { accession: accession ?? '' } },
    { isWanted: accession !== undefined },
  );
  if (accession === undefined || data === undefined) return undefined;
  const { chrom, start, end } = data.element;
  return { accession, chrom, start, end };
}
