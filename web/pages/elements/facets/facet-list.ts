/** Which facets there are for an address, in their order, and what each asks of the API. */

import type { Changes, Query } from '../../../frame/address.ts';
import type { Registry } from '../../../frame/registry.ts';
import { CLASS_ASSAYS, type Colour, colourOfAssay, MARK } from '../../../words/classes.ts';
import { type AssayIn, assayText, isListable } from '../filter-texts.ts';
import { assaysOf, type Biosample, hasAssay } from '../picker/biosamples.ts';
import { termsIn, zChanges, zRangesIn } from './chosen-terms.ts';
import { type Ends, parseRange, type RangeScale, rangeText } from './range-scale.ts';

interface Common {
  readonly key: string;
  /** In words: title, Clear, handles. */
  readonly title: string;
  /** Folded at first unless it is set. */
  readonly isFolded: boolean;
  /** The registry has no such data. */
  readonly isMissing: boolean;
  /** The names of the address that it sets. */
  readonly names: readonly string[];
}

export interface RangeFacetSpec extends Common {
  readonly kind: 'range';
  /** As the API has it: `histogram.tau:0,1,48`. */
  readonly asked: string;
  readonly scale: RangeScale;
  readonly colour: Colour;
  readonly unit?: string;
  readonly line?: { readonly at: number; readonly text: string };
  /** Of Z in a biosample. */
  readonly column?: AssayIn;
  read(query: Query): Ends;
  write(query: Query, ends: Ends): Changes;
}

export type FacetSpec =
  | RangeFacetSpec
  | (Common & { readonly kind: 'class' | 'conditions' | 'places' | 'tier' | 'zone' });

export const BINS = 48;
const HIGH = { at: 1.64, text: 'high > 1.64' };
const Z_SCALE: RangeScale = { from: -4, to: 10, decimals: 2, ticks: [-4, 0, 5, 10] };
const MAX_Z_SCALE: RangeScale = { from: -2, to: 10, decimals: 2, ticks: [-2, 0, 5, 10] };
const DISTANCE_SCALE: RangeScale = {
  from: 0,
  to: 1_000_000,
  isLog: true,
  decimals: 0,
  ticks: [0, 100, 2000, 1_000_000],
};
const TAU_SCALE: RangeScale = { from: 0, to: 1, decimals: 2, ticks: [0, 0.5, 1] };
const LENGTH_SCALE: RangeScale = { from: 150, to: 390, decimals: 0, ticks: [150, 200, 250, 300, 350] };
/** More histograms of Z are folded at first. */
const OPEN_Z = 2;

/** The facets; biosamples are undefined until they are known, and then nothing is missing. */
export function facetsOf(
  query: Query,
  { scheme }: Pick<Registry, 'scheme'>,
  biosamples: readonly Biosample[] | undefined,
): readonly FacetSpec[] {
  const assays = biosamples === undefined ? [...CLASS_ASSAYS] : assaysOf(biosamples);
  const has = (assay: string) => assays.includes(assay);
  const open = { isFolded: false, isMissing: false };
  const folded = { isFolded: true, isMissing: false };
  const maxZ = CLASS_ASSAYS.map((assay) =>
    range({
      key: `maxZ.${assay}`,
      title: `${assay} max-Z`,
      scale: MAX_Z_SCALE,
      colour: colourOfAssay(assay),
      line: HIGH,
      isFolded: assay !== 'DNase',
      isMissing: !has(assay),
    }),
  );
  const withDnase = biosamples?.filter((own) => hasAssay(own, 'DNase')).length ?? 0;
  const ofEncode3: readonly FacetSpec[] =
    scheme === 'encode3' ? [{ kind: 'tier', key: 'tier', title: 'Tier', names: ['tier'], ...folded }] : [];
  return [
    { kind: 'class', key: 'class', title: 'Class', names: ['class', 'ctcfBound'], ...open },
    {
      kind: 'conditions',
      key: 'conditions',
      title: 'Biosamples',
      names: ['high', 'low', 'noSignal', 'activity'],
      ...open,
    },
    ...zFacets(query),
    ...maxZ.slice(0, 1),
    { kind: 'places', key: 'places', title: 'Chromosome and position', names: ['chrom', 'region'], ...open },
    range({
      key: 'tssDistance',
      title: 'Centre to nearest TSS',
      scale: DISTANCE_SCALE,
      unit: 'bp',
      ...open,
    }),
    range({
      key: 'tau',
      title: 'Tissue specificity τ',
      scale: TAU_SCALE,
      ...folded,
      isMissing: !has('DNase'),
    }),
    ...maxZ.slice(1),
    ...ofEncode3,
    { kind: 'zone', key: 'zone', title: 'Zone', names: ['zone'], ...folded },
    range({
      key: 'support.DNase',
      title: 'Biosamples with high DNase',
      scale: countScale(withDnase),
      ...folded,
      isMissing: !has('DNase'),
    }),
    range({ key: 'length', title: 'Length', scale: LENGTH_SCALE, unit: 'bp', ...folded }),
  ];
}

/** A bin for each number of biosamples where they are few. */
function countScale(most: number): RangeScale {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((own) => most / own <= 5) ?? 1000;
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  return { from: 0, to: Math.max(1, most + 1), decimals: 0, isCount: true, ticks };
}

type Wish = Omit<RangeFacetSpec, 'kind' | 'names' | 'asked' | 'colour' | 'read' | 'write'> & {
  readonly colour?: Colour;
};

function range(wish: Wish): RangeFacetSpec {
  const { key } = wish;
  return {
    colour: MARK,
    ...wish,
    kind: 'range',
    names: [key],
    asked: histogram(key, wish.scale),
    read: (query) => parseRange(query[key]),
    write: (_, ends) => ({ [key]: rangeText(ends) }),
  };
}

function histogram(value: string, { from, to, isLog, isCount }: RangeScale): string {
  const bins = isCount ? Math.min(BINS, to - from) : BINS;
  return `histogram.${value}:${from},${to},${bins}${isLog ? ',log' : ''}`;
}

/** A histogram for each biosample that a condition or a range names. */
function zFacets(query: Query): RangeFacetSpec[] {
  const { terms, fixed } = termsIn(query);
  const named = [...fixed, ...terms].flatMap((term) => ('biosample' in term ? [term] : []));
  const ranged = zRangesIn(query);
  const columns = new Map(
    // The others cannot be told apart in `z`.
    [...named, ...ranged].filter(isListable).map(({ assay, biosample }) => {
      const column = { assay, biosample };
      return [assayText(column), column];
    }),
  );
  return [...columns].map(([text, column], i) => ({
    kind: 'range',
    key: `z.${text}`,
    title: `${column.assay} Z in ${column.biosample}`,
    isFolded: i >= OPEN_Z,
    isMissing: false,
    // Set by its own part of `z` alone.
    names: [],
    asked: histogram(`z.${text}`, Z_SCALE),
    scale: Z_SCALE,
    colour: colourOfAssay(column.assay),
    line: HIGH,
    column,
    read: (own) => zRangesIn(own).find((part) => assayText(part) === text)?.ends ?? [null, null],
    write: (own, ends) => zChanges(own, { ...column, ends }),
  }));
}

/** It filters something. */
export function isSet(spec: FacetSpec, query: Query): boolean {
  if (spec.names.some((name) => (query[name] ?? '') !== '')) return true;
  return spec.kind === 'range' && spec.read(query).some((end) => end !== null);
}
