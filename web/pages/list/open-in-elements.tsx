/** Elements on the page of elements, with all its filters: the same ones, neither more nor fewer. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem, post } from '../../api/ask.ts';
import { PageLink, pageAddress } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { count } from '../../words/numbers.ts';
import { cannotKeep } from './resolve.ts';

interface OpenInElementsProps {
  /** Accessions of cCREs, or of rDHSs that are none. */
  readonly names: readonly string[];
  /** The conditions that list the same, where some do. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly text?: string;
}

/** So many accessions stand in an address that people still share. */
const MOST_NAMED = 200;
/** The API takes a body of 8 MB; an accession has some 15 bytes. */
const MOST = 500_000;

/** A link where an address can say it; a longer list is saved first. */
export function OpenInElements({ names, query, text = 'Open in Elements' }: OpenInElementsProps): ReactNode {
  const { id: registry } = useRegistry();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const refused =
    names.length === 0
      ? 'No element is listed'
      : names.length > MOST && query === undefined
        ? `At most ${count(MOST)} elements in a list`
        : undefined;
  if (refused !== undefined) {
    return (
      <button type="button" aria-disabled="true" title={refused}>
        {text}
        <span className="unseen">: {refused}</span>
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
        {text}
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
        {text}
      </button>
    </>
  );
}
