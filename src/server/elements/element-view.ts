/** Elements as the API shows them: as objects, and as columns of tables. */

import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { CLASS_ASSAYS, type ClassAssay } from '../../registry/classify.ts';
import { CLASS_COLOURS, CLASS_NAMES, CTCF_BOUND, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { ZONES } from '../../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, NONE_8, NONE_16, nearestGene, rdhsAccession } from '../../store/element-table.ts';
import { hasRow, type RowSet } from '../../store/row-set.ts';

/** A Z-score: missing (not assayed), no signal, low and high are told apart. */
export interface ZView {
  readonly state: 'high' | 'low' | 'noSignal' | 'notAssayed';
  /** Six digits; null where it was not assayed, or where there is no signal. */
  readonly z: number | null;
}

/** An element; positions are 0-based half-open, `location` is 1-based inclusive. */
export interface ElementView {
  readonly accession: string | null;
  readonly rdhs: string;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly location: string;
  readonly length: number;
  readonly class: string | null;
  readonly ctcfBound: boolean | null;
  readonly tier: string | null;
  readonly isPublished: boolean;
  readonly zone: string;
  readonly tssDistance: number | null;
  readonly nearestGene: string | null;
  readonly maxZ: Readonly<Record<ClassAssay, ZView>>;
  /** Number of biosamples in which each assay is high; null where nobody has it. */
  readonly support: Readonly<Record<ClassAssay, number | null>>;
  readonly tau: number | null;
  readonly blacklisted: boolean | null;
}

/** The element of a row. */
export function elementView(store: ElementStore, row: number): ElementView {
  const { table, registry } = store;
  const { chrom, start, end } = placeAt(table.regions, row);
  const code = table.classCode[row]!;
  const isCcre = code !== NOT_CCRE;
  const tier = table.tier[row]!;
  const distance2 = table.tssDistance2[row]!;
  const blacklist = table.blacklist[row]!;
  return {
    accession: ccreAccession(table, row) ?? null,
    rdhs: rdhsAccession(table, row),
    chrom,
    start,
    end,
    location: locationText({ chrom, start, end }),
    length: end - start,
    class: isCcre ? CLASS_NAMES[registry.scheme].agnostic[code]! : null,
    ctcfBound: isCcre && registry.scheme === 'encode3' ? hasRow(table.ctcfBound, row) : null,
    tier: tier === NONE_8 ? null : TIERS[tier]!,
    isPublished: hasRow(table.published, row),
    zone: ZONES[table.zone[row]!]!,
    tssDistance: distance2 < 0 ? null : distance2 / 2,
    nearestGene: nearestGene(table, row) ?? null,
    maxZ: byAssay((a) => maxZView(store, a, row)),
    support: byAssay((a) => table.support[a]?.[row] ?? null),
    tau: table.tau[row] === NONE_16 ? null : table.tau[row]! / 10_000,
    blacklisted: blacklist === NONE_8 ? null : blacklist === 1,
  };
}

function byAssay<T>(of: (code: number) => T): Record<ClassAssay, T> {
  return Object.fromEntries(CLASS_ASSAYS.map((assay, a) => [assay, of(a)])) as Record<ClassAssay, T>;
}

function maxZView({ table }: ElementStore, a: number, row: number): ZView {
  const column = table.maxZ[a];
  if (column === undefined) return { state: 'notAssayed', z: null };
  // High comes from the stored bits: an element that is high somewhere has support.
  return zView(column[row]!, table.support[a]![row]! > 0);
}

/** A stored Z and its stored bit as the API shows them. */
export function zView(z: number, isHigh: boolean): ZView {
  if (Number.isNaN(z)) return { state: 'notAssayed', z: null };
  if (z === ZERO_SIGNAL_Z) return { state: 'noSignal', z: null };
  return { state: isHigh ? 'high' : 'low', z: floatToSix(z) };
}

/** The element of a row as BED9 with its class, coloured as ENCODE publishes it; without its line end. */
export function elementBed(store: ElementStore, row: number): string {
  const { table, registry } = store;
  const { chrom, start, end } = placeAt(table.regions, row);
  const code = table.classCode[row]!;
  const isCcre = code !== NOT_CCRE;
  const suffix = registry.scheme === 'encode3' && hasRow(table.ctcfBound, row) ? CTCF_BOUND : '';
  const label = isCcre ? `${CLASS_NAMES[registry.scheme].agnostic[code]}${suffix}` : '.';
  const name = ccreAccession(table, row) ?? rdhsAccession(table, row);
  const rgb = isCcre ? CLASS_COLOURS[code]! : '140,140,140';
  return `${chrom}\t${start}\t${end}\t${name}\t0\t.\t${start}\t${end}\t${rgb}\t${label}`;
}

/** A Z in one biosample. */
export function columnView(z: Float32Array, high: RowSet, row: number): ZView {
  return zView(z[row]!, hasRow(high, row));
}
