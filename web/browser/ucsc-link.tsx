/** The same place in the UCSC browser, with this registry's hub where UCSC can reach it. A link: nothing is asked before it is followed. */

import type { ReactNode } from 'react';
import { useAnswer } from '../api/answer.ts';
import { Icon } from '../parts/icon.tsx';
import type { PlacedElement, Region } from './strip-props.ts';
import { addressAt } from './ucsc-address.ts';

interface UcscLinkProps {
  readonly region: Region;
  readonly selected: PlacedElement | undefined;
  /** Keys of biosamples whose signals are shown. */
  readonly biosamples: readonly string[];
}

export function UcscLink({ region, selected, biosamples }: UcscLinkProps): ReactNode {
  // Any element's links have the hub; the place is put in here.
  const first = useAnswer('/api/v1/ccres', { query: { limit: '1' } }, { isWanted: selected === undefined });
  const accession = selected?.accession ?? first.data?.elements[0]?.accession;
  const keys = biosamples.join(',');
  const links = useAnswer(
    '/api/v1/ccres/{accession}/browser',
    { path: { accession: accession ?? '' }, query: keys === '' ? {} : { biosamples: keys } },
    { isWanted: accession !== undefined },
  );
  const { ucsc = null, isPrivate = false } = links.data ?? {};
  if (ucsc === null) {
    return (
      <button
        type="button"
        className="quiet"
        aria-disabled="true"
        title={links.data === undefined ? 'The address is not known yet' : 'UCSC has no such assembly'}
      >
        UCSC <Icon name="out" />
      </button>
    );
  }
  const said = isPrivate
    ? 'the UCSC browser without the tracks here: it cannot reach this server'
    : 'the UCSC browser';
  return (
    <a
      className="button quiet"
      href={addressAt(ucsc, { region, hasHighlight: selected !== undefined, isPrivate })}
      target="_blank"
      rel="noopener noreferrer"
      title={`Opens ${said} at this place, in a new tab`}
    >
      UCSC <Icon name="out" />
      <span className="unseen">: opens {said} in a new tab</span>
    </a>
  );
}
