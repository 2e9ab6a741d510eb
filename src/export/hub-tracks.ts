/** The tracks of a UCSC hub as settings, and hub.txt and genomes.txt around them: for a folder of files, and for the service. */

import { CLASS_COLOURS, CLASS_NAMES } from '../registry/schemes.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import { BIOSAMPLES, fileKey } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { ASSAY_COLOURS } from './assay-colours.ts';
import { type Stanza, settingLines, trackName } from './track-db.ts';

/** What UCSC calls the assemblies that it has. */
const UCSC_NAMES: Readonly<Record<string, string>> = {
  GRCh38: 'hg38',
  GRCh37: 'hg19',
  GRCm38: 'mm10',
  GRCm39: 'mm39',
};
const MAX_Z_SHOWN = 10;

/** A file of a hub that is made of the registry: all cCREs, the highest Z of an assay, or the cCREs in a biosample by its key. */
export type HubTrack =
  | { readonly kind: 'combined' }
  | { readonly kind: 'maxZ'; readonly assay: string }
  | { readonly kind: 'biosample'; readonly key: string };

/** The name of a track's file in the folder of a hub's genome. */
export function trackFile(track: HubTrack): string {
  if (track.kind === 'combined') return 'encodeCcreCombined.bigBed';
  return track.kind === 'maxZ' ? `maxZ.${track.assay}.bigWig` : `${BIOSAMPLES}/${track.key}.bigBed`;
}

/** The same as a relative address. */
export function trackUrl(track: HubTrack): string {
  return trackFile(track).split('/').map(encodeURIComponent).join('/');
}

/** What a hub calls an assembly: UCSC's name, or the assembly's own made safe. */
export function hubGenome(assembly: string): string {
  return UCSC_NAMES[assembly] ?? fileKey(assembly);
}

/** Whether a genome is one that UCSC has under that name. */
export function isAtUcsc(genome: string): boolean {
  return Object.values(UCSC_NAMES).includes(genome);
}

/** hub.txt; `about` says what it is of, where that is not the whole registry. */
export function hubText(
  { assembly }: RegistryDirectory,
  { biosamples, email, about }: { biosamples: number; email: string; about?: string },
): string {
  return settingLines({
    hub: trackName(`cisreg_${assembly}`, new Set()),
    shortLabel: `cCREs ${assembly}`,
    longLabel:
      about ?? `Registry of candidate cis-regulatory elements, ${assembly}, ${biosamples} biosamples`,
    genomesFile: 'genomes.txt',
    email,
    descriptionUrl: `${hubGenome(assembly)}/cCREs.html`,
  });
}

/** genomes.txt; `settings` are those of an assembly that UCSC has not. */
export function genomesText(genome: string, settings: Readonly<Record<string, string>> = {}): string {
  return settingLines({ genome, trackDb: `${genome}/trackDb.txt`, ...settings });
}

/** The cCREs of the registry. */
export function ccreTracks({ scheme, assembly }: RegistryDirectory, biosamples: number): Stanza[] {
  return [
    {
      track: 'cCREs',
      superTrack: 'on show',
      shortLabel: 'cCREs',
      longLabel: `Candidate cis-regulatory elements (cCREs) of ${assembly}`,
      html: 'cCREs',
    },
    {
      track: 'cCREsCombined',
      parent: 'cCREs',
      type: 'bigBed 9 +',
      bigDataUrl: trackFile({ kind: 'combined' }),
      shortLabel: 'all cCREs',
      longLabel: `cCREs of ${biosamples} biosamples, coloured by class`,
      visibility: 'pack',
      itemRgb: 'on',
      searchIndex: 'name',
      mouseOver: '$name: $ccre, max DNase Z $zScore',
      labelFields: 'accessionLabel,ucscLabel,name,encodeLabel',
      defaultLabelFields: 'accessionLabel',
      'filterValues.encodeLabel': CLASS_NAMES[scheme].agnostic.join(','),
      'filterType.encodeLabel': 'multipleListOr',
      'filter.zScore': String(HIGH_Z),
      html: 'cCREs',
      priority: '1',
    },
  ];
}

/** The highest Z of each of these assays. */
export function maxZTracks(assays: readonly string[]): Stanza[] {
  if (assays.length === 0) return [];
  return [
    {
      track: 'maxZ',
      superTrack: 'on show',
      shortLabel: 'max-Z',
      longLabel: 'Highest Z-score of each rDHS over all biosamples, by assay',
      html: 'maxZ',
    },
    ...assays.map((assay, i) => ({
      track: `maxZ_${assay}`,
      parent: 'maxZ',
      type: `bigWig ${-MAX_Z_SHOWN} 100`,
      bigDataUrl: trackFile({ kind: 'maxZ', assay }),
      shortLabel: `${assay} max-Z`,
      longLabel: `${assay}: highest Z-score of each rDHS; high is above ${HIGH_Z}`,
      visibility: 'dense',
      color: ASSAY_COLOURS[assay]!,
      autoScale: 'off',
      viewLimits: `0:${MAX_Z_SHOWN}`,
      viewLimitsMax: `${-MAX_Z_SHOWN}:100`,
      windowingFunction: 'maximum',
      maxHeightPixels: '100:32:8',
      yLineMark: String(HIGH_Z),
      yLineOnOff: 'on',
      html: 'maxZ',
      priority: String(i + 1),
    })),
  ];
}

/** The cCREs in each biosample; names of tracks are added to `taken`. */
export function biosampleTracks(
  biosamples: readonly { readonly name: string; readonly key: string }[],
  taken: Set<string>,
): Stanza[] {
  return [
    {
      track: 'biosamples',
      superTrack: 'on show',
      shortLabel: 'biosamples',
      longLabel: 'cCREs classified in each biosample',
      html: 'biosamples',
    },
    ...biosamples.map(({ name, key }, i) => ({
      track: trackName(`b_${key}`, taken),
      parent: 'biosamples',
      type: 'bigBed 9 +',
      bigDataUrl: trackUrl({ kind: 'biosample', key }),
      shortLabel: name,
      longLabel: `cCREs in ${name}`,
      // The first ones show how it looks; hundreds at once would not load.
      visibility: i < 3 ? 'dense' : 'hide',
      itemRgb: 'on',
      searchIndex: 'name',
      mouseOver: '$name: $ccre',
      color: CLASS_COLOURS[0]!,
      html: 'biosamples',
      priority: String(i + 1),
    })),
  ];
}
