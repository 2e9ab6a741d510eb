/** The elements of a list as the table of elements has them, with a way out of the list where it is one's own. */

import { type ReactNode, useMemo } from 'react';
import type { Query } from '../../frame/address.ts';
import { useQueryState } from '../../frame/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';
import { columnsOf } from '../elements/chosen-columns.ts';
import type { ElementColumn } from '../elements/column-list.tsx';
import { nameOfRow, useElementRows } from '../elements/element-rows.ts';
import '../elements/elements.css';
import { ElementsTable } from '../elements/elements-table.tsx';

/** Those that fit beside the list's tools. */
const COLUMNS = [
  'accession',
  'class',
  'location',
  'maxZ.DNase',
  'maxZ.H3K27ac',
  'nearestGene',
  'tssDistance',
];

interface ListTableProps {
  readonly filter: Query;
  readonly checked: ReadonlySet<string>;
  onChecked(checked: ReadonlySet<string>): void;
  /** By what the registry calls them now. */
  onRemove?(names: readonly string[]): void;
  readonly actions?: ReactNode;
}

export function ListTable({ filter, checked, onChecked, onRemove, actions }: ListTableProps): ReactNode {
  const [query] = useQueryState();
  const rows = useElementRows({ filter, sort: query.sort });
  const columns = useMemo(() => {
    const own = columnsOf(COLUMNS, (name) => name);
    if (onRemove === undefined) return own;
    const remove: ElementColumn = {
      key: 'remove',
      group: '',
      head: <span className="unseen">Remove</span>,
      name: 'Remove from the list',
      width: 44,
      cell: (row) => (
        <button
          type="button"
          className="quiet remove"
          aria-label={`Remove ${nameOfRow(row)} from the list`}
          onClick={() => onRemove([nameOfRow(row)])}
        >
          <Icon name="close" />
        </button>
      ),
    };
    return [...own, remove];
  }, [onRemove]);
  return (
    <ElementsTable
      query={query}
      rows={rows}
      columns={columns}
      checked={checked}
      onCheck={(row, isChecked) => {
        const next = new Set(checked);
        if (isChecked) next.add(nameOfRow(row));
        else next.delete(nameOfRow(row));
        onChecked(next);
      }}
      actions={
        checked.size === 0 ? (
          actions
        ) : (
          <>
            <span>{count(checked.size)} selected</span>
            {onRemove === undefined ? null : (
              <button type="button" className="link" onClick={() => onRemove([...checked])}>
                Remove {count(checked.size)}
              </button>
            )}
            {actions}
          </>
        )
      }
      nothing={<Empty title="No element of this registry is in the list" />}
    />
  );
}
