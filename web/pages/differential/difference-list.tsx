/** What differs, as a table; more rows on request, all of them in the file. */

import { type ReactNode, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Column } from '../../parts/data-table.tsx';
import { DownloadMenu, type Format } from '../../parts/download-menu.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { count } from '../../words/numbers.ts';
import type { Asked } from './comparison.ts';
import { FIRST_ROWS, isServerSort, serverSort, sortOf } from './difference-sort.ts';
import { type DifferencePath, differenceAddress } from './use-difference.ts';
import { useSelected } from './use-rows.ts';

interface DifferenceListProps<Row> {
  readonly label: string;
  /** The rows so far, and how to have more. */
  readonly found: { readonly rows: readonly Row[]; readonly answer: { fetchNextPage(): unknown } };
  readonly total: number;
  readonly columns: readonly Column<Row>[];
  readonly height: number | string;
  readonly note: string;
  keyOf(row: Row): string;
  narrow(row: Row): ReactNode;
}

export function DifferenceList<Row>(props: DifferenceListProps<Row>): ReactNode {
  const { label, found, total, columns, height, note, keyOf, narrow } = props;
  const { rows, answer } = found;
  const [query, change] = useQueryState();
  const [selected, onSelect] = useSelected();
  const sort = useMemo(() => sortOf(query.sort), [query.sort]);
  const isAsSent = isServerSort(sort) || !columns.some(({ key }) => key === sort.by);
  return (
    <RowTable<Row>
      label={label}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      sort={sort}
      onSort={({ by, isDescending }) =>
        change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
      }
      selected={selected}
      onOpen={(row) => onSelect(keyOf(row))}
      height={height}
      actions={
        rows.length < total ? (
          <>
            <span>
              {count(total)} in all,{' '}
              {isAsSent
                ? 'these come first'
                : `sorted among the ${count(rows.length)} ${FIRST_ROWS[serverSort(sort)]} that are loaded`}
            </span>
            <button type="button" className="link" onClick={() => void answer.fetchNextPage()}>
              Load more
            </button>
          </>
        ) : undefined
      }
      note={note}
      narrow={narrow}
    />
  );
}

interface DifferenceDownloadProps {
  readonly path: DifferencePath;
  readonly asked: Asked;
  readonly total: number;
  readonly file: string;
}

export function DifferenceDownload({ path, asked, total, file }: DifferenceDownloadProps): ReactNode {
  const { id: registry } = useRegistry();
  const [query] = useQueryState();
  const sort = serverSort(sortOf(query.sort));
  const address = (format: Format) => differenceAddress(path, asked, { registry, sort, format });
  if (address('tsv') === undefined) {
    return <span className="note">Groups of this size are downloaded by POST, see the API</span>;
  }
  return (
    <DownloadMenu text={`Download ${count(total)}`} address={(format) => address(format)!} file={file} />
  );
}
