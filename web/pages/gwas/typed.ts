/** A text that is typed: the box has it at once, the address after a rest. */

import { useEffect, useRef, useState } from 'react';

const REST_MS = 250;

/** The text in the box, and what changes it. The address wins where it changes by itself (back, reload). */
export function useTyped(address: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(address);
  const kept = useRef(keep);
  kept.current = keep;
  useEffect(() => setText(address), [address]);
  useEffect(() => {
    if (text === address) return;
    const timer = setTimeout(() => kept.current(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, address]);
  return [text, setText];
}
