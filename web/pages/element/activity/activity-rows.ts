/** The element in every biosample, with what is known of the biosample, and how much evidence each has. */

import type { Z } from '../../../parts/marks.tsx';
import { CLASS_ASSAYS, type ClassAssay } from '../../../words/classes.ts';
import type { Element, InBiosample } from '../element.ts';
import { grouped } from '../grouped.ts';

/** How many of the class assays a biosample has: all; DNase but not all; no DNase. */
export const GROUPS = ['core', 'partial', 'ancillary'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_WORDS: Readonly<Record<Group | 'all', string>> = {
  all: 'core: all four assays; ancillary: no DNase',
  core: 'all four assays: the class is certain',
  partial: 'DNase, but not all marks: those missing count as low in the class',
  ancillary: 'no DNase: no class, marks alone',
};

export interface ActivityRow {
  readonly key: string;
  readonly biosample: string;
  /** null where the sheet does not say. */
  readonly tissue: string | null;
  readonly sampleType: string | null;
  /** The class there, without suffix. */
  readonly className: string;
  readonly isCtcfBound: boolean;
  readonly group: Group;
  /** Of the class assays, and of another one that is plotted; read it by `zAt`. */
  readonly z: Readonly<Record<string, Z>>;
}

const NOT_ASSAYED: Z = { state: 'notAssayed', z: null };

/** The Z-score of an assay; not assayed where there is none. */
export const zAt = (z: ActivityRow['z'], assay: string): Z => z[assay] ?? NOT_ASSAYED;

const SUFFIX = ',CTCF-bound';
export const NO_TISSUE = 'not given';

interface Described {
  readonly key: string;
  readonly metadata?: Readonly<Record<string, string | null | undefined>>;
}

/** The rows of all biosamples. */
export function activityRows(
  inBiosamples: readonly InBiosample[],
  described: readonly Described[],
): readonly ActivityRow[] {
  const metadata = new Map(described.map((own) => [own.key, own.metadata]));
  return inBiosamples.map(({ key, biosample, class: label, z }) => ({
    key,
    biosample,
    tissue: metadata.get(key)?.tissue ?? null,
    sampleType: metadata.get(key)?.sampleType ?? null,
    className: label.replace(SUFFIX, ''),
    isCtcfBound: label.endsWith(SUFFIX),
    group: groupOf(z),
    z,
  }));
}

/** The Z-score of a biosample in an assay that makes no class. */
export interface MoreZ extends Z {
  readonly key: string;
  readonly tissue: string | null;
}

/** The rows with another assay, and those biosamples that have no other one. */
export function withMoreZ(
  rows: readonly ActivityRow[],
  assay: string,
  more: ReadonlyMap<string, MoreZ>,
): readonly ActivityRow[] {
  const known = new Set(rows.map(({ biosample }) => biosample));
  const own = [...more].filter(([biosample]) => !known.has(biosample));
  return [
    ...rows.map((row) => ({ ...row, z: { ...row.z, [assay]: more.get(row.biosample) ?? NOT_ASSAYED } })),
    ...own.map(
      ([biosample, { key, tissue, state, z }]): ActivityRow => ({
        key,
        biosample,
        tissue,
        sampleType: null,
        className: 'Unclassified',
        isCtcfBound: false,
        group: 'ancillary',
        z: { [assay]: { state, z } },
      }),
    ),
  ];
}

/** Which evidence a biosample has. */
export function groupOf(z: ActivityRow['z']): Group {
  if (zAt(z, 'DNase').state === 'notAssayed') return 'ancillary';
  return CLASS_ASSAYS.every((assay) => zAt(z, assay).state !== 'notAssayed') ? 'core' : 'partial';
}

/** Z for sorting: no signal below every number, no data null. */
export const sortableZ = ({ state, z }: Z): number | null =>
  state === 'notAssayed' ? null : state === 'noSignal' ? Number.NEGATIVE_INFINITY : z;

export interface StateCounts {
  readonly high: number;
  readonly low: number;
  readonly noSignal: number;
  readonly notAssayed: number;
}

/** How many rows are in each state; no signal is counted apart from low. */
export function stateCounts(rows: readonly ActivityRow[], assay: string): StateCounts {
  const counts = { high: 0, low: 0, noSignal: 0, notAssayed: 0 };
  for (const { z } of rows) counts[zAt(z, assay).state]++;
  return counts;
}

/** The assay that a page shows first: the mark that makes the class. */
export function firstAssay({ class: name }: Element): ClassAssay {
  if (name === 'pELS' || name === 'dELS') return 'H3K27ac';
  if (name === 'PLS' || name?.endsWith('H3K4me3')) return 'H3K4me3';
  return name !== null && /CTCF/.test(name) ? 'CTCF' : 'DNase';
}

export interface Tissue {
  readonly name: string;
  readonly rows: readonly ActivityRow[];
  readonly counts: StateCounts;
}

/** The rows by tissue, the tissue with most high biosamples first; equal ones by highest Z, then by name. */
export function byTissue(rows: readonly ActivityRow[], assay: string): readonly Tissue[] {
  const groups = grouped(rows, ({ tissue }) => tissue ?? NO_TISSUE);
  const best = new Map<string, number>();
  const tissues = [...groups].map(([name, own]): Tissue => {
    best.set(name, Math.max(...own.map(({ z }) => sortableZ(zAt(z, assay)) ?? Number.NEGATIVE_INFINITY)));
    return { name, rows: own, counts: stateCounts(own, assay) };
  });
  return tissues.sort(
    (a, b) =>
      b.counts.high - a.counts.high ||
      (best.get(b.name)! > best.get(a.name)! ? 1 : best.get(b.name)! < best.get(a.name)! ? -1 : 0) ||
      a.name.localeCompare(b.name),
  );
}
