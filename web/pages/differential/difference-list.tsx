/** What differs, as a table; more rows on request, all of them in the file. */

import type { ReactNode } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Column, Sort } from '../../parts/data-table.tsx';
import { DownloadMenu, type Format } from '../../parts/download-menu.tsx';
import { RowTable } from '../../parts/row-table.tsx';
import { count } from '../../words/numbers.ts';
import type { Asked } from './comparison.ts';
import { type DifferencePath, differenceAddress, type ServerSort } from './use-difference.ts';

const BY_CHANGE: Sort = { by: 'change', isDescending: true };

/** The order that the address names; p and FDR are largest-first of their negatives, smallest first. */
export function sortOf(text: string | undefined): Sort {
  return text === undefined ? BY_CHANGE : { by: text.replace(/^-/, ''), isDescending: text.startsWith('-') };
}

/** What the server sorts by, so that what comes first is what the order asks for. */
export function serverSort({ by }: Sort): ServerSort {
  if (by === 'p' || by === 'fdr') return 'p';
  return by === 'position' ? 'position' : 'change';
}

interface DifferenceListProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly total: number;
  readonly columns: readonly Column<Row>[];
  readonly selected: string | undefined;
  readonly height: number | string;
  readonly note: string;
  keyOf(row: Row): string;
  onSelect(key: string): void;
  onMore?: (() => void) | undefined;
  narrow(row: Row): ReactNode;
}

export function DifferenceList<Row>(props: DifferenceListProps<Row>): ReactNode {
  const { label, rows, total, columns, selected, height, note, keyOf, onSelect, onMore, narrow } = props;
  const [query, change] = useQueryState();
  return (
    <RowTable<Row>
      label={label}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      sort={sortOf(query.sort)}
      onSort={({ by, isDescending }) =>
        change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true })
      }
      selected={selected}
      onOpen={(row) => onSelect(keyOf(row))}
      height={height}
      actions={
        rows.length < total ? (
          <>
            <span>{count(total)} in all, these come first</span>
            <button type="button" className="link" onClick={onMore}>
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
