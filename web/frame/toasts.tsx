/** What an action did, for six seconds, at the lower left. Never the only place of an error. */

import { type ReactNode, useEffect, useState } from 'react';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly name: string; run(): void } | undefined;
}

const SHOWN_MS = 6000;
const NEW = 'cisreg-toast';
let next = 1;

/** Says what was done; `action` may undo it or open it. */
export function toast(text: string, action?: Toast['action']): void {
  window.dispatchEvent(new CustomEvent<Toast>(NEW, { detail: { id: next++, text, action } }));
}

export function Toasts(): ReactNode {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    const onNew = (event: Event) =>
      setToasts((before) => [...before.slice(-2), (event as CustomEvent<Toast>).detail]);
    window.addEventListener(NEW, onNew);
    return () => window.removeEventListener(NEW, onNew);
  }, []);
  const oldest = toasts[0]?.id;
  useEffect(() => {
    if (oldest === undefined || isHeld) return;
    const timer = setTimeout(() => setToasts((before) => before.slice(1)), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [oldest, isHeld]);
  return (
    <section
      className="toasts"
      aria-label="What was done"
      aria-live="polite"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toasts.map(({ id, text, action }) => (
        <div key={id} className="toast">
          <span>{text}</span>
          {action === undefined ? null : (
            <button
              type="button"
              className="link"
              onClick={() => {
                action.run();
                // The button that has the focus goes without a word of it.
                setHeld(false);
                setToasts((before) => before.filter((one) => one.id !== id));
              }}
            >
              {action.name}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
