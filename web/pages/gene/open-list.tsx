/** The elements of a list on the page of elements: the same ones, neither more nor fewer. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem, post } from '../../api/ask.ts';
import { PageLink, pageAddress } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { cannotKeep } from '../list/resolve.ts';

interface OpenListProps {
  /** Accessions of cCREs, or of rDHSs that are none. */
  readonly names: readonly string[];
  /** The conditions that list the same, where some do. */
  readonly query: Readonly<Record<string, string | undefined>> | undefined;
}

/** So many accessions stand in an address that people still share. */
const MOST_NAMED = 200;
const TEXT = 'Open in Elements';

export function OpenList({ names, query }: OpenListProps): ReactNode {
  const { id: registry } = useRegistry();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  if (names.length === 0) {
    return (
      <button type="button" aria-disabled="true" title="No element is listed">
        {TEXT}
        <span className="unseen">: no element is listed</span>
      </button>
    );
  }
  if (query !== undefined || names.length <= MOST_NAMED) {
    return (
      <PageLink
        to="elements"
        query={query ?? { accession: names.join(','), scope: 'rDHSs' }}
        className="button"
      >
        {TEXT}
      </PageLink>
    );
  }
  const open = async () => {
    setBusy(true);
    setProblem('');
    try {
      const { id: list } = await post('/api/v1/lists', {}, { registry, accessions: names });
      const search = { list, scope: 'rDHSs' };
      await navigate({ to: pageAddress(registry, 'elements'), search: search as never });
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
  return (
    <>
      {problem === '' ? null : (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
      <button type="button" disabled={isBusy} onClick={() => void open()}>
        {TEXT}
      </button>
    </>
  );
}
