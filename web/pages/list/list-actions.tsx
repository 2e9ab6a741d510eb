/** What can be done with a whole list: save it under an address, open it among all elements, compare, download, clear. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { asProblem, type Problem, post } from '../../api/ask.ts';
import { PageLink, pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { counted } from '../../words/numbers.ts';
import { MOST_COMPARED } from '../compare/most-compared.ts';
import { ElementDownload } from '../elements/element-download.tsx';
import { cannotKeep } from './resolve.ts';

interface ListActionsProps {
  readonly accessions: readonly string[];
  onClear(): void;
}

/** Longer ones go through a saved list: browsers and servers bound addresses. */
const MOST_IN_ADDRESS = 300;

export function ListActions({ accessions, onClear }: ListActionsProps): ReactNode {
  const { id } = useRegistry();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = async (lead: (list: string) => { to: string; search?: object }) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { id: list } = await post('/api/v1/lists', {}, { registry: id, accessions });
      const { to, search = {} } = lead(list);
      await navigate({ to: pageAddress(id, to), search: search as never });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  const isShort = accessions.length <= MOST_IN_ADDRESS;
  const isTooMany = accessions.length > MOST_COMPARED;
  return (
    <>
      <div className="actions">
        <button
          type="button"
          className="main"
          disabled={isBusy}
          onClick={() => void save((list) => ({ to: path('list', list) }))}
        >
          {isBusy ? 'Saving' : 'Save under an address'}
        </button>
        {isShort ? (
          <PageLink
            to="elements"
            query={{ accession: accessions.join(','), scope: 'rDHSs' }}
            className="button"
          >
            Open in Elements
          </PageLink>
        ) : (
          <button
            type="button"
            disabled={isBusy}
            onClick={() => void save((list) => ({ to: 'elements', search: { list, scope: 'rDHSs' } }))}
          >
            Open in Elements
          </button>
        )}
        {isTooMany ? (
          <button type="button" aria-disabled="true" title={`At most ${MOST_COMPARED} side by side`}>
            Compare
          </button>
        ) : (
          <PageLink to="compare" query={{ accessions: accessions.join(',') }} className="button">
            Compare
          </PageLink>
        )}
        <ElementDownload
          asking={{ filter: { accession: accessions.join(','), scope: 'rDHSs' } }}
          total={accessions.length}
          isShort
        />
        <button type="button" onClick={onClear}>
          Clear
        </button>
      </div>
      {problem === undefined ? null : (
        <p className="field-error wide" role="alert">
          {cannotKeep(problem)
            ? `The list cannot be kept on this server: it was started without a directory for lists. It stays in this browser; ${counted(accessions.length, 'element')} can be downloaded.`
            : problem.message}
        </p>
      )}
    </>
  );
}
