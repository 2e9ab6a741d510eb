/** Elements by what they are: facets at the left, what passes at the right, in a browser and as a table. */

import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { useTitle } from '../../frame/title.ts';
import { Icon } from '../../parts/icon.tsx';
import { count, counted } from '../../words/numbers.ts';
import { Announced } from './announced.tsx';
import { useShortNames } from './biosample-names.ts';
import { useBrowserPlace } from './browser-place.ts';
import { apiColumns, columnKeys, columnsOf } from './chosen-columns.ts';
import { ColumnsDialog } from './columns-dialog.tsx';
import { conditionsOf } from './conditions.ts';
import { useElementCounts } from './element-answers.ts';
import { ElementDownload } from './element-download.tsx';
import { nameOfRow, type ShownRow, useElementRows } from './element-rows.ts';
import { ElementsBrowser } from './elements-browser.tsx';
import { ElementsTable } from './elements-table.tsx';
import { Facets } from './facets/facets.tsx';
import { FilterChips } from './facets/filter-chips.tsx';
import { FacetsDrawer } from './facets-drawer.tsx';
import { listedFilter } from './listed.ts';
import { NothingFound } from './nothing-found.tsx';
import { useBiosamples } from './picker/biosamples.ts';
import { useRevealed } from './revealed.ts';
import { SelectionActions } from './selection-actions.tsx';
import { ShareMenu } from './share-menu.tsx';
import { SortChoice } from './sort-choice.tsx';
import { PHONE, useMedia, WITH_FACETS } from './wide.ts';
import './elements.css';

export function ElementsPage(): ReactNode {
  const [query] = useQueryState();
  const shortNameOf = useShortNames();
  const keys = useMemo(() => columnKeys(query), [query]);
  const columns = useMemo(() => columnsOf(keys, shortNameOf), [keys, shortNameOf]);
  const asking = useMemo(
    () => ({ filter: listedFilter(query), sort: query.sort, columns: apiColumns(keys) }),
    [query, keys],
  );
  const rows = useElementRows(asking);
  const all = useElementCounts(query.scope === undefined ? {} : { scope: query.scope });
  const place = useBrowserPlace(query, rows);
  const [hoveredRow, setHoveredRow] = useState<ShownRow>();
  const [hovered, setHovered] = useState<string>();
  const { revealed, onElement } = useRevealed(asking, rows.total);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const columnsDialog = useRef<HTMLDialogElement>(null);
  const isPhone = useMedia(PHONE);
  const hasFacetsBeside = useMedia(WITH_FACETS);
  const results = useRef<HTMLElement>(null);
  const active = conditionsOf(query, shortNameOf, useBiosamples()).length;
  const isInView = query.rows === 'view' && query.at !== undefined;
  useTitle('Elements');

  const onCheck = useCallback(
    (row: ShownRow, isChecked: boolean) =>
      setChecked((before) => {
        const after = new Set(before);
        if (isChecked) after.add(nameOfRow(row));
        else after.delete(nameOfRow(row));
        return after;
      }),
    [],
  );
  const columnsButton = (
    <button type="button" onClick={() => columnsDialog.current?.showModal()}>
      <Icon name="columns" />
      Columns
    </button>
  );
  const isNew = rows.total !== undefined && !rows.isBefore;
  return (
    <div className="filling elements">
      {hasFacetsBeside ? (
        <aside className="facets-column" aria-label="Filters">
          <button type="button" className="skip" onClick={() => results.current?.focus()}>
            Skip to the results
          </button>
          <Facets />
        </aside>
      ) : null}
      <main className="results" ref={results} tabIndex={-1}>
        <header className="results-head">
          <h1 aria-busy={!isNew}>
            {rows.total === undefined ? 'Elements' : counted(rows.total, 'element')}
            {all.data === undefined ? null : (
              <span className="of-all">
                {isInView ? ' in view, ' : ' '}of {count(all.data.total)}
              </span>
            )}
          </h1>
          <FilterChips />
          {isPhone ? null : (
            <div className="actions">
              {hasFacetsBeside ? null : <FacetsDrawer active={active} total={rows.total} />}
              {columnsButton}
              <ShareMenu asking={asking} />
              <ElementDownload asking={asking} total={rows.total} />
            </div>
          )}
        </header>
        <section className="panel flush strip-panel" aria-label="Place in the genome">
          {place === undefined ? null : (
            <ElementsBrowser
              query={query}
              place={place}
              hovered={hoveredRow}
              onHover={setHovered}
              onElement={(accession) => void onElement(accession)}
            />
          )}
        </section>
        <section className="panel flush table-panel" aria-label="Table of elements">
          {isPhone ? <SortChoice columns={columns} /> : null}
          <ElementsTable
            query={query}
            rows={rows}
            columns={columns}
            checked={checked}
            onCheck={onCheck}
            hovered={hovered}
            onHover={setHoveredRow}
            revealed={revealed}
            actions={
              <SelectionActions
                checked={checked}
                asking={asking}
                total={rows.total ?? 0}
                onSelect={(more) => setChecked((before) => new Set([...before, ...more]))}
                onClear={() => setChecked(new Set())}
              />
            }
            nothing={<NothingFound filter={asking.filter} isInView={isInView} />}
          />
        </section>
        {isPhone ? (
          <div className="action-bar">
            <FacetsDrawer active={active} total={rows.total} isMain />
            {columnsButton}
            <ElementDownload asking={asking} total={rows.total} isShort />
          </div>
        ) : null}
      </main>
      <ColumnsDialog dialog={columnsDialog} />
      <Announced text={isNew ? `${counted(rows.total!, 'element')}` : undefined} />
    </div>
  );
}
