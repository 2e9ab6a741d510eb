/** What can be done with the elements that are selected. */

import type { ReactNode } from 'react';
import { Problem } from '../../api/ask.ts';
import { PageLink } from '../../frame/link.tsx';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { count, counted } from '../../words/numbers.ts';
import { MOST_COMPARED } from '../compare/most-compared.ts';
import { askElements, type ElementAsking } from './element-answers.ts';

/** So many can be selected at a click: a page of the API. */
const MOST_AT_ONCE = 10_000;

interface SelectionActionsProps {
  readonly checked: ReadonlySet<string>;
  /** What is listed: all of it can be selected. */
  readonly asking: ElementAsking;
  readonly total: number;
  onSelect(accessions: readonly string[]): void;
  onClear(): void;
}

export function SelectionActions({
  checked,
  asking,
  total,
  onSelect,
  onClear,
}: SelectionActionsProps): ReactNode {
  const list = useList();
  const { id } = useRegistry();
  const isMore = checked.size < total && total <= MOST_AT_ONCE;
  const all = async () => {
    try {
      const { elements } = await askElements(id, { ...asking, limit: MOST_AT_ONCE });
      onSelect(elements.map(({ accession, rdhs }) => accession ?? rdhs));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(`The elements could not be selected: ${error.message}`);
    }
  };
  const selectAll = isMore ? (
    <button type="button" className="link" onClick={() => void all()}>
      {`Select all ${count(total)}`}
    </button>
  ) : null;
  if (checked.size === 0) return selectAll;
  const accessions = [...checked];
  const add = () => {
    const added = accessions.filter((one) => !list.has(one));
    list.add(added);
    toast(`${counted(added.length, 'element')} added to the list`, {
      name: 'Undo',
      run: () => list.remove(added),
    });
  };
  return (
    <span className="selection">
      <span>{count(checked.size)} selected</span>
      <button type="button" className="link" onClick={add}>
        Add to list
      </button>
      {checked.size > MOST_COMPARED ? (
        <button
          type="button"
          className="link"
          aria-disabled="true"
          title={`At most ${MOST_COMPARED} side by side`}
        >
          Compare
        </button>
      ) : (
        <PageLink to="compare" query={{ accessions: accessions.join(',') }}>
          Compare
        </PageLink>
      )}
      {selectAll}
      <button type="button" className="link" onClick={onClear}>
        Clear
      </button>
    </span>
  );
}
