/** The tabs of an element with their counts. A tab stays where the registry has no such data, with a dash. */

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import type { Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { Tabs } from '../../parts/tabs.tsx';
import { type Element, nameOf, useInBiosamples, useLinks } from './element.ts';

/** Each with its address below the element's; '' is the overview. */
const NAMES = {
  '': 'Overview',
  activity: 'Activity',
  genes: 'Genes',
  variants: 'Variants',
  peaks: 'TF and histone peaks',
  functional: 'Functional assays',
  orthologs: 'Orthologs',
  conservation: 'Conservation',
  profiles: 'Profiles',
  browser: 'Browser',
} as const;
export type Tab = keyof typeof NAMES;

/** Whether the last part of an address is a tab. */
export const isTab = (text: string): text is Tab => Object.hasOwn(NAMES, text);

export function ElementTabs({ element, tab }: { readonly element: Element; readonly tab: Tab }): ReactNode {
  const [{ biosample }] = useQueryState();
  const name = nameOf(element);
  const counts = useCounts(element);
  return (
    <Tabs
      label={`About ${name}`}
      current={tab}
      tabs={Object.entries(NAMES).map(([key, words]) => ({
        key,
        name: words,
        to: path('element', name, ...(key === '' ? [] : [key])),
        // The biosample that was chosen stays chosen.
        query: { biosample },
        count: counts[key],
      }))}
    />
  );
}

function useCounts(element: Element): Readonly<Record<string, number | null | undefined>> {
  const { annotations } = useRegistry();
  const asked = { path: { accession: nameOf(element) } };
  const one = { ...asked, query: { limit: '1' } };
  const experiments = { ...asked, query: { overlapping: 'true', limit: '1' } };
  const has = (kind: string) => (annotations.includes(kind) ? undefined : null);
  return {
    conservation: has('conservation'),
    activity: totalOf(useInBiosamples(element)),
    genes: totalOf(useLinks(element)),
    variants: totalOf(useAnswer('/api/v1/ccres/{accession}/variants', one, { kind: 'variants' })),
    peaks: totalOf(useAnswer('/api/v1/ccres/{accession}/peaks/experiments', experiments, { kind: 'peaks' })),
    functional: totalOf(useAnswer('/api/v1/ccres/{accession}/functional', one, { kind: 'functional' })),
    orthologs: totalOf(useAnswer('/api/v1/ccres/{accession}/orthologs', one, { kind: 'orthologs' })),
  };
}

/** Null where the registry has no such data; undefined while it is not known. */
function totalOf({
  data,
  error,
}: UseQueryResult<{ readonly total: number }, Problem>): number | null | undefined {
  return error?.isNotHere === true ? null : data?.total;
}
