/** Opens elements on the page of elements: a short list in the address, a long one saved under an id. */

import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Problem, post } from '../../../api/ask.ts';
import { PageLink, pageAddress } from '../../../frame/link.tsx';
import { useList } from '../../../frame/list.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { toast } from '../../../frame/toasts.tsx';
import { count, counted } from '../../../words/numbers.ts';

/** An address holds so many. */
const MOST_IN_ADDRESS = 100;

interface OpenInElementsProps {
  readonly accessions: readonly string[];
  /** How many there are; where it is more, the words say that these are the first. */
  readonly total: number;
}

export function OpenInElements({ accessions, total }: OpenInElementsProps): ReactNode {
  const { id: registry } = useRegistry();
  const navigate = useNavigate();
  const list = useList();
  const [problem, setProblem] = useState<string>();
  if (accessions.length === 0) return null;
  const which = total > accessions.length ? ` the first ${count(accessions.length)}` : '';
  const save = async () => {
    try {
      const saved = await post('/api/v1/lists', {}, { registry, accessions });
      await navigate({ to: pageAddress(registry, 'elements'), search: { list: saved.id } as never });
    } catch (error) {
      setProblem(error instanceof Problem ? error.message : String(error));
    }
  };
  return (
    <>
      {accessions.length <= MOST_IN_ADDRESS ? (
        <PageLink to="elements" query={{ accession: accessions.join(',') }} className="button">
          Open{which} in Elements
        </PageLink>
      ) : (
        <button type="button" onClick={() => void save()}>
          Open{which} in Elements
        </button>
      )}
      <button
        type="button"
        onClick={() => {
          const before = list.accessions;
          list.add(accessions);
          toast(`${counted(accessions.length, 'element')} added to your list`, {
            name: 'Undo',
            run: () => {
              const had = new Set(before);
              list.remove(accessions.filter((one) => !had.has(one)));
            },
          });
        }}
      >
        Add{which} to list
      </button>
      {problem === undefined ? null : (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

export const accessionsOf = (
  hits: readonly { readonly accession: string | null; readonly rdhs: string }[],
): readonly string[] => hits.map(({ accession, rdhs }) => accession ?? rdhs);
