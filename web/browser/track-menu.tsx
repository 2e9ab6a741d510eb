/** "Tracks": what is shown, what can be added, and the visitor's own. */

import { type ReactNode, useId } from 'react';
import { Icon } from '../parts/icon.tsx';
import { NotHere } from '../parts/states.tsx';
import { OwnTracks } from './own-tracks.tsx';
import { withoutTrack, withTrack } from './shown-tracks.ts';
import { SignalChoice } from './signal-choice.tsx';
import type { TrackSpec } from './track-specs.ts';
import type { Tracks } from './use-tracks.ts';

interface TrackMenuProps {
  readonly tracks: Tracks;
  readonly problems: ReadonlyMap<string, Error>;
}

export function TrackMenu({ tracks, problems }: TrackMenuProps): ReactNode {
  const id = useId();
  return (
    <>
      <button type="button" className="quiet" popoverTarget={id}>
        <Icon name="plus" />
        Tracks
      </button>
      <div id={id} popover="auto" className="popover track-menu" role="dialog" aria-label="Tracks">
        <ShownTracks tracks={tracks} problems={problems} />
        <Signals tracks={tracks} />
        <OwnTracks tracks={tracks} />
      </div>
    </>
  );
}

function ShownTracks({ tracks, problems }: TrackMenuProps): ReactNode {
  const { specs = [], all, chosen, choose, removeFile, leftOut } = tracks;
  const hidden = all.filter(({ id }) => chosen.hidden.includes(id));
  const remove = (spec: TrackSpec) =>
    spec.file === undefined ? choose(withoutTrack(chosen, spec.id)) : removeFile(spec.id);
  return (
    <section>
      <h3>Shown</h3>
      <ul className="track-list">
        {specs.map((spec) => (
          <li key={spec.id}>
            <span title={spec.name}>
              {spec.label} {spec.detail}
              {problems.has(spec.id) ? <span className="soft"> could not be read</span> : null}
            </span>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${spec.name}`}
              onClick={() => remove(spec)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {hidden.map((spec) => (
          <li key={spec.id} className="soft">
            <span title={spec.name}>
              {spec.label} {spec.detail}
            </span>
            <button
              type="button"
              className="link"
              aria-label={`Show ${spec.name}`}
              onClick={() => choose(withTrack(chosen, spec.id))}
            >
              Show
            </button>
          </li>
        ))}
      </ul>
      {leftOut === 0 ? null : <p className="note">{leftOut} more on a wider window.</p>}
      <label className="check">
        <input
          type="checkbox"
          checked={!chosen.isFixed}
          onChange={(event) => choose({ ...chosen, isFixed: !event.target.checked })}
        />
        Axes fit what is in view; the same for the same assay
      </label>
    </section>
  );
}

function Signals({ tracks }: { readonly tracks: Tracks }): ReactNode {
  if (tracks.hasSignals === false) return <NotHere what="signals" kind="signals" />;
  return <SignalChoice tracks={tracks} />;
}
