/** The order of rows where the table has no heads to click: narrow windows. */

import { type ReactNode, useId } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useShortNames } from './biosample-names.ts';
import { COLUMNS, type ElementColumn } from './column-list.tsx';
import { FIRST_SORT, plainSort } from './element-sort.ts';
import { assayIn } from './filter-texts.ts';

interface SortChoiceProps {
  readonly columns: readonly ElementColumn[];
}

export function SortChoice({ columns }: SortChoiceProps): ReactNode {
  const [query, change] = useQueryState();
  const shortNameOf = useShortNames();
  const id = useId();
  const sortable = [...COLUMNS, ...columns.filter(({ key }) => key.includes('@'))].flatMap((column) =>
    column.sort === undefined ? [] : [{ ...column, sort: column.sort }],
  );
  const z = columns.map(({ key }) => assayIn(key)).find((one) => one !== undefined);
  return (
    <div className="sort-choice">
      <label htmlFor={id}>Sorted by</label>
      <select
        id={id}
        value={query.sort ?? FIRST_SORT}
        onChange={(event) =>
          change(
            { sort: event.target.value === FIRST_SORT ? undefined : event.target.value },
            { isReplaced: true },
          )
        }
      >
        {sortable.flatMap(({ key, sort, head, name, isLargestFirst = false }) =>
          [isLargestFirst, !isLargestFirst].map((isDescending) => (
            <option key={`${key}${isDescending}`} value={plainSort(sort, isDescending) ?? FIRST_SORT}>
              {`${typeof head === 'string' ? head : name} ${isDescending ? '↓' : '↑'}`}
            </option>
          )),
        )}
      </select>
      <span className="note">
        {`${z === undefined ? 'DNase max-Z' : `${shortNameOf(z.biosample)} ${z.assay} Z`}, tick 1.64`}
      </span>
    </div>
  );
}
