/** An accession that this registry does not know: what was expected, and what is near. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Problem } from '../../api/ask.ts';
import { PageLink, path } from '../../frame/link.tsx';
import { useShown } from '../../frame/registry.ts';
import { Accession } from '../../parts/marks.tsx';

/** So many signs of the end may be mistyped. */
const LOOSE_SIGNS = 2;

export function UnknownElement({
  accession,
  problem,
}: {
  readonly accession: string;
  readonly problem: Problem;
}): ReactNode {
  const { registry, all } = useShown();
  const begin = accession.slice(0, -LOOSE_SIGNS);
  const { data } = useAnswer('/api/v1/suggest', { query: { q: begin } }, { isWanted: begin.length > 4 });
  const near = [
    ...new Set(
      (data?.suggestions ?? []).filter(({ kind }) => kind === 'accession').map(({ value }) => value),
    ),
  ];
  const elsewhere = all.filter(
    ({ id, accessionPrefix }) => id !== registry.id && accession.toUpperCase().startsWith(accessionPrefix),
  );
  return (
    <main className="prose">
      <h1>No element {accession}</h1>
      <p>{problem.message}.</p>
      {elsewhere.map(({ id, assembly }) => (
        <p key={id}>
          It reads like an accession of{' '}
          <PageLink to={path('element', accession)} registryId={id}>
            {id} {assembly}
          </PageLink>
          .
        </p>
      ))}
      {near.length === 0 ? null : (
        <>
          <p>Accessions here that begin alike:</p>
          <ul>
            {near.map((one) => (
              <li key={one}>
                <Accession accession={one} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <PageLink to="elements">All elements</PageLink>
      </p>
    </main>
  );
}
