/** Which rows of a long list are in view. Lists beyond what browsers can scroll are scaled: the bar moves less than the rows. */

import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

/** Browsers cut elements off above 16 to 33 million px. */
const MOST_PX = 12_000_000;

export interface RowWindow {
  /** The first row in view, whole or in part. */
  readonly first: number;
  /** Rows in view, and one more. */
  readonly shown: number;
  /** The rows of which at least half is in view, to before `end`. */
  readonly seen: { readonly first: number; readonly end: number };
  /** Of the first row this much is above the view, px. */
  readonly cutPx: number;
  /** The height that the bar scrolls over, px. */
  readonly barPx: number;
  /** Brings a row into view. */
  reveal(row: number): void;
  /** Back to the first row. */
  toTop(): void;
}

/** The window on `total` rows of `rowPx` in a scrolling element whose head takes `headPx`. */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  sizes: { total: number; rowPx: number; headPx: number },
): RowWindow {
  const { total, rowPx, headPx } = sizes;
  const [topPx, setTop] = useState(0);
  const [viewPx, setView] = useState(0);
  const wholePx = total * rowPx;
  const roomPx = Math.max(0, viewPx - headPx);
  const mostTopPx = Math.max(0, wholePx - roomPx);
  const barPx = Math.min(wholePx, MOST_PX) + headPx;
  const scale = barPx - headPx > roomPx ? mostTopPx / (barPx - headPx - roomPx) : 1;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setView(element.clientHeight));
    observer.observe(element);
    setView(element.clientHeight);
    return () => observer.disconnect();
  }, [scroller]);

  const moveTo = useCallback(
    (px: number) => {
      const element = scroller.current;
      if (element === null) return;
      const inside = Math.max(0, Math.min(px, mostTopPx));
      setTop(inside);
      element.scrollTop = inside / scale;
    },
    [scroller, mostTopPx, scale],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () =>
      setTop((before) =>
        Math.abs(before / scale - element.scrollTop) <= 1 ? before : element.scrollTop * scale,
      );
    // Where the bar is scaled, a turn of the wheel still moves by what it says.
    const onWheel = (event: WheelEvent) => {
      if (scale === 1 || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const unit =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE
          ? rowPx
          : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
            ? roomPx
            : 1;
      setTop((before) => {
        const after = Math.max(0, Math.min(before + event.deltaY * unit, mostTopPx));
        element.scrollTop = after / scale;
        return after;
      });
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller, scale, mostTopPx, rowPx, roomPx]);

  const top = Math.min(topPx, mostTopPx);
  const first = Math.floor(top / rowPx);
  const toTop = useCallback(() => moveTo(0), [moveTo]);
  const reveal = (row: number) => {
    // As it is now: at first the height is not known to the last drawing.
    const nowPx = Math.max(0, (scroller.current?.clientHeight ?? 0) - headPx);
    if (row * rowPx < top) moveTo(row * rowPx);
    else if ((row + 1) * rowPx > top + nowPx) moveTo((row + 1) * rowPx - nowPx);
  };
  return {
    first,
    shown: Math.min(Math.ceil(roomPx / rowPx) + 1, total - first),
    seen: {
      first: Math.min(Math.round(top / rowPx), Math.max(0, total - 1)),
      end: Math.min(total, Math.max(first + 1, Math.round((top + roomPx) / rowPx))),
    },
    cutPx: top - first * rowPx,
    barPx,
    reveal,
    toTop,
  };
}
