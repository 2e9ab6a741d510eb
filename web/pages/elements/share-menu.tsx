/** The addresses of what is shown: of this page, and of the list in the API, fixed to this version of the registry. */

import { type ReactNode, useEffect, useId, useState } from 'react';
import { useRegistry } from '../../frame/registry.ts';
import { toast } from '../../frame/toasts.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ProblemNote } from '../../parts/states.tsx';
import { type ElementAsking, elementsAddress, elementsBody, isInAddress } from './element-answers.ts';

interface ShareMenuProps {
  readonly asking: ElementAsking;
}

export function ShareMenu({ asking }: ShareMenuProps): ReactNode {
  const popover = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" popoverTarget={popover}>
        <Icon name="link" />
        Share
      </button>
      <div
        id={popover}
        popover="auto"
        className="popover share"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen ? <Addresses asking={asking} /> : null}
      </div>
    </>
  );
}

function Addresses({ asking }: ShareMenuProps): ReactNode {
  const { id, version } = useRegistry();
  const isGet = isInAddress(id, asking);
  const [command, setCommand] = useState('');
  const [problem, setProblem] = useState<Error>();
  useEffect(() => {
    setCommand('');
    setProblem(undefined);
    if (isGet) return;
    const leaving = new AbortController();
    elementsBody(id, asking, leaving.signal).then(
      (body) => {
        if (leaving.signal.aborted) return;
        // A quote ends what a shell takes as it is.
        const text = JSON.stringify(body).replaceAll("'", String.raw`'\''`);
        const address = `${location.origin}/v/${version}/api/v1/ccres`;
        setCommand(`curl -s ${address} -H 'content-type: application/json' -d '${text}'`);
      },
      (error: Error) => {
        if (!leaving.signal.aborted) setProblem(error);
      },
    );
    return () => leaving.abort();
  }, [isGet, id, version, asking]);
  return (
    <>
      <Copied name="This page" text={location.href} note="Filters, order and columns as they are" />
      {problem === undefined ? (
        <Copied
          name={isGet ? 'The list in the API' : 'The list from the API, as a command'}
          text={isGet ? `${location.origin}/v/${version}${elementsAddress(id, asking)}` : command}
          note={`Version ${version} of the registry: the answer never changes`}
        />
      ) : (
        <ProblemNote problem={problem} what="The command" />
      )}
    </>
  );
}

function Copied({ name, text, note }: { name: string; text: string; note: string }): ReactNode {
  const id = useId();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast(`${name}: address copied`);
    } catch {
      // Not every browser lets a page copy: the text is chosen, the keyboard does the rest.
      document.querySelector<HTMLInputElement>(`#${CSS.escape(id)}`)?.select();
    }
  };
  return (
    <div className="share-address">
      <label htmlFor={id}>{name}</label>
      <span>
        <input id={id} readOnly value={text} onFocus={(event) => event.target.select()} />
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
      </span>
      <span className="note">{note}</span>
    </div>
  );
}
