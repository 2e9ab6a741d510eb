/** igv.js in a component: opened when its host is shown, closed with it; regions go both ways without an echo. */

import { useQuery } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Query } from '../frame/address.ts';
import { useRegistry } from '../frame/registry.ts';
import { onColours } from './canvas-colours.ts';
import { elementDensity, isTooWide } from './element-density.ts';
import { elementFeatures } from './element-features.ts';
import { geneFeatures } from './gene-features.ts';
import type { ListKind } from './igv-tracks.ts';
import { HIDDEN_PX, type IgvView, openView, type Shown } from './igv-view.ts';
import type { Region } from './strip-props.ts';
import type { TrackSpec } from './track-specs.ts';

/** After so long without a movement a region is told. */
const REST_MS = 250;

interface ViewProps {
  readonly region: Region;
  onRegion(region: Region): void;
  readonly specs: readonly TrackSpec[] | undefined;
  readonly isFixed: boolean;
  readonly filter: Query | undefined;
  /** False: not opened yet, or folded. */
  readonly isOpen: boolean;
}

export interface UsedView {
  /** Undefined until igv.js is there. */
  readonly view: IgvView | undefined;
  readonly shown: Shown | undefined;
  /** The same after a rest, in whole positions. */
  readonly settled: Region;
  /** igv.js, or what it starts with, did not come. */
  readonly failure: Error | undefined;
  retry(): void;
  /** Tracks that could not be read, by id. */
  readonly problems: ReadonlyMap<string, Error>;
}

export function useView(host: RefObject<HTMLElement | null>, props: ViewProps): UsedView {
  const { region, specs, isFixed, filter, isOpen } = props;
  const { id, assembly, chromosomes } = useRegistry();
  const sizes = useSizes(id);
  const [view, setView] = useState<IgvView>();
  const [shown, setShown] = useState<Shown>();
  const [settled, setSettled] = useState(region);
  const [failure, setFailure] = useState<Error>();
  const [problems, setProblems] = useState<ReadonlyMap<string, Error>>(new Map());
  const [tries, setTries] = useState(0);
  // What is drawn from features is drawn anew when they come.
  const [, setFeatures] = useState(0);
  const told = useRef(region);
  // What was on the screen when another region was asked for: it is not told any more.
  const stale = useRef<Shown | undefined>(undefined);
  const current = useRef(shown);
  current.current = shown;
  const latest = useRef(props);
  latest.current = props;

  const onProblem = useCallback((track: string, problem: Error | undefined) => {
    setProblems((before) => {
      if (before.get(track)?.message === problem?.message) return before;
      const after = new Map(before);
      if (problem === undefined) after.delete(track);
      else after.set(track, problem);
      return after;
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the region at the start only; `tries` opens anew
  useEffect(() => {
    const outer = host.current;
    if (outer === null || sizes.data === undefined || !isOpen) return;
    const inner = document.createElement('div');
    outer.append(inner);
    let opened: IgvView | undefined;
    let isGone = false;
    let frame = 0;
    const features = (kind: ListKind, place: Region, bpPerPixel: number) => {
      if (kind === 'genes') return geneFeatures(id, place);
      const { filter: own } = latest.current;
      return isTooWide(bpPerPixel * (outer.clientWidth - HIDDEN_PX))
        ? elementDensity({ id, chromosomes }, { chrom: place.chrom, bpPerPixel, filter: own })
        : elementFeatures(id, place, own);
    };
    const onShown = (now: Shown) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() =>
        setShown((before) => (before?.widthPx === now.widthPx && same(before, now) ? before : now)),
      );
    };
    const onFeatures = () => setFeatures((n) => n + 1);
    const start = latest.current.region;
    told.current = start;
    openView(inner, {
      assembly,
      sizes: sizes.data,
      region: start,
      features,
      onProblem,
      onShown,
      onFeatures,
    }).then(
      (now) => {
        if (isGone) return now.close();
        opened = now;
        setFailure(undefined);
        setView(now);
      },
      (error: unknown) => {
        if (!isGone) setFailure(error instanceof Error ? error : new Error(String(error)));
      },
    );
    const resized = new ResizeObserver(() => opened?.fit());
    resized.observe(outer);
    const ended = onColours(() => opened?.repaint());
    return () => {
      isGone = true;
      cancelAnimationFrame(frame);
      resized.disconnect();
      ended();
      opened?.close();
      inner.remove();
      setView(undefined);
    };
  }, [host, id, assembly, chromosomes, sizes.data, isOpen, tries, onProblem]);

  useEffect(() => {
    if (view !== undefined && specs !== undefined) view.setTracks(specs, isFixed);
  }, [view, specs, isFixed]);

  const filterText = JSON.stringify(filter ?? {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the filter
  useEffect(() => view?.reload('elements'), [view, filterText]);

  useEffect(() => {
    if (same(region, told.current)) return;
    told.current = region;
    stale.current = current.current;
    setSettled(region);
    view?.show(region);
  }, [view, region]);

  useEffect(() => {
    if (shown === undefined || view === undefined || shown === stale.current) return;
    const timer = setInterval(() => {
      if (view.isDragged) return;
      clearInterval(timer);
      if (shown === stale.current) return;
      const now = whole(shown);
      setSettled((before) => (same(before, now) ? before : now));
      if (same(now, told.current)) return;
      told.current = now;
      latest.current.onRegion(now);
    }, REST_MS);
    return () => clearInterval(timer);
  }, [shown, view]);

  return {
    view,
    shown,
    settled,
    failure: failure ?? sizes.error ?? undefined,
    retry() {
      setFailure(undefined);
      void sizes.refetch();
      setTries((n) => n + 1);
    },
    problems,
  };
}

function useSizes(id: string) {
  return useQuery({
    queryKey: ['chrom.sizes', id],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/files/${encodeURIComponent(id)}/reference/chrom.sizes`, { signal });
      if (!response.ok) throw new Error(`The server answered ${response.status}.`);
      return response.text();
    },
  });
}

const same = (a: Region, b: Region) => a.chrom === b.chrom && a.start === b.start && a.end === b.end;

const whole = ({ chrom, start, end }: Region): Region => ({
  chrom,
  start: Math.max(0, Math.round(start)),
  end: Math.round(end),
});
