/** The first page: one search box, and what this registry is. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { useRegistry } from '../../frame/registry.ts';
import { SearchBox } from '../../frame/search-box.tsx';
import { useTitle } from '../../frame/title.ts';
import { AnswerState } from '../../parts/states.tsx';
import { count } from '../../words/numbers.ts';

export function HomePage(): ReactNode {
  const { biosamples } = useRegistry();
  useTitle(undefined);
  const answer = useAnswer('/api/v1/ccres', { query: { limit: '1', facets: 'class,chrom' } });
  return (
    <main className="prose">
      <AnswerState answer={answer} what="the registry">
        {({ total }) => <h1>{count(total)} candidate cis-regulatory elements</h1>}
      </AnswerState>
      <p>What each one does in {count(biosamples)} biosamples.</p>
      <SearchBox size="home" />
    </main>
  );
}
