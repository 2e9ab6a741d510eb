/** The gene of the nearest TSS, by its symbol where the registry knows genes. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { GeneName } from '../../parts/marks.tsx';
import type { Element } from './element.ts';

export interface NearestGene {
  readonly name: string;
  /** Linked to its page, where the registry has genes. */
  readonly node: ReactNode;
}

/** Null without a TSS on the chromosome. */
export function useNearestGene({ nearestGene: id }: Element): NearestGene | null {
  const asked = { path: { id: id ?? '' } };
  const { data } = useAnswer('/api/v1/genes/{id}', asked, { isWanted: id !== null, kind: 'genes' });
  if (id === null) return null;
  if (data === undefined) return { name: id, node: <span className="gene">{id}</span> };
  const name = data.gene.symbol ?? data.gene.id;
  return { name, node: <GeneName id={data.gene.id} name={name} /> };
}
