/** The tracks: names and axes at the left, positions above, igv.js's canvases, and what is marked behind them. */

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import { place } from '../words/numbers.ts';
import type { IgvView, Shown } from './igv-view.ts';
import { Ruler } from './ruler.tsx';
import type { BrowserStripProps, Region } from './strip-props.ts';
import { ticksOf } from './ticks.ts';
import { TrackLabels } from './track-labels.tsx';
import type { TrackSpec } from './track-specs.ts';
import { under } from './under-pointer.ts';

interface StripSheetProps extends Pick<BrowserStripProps, 'selected' | 'hovered' | 'onHover' | 'onElement'> {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly view: IgvView | undefined;
  readonly shown: Shown | undefined;
  readonly specs: readonly TrackSpec[];
  readonly problems: ReadonlyMap<string, Error>;
}

/** A click is not a drag. */
const CLICK_PX = 4;
const WHEEL = 0.002;

export function StripSheet(props: StripSheetProps): ReactNode {
  const { host, view, shown, specs, problems, selected, hovered, onElement } = props;
  const pressed = useRef({ x: 0, y: 0 });
  const pointed = useRef<string | undefined>(undefined);
  useWheel(host, view);
  const ticks = shown === undefined ? [] : ticksOf(shown);

  const pointedAt = (event: MouseEvent) => (view === undefined ? undefined : under(event, view, specs));
  const onMove = (event: MouseEvent) => {
    const found = event.buttons === 0 ? pointedAt(event) : undefined;
    const { current } = host;
    if (current !== null) {
      current.title = found?.said ?? '';
      current.classList.toggle('points', found?.element !== undefined && onElement !== undefined);
    }
    const accession = found?.element?.accession;
    if (accession === pointed.current) return;
    pointed.current = accession;
    props.onHover?.(accession);
  };
  const onClick = (event: MouseEvent) => {
    const { x, y } = pressed.current;
    if (Math.abs(event.clientX - x) > CLICK_PX || Math.abs(event.clientY - y) > CLICK_PX) return;
    const element = pointedAt(event)?.element;
    if (element !== undefined) onElement?.(element.accession);
  };
  const where = shown === undefined ? '' : `, ${place(rounded(shown))}`;
  return (
    <>
      <div className="strip-ruler" aria-hidden="true">
        <span className="strip-chrom">{shown === undefined ? null : `${shown.chrom}, bp`}</span>
        {shown === undefined ? null : <Ruler shown={shown} ticks={ticks} />}
      </div>
      <div className="strip-body" style={{ height: specs.reduce((sum, { px }) => sum + px, 0) }}>
        <TrackLabels specs={specs} view={view} problems={problems} />
        <div className="strip-back" aria-hidden="true">
          {ticks.map(({ position, x }) => (
            <i key={position} className="strip-line" style={{ left: x }} />
          ))}
          <Band className="strip-band" region={selected} shown={shown} />
          <Band className="strip-outline" region={hovered} shown={shown} />
        </div>
        <div
          ref={host}
          className="strip-host"
          role="application"
          tabIndex={0}
          aria-label={`Genome browser${where}: left and right move, plus and minus zoom, Escape leaves; Table has what is shown`}
          onKeyDown={(event) => onKey(event, view)}
          onMouseDown={(event) => {
            pressed.current = { x: event.clientX, y: event.clientY };
          }}
          onMouseMove={onMove}
          onMouseLeave={() => {
            pointed.current = undefined;
            props.onHover?.(undefined);
          }}
          onClick={onClick}
          // The browser's own menu, not igv.js's.
          onContextMenuCapture={(event) => event.stopPropagation()}
        />
      </div>
    </>
  );
}

/** Left and right by a quarter of the view, plus and minus by two; Escape goes on to what is behind the canvas. */
function onKey(event: KeyboardEvent<HTMLElement>, view: IgvView | undefined): void {
  if (view === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (key === 'ArrowLeft' || key === 'ArrowRight') view.pan(key === 'ArrowLeft' ? -0.25 : 0.25);
  else if (key === '+' || key === '=') view.zoom(0.5);
  else if (key === '-') view.zoom(2);
  else if (key === 'Escape') leave(event.currentTarget);
  else return;
  event.preventDefault();
}

/** To the button that has the same as tables. */
function leave(host: HTMLElement): void {
  host.closest('.browser-strip')?.querySelector<HTMLElement>('.strip-table-button')?.focus();
}

/** The wheel zooms with Ctrl, as in maps, and moves sideways; alone it scrolls the page. */
function useWheel(host: RefObject<HTMLDivElement | null>, view: IgvView | undefined): void {
  useEffect(() => {
    const { current } = host;
    if (current === null || view === undefined) return;
    const onWheel = (event: WheelEvent) => {
      const along = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        view.zoom(Math.exp(event.deltaY * WHEEL * 2), view.at(event.clientX, event.clientY)?.base);
      } else if (Math.abs(along) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
        view.pan(along / current.clientWidth);
      } else return;
      event.preventDefault();
    };
    // React's own listener could not prevent the page from scrolling.
    current.addEventListener('wheel', onWheel, { passive: false });
    return () => current.removeEventListener('wheel', onWheel);
  }, [host, view]);
}

interface BandProps {
  readonly className: string;
  readonly region: Region | undefined;
  readonly shown: Shown | undefined;
}

function Band({ className, region, shown }: BandProps): ReactNode {
  if (region === undefined || shown === undefined || region.chrom !== shown.chrom) return null;
  if (region.end <= shown.start || region.start >= shown.end) return null;
  const scale = shown.widthPx / (shown.end - shown.start);
  const width = Math.max(6, (region.end - region.start) * scale);
  const middle = ((region.start + region.end) / 2 - shown.start) * scale;
  return <i className={className} style={{ left: middle - width / 2, width }} />;
}

const rounded = ({ chrom, start, end }: Region): Region => ({
  chrom,
  start: Math.round(start),
  end: Math.round(end),
});
