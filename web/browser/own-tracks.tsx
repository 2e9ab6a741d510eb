/** The visitor's own tracks: at an address, which the browser then asks itself, or a file that stays on this computer. */

import { type ReactNode, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { isAddress, withTrack } from './shown-tracks.ts';
import type { Tracks } from './use-tracks.ts';

const FILES = '.bw,.bigwig,.bb,.bigbed,.bed,.narrowpeak,.broadpeak,.bedgraph,.bdg,.gff,.gff3,.gtf,.vcf,.gz';

export function OwnTracks({ tracks }: { readonly tracks: Tracks }): ReactNode {
  const { chosen, choose, addFiles } = tracks;
  const [address, setAddress] = useState('');
  const [mistake, setMistake] = useState<string>();
  const add = () => {
    const text = address.trim();
    if (!isAddress(text)) {
      setMistake('An address begins with https:// or http://');
      return;
    }
    choose(withTrack(chosen, text));
    setAddress('');
  };
  return (
    <section>
      <h3>Your own</h3>
      <form
        className="own-address"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          type="text"
          inputMode="url"
          value={address}
          placeholder="https://…/file.bw"
          aria-label="Address of a bigWig, bigBed or a small text file"
          aria-invalid={mistake !== undefined}
          onChange={(event) => {
            setAddress(event.target.value);
            setMistake(undefined);
          }}
        />
        <button type="submit">Add</button>
      </form>
      {mistake === undefined ? null : (
        <p className="field-error" role="alert">
          {mistake}
        </p>
      )}
      <p className="note">
        Your browser asks that server itself: it learns your network address and where you look.
      </p>
      <label className="button own-file">
        <Icon name="file" />
        File of this computer
        <input
          type="file"
          multiple
          accept={FILES}
          className="unseen"
          onChange={(event) => {
            addFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </label>
      <p className="note">It is read here, is not sent anywhere, and is gone with this page.</p>
    </section>
  );
}
