/** The tracks of a strip: those of its page, and what the visitor changed. */

import { useMemo, useState } from 'react';
import { useAnswer } from '../api/answer.ts';
import { useRegistry } from '../frame/registry.ts';
import { CLASS_ASSAYS } from '../words/classes.ts';
import { isOwnHost } from './ranged-file.ts';
import { type Chosen, isAddress, parseShown, shownText } from './shown-tracks.ts';
import type { BrowserStripProps } from './strip-props.ts';
import {
  type BiosampleRow,
  biosampleSpecs,
  groundSpecs,
  maxZSpecs,
  ownSpec,
  pageSpec,
  signalFiles,
  type TrackSpec,
} from './track-specs.ts';

/** Signals of a narrow strip, which is short. */
const NARROW_SIGNALS = 2;

/** Own addresses that this visitor has typed here, or agreed to: an address that came in a link is not asked before that. */
const agreed = new Set<string>();

const isAgreed = (address: string) => agreed.has(address) || isOwnHost(address);

export interface Tracks {
  /** In their order; undefined while it is not known which signals there are. */
  readonly specs: readonly TrackSpec[] | undefined;
  /** The page's own tracks, with those that are hidden. */
  readonly all: readonly TrackSpec[];
  readonly chosen: Chosen;
  choose(chosen: Chosen): void;
  /** Adds files of this computer: they are here until the page is left. */
  addFiles(files: readonly File[]): void;
  removeFile(id: string): void;
  /** Addresses from a link that wait for the visitor's word. */
  readonly waiting: readonly string[];
  agree(address: string): void;
  readonly biosamples: readonly BiosampleRow[] | undefined;
  /** Signals that a narrow strip leaves out. */
  readonly leftOut: number;
  /** False: the registry has no signals; undefined: not known yet. */
  readonly hasSignals: boolean | undefined;
  readonly problem: Error | undefined;
}

type Wishes = Pick<BrowserStripProps, 'biosamples' | 'tracks' | 'shown' | 'onShown'>;

export function useTracks({ biosamples, tracks, shown, onShown }: Wishes, isNarrow: boolean): Tracks {
  const { annotations } = useRegistry();
  const [own, setOwn] = useState<string>();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [agreedCount, setAgreed] = useState(0);
  const text = onShown === undefined ? own : shown;
  const chosen = useMemo(() => parseShown(text), [text]);
  const signals = useSignals(biosamples, chosen.added);

  const all = useMemo(
    () => [...groundSpecs(annotations), ...(tracks ?? []).map(pageSpec), ...(signals.page ?? [])],
    [annotations, tracks, signals.page],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `agreed` is outside, and its count here
  const found = useMemo(() => {
    if (signals.page === undefined || signals.added === undefined) return undefined;
    const shownOnes = all.filter(({ id }) => !chosen.hidden.includes(id));
    const pageSignals = shownOnes.filter(({ kind }) => kind === 'signal');
    const cut = isNarrow ? pageSignals.slice(NARROW_SIGNALS) : [];
    const added = chosen.added.flatMap((id) => {
      if (isAddress(id)) return isAgreed(id) ? [ownSpec(id)] : [];
      return signals.added!.filter((spec) => spec.id === id);
    });
    const locals = files.map((file) => ownSpec(`file:${file.name}`, file));
    const specs = [...shownOnes.filter((spec) => !cut.includes(spec)), ...added, ...locals];
    const once = specs.filter((spec, i) => specs.findIndex(({ id }) => id === spec.id) === i);
    return { specs: once, leftOut: cut.length };
  }, [all, signals.page, signals.added, chosen, files, isNarrow, agreedCount]);

  return {
    specs: found?.specs,
    all,
    chosen,
    choose(next) {
      for (const id of next.added) if (!chosen.added.includes(id)) agreed.add(id);
      (onShown ?? setOwn)(shownText(next));
    },
    addFiles: (more) =>
      setFiles((before) => [
        ...before.filter(({ name }) => more.every((file) => file.name !== name)),
        ...more,
      ]),
    removeFile: (id) => setFiles((before) => before.filter(({ name }) => `file:${name}` !== id)),
    waiting: chosen.added.filter((id) => isAddress(id) && !isAgreed(id)),
    agree(address) {
      agreed.add(address);
      setAgreed((n) => n + 1);
    },
    biosamples: signals.biosamples,
    leftOut: found?.leftOut ?? 0,
    hasSignals: signals.hasSignals,
    problem: signals.problem,
  };
}

interface Signals {
  /** What the page shows by itself. */
  readonly page: readonly TrackSpec[] | undefined;
  readonly added: readonly TrackSpec[] | undefined;
  readonly biosamples: readonly BiosampleRow[] | undefined;
  readonly hasSignals: boolean | undefined;
  readonly problem: Error | undefined;
}

/** The signals of biosamples by name, key or ASSAY@either, and those that were added; without biosamples the highest Z-scores. */
function useSignals(wanted: readonly string[] = [], added: readonly string[]): Signals {
  const listed = useAnswer('/api/v1/biosamples', { query: { limit: '10000' } });
  const rows = listed.data?.biosamples;
  const wishes = [...wanted, ...added.filter((id) => id.includes('@') && !isAddress(id))];
  const found = wishes.map((wish) => (rows === undefined ? undefined : wishOf(wish, rows)));
  const keys = [...new Set(found.flatMap((one) => one?.row.key ?? []))].sort();
  const highest = useAnswer('/api/v1/browser/igv.json', { query: {} });
  const files = useAnswer(
    '/api/v1/browser/igv.json',
    { query: { biosamples: keys.join(',') } },
    { isWanted: keys.length > 0 },
  );
  // Whether there are any at all, one biosample tells.
  const sample = useAnswer(
    '/api/v1/browser/igv.json',
    { query: { biosamples: rows?.[0]?.key ?? '' } },
    { isWanted: rows?.[0] !== undefined },
  );
  const hasSignals =
    rows?.length === 0 ? false : sample.data === undefined ? undefined : signalFiles(sample.data).length > 0;
  const isKnown =
    rows !== undefined && (keys.length === 0 || files.data !== undefined) && highest.data !== undefined;
  const problem = listed.error ?? highest.error ?? files.error ?? undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: answers and texts decide
  return useMemo(() => {
    if (!isKnown) return { page: undefined, added: undefined, biosamples: rows, hasSignals, problem };
    const ofKeys = keys.length === 0 ? [] : signalFiles(files.data);
    const maxZ = maxZSpecs(signalFiles(highest.data));
    const specsOf = (one: Wish | undefined) =>
      one === undefined
        ? []
        : biosampleSpecs(one.row, ofKeys, one.assay).filter(
            ({ assay }) => one.assay !== undefined || (CLASS_ASSAYS as readonly string[]).includes(assay!),
          );
    const ofPage = found.slice(0, wanted.length).flatMap(specsOf);
    return {
      page: ofPage.length === 0 ? maxZ : ofPage,
      added: [...found.slice(wanted.length).flatMap(specsOf), ...maxZ],
      biosamples: rows,
      hasSignals,
      problem,
    };
  }, [isKnown, rows, files.data, highest.data, hasSignals, problem, wishes.join('\n')]);
}

interface Wish {
  readonly row: BiosampleRow;
  readonly assay: string | undefined;
}

function wishOf(wish: string, rows: readonly BiosampleRow[]): Wish | undefined {
  const named = (name: string) => rows.find(({ biosample, key }) => biosample === name || key === name);
  const whole = named(wish);
  if (whole !== undefined) return { row: whole, assay: undefined };
  const at = wish.indexOf('@');
  const row = at < 0 ? undefined : named(wish.slice(at + 1));
  return row === undefined ? undefined : { row, assay: wish.slice(0, at) };
}
