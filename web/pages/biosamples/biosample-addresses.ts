/** Addresses that are made of biosamples. */

import type { Query } from '../../frame/address.ts';
import { ucscAssembly } from '../../words/assemblies.ts';
import { changesTo } from '../elements/facets/chosen-terms.ts';
import type { Biosample } from './biosample.ts';

type Named = readonly Pick<Biosample, 'biosample'>[];

/**
 * What the page of elements is asked for: high in some biosamples, low or without signal in others. Names with a semicolon, which no list of them
 * can hold, stand in `activity`.
 */
export function conditions(assay: string, where: Partial<Record<'high' | 'low' | 'noSignal', Named>>): Query {
  const terms = (['high', 'low', 'noSignal'] as const).flatMap((is) =>
    (where[is] ?? []).map(({ biosample }) => ({ assay, biosample, is })),
  );
  const texts = Object.entries(changesTo({ join: 'all', terms, fixed: [] }));
  return Object.fromEntries(texts.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/** The UCSC hub of some biosamples. */
export const hubAddress = (registryId: string, keys: readonly string[]): string =>
  `${window.location.origin}/hub/${encodeURIComponent(registryId)}/b/${keys.map(encodeURIComponent).join(',')}/hub.txt`;

/** UCSC's browser with a hub. It fetches the hub itself: the service has to be reachable from there. */
export const ucscAddress = (assembly: string, hub: string): string =>
  `https://genome.ucsc.edu/cgi-bin/hgTracks?db=${encodeURIComponent(ucscAssembly(assembly))}&hubUrl=${encodeURIComponent(hub)}`;

/** The classes of the elements in one biosample, as a bigBed. */
export const biosampleTrack = (registryId: string, key: string): string =>
  `/files/${encodeURIComponent(registryId)}/tracks/biosamples/${encodeURIComponent(key)}.bigBed`;
