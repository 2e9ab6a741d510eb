/** Which columns the table has, and in which order: by dragging, and by the keyboard. */

import { type ReactNode, type RefObject, useState } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { AssayName } from '../../parts/marks.tsx';
import { columnKeys, columnsOf, defaultColumns } from './chosen-columns.ts';
import { ChosenColumns } from './chosen-list.tsx';
import { COLUMNS } from './column-list.tsx';
import { assayText, isListable } from './filter-texts.ts';
import { matchesText, useBiosamples } from './picker/biosamples.ts';

interface ColumnsDialogProps {
  readonly dialog: RefObject<HTMLDialogElement | null>;
}

export function ColumnsDialog({ dialog }: ColumnsDialogProps): ReactNode {
  const [query, change] = useQueryState();
  const [search, setSearch] = useState('');
  const keys = columnKeys(query);
  const choose = (next: readonly string[]) => {
    const isDefault = next.join(';') === defaultColumns(query).join(';');
    change({ columns: isDefault ? undefined : next.join(';') }, { isReplaced: true });
  };
  const toggle = (key: string) =>
    choose(keys.includes(key) ? keys.filter((own) => own !== key) : [...keys, key]);
  const wanted = search.trim().toLowerCase();
  const found = COLUMNS.filter(({ name }) => name.toLowerCase().includes(wanted));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <dialog ref={dialog} className="dialog columns-dialog" aria-labelledby="columns-title">
      <div className="dialog-head">
        <h2 id="columns-title">Columns</h2>
        <button
          type="button"
          className="quiet"
          aria-label="Close columns"
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="columns-parts">
        <div className="columns-all">
          <input
            type="search"
            aria-label="Search columns"
            placeholder="Column or biosample"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <div className="columns-groups">
            {groups.map((group) => (
              <fieldset key={group}>
                <legend>{group}</legend>
                {found
                  .filter((column) => column.group === group)
                  .map(({ key, name }) => (
                    <label key={key} className="check">
                      <input type="checkbox" checked={keys.includes(key)} onChange={() => toggle(key)} />
                      {name}
                    </label>
                  ))}
              </fieldset>
            ))}
            <BiosampleColumns search={wanted} keys={keys} onToggle={toggle} />
          </div>
        </div>
        <ChosenColumns columns={columnsOf(keys, (biosample) => biosample)} onChoose={choose} />
      </div>
      <div className="dialog-foot">
        <button
          type="button"
          className="quiet"
          onClick={() => change({ columns: undefined }, { isReplaced: true })}
        >
          Reset
        </button>
        <button type="button" className="main" onClick={() => dialog.current?.close()}>
          Done
        </button>
      </div>
    </dialog>
  );
}

interface BiosampleColumnsProps {
  readonly search: string;
  readonly keys: readonly string[];
  onToggle(key: string): void;
}

/** So many biosamples are listed at once; the search finds the others. */
const LISTED = 40;

/** Z of each assay that a biosample has. */
function BiosampleColumns({ search, keys, onToggle }: BiosampleColumnsProps): ReactNode {
  const found = (useBiosamples() ?? []).filter((own) => matchesText(own, search));
  return (
    <fieldset>
      <legend>Z in a biosample</legend>
      {found.slice(0, LISTED).map(({ biosample, files }) => (
        <div key={biosample} className="biosample-columns">
          <span>{biosample}</span>
          <span className="biosample-assays">
            {Object.keys(files).map((assay) => (
              <label key={assay} className="check">
                <input
                  type="checkbox"
                  aria-label={`${assay} in ${biosample}`}
                  disabled={!isListable({ assay, biosample })}
                  checked={keys.includes(assayText({ assay, biosample }))}
                  onChange={() => onToggle(assayText({ assay, biosample }))}
                />
                <AssayName name={assay} />
              </label>
            ))}
          </span>
        </div>
      ))}
      {found.length > LISTED ? (
        <p className="note">{`and ${found.length - LISTED} more biosamples: search for them`}</p>
      ) : null}
      {found.length === 0 ? <p className="note">No biosample of that name</p> : null}
    </fieldset>
  );
}
