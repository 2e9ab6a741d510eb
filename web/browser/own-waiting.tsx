/** Tracks from elsewhere that came with a link: another server is asked when the visitor says so. */

import type { ReactNode } from 'react';
import { hostOf } from './ranged-file.ts';
import { withoutTrack } from './shown-tracks.ts';
import type { Tracks } from './use-tracks.ts';

export function OwnWaiting({
  tracks: { waiting, agree, chosen, choose },
}: {
  readonly tracks: Tracks;
}): ReactNode {
  return waiting.map((address) => (
    <p key={address} className="strip-waiting">
      <span>
        This link adds a track from <b>{hostOf(address)}</b>, which would learn your network address and where
        you look.
      </span>
      <button type="button" onClick={() => agree(address)}>
        Load it
      </button>
      <button type="button" className="link" onClick={() => choose(withoutTrack(chosen, address))}>
        Leave it out
      </button>
    </p>
  ));
}
