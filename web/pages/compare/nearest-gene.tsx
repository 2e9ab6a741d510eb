/** The gene of the nearest TSS: by its symbol where the registry has genes. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useRegistry } from '../../frame/registry.ts';
import { GeneName } from '../../parts/marks.tsx';
import { geneSymbols } from '../elements/gene-symbols.ts';

export function NearestGene({ id }: { readonly id: string }): ReactNode {
  const registry = useRegistry();
  const { data } = useQuery({
    queryKey: ['gene symbol', registry.version, id],
    queryFn: async ({ signal }) => (await geneSymbols(registry, [id], signal)).get(id) ?? id,
  });
  return <GeneName name={data ?? id} id={id} />;
}
