/** A plot with what every plot has: title, n, legend, files, and a table for those who cannot see it. */

import { type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { ShownRegistry } from '../frame/registry.ts';
import { fileName, saveAs, tsvOf } from './download.ts';
import { Icon } from './icon.tsx';
import { pngOf, svgFileOf } from './plot-file.ts';
import { closePopover } from './popover.ts';

export interface PlotTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null | undefined)[])[];
}

interface PlotFrameProps {
  /** The quantity: "H3K27ac Z by tissue". */
  readonly title: string;
  /** "n = 565 biosamples, 274 no data". */
  readonly subtitle?: ReactNode;
  readonly legend?: ReactNode;
  /** Switches, beside the title. */
  readonly controls?: ReactNode;
  /** What one sees in it, as a sentence: the figure's accessible name. */
  readonly finding: string;
  /** Reserved before the data is there, px. */
  readonly heightPx: number;
  /** What the plot shows, as rows: TSV and "as table". */
  readonly table: PlotTable;
  /** An SVG for this width; the colours are tokens (var(--...)). Undefined while it is not known. */
  draw?(widthPx: number): SVGElement | undefined;
  /** In place of `draw`: a plot that draws itself (a canvas). Its files are then of `draw` with `forFile`. */
  readonly children?: ReactNode;
}

export function PlotFrame({
  title,
  subtitle,
  legend,
  controls,
  finding,
  heightPx,
  table,
  draw,
  children,
}: PlotFrameProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLSpanElement>(null);
  const width = useWidth(place);
  const [isTable, setTable] = useState(false);
  const id = useId();
  useEffect(() => {
    if (draw === undefined || children !== undefined || width === 0 || isTable) return;
    const drawn = draw(width);
    // The figure's name says what one sees, and its table the numbers; the drawing's own groups have names that only sighted people need.
    drawn?.setAttribute('aria-hidden', 'true');
    place.current?.replaceChildren(...(drawn === undefined ? [] : [drawn]));
  }, [draw, children, width, isTable]);
  const drawing = () => draw?.(Math.max(width, 480));
  const registry = use(ShownRegistry)?.registry;
  const words = () => ({
    title,
    notes: [
      said.current?.textContent ?? '',
      registry === undefined
        ? ''
        : `registry ${registry.id} (${registry.assembly}), version ${registry.version}`,
    ],
  });
  return (
    <figure className="plot-frame" aria-label={finding}>
      <figcaption>
        <b>{title}</b>
        {subtitle === undefined ? null : (
          <span ref={said} className="note">
            {subtitle}
          </span>
        )}
        <span className="actions">
          {controls}
          <button
            type="button"
            className="quiet"
            popoverTarget={id}
            aria-label={`SVG, PNG, TSV and table of ${title}`}
          >
            <Icon name="download" />
            SVG, PNG, TSV
          </button>
        </span>
      </figcaption>
      <div id={id} popover="auto" className="popover menu">
        {draw === undefined ? null : (
          <>
            <button
              type="button"
              onClick={(event) => {
                closePopover(event.currentTarget);
                const svg = drawing();
                if (svg !== undefined)
                  saveAs(fileName(title, 'svg'), svgFileOf(svg, words()), 'image/svg+xml');
              }}
            >
              SVG
            </button>
            <button
              type="button"
              onClick={(event) => {
                closePopover(event.currentTarget);
                const svg = drawing();
                if (svg !== undefined)
                  void pngOf(svg, words()).then((png) => saveAs(fileName(title, 'png'), png));
              }}
            >
              PNG
            </button>
          </>
        )}
        <button
          type="button"
          onClick={(event) => {
            closePopover(event.currentTarget);
            saveAs(fileName(title, 'tsv'), tsvOf(table.head, table.rows));
          }}
        >
          TSV
        </button>
        <button
          type="button"
          aria-pressed={isTable}
          onClick={(event) => {
            closePopover(event.currentTarget);
            setTable(!isTable);
          }}
        >
          {isTable ? 'As plot' : 'As table'}
        </button>
      </div>
      {legend === undefined ? null : <div className="legend">{legend}</div>}
      {isTable ? (
        <div
          className="plain-table"
          style={{ maxHeight: Math.max(heightPx, 240) }}
          tabIndex={0}
          role="group"
          aria-label={`${title}, table, scrolls`}
        >
          <table>
            <thead>
              <tr>
                {table.head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join('\t')}>
                  {row.map((value, column) => (
                    <td key={table.head[column]} className={typeof value === 'number' ? 'number' : undefined}>
                      {value ?? 'no data'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div ref={place} className="plot" style={{ minHeight: heightPx }}>
          {children}
        </div>
      )}
    </figure>
  );
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  });
  return width;
}
