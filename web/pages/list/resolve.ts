/** Accessions as a registry knows them: asked of the registry itself, so that every unknown one is named, and of another one to go there. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, Problem, post } from '../../api/ask.ts';
import type { components } from '../../api/schema.d.ts';
import { useRegistry } from '../../frame/registry.ts';

export type Lifted = Answer<'/api/v1/lift', 'post'>['elements'][number];
export type RegistryView = components['schemas']['RegistryView'];

/** The API takes 100,000 at once and gives 10,000 rows; an accession may stand for several elements. */
const AT_ONCE = 2000;

/** What accessions of one registry are in another, or in the same. Throws Problem. */
export async function lifted(
  { registry, to }: { readonly registry: string; readonly to: string },
  accessions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Lifted[]> {
  const rows: Lifted[] = [];
  for (let from = 0; from < accessions.length; from += AT_ONCE) {
    const part = accessions.slice(from, from + AT_ONCE);
    for (let offset = 0, total = 1; offset < total; ) {
      const body = { registry, to, accessions: part, limit: 10_000, offset };
      const answer = await post('/api/v1/lift', {}, body, signal);
      rows.push(...answer.elements);
      total = answer.total;
      offset += answer.elements.length;
      if (answer.elements.length === 0) break;
    }
  }
  return rows;
}

export interface Resolved {
  /** Those that the registry knows, as they were given. */
  readonly known: readonly string[];
  readonly unknown: readonly string[];
  /** Of those that are known: what the registry calls them now. */
  readonly now: ReadonlyMap<string, readonly string[]>;
}

/** Which accessions a registry knows. Throws Problem. */
export async function resolved(
  registry: string,
  accessions: readonly string[],
  signal?: AbortSignal,
): Promise<Resolved> {
  const now = new Map<string, string[]>();
  const unknown: string[] = [];
  for (const row of await lifted({ registry, to: registry }, accessions, signal)) {
    const name = row.accession ?? row.rdhs;
    if (row.state === 'none' || name === null) unknown.push(row.asked!);
    else now.set(row.asked!, [...(now.get(row.asked!) ?? []), name]);
  }
  return { known: [...now.keys()], unknown: [...new Set(unknown)], now };
}

/** The same in a component; nothing is asked of no accessions. */
export function useResolved(accessions: readonly string[]): UseQueryResult<Resolved, Problem> {
  const { id, version } = useRegistry();
  return useQuery<Resolved, Problem>({
    queryKey: ['resolved', version, accessions],
    queryFn: ({ signal }) => resolved(id, accessions, signal),
    placeholderData: (before) => before,
    enabled: accessions.length > 0,
  });
}

/** Words of a text that could be accessions: whatever stands between blanks, commas and semicolons, each once. */
export const wordsOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[\s,;"']+/)
      .map((word) => word.trim().toUpperCase())
      .filter((word) => word !== ''),
  ),
];

/** Nothing can be kept: the operator gave the service no directory for it. */
export const cannotKeep = (problem: unknown): boolean =>
  problem instanceof Problem && problem.status === 404 && problem.message.includes('--state');
