/** A table of any length: only the rows in view are in the page. */

import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { count } from '../words/numbers.ts';
import { useRowWindow } from './row-window.ts';

export interface Column<Row> {
  readonly key: string;
  readonly head: ReactNode;
  /** The head in words, for files and where `head` is not text. */
  readonly name: string;
  readonly isNumber?: boolean;
  /** A width in px, a share of what is left (`1fr`), or `minmax()` of both. Default 1fr. */
  readonly width?: number | string;
  /** The column can be sorted: by this value in the page, or, where the table is sorted elsewhere, at all. Undefined and null go last. */
  readonly sortBy?: ((row: Row) => string | number | null | undefined) | true;
  /** A number that is looked through from the smallest, as p is. */
  readonly isSmallestFirst?: boolean;
  cell(row: Row, index: number): ReactNode;
}

export interface Sort {
  readonly by: string;
  readonly isDescending: boolean;
}

interface DataTableProps<Row> {
  /** What the table lists; its accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly total: number;
  /** The row, or undefined while it is on its way. */
  at(index: number): Row | undefined;
  keyOf(row: Row): string;
  readonly rowPx?: number;
  /** The height of the whole; default as high as its rows, up to 480 px. */
  readonly height?: number | string;
  readonly sort?: Sort | undefined;
  onSort?(sort: Sort): void;
  /** Rows that come into view are asked for. */
  onView?(first: number, end: number): void;
  /** The row that the page is about. */
  readonly selected?: string | undefined;
  /** Click and Enter. */
  onOpen?(row: Row): void;
  onHover?(row: Row | undefined): void;
  /** The row that is pointed at elsewhere (in a browser, a plot). */
  readonly hovered?: string | undefined;
  /** What is listed: where it changes, other rows are there and the table begins at its top. */
  readonly content?: string;
  /** A row to bring into view, once for each object. */
  readonly revealed?: { readonly row: number } | undefined;
  /** Checked rows by key, with a box in front of each row; Space toggles. */
  readonly checked?: ReadonlySet<string> | undefined;
  onCheck?(row: Row, isChecked: boolean): void;
  /** At the right of the foot: what signs mean. */
  readonly note?: ReactNode;
  /** At the left of the foot, after the rows in view. */
  readonly actions?: ReactNode;
  /** Two lines in place of the cells, where the table is narrow (phones). */
  narrow?(row: Row): ReactNode;
}

const HEAD_PX = 32;
const ROW_PX = 28;
const NARROW_ROW_PX = 56;
const NARROW_PX = 600;
const MOST_PX = 480;

export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const {
    label,
    columns,
    total,
    at,
    keyOf,
    sort,
    onSort,
    onView,
    selected,
    hovered,
    content,
    revealed,
    onOpen,
    onHover,
    checked,
    onCheck,
    note,
    actions,
    narrow,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow(scroller) && narrow !== undefined;
  const rowPx = isNarrow ? NARROW_ROW_PX : (props.rowPx ?? ROW_PX);
  const headPx = isNarrow ? 0 : HEAD_PX;
  const { first, shown, seen, cutPx, barPx, reveal, toTop } = useRowWindow(scroller, {
    total,
    rowPx,
    headPx,
  });
  const [active, setActive] = useState(0);
  const id = useId();
  const end = first + shown;
  useEffect(() => onView?.(first, end), [first, end, onView]);
  useEffect(() => setActive((before) => Math.max(0, Math.min(before, total - 1))), [total]);

  const shownContent = useRef(content);
  useEffect(() => {
    if (shownContent.current === content) return;
    shownContent.current = content;
    setActive(0);
    toTop();
  }, [content, toTop]);
  const lastReveal = useRef(reveal);
  lastReveal.current = reveal;
  useEffect(() => {
    if (revealed === undefined) return;
    setActive(revealed.row);
    lastReveal.current(revealed.row);
  }, [revealed]);

  const move = (to: number) => {
    const row = Math.max(0, Math.min(to, total - 1));
    setActive(row);
    reveal(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const page = Math.max(1, shown - 2);
    const to = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    }[event.key];
    const row = at(active);
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) onOpen(row);
    else if (event.key === ' ' && row !== undefined && onCheck !== undefined)
      onCheck(row, !checked?.has(keyOf(row)));
    else return;
    event.preventDefault();
  };

  // The focus stays on the table while its rows are gone through: what is at the mark is said.
  const [said, setSaid] = useState('');
  const activeRow = at(active);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row comes into the page by scrolling, or later
  useEffect(() => {
    if (document.activeElement !== scroller.current) return;
    const cell = scroller.current?.querySelector('tr[data-active] td:not(.box)');
    setSaid(cell ? `Row ${count(active + 1)}: ${cell.textContent}` : '');
  }, [active, first, activeRow]);

  const template = [
    ...(checked === undefined ? [] : ['32px']),
    ...columns.map(({ width = '1fr' }) =>
      typeof width === 'number' ? `${width}px` : width.includes('(') ? width : `minmax(0,${width})`,
    ),
  ].join(' ');
  const style = { '--columns': template, '--row': `${rowPx}px`, '--head': `${headPx}px` } as CSSProperties;
  const height = props.height ?? Math.min(total * rowPx + headPx + 1, MOST_PX);
  const rows = Array.from({ length: Math.max(0, shown) }, (_, i) => first + i);
  return (
    <div className="data-table" style={style}>
      <div
        className="scroller"
        ref={scroller}
        style={{ height }}
        tabIndex={0}
        onKeyDown={onKeyDown}
        role="group"
        aria-label={`${label}; arrow keys move`}
        aria-describedby={`${id}said`}
      >
        <div style={{ height: barPx }}>
          <table
            className={isNarrow ? 'rows narrow' : 'rows'}
            aria-label={label}
            aria-rowcount={total + 1}
            onMouseLeave={() => onHover?.(undefined)}
          >
            <thead className={isNarrow ? 'unseen' : undefined}>
              <tr aria-rowindex={1}>
                {checked === undefined ? null : (
                  <th scope="col">
                    <span className="unseen">Selected</span>
                  </th>
                )}
                {columns.map((column) => (
                  <Head key={column.key} column={column} sort={sort} onSort={onSort} />
                ))}
              </tr>
            </thead>
            <tbody style={{ transform: `translateY(${-cutPx}px)` }}>
              {rows.map((index) => {
                const row = at(index);
                const key = row === undefined ? undefined : keyOf(row);
                const isActive = index === active;
                const isSelected = key !== undefined && key === selected;
                return (
                  <tr
                    key={index}
                    aria-rowindex={index + 2}
                    aria-selected={isSelected || undefined}
                    data-active={isActive || undefined}
                    data-hovered={(key !== undefined && key === hovered) || undefined}
                    onMouseEnter={() => row !== undefined && onHover?.(row)}
                    onClick={(event) => {
                      setActive(index);
                      if (
                        (event.target as Element).closest('a,button,input,label') === null &&
                        row !== undefined
                      )
                        onOpen?.(row);
                    }}
                    className={onOpen === undefined ? undefined : 'opens'}
                  >
                    {row === undefined ? (
                      <td colSpan={columns.length + 1} className="waiting">
                        <span className="unseen">on its way</span>
                      </td>
                    ) : (
                      <Cells
                        row={row}
                        index={index}
                        name={key!}
                        columns={columns}
                        isChecked={checked?.has(key!)}
                        onCheck={onCheck}
                        narrow={isNarrow ? narrow : undefined}
                      />
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </div>
      <span className="unseen" aria-live="polite">
        {said}
      </span>
      <div className="table-foot">
        <span id={`${id}said`}>
          {total === 0 ? 'No rows' : `Rows ${count(seen.first + 1)}-${count(seen.end)} of ${count(total)}`}
        </span>
        {actions}
        {note === undefined ? null : <span className="note">{note}</span>}
      </div>
    </div>
  );
}

interface CellsProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined without boxes. */
  readonly isChecked: boolean | undefined;
  readonly onCheck: ((row: Row, isChecked: boolean) => void) | undefined;
  readonly narrow: ((row: Row) => ReactNode) | undefined;
}

/** A row that stays in view while others come and go is not drawn again. */
const Cells = memo(function Cells<Row>({
  row,
  index,
  name,
  columns,
  isChecked,
  onCheck,
  narrow,
}: CellsProps<Row>): ReactNode {
  return (
    <>
      {isChecked === undefined ? null : (
        <td className="box">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${name}`}
            checked={isChecked}
            onChange={(event) => onCheck?.(row, event.target.checked)}
          />
        </td>
      )}
      {narrow === undefined ? (
        columns.map((column) => (
          <td key={column.key} className={column.isNumber ? 'number' : undefined}>
            {column.cell(row, index)}
          </td>
        ))
      ) : (
        <td className="two-lines" colSpan={columns.length}>
          {narrow(row)}
        </td>
      )}
    </>
  );
}) as <Row>(props: CellsProps<Row>) => ReactNode;

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}): ReactNode {
  const isSorted = sort?.by === column.key;
  const sorted = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  const canSort = column.sortBy !== undefined && onSort !== undefined;
  return (
    <th scope="col" className={column.isNumber ? 'number' : undefined} aria-sort={sorted}>
      {canSort ? (
        <button
          type="button"
          onClick={() =>
            // Most numbers are looked through from the largest.
            onSort({
              by: column.key,
              isDescending: isSorted
                ? !sort.isDescending
                : column.isNumber === true && column.isSmallestFirst !== true,
            })
          }
        >
          {column.head}
          {isSorted ? (sort.isDescending ? ' ↓' : ' ↑') : null}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}

function useIsNarrow(scroller: { readonly current: HTMLElement | null }): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setNarrow(element.clientWidth < NARROW_PX));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return isNarrow;
}
