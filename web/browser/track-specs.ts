/** Which tracks a strip has: their names, heights and files. */

import type { Answer } from '../api/ask.ts';
import { type Colour, colourOfAssay } from '../words/classes.ts';
import { ELEMENTS_PX } from './draw-elements.ts';
import { GENES_PX } from './draw-genes.ts';
import { SIGNAL_PX } from './draw-signal.ts';
import { nameIn } from './ranged-file.ts';
import type { ExtraTrack } from './strip-props.ts';

export type BiosampleRow = Answer<'/api/v1/biosamples'>['biosamples'][number];

/** A track of the strip. */
export interface TrackSpec {
  /** Unique; what the address has. */
  readonly id: string;
  readonly kind: 'genes' | 'elements' | 'signal' | 'page' | 'own';
  /** In full, for tables and tooltips. */
  readonly name: string;
  /** At the left of the track, and below it. */
  readonly label: string;
  readonly detail?: string | undefined;
  /** Signals of an assay have one axis. */
  readonly assay?: string | undefined;
  readonly px: number;
  /** Of a signal: its file. */
  readonly url?: string | undefined;
  readonly colour?: Colour | undefined;
  /** Where the axis ends by itself. */
  readonly limits?: readonly [low: number, high: number] | undefined;
  /** Of a page's track: igv's configuration. */
  readonly config?: ExtraTrack | undefined;
  /** Of the visitor's own: the file on this computer. */
  readonly file?: File | undefined;
}

export const GENES: TrackSpec = { id: 'genes', kind: 'genes', name: 'Genes', label: 'Genes', px: GENES_PX };
export const ELEMENTS: TrackSpec = {
  id: 'elements',
  kind: 'elements',
  name: 'Elements',
  label: 'Elements',
  px: ELEMENTS_PX,
};

/** What every browser shows: genes where the registry has them, and elements. */
export const groundSpecs = (annotations: readonly string[]): readonly TrackSpec[] =>
  annotations.includes('genes') ? [GENES, ELEMENTS] : [ELEMENTS];

/** A signal as the configuration of igv.js lists it. */
export interface SignalFile {
  readonly url: string;
  /** DNase in K562. */
  readonly name: string;
  readonly limits: readonly [low: number, high: number];
}

/** The bigWigs of a configuration of igv.js, at this page's own host. */
export function signalFiles(config: unknown): SignalFile[] {
  const { tracks = [] } = config as { tracks?: readonly Readonly<Record<string, unknown>>[] };
  return tracks
    .filter(({ format }) => format === 'bigwig')
    .map(({ url, name, min, max }) => ({
      url: new URL(String(url), location.href).pathname,
      name: String(name),
      limits: [Number(min ?? 0), Number(max ?? 10)],
    }));
}

const MAX_Z = ' max-Z';

/** The highest Z-scores of each assay. */
export function maxZSpecs(files: readonly SignalFile[]): TrackSpec[] {
  return files
    .filter(({ name }) => name.endsWith(MAX_Z))
    .map(({ url, name, limits }) => {
      const assay = name.slice(0, -MAX_Z.length);
      return {
        id: `maxZ.${assay}`,
        kind: 'signal',
        name: `Highest ${assay} Z-score of each element`,
        label: assay,
        detail: 'max-Z',
        assay,
        px: SIGNAL_PX,
        url,
        colour: colourOfAssay(assay),
        limits,
      };
    });
}

/** The signals of a biosample: of one assay, or of all that decide classes. */
export function biosampleSpecs(
  { biosample, key, metadata }: BiosampleRow,
  files: readonly SignalFile[],
  only: string | undefined,
): TrackSpec[] {
  const ending = ` in ${biosample}`;
  return files.flatMap(({ url, name, limits }) => {
    const assay = name.endsWith(ending) ? name.slice(0, -ending.length) : undefined;
    if (assay === undefined || (only !== undefined && assay !== only)) return [];
    return {
      id: signalId(assay, key),
      kind: 'signal' as const,
      name,
      label: metadata.displayName || biosample,
      detail: assay,
      assay,
      px: SIGNAL_PX,
      url,
      colour: colourOfAssay(assay),
      limits,
    };
  });
}

/** The id of a biosample's signal. */
export const signalId = (assay: string, key: string): string => `${assay}@${key}`;

/** The visitor's own: at an address, or a file of this computer. */
export function ownSpec(id: string, file?: File): TrackSpec {
  const name = file?.name ?? nameIn(id);
  const isSignal = /\.(bw|bigwig|wig|bedgraph|bdg)(\.gz)?$/i.test(name);
  return { id, kind: 'own', name, label: name, px: isSignal ? SIGNAL_PX : 44, file };
}

/** A track of the page. */
export function pageSpec(config: ExtraTrack): TrackSpec {
  const px = typeof config.height === 'number' ? config.height : 40;
  return { id: `page.${config.name}`, kind: 'page', name: config.name, label: config.name, px, config };
}
