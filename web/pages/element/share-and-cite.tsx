/** Addresses that stay, and the words to cite an element with. */

import { type ReactNode, useId } from 'react';
import { addressOf } from '../../api/ask.ts';
import { pageAddress, path } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { nameOf, type PartProps } from './element.ts';

export function ShareAndCite({ element }: PartProps): ReactNode {
  const { id, assembly, version } = useRegistry();
  const popover = useId();
  const name = nameOf(element);
  const page = `${location.origin}${pageAddress(id, path('element', name))}`;
  const asked = { path: { accession: name }, query: { registry: id } };
  const data = `${location.origin}/v/${version}${addressOf('/api/v1/ccres/{accession}', asked)}`;
  const today = new Date().toISOString().slice(0, 10);
  const words = `${name} (${element.location}, ${assembly}), registry ${id}, version ${version}. cisreg, ${page}, seen ${today}.`;
  return (
    <>
      <button type="button" popoverTarget={popover} aria-label="Share and cite">
        <Icon name="link" />
        <span className="wide-words">Share and cite</span>
      </button>
      <div id={popover} popover="auto" className="popover share">
        <Line name="This page" text={page} />
        <Line name="Its data, of this version of the registry for ever" text={data} />
        <Line name="Citation" text={words} />
      </div>
    </>
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  const id = useId();
  return (
    <div className="share-line">
      <label htmlFor={id}>{name}</label>
      <textarea
        id={id}
        readOnly
        rows={name === 'Citation' ? 3 : 2}
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <button
        type="button"
        aria-label={`Copy: ${name}`}
        onClick={() => {
          void navigator.clipboard?.writeText(text).then(() => toast(`${name} copied`));
        }}
      >
        Copy
      </button>
    </div>
  );
}
