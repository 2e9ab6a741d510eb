/** igv.js on a page: shows a region and tracks, and tells where it is. No component of the page knows more of it. */

import { newAxes } from './axes.ts';
import { type Feature, type Frame, type Igv, type IgvBrowser, loadIgv } from './igv-api.ts';
import { fitSheet } from './igv-sheet.ts';
import { trackList } from './igv-track-list.ts';
import { limitsOf, registerTracks, type TrackWork } from './igv-tracks.ts';
import type { Region } from './strip-props.ts';
import type { TrackSpec } from './track-specs.ts';

/** What is on the screen; positions are 0-based and not whole while it moves. */
export interface Shown extends Region {
  readonly widthPx: number;
}

export interface ViewWishes extends TrackWork {
  readonly assembly: string;
  /** Names and lengths of chromosomes, as a file of chromosome sizes. */
  readonly sizes: string;
  readonly region: Region;
  /** On every step of a movement. */
  onShown(shown: Shown): void;
  /** Features have come. */
  onFeatures(): void;
}

export interface IgvView {
  show(region: Region): void;
  /** 2 shows twice as much; around a position, default the middle. */
  zoom(factor: number, centre?: number): void;
  /** Moves by a share of the width. */
  pan(share: number): void;
  setTracks(specs: readonly TrackSpec[], isFixed: boolean): void;
  /** Reads a track's features anew. */
  reload(id: string): void;
  /** Draws all anew: colours have changed. */
  repaint(): void;
  /** The host has another width: the same region is shown. */
  fit(): void;
  /** What a track has read around what is shown. */
  featuresOf(id: string): readonly Feature[];
  /** Whether a track's features have come. */
  hasRead(id: string): boolean;
  limitsOf(id: string): readonly [low: number, high: number] | undefined;
  /** The track and the position under a point of the window. */
  at(
    x: number,
    y: number,
  ): { readonly id: string; readonly base: number; readonly bpPerPixel: number } | undefined;
  readonly isDragged: boolean;
  close(): void;
}

/** igv.js's column for scrollbars, which we do not show: the host is wider by it. */
export const HIDDEN_PX = 14;
const LEAST_BP = 40;

/** Opens igv.js in an empty element. Throws where its file or the first tracks cannot be loaded. */
export async function openView(host: HTMLElement, wishes: ViewWishes): Promise<IgvView> {
  const igv = await loadIgv();
  registerTracks(igv);
  const { region, sizes, assembly } = wishes;
  const browser = await igv.createBrowser(host, {
    reference: {
      id: `cisreg-${assembly}`,
      name: assembly,
      format: 'chromsizes',
      fastaURL: new File([sizes], 'chrom.sizes'),
      wholeGenomeView: false,
    },
    locus: { chr: region.chrom, start: region.start, end: region.end },
    loadDefaultGenomes: false,
    queryParametersSupported: false,
    minimumBases: LEAST_BP,
    showControls: false,
    showIdeogram: false,
    showRuler: false,
    showAxis: false,
    showSequence: false,
    showTrackLabels: false,
    showTrackDragHandles: false,
    showGearColumn: false,
    showSampleNames: false,
    showCenterGuide: false,
    showCursorGuide: false,
  });
  fitSheet(host);
  browser.removeWindowResizeHandler();
  browser.alert.present = (problem) => console.warn(problem);
  // No popovers of its own: the page says what an element is.
  browser.on('trackclick', () => false);
  return viewOf(igv, browser, host, wishes);
}

function viewOf(igv: Igv, browser: IgvBrowser, host: HTMLElement, wishes: ViewWishes): IgvView {
  const lengths = new Map(
    wishes.sizes
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, length]) => [name!, Number(length)] as const),
  );
  const frame = (): Frame => browser.referenceFrameList[0]!;
  const width = () => browser.calculateViewportWidth(1);
  const tell = () => {
    const { chr, start } = frame();
    const widthPx = width();
    wishes.onShown({ chrom: chr, start, end: start + frame().bpPerPixel * widthPx, widthPx });
  };
  const axes = newAxes(frame, wishes.onFeatures);
  browser.on('locuschange', () => {
    tell();
    if (browser.dragObject === undefined) axes.fit();
  });
  browser.on('featuresloaded', () => {
    // They are kept when all listeners have been told.
    setTimeout(axes.fit);
    wishes.onFeatures();
  });
  const update = () => void browser.updateViews().catch((problem) => console.warn(problem));
  const show = ({ chrom, start, end }: Region) => {
    const length = Math.min(Math.max(end - start, LEAST_BP), lengths.get(chrom) ?? Number.POSITIVE_INFINITY);
    const centre = (start + end) / 2;
    const from = Math.max(0, Math.min(centre - length / 2, (lengths.get(chrom) ?? centre + length) - length));
    if (chrom !== frame().chr) {
      void browser.updateLoci([{ chr: chrom, start: from, end: from + length }]);
      return;
    }
    Object.assign(frame(), { start: from, end: from + length, bpPerPixel: length / width() });
    update();
  };
  const region = (): Region => {
    const { chr, start, bpPerPixel } = frame();
    return { chrom: chr, start, end: start + bpPerPixel * width() };
  };
  let shownPx = width();
  const tracks = trackList(browser, wishes, axes);
  return {
    show,
    zoom: (factor, centre) => void browser.zoomWithScaleFactor(factor, centre),
    pan(share) {
      const { chrom, start, end } = region();
      const by = (end - start) * share;
      const kept = Math.max(-start, Math.min(by, (lengths.get(chrom) ?? end) - end));
      show({ chrom, start: start + kept, end: end + kept });
    },
    setTracks: tracks.set,
    reload(id) {
      if (tracks.reopen(id)) return;
      const view = tracks.find(id)?.trackView;
      view?.clearCachedFeatures();
      void view?.updateViews();
    },
    repaint: () => {
      for (const view of browser.trackViews) view.repaintViews();
    },
    fit() {
      const now = width();
      if (now === shownPx || now <= 0) return;
      frame().bpPerPixel *= shownPx / now;
      shownPx = now;
      void browser.visibilityChange();
    },
    featuresOf: (id) => tracks.find(id)?.trackView?.viewports[0]?.cachedFeatures ?? [],
    hasRead: (id) => tracks.find(id)?.trackView?.viewports[0]?.featureCache !== undefined,
    limitsOf(id) {
      const track = tracks.find(id);
      const spec = tracks.specOf(id);
      return track?.dataRange === undefined || spec === undefined ? undefined : limitsOf(track, spec);
    },
    at(x, y) {
      for (const { track, viewports } of browser.trackViews) {
        const box = viewports[0]?.viewportElement.getBoundingClientRect();
        if (box === undefined || y < box.top || y >= box.bottom || x < box.left || x > box.right) continue;
        const { start, bpPerPixel } = frame();
        return { id: track.id, base: start + (x - box.left) * bpPerPixel, bpPerPixel };
      }
      return undefined;
    },
    get isDragged() {
      return browser.dragObject !== undefined;
    },
    close() {
      igv.removeBrowser(browser);
      // igv.js adds it once more instead.
      document.removeEventListener('keyup', browser.keyUpHandler);
      host.replaceChildren();
    },
  };
}
