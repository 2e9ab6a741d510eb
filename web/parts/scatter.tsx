/** Thousands of points that can be chosen by drawing around them. A table beside it is the keyboard's way to the same choice. */

import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Segmented } from './choice.tsx';
import { Icon } from './icon.tsx';
import './scatter.css';
import { canvasPainter, type PainterOptions, type ScatterPainter } from './scatter-canvas.ts';
import {
  nearestPoint,
  pictureOf,
  type ScatterCategory,
  type ScatterPoint,
  type ScatterView,
  WHOLE,
} from './scatter-picture.ts';

interface ScatterProps {
  /** What one sees in it, for those who do not see it. */
  readonly label: string;
  readonly points: readonly ScatterPoint[];
  readonly categories: readonly ScatterCategory[];
  readonly heightPx: number;
  readonly selected: ReadonlySet<string>;
  readonly hovered?: string | undefined;
  /** What the tooltip says of a point. */
  tip(key: string): ReactNode;
  /** What was drawn around or clicked; `isAdded` where Shift was held: beside what is chosen already. */
  onSelect(keys: readonly string[], isAdded: boolean): void;
  onHover?(key: string | undefined): void;
}

type Mode = 'select' | 'move';
const NEAR_PX = 14;
const MOST_ZOOM = 64;
/** So much of what is in view an arrow key moves it. */
const KEY_SHARE = 0.1;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Scatter(props: ScatterProps): ReactNode {
  const { label, points, categories, heightPx, selected, hovered, tip, onSelect, onHover } = props;
  const place = useRef<HTMLDivElement>(null);
  const [widthPx, setWidth] = useState(0);
  const [view, setView] = useState<ScatterView>(WHOLE);
  const [mode, setMode] = useState<Mode>('select');
  const [near, setNear] = useState<{ key: string; x: number; y: number }>();
  const picture = useMemo(
    () => pictureOf(points, categories, { widthPx, heightPx, view, selected, hovered: near?.key ?? hovered }),
    [points, categories, widthPx, heightPx, view, selected, hovered, near?.key],
  );
  const now = useRef({ picture, points, categories, onSelect });
  now.current = { picture, points, categories, onSelect };
  const choose = (indices: Iterable<number>, isAdded: boolean) => {
    const { points, categories, onSelect } = now.current;
    const open = [...new Set(indices)].filter((i) => !categories[points[i]!.category]!.isShut);
    onSelect(
      open.map((i) => points[i]!.key),
      isAdded,
    );
  };
  const painter = usePainter(place, {
    onLasso: (circles, isAdded) =>
      choose(
        circles.map((c) => now.current.picture.circles.point[c]!),
        isAdded,
      ),
  });
  useEffect(() => {
    const element = place.current!;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (painter === undefined || widthPx === 0) return;
    const draw = () => painter.draw(picture, mode === 'select');
    draw();
    window.addEventListener('cisreg-colours', draw);
    return () => window.removeEventListener('cisreg-colours', draw);
  }, [painter, picture, mode, widthPx]);

  const zoomBy = (factor: number, at = { x: widthPx / 2, y: heightPx / 2 }) =>
    setView((before) => {
      const zoom = Math.min(MOST_ZOOM, Math.max(1, before.zoom * factor));
      if (zoom === 1) return WHOLE;
      // What is under the pointer stays there.
      const moved = 1 / before.zoom - 1 / zoom;
      return {
        x: before.x + (at.x / widthPx - 0.5) * moved,
        y: before.y + (at.y / heightPx - 0.5) * moved,
        zoom,
      };
    });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      const [right, down] = arrow;
      setView(({ x, y, zoom }) => ({
        x: x + (right * KEY_SHARE) / zoom,
        y: y + (down * KEY_SHARE) / zoom,
        zoom,
      }));
    } else if (event.key === '+' || event.key === '=') zoomBy(1.5);
    else if (event.key === '-') zoomBy(1 / 1.5);
    else return;
    event.preventDefault();
  };
  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }) => {
    const { left, top } = place.current!.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const down = useRef<{ x: number; y: number; view: ScatterView } | undefined>(undefined);
  const onMove = (event: PointerEvent) => {
    const at = placeOf(event);
    const from = down.current;
    if (from !== undefined && mode === 'move') {
      const { zoom } = from.view;
      setView({
        x: from.view.x - (at.x - from.x) / widthPx / zoom,
        y: from.view.y - (at.y - from.y) / heightPx / zoom,
        zoom,
      });
      return;
    }
    const found = from === undefined ? nearestPoint(picture, at, NEAR_PX) : undefined;
    const key = found === undefined ? undefined : points[found]!.key;
    if (key === near?.key) return;
    setNear(key === undefined ? undefined : { key, ...at });
    onHover?.(key);
  };
  const onUp = (event: PointerEvent) => {
    const from = down.current;
    down.current = undefined;
    if (from === undefined) return;
    const at = placeOf(event);
    if (Math.hypot(at.x - from.x, at.y - from.y) > 3) return;
    const found = nearestPoint(picture, at, NEAR_PX);
    if (found !== undefined) choose([found], event.shiftKey);
  };
  useWheel(
    place,
    mode === 'move' ? (event) => zoomBy(2 ** (-event.deltaY / 300), placeOf(event)) : undefined,
  );
  return (
    <div className="scatter">
      <div
        ref={place}
        className={`scatter-place ${mode}`}
        style={{ height: heightPx }}
        // Keys are its own: arrows are not the page's while it has the focus.
        role="application"
        tabIndex={0}
        aria-label={`${label} Arrow keys move it, plus and minus zoom.`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          down.current = { ...placeOf(event), view };
        }}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerLeave={() => {
          setNear(undefined);
          onHover?.(undefined);
        }}
      />
      {near === undefined ? null : (
        <div
          className="scatter-tip"
          style={{
            left: near.x,
            top: near.y,
            translate: near.x > widthPx / 2 ? 'calc(-100% - 12px)' : '12px',
          }}
        >
          {tip(near.key)}
        </div>
      )}
      <div className="scatter-controls">
        <Segmented<Mode>
          label="What dragging does"
          value={mode}
          options={[
            { value: 'select', text: 'Lasso' },
            { value: 'move', text: 'Move' },
          ]}
          onChange={setMode}
        />
        <button type="button" className="quiet" aria-label="Zoom in" onClick={() => zoomBy(1.5)}>
          <Icon name="plus" />
        </button>
        <button
          type="button"
          className="quiet"
          aria-label="Zoom out"
          disabled={view.zoom === 1}
          onClick={() => zoomBy(1 / 1.5)}
        >
          <Icon name="minus" />
        </button>
        <button type="button" className="quiet" disabled={view === WHOLE} onClick={() => setView(WHOLE)}>
          Whole
        </button>
      </div>
    </div>
  );
}

/** A canvas in the place, drawn on while the component lives. */
function usePainter(
  place: { readonly current: HTMLElement | null },
  options: PainterOptions,
): ScatterPainter | undefined {
  const [painter, setPainter] = useState<ScatterPainter>();
  const now = useRef(options);
  now.current = options;
  useEffect(() => {
    const own = canvasPainter({ onLasso: (circles, isAdded) => now.current.onLasso(circles, isAdded) });
    place.current?.replaceChildren(own.canvas);
    setPainter(own);
    return () => {
      own.destroy();
      setPainter(undefined);
    };
  }, [place]);
  return painter;
}

function useWheel(
  place: { readonly current: HTMLElement | null },
  onWheel: ((event: WheelEvent) => void) | undefined,
): void {
  const now = useRef(onWheel);
  now.current = onWheel;
  const isOn = onWheel !== undefined;
  useEffect(() => {
    const element = place.current;
    if (!isOn || element === null) return;
    // React's own listeners cannot keep the page from scrolling.
    const listener = (event: WheelEvent) => {
      event.preventDefault();
      now.current?.(event);
    };
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, [place, isOn]);
}
