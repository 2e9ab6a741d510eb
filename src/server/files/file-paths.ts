/** What files are called in addresses. Every name is one that a registry or a kind has: nothing that a visitor types becomes a path. */

import type { SignalFile } from '../../annotation/files/signal-table.ts';
import { type HubTrack, trackUrl } from '../../export/hub-tracks.ts';
import type { Served } from '../served.ts';
import { GENE_TRACK } from './gene-track.ts';

/** Below /files/REGISTRY. */
export const REFERENCE_NAMES = {
  twoBit: 'genome.2bit',
  fasta: 'genome.fa.gz',
  fai: 'genome.fa.gz.fai',
  gzi: 'genome.fa.gz.gzi',
  chromSizes: 'chrom.sizes',
  cytobands: 'cytoBand.txt',
  cytobandsGz: 'cytoBand.txt.gz',
} as const;
export type ReferenceName = (typeof REFERENCE_NAMES)[keyof typeof REFERENCE_NAMES];

/** The path of a reference file. */
export function referencePath({ id }: Served, name: ReferenceName): string {
  return `/files/${encodeURIComponent(id)}/reference/${name}`;
}

/** The path of a dataset's bigWig. */
export function signalPath({ id }: Served, { key }: SignalFile): string {
  return `/files/${encodeURIComponent(id)}/signals/${encodeURIComponent(key)}.bigWig`;
}

/** The path of a track of cCREs. */
export function trackPath({ id }: Served, track: HubTrack): string {
  return `/files/${encodeURIComponent(id)}/tracks/${trackUrl(track)}`;
}

/** The path of the genes. */
export function genePath({ id }: Served): string {
  return `/files/${encodeURIComponent(id)}/tracks/${GENE_TRACK}`;
}

/** The path of a hub of the whole registry, or of some of its biosamples by their keys. */
export function hubPath({ id }: Served, keys: readonly string[] = []): string {
  const chosen = keys.length === 0 ? '' : `/b/${keys.map(encodeURIComponent).join(',')}`;
  return `/hub/${encodeURIComponent(id)}${chosen}/hub.txt`;
}
