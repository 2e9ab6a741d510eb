/** Keys that work everywhere, and the list of them under `?`. They can be turned off. */

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { keep, kept } from './kept.ts';

const KEYS = [
  ['/', 'search'],
  ['?', 'this list'],
  ['Esc', 'closes what is open'],
  ['↑ ↓ Page Home End', 'move in a table or a list'],
  ['Enter', 'opens the row'],
  ['Space', 'selects the row'],
] as const;
const OFF = 'keys';

export function Shortcuts(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [areOff, setOff] = useState(() => kept(OFF) === 'off');
  useEffect(() => {
    if (areOff) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        const box = document.querySelector<HTMLElement>('[data-search]');
        if (box === null) return;
        event.preventDefault();
        box.focus();
      }
      if (event.key === '?') dialog.current?.showModal();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [areOff]);
  return (
    <dialog ref={dialog} className="dialog" aria-label="Keys">
      <h2>Keys</h2>
      <dl className="facts">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={!areOff}
          onChange={(event) => {
            keep(OFF, event.target.checked ? 'on' : 'off');
            setOff(!event.target.checked);
          }}
        />
        Single keys (/ and ?) work
      </label>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
