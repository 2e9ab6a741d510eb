/** The table of elements: any number of rows, read as they come into view. */

import { useNavigate } from '@tanstack/react-router';
import { type CSSProperties, type ReactNode, useCallback, useMemo } from 'react';
import { type Query, useQueryState } from '../../frame/address.ts';
import { pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { ProblemNote, Skeleton } from '../../parts/states.tsx';
import type { ElementColumn } from './column-list.tsx';
import { type ElementRows, nameOfRow, type ShownRow } from './element-rows.ts';
import { sortText, tableSort } from './element-sort.ts';
import { assayIn } from './filter-texts.ts';
import { NarrowRow, type NarrowZ, tableColumns, withWidths } from './table-columns.tsx';

/** The boxes in front of rows. */
const BOX_PX = 32;

interface ElementsTableProps {
  readonly query: Query;
  readonly rows: ElementRows;
  readonly columns: readonly ElementColumn[];
  readonly checked: ReadonlySet<string>;
  onCheck(row: ShownRow, isChecked: boolean): void;
  /** An element that is pointed at in the browser. */
  readonly hovered?: string | undefined;
  onHover?(row: ShownRow | undefined): void;
  readonly revealed?: { readonly row: number } | undefined;
  /** At the left of the foot: what can be done with the selected ones. */
  readonly actions?: ReactNode;
  /** In place of the rows where there are none. */
  readonly nothing: ReactNode;
}

export function ElementsTable(props: ElementsTableProps): ReactNode {
  const { query, rows, columns, checked, onCheck, hovered, onHover, revealed, actions, nothing } = props;
  const [, change] = useQueryState();
  const registry = useRegistry();
  const { id } = registry;
  const navigate = useNavigate();
  const sized = useMemo(() => withWidths(columns, registry), [columns, registry]);
  const own = useMemo(() => tableColumns(sized), [sized]);
  const leastPx = sized.reduce((sum, { width }) => sum + width, BOX_PX);
  const sort = tableSort(query.sort, columns);
  const narrow = useMemo(() => {
    const z = narrowZ(columns);
    return (row: ShownRow) => <NarrowRow row={row} z={z} />;
  }, [columns]);
  const open = useCallback(
    async (row: ShownRow) => {
      const name = nameOfRow(row);
      // The way back leads to the row that was opened.
      await navigate({
        to: '.',
        search: ((before: Query) => ({ ...before, selected: name })) as never,
        replace: true,
        resetScroll: false,
      });
      void navigate({ to: pageAddress(id, path('element', name)) as never });
    },
    [id, navigate],
  );
  if (rows.total === undefined) {
    return rows.error === undefined ? (
      <Skeleton rows={16} />
    ) : (
      <ProblemNote problem={rows.error} what="The elements" onRetry={rows.retry} />
    );
  }
  if (rows.total === 0 && !rows.isBefore) return nothing;
  return (
    <>
      {rows.error === undefined ? null : (
        <ProblemNote problem={rows.error} what="Some rows" onRetry={rows.retry} />
      )}
      <div
        className={rows.isBefore ? 'answer element-rows dimmed' : 'answer element-rows'}
        aria-busy={rows.isBefore}
        style={{ '--least': `${leastPx}px` } as CSSProperties}
      >
        <DataTable<ShownRow>
          label="Elements"
          columns={own}
          total={rows.total}
          at={rows.at}
          keyOf={nameOfRow}
          content={rows.content}
          height="auto"
          sort={sort}
          onSort={(next) => change({ sort: sortText(next, { columns, before: sort }) }, { isReplaced: true })}
          onView={rows.onView}
          selected={query.selected}
          hovered={hovered}
          revealed={revealed}
          onOpen={(row) => void open(row)}
          {...(onHover === undefined ? {} : { onHover })}
          checked={checked}
          onCheck={onCheck}
          narrow={narrow}
          actions={actions}
          note={
            <>
              <span>Z: bar from 0 to 10, tick at 1.64, above it is high; grey is low</span>
              <span>Positions 1-based</span>
            </>
          }
        />
      </div>
    </>
  );
}

function narrowZ(columns: readonly ElementColumn[]): NarrowZ {
  const column = columns.map(({ key }) => assayIn(key)).find((one) => one !== undefined);
  return column ?? { assay: 'DNase' };
}
