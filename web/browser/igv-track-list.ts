/** The tracks of a browser: added, removed and ordered as the strip wishes. */

import type { IgvBrowser, IgvTrack } from './igv-api.ts';
import { emptyTrack, type TrackWork, trackConfig } from './igv-tracks.ts';
import type { TrackSpec } from './track-specs.ts';

export interface TrackList {
  find(id: string): IgvTrack | undefined;
  specOf(id: string): TrackSpec | undefined;
  /** Of several wishes that wait, the last holds. */
  set(specs: readonly TrackSpec[], isFixed: boolean): void;
  /** Opens a file anew that could not be opened; false where it was. */
  reopen(id: string): boolean;
}

type Wish = readonly [specs: readonly TrackSpec[], isFixed: boolean];

export function trackList(browser: IgvBrowser, work: TrackWork): TrackList {
  const loaded = new Map<string, IgvTrack>();
  const known = new Map<string, TrackSpec>();
  const failed = new Set<string>();
  let wished: Wish | undefined;
  let last: Wish | undefined;
  let running = false;

  const drop = (id: string) => {
    const track = loaded.get(id);
    loaded.delete(id);
    failed.delete(id);
    if (track !== undefined) browser.removeTrack(track);
  };
  const add = async (spec: TrackSpec) => {
    try {
      loaded.set(spec.id, await browser.loadTrack(trackConfig(spec, work)));
    } catch (error) {
      work.onProblem(spec.id, reasonOf(error));
      failed.add(spec.id);
      // Its place stays: names stand beside their tracks.
      loaded.set(spec.id, await browser.loadTrack(emptyTrack(spec)));
    }
  };
  const apply = async ([specs, isFixed]: Wish) => {
    const ids = new Set(specs.map(({ id }) => id));
    for (const spec of specs) known.set(spec.id, spec);
    for (const id of [...loaded.keys()]) if (!ids.has(id)) drop(id);
    await Promise.all(specs.filter(({ id }) => !loaded.has(id)).map(add));
    for (const [order, spec] of specs.entries()) {
      const track = loaded.get(spec.id)!;
      track.order = order + 1;
      if (!failed.has(spec.id)) scale(track, spec, isFixed);
    }
    browser.reorderTracks();
    await browser.updateViews();
  };
  const run = async () => {
    if (running) return;
    running = true;
    while (wished !== undefined) {
      last = wished;
      wished = undefined;
      await apply(last).catch((problem) => console.warn(problem));
    }
    running = false;
  };
  return {
    find: (id) => loaded.get(id),
    specOf: (id) => known.get(id),
    set(specs, isFixed) {
      wished = [specs, isFixed];
      void run();
    },
    reopen(id) {
      if (!failed.has(id)) return false;
      drop(id);
      wished ??= last;
      void run();
      return true;
    },
  };
}

/** What went wrong at first: igv.js wraps it in words on what it was at. */
function reasonOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? reasonOf(error.cause) : error;
}

/** The same axis for the same assay: where its signals usually end, or at the highest value in view. Z-scores have one axis everywhere. */
function scale(track: IgvTrack, { kind, id, limits, assay }: TrackSpec, isFixed: boolean): void {
  if (kind !== 'signal' || limits === undefined || assay === undefined) return;
  track.autoscale = false;
  track.autoscaleGroup = isFixed || id.startsWith('maxZ.') ? undefined : assay;
  if (track.autoscaleGroup !== undefined) return;
  track.dataRange = { min: limits[0], max: limits[1] };
  track.trackView?.repaintViews();
}
