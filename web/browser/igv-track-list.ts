/** The tracks of a browser: added, removed and ordered as the strip wishes. */

import type { Axes } from './axes.ts';
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

export function trackList(browser: IgvBrowser, work: TrackWork, axes: Axes): TrackList {
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
  /** Ends when the track has its place. */
  const add = async (spec: TrackSpec) => {
    try {
      const track = await new Promise<IgvTrack>((onPlaced, onFailed) => {
        browser.loadTrack(trackConfig({ spec, work, onPlaced })).catch(onFailed);
      });
      loaded.set(spec.id, track);
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
    for (const [order, { id }] of specs.entries()) loaded.get(id)!.order = order + 1;
    browser.reorderTracks();
    axes.set(
      specs.flatMap((spec) => (failed.has(spec.id) ? [] : { spec, track: loaded.get(spec.id)! })),
      isFixed,
    );
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
