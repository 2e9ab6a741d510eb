/** Biosamples of two registries, and the labels of matched elements in those that both have. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { bedPlaceText } from '../genome/region-text.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import type { Progress } from '../progress.ts';
import { biosampleLabel } from '../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Scheme } from '../registry/schemes.ts';
import { ZONES } from '../registry/zones.ts';
import { splitLabel } from '../store/ccre-table.ts';
import { readZones } from '../store/element-zones.ts';
import { ELEMENTS_TSV } from '../store/layout.ts';
import type { BiosampleRow, RegistryDirectory } from '../store/registry-directory.ts';
import { readHigh, type ZColumn } from '../store/zscore-store.ts';
import { forEachSamePlace } from './diff-match.ts';
import type { DiffSide } from './diff-sides.ts';

/** A biosample that both registries have. */
export interface SharedBiosample {
  readonly biosample: string;
  /** Availability groups; null without any of the four assays. */
  readonly oldGroup: number | null;
  readonly newGroup: number | null;
  /** Class assays whose dataset is another one, or is there on one side only. */
  readonly otherDatasets: readonly string[];
  /** Pairs with another label, the suffix CTCF-bound aside; null where a side has no labels. */
  readonly changed: number | null;
  readonly changedWithSuffix: number | null;
}

export interface BiosampleDiff {
  readonly old: number;
  readonly new: number;
  /** Whether labels are compared: both sides have one scheme. */
  readonly labelsCompared: boolean;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly shared: readonly SharedBiosample[];
}

/** Pairs as places among the elements of the two sides. */
export interface Pairs {
  readonly old: Int32Array;
  readonly now: Int32Array;
}

/**
 * Compares biosamples by name. Labels come from the stored high bits, so they are those of biosamples/KEY.bed: an
 * eighth of a byte is read an element and data set. Labels of two schemes are not compared.
 */
export async function biosampleDiff(
  old: DiffSide & { readonly registry: RegistryDirectory },
  now: DiffSide & { readonly registry: RegistryDirectory },
  pairs: Pairs,
  progress: Progress,
): Promise<BiosampleDiff> {
  const [ours, theirs] = [old.registry.biosamples, now.registry.biosamples];
  const theirsOf = new Map(theirs.map((row) => [row.name, row]));
  const names = new Set(ours.map(({ name }) => name));
  const isComparable = old.registry.scheme === now.registry.scheme;
  const views = isComparable
    ? ([await labelView(old, pairs.old), await labelView(now, pairs.now)] as const)
    : undefined;
  progress.step('comparing biosamples', ours.length, 'biosamples');
  return {
    old: ours.length,
    new: theirs.length,
    labelsCompared: isComparable,
    removed: ours.filter(({ name }) => !theirsOf.has(name)).map(({ name }) => name),
    added: theirs.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    shared: ours.flatMap((a) => {
      const b = theirsOf.get(a.name);
      progress.advance(1);
      return b === undefined ? [] : [sharedBiosample(a, b, views)];
    }),
  };
}

/** What labels of one side are made of. */
interface LabelView {
  readonly registry: RegistryDirectory;
  readonly columnOf: ReadonlyMap<string, ZColumn>;
  readonly rows: number;
  /** Of each pair: the element's row in the store and its zone. */
  readonly row: Int32Array;
  readonly zone: Uint8Array;
}

function sharedBiosample(
  a: BiosampleRow,
  b: BiosampleRow,
  views: readonly [LabelView, LabelView] | undefined,
): SharedBiosample {
  const facts = {
    biosample: a.name,
    oldGroup: a.group ?? null,
    newGroup: b.group ?? null,
    otherDatasets: CLASS_ASSAYS.filter((assay) => a.files[assay] !== b.files[assay]),
  };
  if (views === undefined || a.group === undefined || b.group === undefined) {
    return { ...facts, changed: null, changedWithSuffix: null };
  }
  const texts: string[] = [];
  const old = labelCodes(views[0], a, texts);
  const now = labelCodes(views[1], b, texts);
  const names = texts.map((text) => splitLabel(text).name);
  const bare = names.map((name) => names.indexOf(name));
  let changed = 0;
  let changedWithSuffix = 0;
  for (let k = 0; k < old.length; k++) {
    const before = old[k]!;
    const after = now[k]!;
    if (before === after) continue;
    changedWithSuffix++;
    if (bare[before] !== bare[after]) changed++;
  }
  return { ...facts, changed, changedWithSuffix };
}

const HIGH_STATES = 16;

/** The label of each pair's element in a biosample, as a place in `texts`, which grows. */
function labelCodes(view: LabelView, biosample: BiosampleRow, texts: string[]): Uint8Array {
  const { row, rows } = view;
  const labels = view.zone.map((zone) => zone * HIGH_STATES);
  let assays = 0;
  for (const [bit, assay] of CLASS_ASSAYS.entries()) {
    const column = view.columnOf.get(biosample.files[assay] ?? '');
    if (column === undefined) continue;
    assays |= 1 << bit;
    const packed = readHigh(view.registry.zscores, column, rows);
    for (let k = 0; k < row.length; k++) labels[k]! |= ((packed[row[k]! >> 3]! >> (row[k]! & 7)) & 1) << bit;
  }
  const codes = codesOfStates(assays, view.registry.scheme, texts);
  for (let k = 0; k < labels.length; k++) labels[k] = codes[labels[k]!]!;
  return labels;
}

/** The code of each zone and combination of high bits. */
function codesOfStates(assays: number, scheme: Scheme, texts: string[]): Uint8Array {
  return Uint8Array.from({ length: ZONES.length * HIGH_STATES }, (_, state) => {
    const { label } = biosampleLabel(Math.floor(state / HIGH_STATES), state % HIGH_STATES, assays, scheme);
    const known = texts.indexOf(label);
    return known < 0 ? texts.push(label) - 1 : known;
  });
}

async function labelView(
  { registry, elements, allRdhss }: DiffSide & { readonly registry: RegistryDirectory },
  paired: Int32Array,
): Promise<LabelView> {
  const zones = await readZones(path.join(registry.path, ELEMENTS_TSV), registry.manifest.rows);
  const row = gatherInt32(rowsAmong(elements.regions, allRdhss!.regions, registry.path), paired);
  return {
    registry,
    columnOf: new Map(registry.manifest.columns.map((column) => [column.file, column])),
    rows: registry.manifest.rows,
    row,
    zone: Uint8Array.from(row, (i) => zones[i]!),
  };
}

/** The row of each cCRE among the rDHSs, which is where it stands. */
function rowsAmong(ccres: SortedRegions, rdhss: SortedRegions, file: string): Int32Array {
  const rows = new Int32Array(ccres.start.length).fill(-1);
  forEachSamePlace(ccres, rdhss, (i, row) => {
    rows[i] = row;
  });
  const stray = rows.indexOf(-1);
  if (stray < 0) return rows;
  const found = `the cCRE ${bedPlaceText(ccres, stray)} is none of its rDHSs`;
  throw new CisregError('FORMAT', `${found}; build the registry again`, { where: { file } });
}
