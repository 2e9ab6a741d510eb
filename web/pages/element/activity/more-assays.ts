/** Assays beside those that make classes (ATAC, POLR2A): which there are, and the element's Z-scores in them. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useAllRows } from '../../../api/all-rows.ts';
import { type Problem, post } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';
import { CLASS_ASSAYS } from '../../../words/classes.ts';
import type { Element } from '../element.ts';
import type { MoreZ } from './activity-rows.ts';
import type { Embedded } from './embedding-plot.ts';

/** Columns that the service gives beside elements at once. */
const MOST_COLUMNS = 200;

/** Every assay and biosample that has a place on the embedding: all that have Z-scores. */
export const useEmbedding = () =>
  useAllRows('/api/v1/biosamples/embedding', {}, 'points', { kind: 'embedding' });

/** The assays of the registry, those of the class first. */
export function useAssays(): readonly string[] {
  const { data } = useEmbedding();
  const others = (data?.assays ?? []).filter((assay) => !CLASS_ASSAYS.some((own) => own === assay));
  return [...CLASS_ASSAYS, ...others];
}

/** Whether an assay makes no class: its Z-scores are asked by useMoreZ. */
export const isMoreAssay = (assay: string): boolean => !CLASS_ASSAYS.some((own) => own === assay);

/** The Z-scores of an element in an assay that makes no class, by biosample; of class assays they are not asked. */
export function useMoreZ(
  { chrom, start, end }: Element,
  assay: string,
): UseQueryResult<ReadonlyMap<string, MoreZ>, Problem> {
  const { id, version } = useRegistry();
  const { data: embedding } = useEmbedding();
  const points = ((embedding?.points ?? []) as readonly Embedded[]).filter((point) => point.assay === assay);
  return useQuery<ReadonlyMap<string, MoreZ>, Problem>({
    queryKey: ['more-z', id, version, chrom, start, end, assay, points.length],
    enabled: isMoreAssay(assay) && embedding !== undefined,
    queryFn: async ({ signal }) => {
      const found = new Map<string, MoreZ>();
      for (let from = 0; from < points.length; from += MOST_COLUMNS) {
        const asked = points.slice(from, from + MOST_COLUMNS);
        const columns = asked.map(({ biosample }) => ({ assay, biosample }));
        const body = {
          registry: id,
          // rDHSs do not overlap: only this one lies there.
          filter: { scope: 'rDHSs', regions: [{ chrom, start, end }] },
          columns,
        };
        const { elements } = await post('/api/v1/ccres', {}, body, signal);
        (elements[0]?.z ?? []).forEach(({ biosample, state, z }, i) => {
          found.set(biosample, { state, z, key: asked[i]!.key, tissue: asked[i]!.tissue ?? null });
        });
      }
      return found;
    },
  });
}
