/** The gene of the nearest TSS, by its symbol where the registry knows genes. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { GeneName } from '../../parts/marks.tsx';
import type { Element } from './element.ts';

/** The linked symbol; the id of the gene where there are no genes to look it up in; null without a TSS. */
export function useNearestGene({ nearestGene: id }: Element): ReactNode {
  const { data } = useAnswer(
    '/api/v1/genes/{id}',
    { path: { id: id ?? '' } },
    { isWanted: id !== null, kind: 'genes' },
  );
  if (id === null) return null;
  if (data === undefined) return <span className="gene">{id}</span>;
  return <GeneName id={data.gene.id} name={data.gene.symbol ?? data.gene.id} />;
}
