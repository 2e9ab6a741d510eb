/** Addresses that are made of biosamples. */

import { ucscAssembly } from '../../words/assemblies.ts';
import { assaysText } from '../elements/filter-texts.ts';
import type { Biosample } from './biosample.ts';

/** Conditions as the API and the page of elements take them: `H3K27ac@K562;H3K27ac@HepG2`. Neither takes names with a semicolon there. */
export const conditions = (biosamples: readonly Pick<Biosample, 'biosample'>[], assay: string): string =>
  assaysText(biosamples.map(({ biosample }) => ({ assay, biosample })));

/** The UCSC hub of some biosamples. */
export const hubAddress = (registryId: string, keys: readonly string[]): string =>
  `${window.location.origin}/hub/${encodeURIComponent(registryId)}/b/${keys.map(encodeURIComponent).join(',')}/hub.txt`;

/** UCSC's browser with a hub. It fetches the hub itself: the service has to be reachable from there. */
export const ucscAddress = (assembly: string, hub: string): string =>
  `https://genome.ucsc.edu/cgi-bin/hgTracks?db=${encodeURIComponent(ucscAssembly(assembly))}&hubUrl=${encodeURIComponent(hub)}`;

/** The classes of the elements in one biosample, as a bigBed. */
export const biosampleTrack = (registryId: string, key: string): string =>
  `/files/${encodeURIComponent(registryId)}/tracks/biosamples/${encodeURIComponent(key)}.bigBed`;
