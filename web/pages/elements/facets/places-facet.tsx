/** Elements by chromosome; of a chosen one along it, with a brush. */

import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { Query } from '../../../frame/address.ts';
import { useQueryState } from '../../../frame/address.ts';
import { MARK } from '../../../words/classes.ts';
import { counted } from '../../../words/numbers.ts';
import type { FacetCounts as Counts } from '../element-answers.ts';
import { partsOf, placeOf } from '../filter-texts.ts';
import { Facet } from './facet.tsx';
import { type FacetCounts, positionsAsked } from './facet-counts.ts';
import type { FacetFrame } from './facets.tsx';
import { RangeFields } from './range-fields.tsx';
import { RangeHistogram } from './range-histogram.tsx';
import type { Ends, RangeScale } from './range-scale.ts';

interface Place {
  readonly chrom: string;
  /** 1-based, both included, as pages and the API's regions have positions; null where the chromosome ends. */
  readonly ends: Ends;
}

/** The one chromosome that an address is about; undefined for none and for several. */
export function chosenPlace({ chrom, region }: Query): Place | undefined {
  const regions = partsOf(region, ';');
  if (regions.length === 1) {
    const place = placeOf(regions[0]!);
    if (place === undefined) return undefined;
    const isWhole = !regions[0]!.includes(':');
    return { chrom: place.chrom, ends: isWhole ? [null, null] : [place.start + 1, place.end] };
  }
  const chroms = partsOf(chrom, ',');
  return regions.length === 0 && chroms.length === 1 ? { chrom: chroms[0]!, ends: [null, null] } : undefined;
}

/** More are offered in a list. */
const MOST_BARS = 32;

interface PlacesFacetProps {
  readonly frame: FacetFrame;
  readonly counts: FacetCounts;
}

export function PlacesFacet({ frame, counts }: PlacesFacetProps): ReactNode {
  const [query, change] = useQueryState();
  const place = chosenPlace(query);
  const chroms = inOrder(counts.counts('chrom') ?? []);
  const chosen = place === undefined ? partsOf(query.chrom, ',') : [place.chrom];
  const choose = (chrom: string | undefined) => change({ chrom, region: undefined });
  return (
    <Facet
      title="Chromosome and position"
      name="chromosome and position"
      note={place?.chrom ?? (chosen.length > 0 ? `${chosen.length} chosen` : `all ${chroms.length || ''}`)}
      {...frame}
    >
      {chroms.length <= MOST_BARS ? (
        <ChromBars
          chroms={chroms}
          chosen={chosen}
          isDimmed={counts.isBefore('places')}
          onChoose={(chrom) => choose(chosen.length === 1 && chosen[0] === chrom ? undefined : chrom)}
        />
      ) : (
        <select
          aria-label="Chromosome"
          value={place?.chrom ?? ''}
          onChange={(event) => choose(event.target.value || undefined)}
        >
          <option value="">All chromosomes</option>
          {chroms.map(({ name, count: n }) => (
            <option key={name} value={name}>
              {`${name}: ${counted(n, 'element')}`}
            </option>
          ))}
        </select>
      )}
      {place === undefined ? null : <Positions place={place} counts={counts} />}
    </Facet>
  );
}

function Positions({ place, counts }: { place: Place; counts: FacetCounts }): ReactNode {
  const [, change] = useQueryState();
  const { chrom } = place;
  const found = counts.histogram(positionsAsked(chrom));
  // Until it is known, an end that is asked for is the end.
  const sizeBp = found?.to ?? place.ends[1] ?? 1;
  const [first, last] = place.ends;
  const ends: Ends = [
    first === null || first <= 1 ? null : first,
    last === null || last >= sizeBp ? null : last,
  ];
  const scale: RangeScale = { from: 1, to: Math.max(2, sizeBp), decimals: 0, ticks: ticksOf(sizeBp) };
  const label = `Position on ${chrom}`;
  const onEnds = ([from, to]: Ends) => {
    const [low, high] = [Math.max(1, from ?? 1), Math.min(sizeBp, to ?? sizeBp)];
    change(
      low <= 1 && high >= sizeBp
        ? { chrom, region: undefined }
        : { chrom: undefined, region: `${chrom}:${Math.min(low, high)}-${Math.max(low, high)}` },
      { isReplaced: true },
    );
  };
  return (
    <>
      <RangeHistogram
        label={label}
        scale={scale}
        bins={found?.bins}
        ends={ends}
        colour={MARK}
        isDimmed={counts.isBefore('places')}
        onEnds={onEnds}
      />
      <RangeFields label={label} scale={scale} ends={ends} onEnds={onEnds} />
    </>
  );
}

interface ChromBarsProps {
  readonly chroms: Counts;
  readonly chosen: readonly string[];
  readonly isDimmed: boolean;
  onChoose(chrom: string): void;
}

/** A button each; one of them is a stop of the keyboard, arrows go to the others. */
function ChromBars({ chroms, chosen, isDimmed, onChoose }: ChromBarsProps): ReactNode {
  const bars = useRef<HTMLDivElement>(null);
  const most = Math.max(1, ...chroms.map(({ count: n }) => n));
  const stop = Math.max(
    0,
    chroms.findIndex(({ name }) => chosen.includes(name)),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...bars.current!.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length]!.focus();
  };
  return (
    <div
      className={isDimmed ? 'chroms dimmed' : 'chroms'}
      aria-busy={isDimmed}
      ref={bars}
      role="group"
      aria-label="Chromosomes; arrow keys move"
      onKeyDown={onKeyDown}
    >
      {chroms.map(({ name, count: n }, i) => (
        <button
          key={name}
          type="button"
          tabIndex={i === stop ? 0 : -1}
          aria-pressed={chosen.includes(name)}
          // What is below the bar is a word of it: that is how it is called by voice.
          aria-label={`Chromosome ${bareName(name)}, ${counted(n, 'element')}`}
          title={`${name}: ${counted(n, 'element')}`}
          className={chosen.length > 0 && !chosen.includes(name) ? 'chrom ghost' : 'chrom'}
          onClick={() => onChoose(name)}
        >
          <span className="chrom-bar">
            <span style={{ height: n === 0 ? 0 : `max(1px, ${((100 * n) / most).toFixed(1)}%)` }} />
          </span>
          <span className="chrom-name">{chroms.length > 14 && i % 2 === 1 ? '' : bareName(name)}</span>
        </button>
      ))}
    </div>
  );
}

const bareName = (name: string): string => name.replace(/^chr/, '');

/** chr2 before chr10, X and Y behind the numbers, M and others last. */
function inOrder(chroms: Counts): Counts {
  const rank = (name: string) => {
    const bare = bareName(name);
    const last = ['X', 'Y', 'M', 'MT'].indexOf(bare);
    return /^\d+$/.test(bare) ? Number(bare) : last < 0 ? 2000 : 1000 + last;
  };
  return chroms.toSorted((a, b) => rank(a.name) - rank(b.name) || a.name.localeCompare(b.name));
}

/** Whole millions where they fit. */
function ticksOf(sizeBp: number): number[] {
  const step =
    [1e3, 1e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8].find((own) => sizeBp / own < 5) ?? 1e8;
  return Array.from({ length: Math.floor(sizeBp / step) }, (_, i) => (i + 1) * step);
}
