/** What can be done with an element: keep it, share it, see it at UCSC, take its data. */

import { type ReactNode, useId } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { addressOf } from '../../api/ask.ts';
import { withoutHub } from '../../browser/ucsc-address.ts';
import { useList } from '../../frame/list.ts';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { closePopover } from '../../parts/popover.ts';
import { plainPlace } from '../../words/numbers.ts';
import { nameOf, type PartProps } from './element.ts';
import { ShareAndCite } from './share-and-cite.tsx';

export function ElementActions({ element }: PartProps): ReactNode {
  return (
    <>
      <ListButton element={element} />
      <ShareAndCite element={element} />
      <UcscLink element={element} />
      <Downloads element={element} />
    </>
  );
}

function ListButton({ element }: PartProps): ReactNode {
  const { has, add, remove } = useList();
  const name = nameOf(element);
  const isIn = has(name);
  return (
    <button
      type="button"
      aria-pressed={isIn}
      aria-label={isIn ? `Remove ${name} from the list` : `Add ${name} to the list`}
      onClick={() => {
        if (isIn) {
          remove([name]);
          toast(`${name} removed from the list`, { name: 'Undo', run: () => add([name]) });
        } else {
          add([name]);
          toast(`${name} added to the list`, { name: 'Undo', run: () => remove([name]) });
        }
      }}
    >
      <Icon name={isIn ? 'check' : 'plus'} />
      {isIn ? 'In list' : 'List'}
    </button>
  );
}

function UcscLink({ element }: PartProps): ReactNode {
  const { data, error } = useAnswer('/api/v1/ccres/{accession}/browser', {
    path: { accession: nameOf(element) },
  });
  const { ucsc = null, isPrivate = false } = data ?? {};
  if (ucsc === null) {
    const why =
      error?.message ?? (data === undefined ? 'The address is not known yet' : 'UCSC has no such assembly');
    return (
      <button type="button" aria-disabled="true" title={why}>
        UCSC <Icon name="out" />
        <span className="unseen">: {why}</span>
      </button>
    );
  }
  const said = isPrivate
    ? 'the UCSC browser without the tracks here: it cannot reach this server'
    : 'the UCSC browser';
  return (
    <a
      className="button"
      href={isPrivate ? withoutHub(ucsc) : ucsc}
      target="_blank"
      rel="noreferrer"
      title={`Opens in a new tab ${said}`}
    >
      UCSC <Icon name="out" />
      <span className="unseen">: opens in a new tab {said}</span>
    </a>
  );
}

function Downloads({ element }: PartProps): ReactNode {
  const { id } = useRegistry();
  const menu = useId();
  const accession = nameOf(element);
  const asked = (format?: string) => ({
    path: { accession },
    query: { registry: id, ...(format === undefined ? {} : { format }) },
  });
  const files = [
    {
      what: 'Element: JSON',
      name: `${accession}.json`,
      href: addressOf('/api/v1/ccres/{accession}', asked()),
    },
    {
      what: 'Reasons of the class: JSON',
      name: `${accession}-class.json`,
      href: addressOf('/api/v1/ccres/{accession}/explanation', asked()),
    },
    {
      what: 'Class and Z-scores in every biosample: TSV',
      name: `${accession}-biosamples.tsv`,
      href: addressOf('/api/v1/ccres/{accession}/biosamples', asked('tsv')),
    },
    {
      what: 'Place: BED, 0-based half-open',
      name: `${accession}.bed`,
      href: addressOf('/api/v1/ccres', {
        // rDHSs do not overlap: only this one lies there.
        query: { registry: id, scope: 'rDHSs', region: plainPlace(element), format: 'bed' },
      }),
    },
  ];
  return (
    <>
      <button type="button" popoverTarget={menu} aria-label="Download">
        <Icon name="download" />
        <span className="wide-words">Download</span>
      </button>
      <div id={menu} popover="auto" className="popover menu">
        {files.map(({ what, name, href }) => (
          <a key={name} href={href} download={name} onClick={(event) => closePopover(event.currentTarget)}>
            {what}
          </a>
        ))}
      </div>
    </>
  );
}
