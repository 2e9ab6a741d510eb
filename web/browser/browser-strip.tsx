/**
 * The genome browser of a page: igv.js under our own bar. It asks this service alone, but for tracks that the visitor adds from elsewhere.
 */

import './browser.css';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useRegistry } from '../frame/registry.ts';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote, Skeleton } from '../parts/states.tsx';
import { span } from '../words/numbers.ts';
import type { ElementFeature } from './element-features.ts';
import { elementsSaid } from './elements-said.ts';
import { OwnWaiting } from './own-waiting.tsx';
import { PositionField } from './position-field.tsx';
import type { BrowserStripProps } from './strip-props.ts';
import { StripSheet } from './strip-sheet.tsx';
import { StripTable } from './strip-table.tsx';
import { TrackMenu } from './track-menu.tsx';
import { ELEMENTS, GENES, groundSpecs, type TrackSpec } from './track-specs.ts';
import { UcscLink } from './ucsc-link.tsx';
import { useIsNarrow } from './use-is-narrow.ts';
import { useTracks } from './use-tracks.ts';
import { type UsedView, useView } from './use-view.ts';

export type { BrowserStripProps, ExtraTrack, PlacedElement, Region } from './strip-props.ts';

const RULER_PX = 24;
const [LEAST_PX, MOST_PX] = [120, 320];

export function BrowserStrip(props: BrowserStripProps): ReactNode {
  const { region, onRegion, selected, filter, actions } = props;
  const isNarrow = useIsNarrow();
  const [isFolded, setFolded] = useState(false);
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const { annotations } = useRegistry();
  const tracks = useTracks(props, isNarrow);
  const used = useView(host, {
    region,
    onRegion,
    specs: tracks.specs,
    isFixed: tracks.chosen.isFixed,
    filter,
    isOpen: !isFolded,
  });
  const { view, shown, settled, failure, retry, problems } = used;
  const specs = tracks.specs ?? groundSpecs(annotations);
  const problem = failure ?? tracks.problem;
  const keys = [...new Set(specs.flatMap((spec) => (spec.kind === 'signal' ? (keyIn(spec) ?? []) : [])))];
  return (
    <div
      className="browser-strip"
      role="group"
      aria-label="Genome browser"
      data-is-ready={view !== undefined}
    >
      <div className="strip-bar">
        <PositionField region={settled} onRegion={onRegion} />
        <InView
          used={used}
          specs={specs}
          isFiltered={filter !== undefined && Object.keys(filter).length > 0}
        />
        {isNarrow ? (
          <button
            type="button"
            className="quiet strip-fold"
            aria-expanded={!isFolded}
            aria-controls={id}
            aria-label={isFolded ? 'Show the tracks' : 'Fold the tracks'}
            onClick={() => setFolded(!isFolded)}
          >
            <Icon name="down" />
          </button>
        ) : null}
        <div className="strip-actions">
          {actions}
          <button type="button" className="quiet" aria-label="Zoom out" onClick={() => view?.zoom(2)}>
            <Icon name="minus" />
          </button>
          <button type="button" className="quiet" aria-label="Zoom in" onClick={() => view?.zoom(0.5)}>
            <Icon name="zoom" />
          </button>
          <TrackMenu tracks={tracks} problems={problems} />
          <StripTable
            view={view}
            specs={specs}
            region={settled}
            problems={problems}
            onElement={props.onElement}
          />
          <UcscLink region={settled} selected={selected} biosamples={keys} />
        </div>
      </div>
      <OwnWaiting tracks={tracks} />
      {isFolded ? null : (
        <div id={id} className="strip-sheet" style={{ height: heightOf(props, tracks.specs, isNarrow) }}>
          {problem === undefined ? null : (
            <ProblemNote
              problem={problem}
              what="The genome browser"
              onRetry={failure === undefined ? undefined : retry}
            />
          )}
          {view === undefined && problem === undefined ? (
            <div className="strip-wait">
              <Skeleton rows={5} />
            </div>
          ) : null}
          <StripSheet {...props} host={host} view={view} shown={shown} specs={specs} problems={problems} />
        </div>
      )}
    </div>
  );
}

/** As high as the tracks are; before they are known as high as they will be. */
function heightOf(
  { height, mostHeight = MOST_PX, biosamples, tracks = [] }: BrowserStripProps,
  specs: readonly TrackSpec[] | undefined,
  isNarrow: boolean,
): number {
  if (height !== undefined) return height;
  const signals = (biosamples ?? ['']).reduce((sum, one) => sum + (one.includes('@') ? 1 : 4), 0);
  const guess =
    GENES.px + ELEMENTS.px + tracks.length * 40 + 36 * (isNarrow ? Math.min(signals, 2) : signals);
  const px = RULER_PX + 4 + (specs?.reduce((sum, spec) => sum + spec.px, 0) ?? guess);
  return Math.max(LEAST_PX, Math.min(px, mostHeight));
}

interface InViewProps {
  readonly used: UsedView;
  readonly specs: readonly TrackSpec[];
  readonly isFiltered: boolean;
}

/** "122 kb, 17 elements match, 5 do not (grey)". */
function InView({ used: { view, settled, shown, problems }, specs, isFiltered }: InViewProps): ReactNode {
  const length = settled.end - settled.start;
  const isListed =
    view !== undefined &&
    shown !== undefined &&
    specs.some(({ id }) => id === 'elements') &&
    !problems.has('elements');
  return (
    <p className="strip-said" role="status">
      {span(length)}
      {isListed
        ? `, ${elementsSaid(view.featuresOf('elements') as readonly ElementFeature[], settled, isFiltered)}`
        : null}
    </p>
  );
}

const keyIn = ({ id }: TrackSpec): string | undefined =>
  id.includes('@') ? id.slice(id.indexOf('@') + 1) : undefined;
