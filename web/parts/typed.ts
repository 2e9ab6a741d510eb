/** A text that is typed: the box has it at once, the address after a rest, and each lets the other catch up. */

import { useEffect, useRef, useState } from 'react';

const REST_MS = 250;

interface TypedOptions {
  /** False: the text holds when it is settled, or emptied; what is half typed may mean nothing. Default true. */
  readonly isWhileTyping?: boolean;
}

interface Typed {
  /** What the box shows. */
  readonly text: string;
  setText(text: string): void;
  /** The text holds now, without a rest: Enter, or the box is left. */
  settle(): void;
}

/**
 * The text of a box that stands in the address. `send` writes it there, without the blanks around it. An address that the box did not send (back,
 * a link, "clear") wins over what is typed; one that it sent does not, for letters typed since are ahead of it.
 */
export function useTyped(
  address: string,
  send: (text: string) => void,
  { isWhileTyping = true }: TypedOptions = {},
): Typed {
  const [text, setText] = useState(address);
  const sending = useRef(send);
  sending.current = send;
  /** Sent, and not arrived yet; the earliest first. */
  const onTheirWay = useRef<readonly string[]>([]);
  const settle = () => {
    const own = text.trim();
    if (own === (onTheirWay.current.at(-1) ?? address)) return;
    onTheirWay.current = [...onTheirWay.current, own];
    sending.current(own);
  };
  const settling = useRef(settle);
  settling.current = settle;
  useEffect(() => {
    const sent = onTheirWay.current;
    const place = sent.indexOf(address);
    // The last one has overtaken all; of those in quick succession the router may leave some out.
    onTheirWay.current = place < 0 || sent.at(-1) === address ? [] : sent.slice(place + 1);
    if (place < 0) setText(address);
  }, [address]);
  useEffect(() => {
    if (!isWhileTyping && text !== '') return;
    const timer = setTimeout(() => settling.current(), REST_MS);
    return () => clearTimeout(timer);
  }, [text, isWhileTyping]);
  return { text, setText, settle };
}
