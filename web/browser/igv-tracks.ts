/** Tracks of igv.js that read and draw through us: own colours, no background, and a file that fails is told to the strip. */

import type { Colour } from '../words/classes.ts';
import { canvasColour } from './canvas-colours.ts';
import { drawElements } from './draw-elements.ts';
import { drawGenes } from './draw-genes.ts';
import { drawSignal } from './draw-signal.ts';
import { isDensity } from './element-density.ts';
import type { DrawOptions, Feature, Igv, IgvBrowser, IgvTrack } from './igv-api.ts';
import { isOwnHost, nameIn, RangedFile, wholeFile } from './ranged-file.ts';
import type { Region } from './strip-props.ts';
import type { TrackSpec } from './track-specs.ts';

/** Tracks of lists of the API. */
export type ListKind = 'genes' | 'elements';

/** What the strip gives to its tracks. */
export interface TrackWork {
  /** Genes and elements of a place; of elements their numbers, where so much is shown that they cannot be told apart. */
  features(kind: ListKind, place: Region, bpPerPixel: number): Promise<readonly Feature[]>;
  /** A track's features could not be read; undefined: they could. */
  onProblem(id: string, problem: Error | undefined): void;
}

type GetFeatures = (
  chrom: string,
  start: number,
  end: number,
  bpPerPixel: number,
) => Promise<readonly Feature[] | undefined>;
type OpenTrack = IgvTrack & { getFeatures: GetFeatures };

interface OwnConfig {
  readonly spec: TrackSpec;
  readonly work: TrackWork;
  /** Called when the track has its place on the strip; its data come later. */
  onPlaced(track: IgvTrack): void;
}

const TYPE = 'cisreg';
/** Text files are read whole. */
const MOST_TEXT_BYTES = 32 * 2 ** 20;

let registered: Igv | undefined;

/** Teaches igv.js our type of tracks. */
export function registerTracks(igv: Igv): void {
  if (registered === igv) return;
  registered = igv;
  igv.registerTrackCreatorFunction(TYPE, (config: OwnConfig & object, browser) => {
    const { kind } = config.spec;
    return kind === 'genes' || kind === 'elements'
      ? listTrack(igv, config, browser)
      : fileTrack(igv, config, browser);
  });
}

/** The configuration of a track for loadTrack. Its name is for igv.js alone, which takes names for HTML. */
export function trackConfig(own: OwnConfig): object {
  const { id, px } = own.spec;
  return { type: TYPE, id, name: plain(id), height: px, minHeight: 8, ...own };
}

/** In the place of a track whose file could not be opened. */
export function emptyTrack(spec: TrackSpec): object {
  const work: TrackWork = { features: async () => [], onProblem: () => {} };
  return trackConfig({ spec: { ...spec, kind: 'elements' }, work, onPlaced: () => {} });
}

const plain = (id: string) => id.replaceAll(/[^\w.@-]/g, '_');

function listTrack(igv: Igv, config: OwnConfig & object, browser: IgvBrowser): IgvTrack {
  const { spec, work } = config;
  const kind = spec.kind as ListKind;
  const track = new igv.TrackBase(config, browser) as OpenTrack;
  track.draw = kind === 'genes' ? drawGenes : drawElements;
  track.getFeatures = async (chrom, start, end, bpPerPixel) => {
    const features = await work.features(kind, { chrom, start, end }, bpPerPixel);
    // Elements hold for every zoom, numbers do not.
    track.resolutionAware = features.some(isDensity);
    return features;
  };
  return guarded(track, config);
}

/** Signals, the page's own tracks and the visitor's: igv's own tracks, drawn so that the sheet shows through. */
async function fileTrack(igv: Igv, config: OwnConfig & object, browser: IgvBrowser): Promise<IgvTrack> {
  const { spec } = config;
  const { spec: _, work: __, onPlaced: ___, type: ____, ...common } = config as OwnConfig & { type: string };
  const track = (await igv.createTrack({ ...common, ...(await ownSettings(spec)) }, browser)) as OpenTrack;
  const draw = track.draw.bind(track);
  const isSignal = 'autoscale' in track || track.dataRange !== undefined;
  const isPlain = track.config.graphType === undefined;
  track.draw =
    isSignal && isPlain
      ? (options) => drawSignal(options, { colour: colourOf(spec), limits: limitsOf(track, spec) })
      : (options) => {
          // The theme may have changed since.
          track.color = canvasColour(String(spec.config?.color ?? 'var(--ink2)'));
          withoutBackground(options, () => draw(options));
        };
  return guarded(track, config);
}

const colourOf = (spec: TrackSpec): Colour => spec.colour ?? { fill: 'var(--mark)', edge: 'var(--ink3)' };

/** An axis that fits the view ends at a fifth of the usual at least: noise stays small. */
const LEAST_SHARE = 0.2;
const ROUND = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** Where a signal's axis ends now; above, at a round number. */
export function limitsOf({ dataRange }: IgvTrack, spec: TrackSpec): readonly [low: number, high: number] {
  const { min, max } = dataRange ?? { min: 0, max: 0 };
  const high = Math.max(max, (spec.limits?.[1] ?? 0) * LEAST_SHARE);
  if (!(high > 0)) return [Math.min(0, min), Math.max(0, high)];
  const power = 10 ** Math.floor(Math.log10(high));
  return [Math.min(0, min), ROUND.map((n) => n * power).find((n) => n >= high * (1 - 1e-9))!];
}

async function ownSettings(spec: TrackSpec): Promise<object> {
  const colours = { color: canvasColour('var(--ink2)') };
  if (spec.kind === 'signal') {
    const [min, max] = spec.limits ?? [0, 10];
    return {
      type: 'wig',
      format: 'bigwig',
      url: new RangedFile(spec.url!, { isOurs: true }),
      // Elements are a few pixels wide at most: a mean over what lies between them would hide their heights.
      windowFunction: spec.id.startsWith('maxZ.') ? 'max' : 'mean',
      min,
      max,
    };
  }
  if (spec.kind === 'page') {
    const { name: _, ...config } = spec.config!;
    const resolved = Object.entries(config).map(([key, value]) => [
      key,
      typeof value === 'string' ? canvasColour(value) : value,
    ]);
    return { ...colours, ...Object.fromEntries(resolved), ...fileAt(config.url) };
  }
  if (spec.file !== undefined) return { ...colours, url: spec.file, displayMode: 'COLLAPSED' };
  const isIndexed = /\.(bw|bigwig|bb|bigbed)$/i.test(nameIn(spec.id));
  const url = isIndexed
    ? new RangedFile(spec.id, { isOurs: isOwnHost(spec.id) })
    : await wholeFile(spec.id, MOST_TEXT_BYTES);
  return { ...colours, url, displayMode: 'COLLAPSED' };
}

/** Files of pages are the service's. */
function fileAt(url: unknown): object {
  return typeof url === 'string' && isOwnHost(url) ? { url: new RangedFile(url, { isOurs: true }) } : {};
}

/** What cannot be read is told here; igv.js would put up a dialog. */
function guarded(track: OpenTrack, { spec, work, onPlaced }: OwnConfig): IgvTrack {
  const prepare = track.postInit.bind(track);
  track.postInit = async () => {
    // A bigWig's header comes with its first data: until then the others do not wait for it.
    if (spec.kind !== 'signal') await prepare();
    // igv.js places the track next.
    setTimeout(() => onPlaced(track));
  };
  const read = track.getFeatures.bind(track);
  track.getFeatures = async (...place) => {
    try {
      const features = await read(...place);
      work.onProblem(spec.id, undefined);
      return features;
    } catch (error) {
      work.onProblem(spec.id, error instanceof Error ? error : new Error(String(error)));
      // Nothing, not an empty place: it is asked again with the next movement.
      return undefined;
    }
  };
  return track;
}

/** Leaves out the ground that tracks of igv.js begin with: a rectangle over the whole canvas. */
function withoutBackground({ context, pixelWidth, pixelHeight }: DrawOptions, draw: () => void): void {
  const fill = context.fillRect.bind(context);
  context.fillRect = (x, y, width, height) => {
    const isGround = x <= 0 && width >= pixelWidth && height >= pixelHeight;
    if (!isGround) fill(x, y, width, height);
  };
  try {
    draw();
  } finally {
    // The canvas's own again.
    Reflect.deleteProperty(context, 'fillRect');
  }
}
