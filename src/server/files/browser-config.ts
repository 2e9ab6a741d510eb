/** Configurations of igv.js and JBrowse 2 that ask nobody but this service. */

import type { Served } from '../served.ts';
import type { BrowserTrack } from './browser-tracks.ts';
import { REFERENCE_NAMES, type ReferenceName, referencePath } from './file-paths.ts';
import { referenceFiles } from './served-files.ts';

interface BrowserView {
  readonly served: Served;
  /** Of the service, without a slash at its end. */
  readonly address: string;
  readonly tracks: readonly BrowserTrack[];
  /** 1-based inclusive, as browsers take it. */
  readonly location: string;
}

/** What igv.createBrowser takes (igv.js 2.15 and later). Names are looked up here, and no list of genomes is loaded from elsewhere. */
export function igvConfig(view: BrowserView): object {
  const { served, address, tracks, location } = view;
  const { assembly } = served.store.registry;
  const url = urlsOf(view);
  const sequence =
    url('twoBit') !== undefined
      ? { twoBitURL: url('twoBit') }
      : url('fasta') !== undefined
        ? { fastaURL: url('fasta'), indexURL: url('fai'), compressedIndexURL: url('gzi') }
        : { format: 'chromsizes', fastaURL: url('chromSizes') };
  const cytobandURL = url('cytobands') ?? url('cytobandsGz');
  return {
    reference: {
      id: served.id,
      name: assembly,
      ...sequence,
      chromSizesURL: url('chromSizes'),
      ...(cytobandURL === undefined ? {} : { cytobandURL }),
      wholeGenomeView: false,
    },
    locus: location,
    loadDefaultGenomes: false,
    queryParametersSupported: false,
    search: {
      type: 'json',
      url: `${address}/api/v1/browser/locus?registry=${encodeURIComponent(served.id)}&q=$FEATURE$`,
      resultsField: 'results',
      chromosomeField: 'chrom',
      // igv.js counts from 1 whatever it is told.
      startField: 'firstBase',
      endField: 'end',
      coords: 1,
    },
    tracks: tracks.map(({ id, name, url: own, form, colour, limits }) => ({
      id,
      name,
      url: own,
      type: form === 'bigBed' ? 'annotation' : 'wig',
      format: form.toLowerCase(),
      ...(colour === undefined ? {} : { color: `rgb(${colour})` }),
      ...(limits === undefined ? {} : { min: limits[0], max: limits[1], autoscale: false }),
    })),
  };
}

/** config.json of JBrowse 2 (config guide, version 2), with a view of the place. */
export function jbrowseConfig(view: BrowserView): object {
  const { served, tracks, location } = view;
  const { assembly } = served.store.registry;
  const url = urlsOf(view);
  const at = (name: keyof typeof REFERENCE_NAMES) => uri(url(name)!);
  const adapter =
    url('twoBit') !== undefined
      ? { type: 'TwoBitAdapter', twoBitLocation: at('twoBit'), chromSizesLocation: at('chromSizes') }
      : url('fasta') !== undefined
        ? {
            type: 'BgzipFastaAdapter',
            fastaLocation: at('fasta'),
            faiLocation: at('fai'),
            gziLocation: at('gzi'),
          }
        : { type: 'ChromSizesAdapter', chromSizesLocation: at('chromSizes') };
  const bands = url('cytobands') ?? url('cytobandsGz');
  return {
    configuration: { disableAnalytics: true },
    assemblies: [
      {
        name: assembly,
        sequence: { type: 'ReferenceSequenceTrack', trackId: 'sequence', adapter },
        ...(bands === undefined
          ? {}
          : { cytobands: { adapter: { type: 'CytobandAdapter', cytobandLocation: uri(bands) } } }),
      },
    ],
    tracks: tracks.map((track) => jbrowseTrack(track, assembly)),
    defaultSession: {
      name: assembly,
      views: [
        {
          id: 'elements',
          type: 'LinearGenomeView',
          init: { assembly, loc: location, tracks: tracks.map(({ id }) => id) },
        },
      ],
    },
  };
}

function jbrowseTrack({ id, name, url, form, colour, limits }: BrowserTrack, assembly: string): object {
  const own = { trackId: id, name, assemblyNames: [assembly] };
  if (form === 'bigBed') {
    return { type: 'FeatureTrack', ...own, adapter: { type: 'BigBedAdapter', bigBedLocation: uri(url) } };
  }
  return {
    type: 'QuantitativeTrack',
    ...own,
    adapter: { type: 'BigWigAdapter', bigWigLocation: uri(url) },
    displays: [
      {
        type: 'LinearWiggleDisplay',
        displayId: `${id}-display`,
        ...(limits === undefined ? {} : { minScore: limits[0], maxScore: limits[1] }),
        renderers: { XYPlotRenderer: { type: 'XYPlotRenderer', color: `rgb(${colour})` } },
      },
    ],
  };
}

function uri(address: string): object {
  return { uri: address, locationType: 'UriLocation' };
}

/** The address of a reference file by its role; undefined where it is not there. */
function urlsOf({
  served,
  address,
}: BrowserView): (role: keyof typeof REFERENCE_NAMES) => string | undefined {
  const files = referenceFiles(served);
  return (role) => {
    const name: ReferenceName = REFERENCE_NAMES[role];
    return files.has(name) ? address + referencePath(served, name) : undefined;
  };
}
