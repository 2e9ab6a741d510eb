/**
 * Where the axes of signals end: the same for the same assay, at the highest value in view, or where its signals usually end. Z-scores have one axis
 * everywhere. igv.js can scale groups too, but then shows nothing at all before the last of their files has come.
 */

import type { Frame, IgvTrack } from './igv-api.ts';
import type { TrackSpec } from './track-specs.ts';

export interface PlacedTrack {
  readonly spec: TrackSpec;
  readonly track: IgvTrack;
}

export interface Axes {
  set(tracks: readonly PlacedTrack[], isFixed: boolean): void;
  /** The view has moved, or values have come. */
  fit(): void;
}

/** `frame` says what is in view; `onChange` is called when an axis ends elsewhere. */
export function newAxes(frame: () => Frame, onChange: () => void): Axes {
  let signals: readonly PlacedTrack[] = [];
  let isFixed = false;
  const adjust = () => {
    const highest = new Map<string, number>();
    for (const { spec, track } of signals) {
      if (!fits(spec, isFixed)) continue;
      highest.set(spec.assay!, Math.max(highest.get(spec.assay!) ?? 0, highestIn(track, frame())));
    }
    let isChanged = false;
    for (const { spec, track } of signals) {
      const [min, usual] = spec.limits!;
      const max = fits(spec, isFixed) ? highest.get(spec.assay!)! : usual;
      if (track.dataRange?.max === max) continue;
      track.dataRange = { min, max };
      track.trackView?.repaintViews();
      isChanged = true;
    }
    if (isChanged) onChange();
  };
  return {
    set(tracks, fixed) {
      signals = tracks.filter(({ spec }) => spec.kind === 'signal' && spec.limits !== undefined);
      isFixed = fixed;
      adjust();
    },
    fit: adjust,
  };
}

const fits = ({ id }: TrackSpec, isFixed: boolean): boolean => !isFixed && !id.startsWith('maxZ.');

function highestIn({ trackView }: IgvTrack, { start, end }: Frame): number {
  let highest = 0;
  for (const feature of trackView?.viewports[0]?.cachedFeatures ?? []) {
    if (feature.value !== undefined && feature.start < end && feature.end > start) {
      highest = Math.max(highest, feature.value);
    }
  }
  return highest;
}
