/** The overlapped elements as a list: among all elements with every filter, or in one's own list. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem, post } from '../../api/ask.ts';
import { pageAddress } from '../../frame/link.tsx';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { count, counted } from '../../words/numbers.ts';
import { cannotKeep } from '../list/resolve.ts';
import type { Overlap } from './bed-source.ts';
import type { HitsState } from './read-hits.ts';

/** The API takes a body of 8 MB; an accession has some 15 bytes. */
const MOST = 500_000;
/** A browser keeps some 5 MB, and a cart of more is none. */
const MOST_IN_LIST = 20_000;

export function OpenInElements({
  data,
  hits: { hits, isReading, read },
}: {
  readonly data: Overlap;
  readonly hits: HitsState;
}): ReactNode {
  const { id } = useRegistry();
  const navigate = useNavigate();
  const list = useList();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const { total } = data.elements;
  if (total === 0) return null;
  if (hits === undefined) {
    return (
      <button type="button" disabled={isReading} onClick={read}>
        {isReading ? 'Reading the elements' : `Read the ${counted(total, 'element')}`}
      </button>
    );
  }
  const { accessions } = hits;
  const open = async () => {
    setBusy(true);
    setProblem('');
    try {
      const saved = await post('/api/v1/lists', {}, { registry: id, accessions });
      const search = { list: saved.id, scope: 'rDHSs' };
      await navigate({ to: pageAddress(id, 'elements'), search: search as never });
    } catch (error) {
      setProblem(
        cannotKeep(error)
          ? 'This server keeps no lists; download the elements instead.'
          : error instanceof Problem
            ? error.message
            : String(error),
      );
      setBusy(false);
    }
  };
  const add = () => {
    const fresh = accessions.filter((one) => !list.has(one));
    list.add(fresh);
    toast(`${counted(fresh.length, 'element')} added to the list`, {
      name: 'Undo',
      run: () => list.remove(fresh),
    });
  };
  return (
    <>
      {problem === '' ? null : (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
      {accessions.length > MOST_IN_LIST ? null : (
        <button type="button" onClick={add}>
          Add {count(total)} to the list
        </button>
      )}
      <button
        type="button"
        disabled={isBusy}
        aria-disabled={accessions.length > MOST}
        title={accessions.length > MOST ? `At most ${count(MOST)} elements in a list` : undefined}
        onClick={() => accessions.length <= MOST && void open()}
      >
        Open {counted(total, 'element')} in Elements
      </button>
    </>
  );
}
