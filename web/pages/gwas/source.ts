/** What an analysis is of: a study of the registry, or a visitor's own list, kept under an address or only in this browser. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { allRows } from '../../api/all-rows.ts';
import { useAnswer } from '../../api/answer.ts';
import { type Answer, addressOf, ask, type Problem, post } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';

/** Names of the API; what is not there is its default. */
export interface Parameters {
  readonly population?: string | undefined;
  readonly r2?: string | undefined;
  readonly assay?: string | undefined;
  readonly controls?: string | undefined;
  readonly minLeads?: string | undefined;
  readonly seed?: string | undefined;
}
export const PARAMETER_NAMES = ['population', 'r2', 'assay', 'controls', 'minLeads', 'seed'] as const;

export type Source =
  | { readonly kind: 'study'; readonly id: string }
  | { readonly kind: 'own'; readonly id: string; readonly parameters: Parameters }
  /** Where the service keeps nothing, the text goes with each question. */
  | { readonly kind: 'sent'; readonly text: string; readonly parameters: Parameters };

export type OwnEnrichment = Answer<'/api/v1/gwas/enrichment', 'post'>;
export type Enrichment = Answer<'/api/v1/gwas/studies/{id}/enrichment'> & Partial<OwnEnrichment>;
export type EnrichmentRow = Enrichment['biosamples'][number];
export type Hits = Answer<'/api/v1/gwas/studies/{id}/ccres'>;
export type Hit = Hits['ccres'][number];
export type Blocks = Answer<'/api/v1/gwas/studies/{id}/blocks'>;
export type BlockSnp = Blocks['snps'][number];

/** Those that decide LD blocks. */
const blocksOf = ({ population, r2 }: Parameters): Parameters => ({ population, r2 });

/** The key under which an answer of a source is kept. */
export const sourceKey = (source: Source, name: string, more = '') => ['gwas', source, name, more] as const;

/** Enrichment in every biosample, the least p first. Of an own list it takes up to 50 s. */
export function useEnrichment(source: Source): UseQueryResult<Enrichment, Problem> {
  const { id: registry, version } = useRegistry();
  return useQuery<Enrichment, Problem>({
    queryKey: [...sourceKey(source, 'enrichment'), registry, version],
    queryFn: ({ signal }) =>
      allRows<Enrichment>('biosamples', async (span): Promise<Enrichment> => {
        if (source.kind === 'study') {
          const question = { path: { id: source.id }, query: { registry, ...span } };
          return ask('/api/v1/gwas/studies/{id}/enrichment', question, signal);
        }
        const query = { registry, ...span, ...given(source.parameters) };
        if (source.kind === 'sent') return post('/api/v1/gwas/enrichment', { query }, source.text, signal);
        return ask('/api/v1/gwas/lists/{id}/enrichment', { path: { id: source.id }, query }, signal);
      }),
    // A test that failed after 50 s fails again.
    retry: source.kind === 'study' ? 2 : false,
  });
}

/** The elements that LD blocks hit; with a biosample those that are active there. */
export function useHits(source: Source, biosample: string | undefined): UseQueryResult<Hits, Problem> {
  const { id: registry, version } = useRegistry();
  return useQuery<Hits, Problem>({
    queryKey: [...sourceKey(source, 'ccres', biosample), registry, version],
    queryFn: ({ signal }) =>
      allRows<Hits>('ccres', async (span): Promise<Hits> => {
        const inside = biosample === undefined ? {} : { biosample };
        const query = { registry, ...span, ...inside };
        if (source.kind === 'study') {
          return ask('/api/v1/gwas/studies/{id}/ccres', { path: { id: source.id }, query }, signal);
        }
        const own = { ...query, ...given(blocksOf(source.parameters)) };
        if (source.kind === 'sent') return post('/api/v1/gwas/ccres', { query: own }, source.text, signal);
        return ask('/api/v1/gwas/lists/{id}/ccres', { path: { id: source.id }, query: own }, signal);
      }),
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(source) ? before : undefined,
  });
}

/** The variants of the LD blocks, block after block. */
export function useBlocks(source: Source): UseQueryResult<Blocks, Problem> {
  const { id: registry, version } = useRegistry();
  return useQuery<Blocks, Problem>({
    queryKey: [...sourceKey(source, 'blocks'), registry, version],
    queryFn: ({ signal }) =>
      allRows<Blocks>('snps', async (span): Promise<Blocks> => {
        const query = { registry, ...span };
        if (source.kind === 'study') {
          return ask('/api/v1/gwas/studies/{id}/blocks', { path: { id: source.id }, query }, signal);
        }
        const own = { ...query, ...given(blocksOf(source.parameters)) };
        if (source.kind === 'sent') return post('/api/v1/gwas/blocks', { query: own }, source.text, signal);
        return ask('/api/v1/gwas/lists/{id}/blocks', { path: { id: source.id }, query: own }, signal);
      }),
  });
}

type Listed = 'enrichment' | 'ccres' | 'blocks';

/** The address of a list of the source as a file; undefined where the list has none. */
export function fileAddress(
  source: Source,
  name: Listed,
  query: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (source.kind === 'sent') return undefined;
  const asked = { path: { id: source.id }, query: query as { format?: string } };
  if (source.kind === 'study') return addressOf(`/api/v1/gwas/studies/{id}/${name}`, asked);
  const own = given(name === 'enrichment' ? source.parameters : blocksOf(source.parameters));
  return addressOf(`/api/v1/gwas/lists/{id}/${name}`, { ...asked, query: { ...own, ...query } as object });
}

/** The study of an id. */
export const useStudy = (id: string) => useAnswer('/api/v1/gwas/studies/{id}', { path: { id } });

/** Without what is not said. */
function given(parameters: Parameters): { [Name in keyof Parameters]?: string } {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
