/** Ends of a range that are being moved, by pointer or keys: they show at once, and are told at most every 120 ms, and at last. */

import { useEffect, useRef, useState } from 'react';
import type { Ends } from './range-scale.ts';

const TOLD_EVERY_MS = 120;
/** The address follows sooner; an end that it never takes up is given back. */
const FOLLOWED_IN_MS = 800;
/** Less is a click. */
const LEAST_PX = 4;

/** What was taken hold of: a handle, or a place from which a new range is drawn. `at` in px of the window. */
type Hold = { readonly at: number } & ({ readonly isUpper: boolean } | { readonly anchor: number });

interface Drag {
  /** Those that are moved, else those that are given. */
  readonly ends: Ends;
  start(hold: Hold): void;
  move(
    clientX: number,
    shareOf: (clientX: number) => number,
    endAt: (share: number, isUpper: boolean) => number | null,
  ): void;
  stop(): void;
  /** By keys. */
  put(ends: Ends): void;
}

export function useDrag(given: Ends, onEnds: (ends: Ends) => void): Drag {
  const [moved, setMoved] = useState<Ends>();
  const hold = useRef<Hold>(undefined);
  const latest = useRef<Ends>(given);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const toldAt = useRef(0);
  const tell = useRef(onEnds);
  tell.current = onEnds;
  useEffect(() => () => clearTimeout(timer.current), []);

  const [from, to] = given;
  useEffect(() => {
    if (moved === undefined || hold.current !== undefined) return;
    if (moved[0] === from && moved[1] === to) return setMoved(undefined);
    const giveUp = setTimeout(() => setMoved(undefined), FOLLOWED_IN_MS);
    return () => clearTimeout(giveUp);
  }, [moved, from, to]);

  const told = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    toldAt.current = performance.now();
    tell.current(latest.current);
  };
  const put = (ends: Ends) => {
    latest.current = ends;
    setMoved(ends);
    const wait = TOLD_EVERY_MS - (performance.now() - toldAt.current);
    if (wait <= 0) told();
    else timer.current ??= setTimeout(told, wait);
  };
  return {
    ends: moved ?? given,
    put,
    start(own) {
      hold.current = own;
      latest.current = moved ?? given;
    },
    move(clientX, shareOf, endAt) {
      const own = hold.current;
      if (own === undefined || (moved === undefined && Math.abs(clientX - own.at) < LEAST_PX)) return;
      const share = shareOf(clientX);
      if ('anchor' in own) {
        const [low, high] = share < own.anchor ? [share, own.anchor] : [own.anchor, share];
        return put([endAt(low, false), endAt(high, true)]);
      }
      const end = endAt(share, own.isUpper);
      const [low, high] = latest.current;
      // A handle stops at the other one.
      put(
        own.isUpper
          ? [low, end === null || low === null ? end : Math.max(end, low)]
          : [end === null || high === null ? end : Math.min(end, high), high],
      );
    },
    stop() {
      if (hold.current === undefined) return;
      hold.current = undefined;
      if (moved === undefined) return;
      told();
      // Once more, now that nothing is held: it goes when the address has it.
      setMoved([...latest.current]);
    },
  };
}
