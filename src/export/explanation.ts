/** The reasons for an element's class and tier, from what a registry stores of it. */

import { biosampleLabel } from '../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { addEvidence, noEvidence } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { HIGH_Z } from '../registry/zscores.ts';
import { classColumns } from '../store/class-columns.ts';
import type { StoredElement } from '../store/element-row.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { classRule, tierRule } from './rules.ts';

/** One biosample's view: the class there and each assay's Z. */
export interface BiosampleView {
  readonly biosample: string;
  readonly group: number;
  readonly label: string;
  readonly z: Readonly<Record<string, { readonly z: number; readonly isHigh: boolean }>>;
}

export interface Explanation {
  readonly element: Omit<StoredElement, 'zscores'>;
  /** By assay: the highest Z over biosamples, and the biosample that has it. */
  readonly maxZ: Readonly<
    Record<string, { readonly z: number; readonly isHigh: boolean; readonly biosample: string }>
  >;
  readonly classRule: string;
  readonly tierRule: string | undefined;
  readonly biosamples: readonly BiosampleView[];
  /** All of it for people. */
  readonly text: string;
}

/** Explains one element, by its exact Z or by those that are stored; `zscores` of the record are those of all columns of this registry, in its order. */
export function explanation(registry: RegistryDirectory, record: StoredElement): Explanation {
  const zone = (ZONES as readonly string[]).indexOf(record.details.zone!);
  const evidence = noEvidence(1);
  const ownHigh = new Uint8Array(1);
  const biosamples: BiosampleView[] = [];
  const maxZ: Record<string, { z: number; isHigh: boolean; biosample: string }> = {};
  let high = 0;
  let assayed = 0;
  for (const { biosample, group, columns } of classColumns(registry)) {
    const own: Record<string, { z: number; isHigh: boolean }> = {};
    let assays = 0;
    ownHigh[0] = 0;
    for (let a = 0; a < columns.length; a++) {
      const c = columns[a]!;
      if (c < 0) continue;
      const assay = CLASS_ASSAYS[a]!;
      const { z, isHigh } = record.zscores[c]!;
      own[assay] = { z, isHigh };
      assays |= 1 << a;
      if (isHigh) ownHigh[0]! |= 1 << a;
      if (z > (maxZ[assay]?.z ?? Number.NEGATIVE_INFINITY)) {
        maxZ[assay] = { z, isHigh, biosample: biosample.name };
      }
    }
    high |= ownHigh[0]!;
    assayed |= assays;
    addEvidence(evidence, group, ownHigh);
    const { label } = biosampleLabel(zone, ownHigh[0]!, assays, registry.scheme);
    biosamples.push({ biosample: biosample.name, group, label, z: own });
  }
  const { zscores, ...element } = record;
  const reasons = {
    element,
    maxZ,
    classRule: classRule(zone, { high, assayed }, registry.scheme),
    tierRule: record.tier === undefined ? undefined : tierRule(evidence[0]!, record.tier, record.class!),
    biosamples,
  };
  return { ...reasons, text: textOf(reasons) };
}

function textOf(reasons: Omit<Explanation, 'text'>): string {
  const { element, maxZ } = reasons;
  const { details } = element;
  const assays = CLASS_ASSAYS.filter((assay) => maxZ[assay] !== undefined);
  const gene = details.gene === 'NA' ? '' : ` of ${details.gene}`;
  const distance =
    details.tssDistance === 'NA'
      ? 'no TSS on this chromosome'
      : `${details.tssDistance} bp from the nearest TSS${gene}`;
  const lines = [
    `${element.ccre ?? 'no cCRE'}  ${element.class ?? ''}${element.tier === undefined ? '' : `  tier ${element.tier}`}${element.ccre !== undefined && !element.isPublished ? '  (not in cCREs.bed)' : ''}`.trimEnd(),
    `place    ${element.chrom}:${element.start}-${element.end} (0-based half-open), ${element.end - element.start} bp, rDHS ${element.rdhs}, the DHS ${details.dhs} with signal ${details.dhsSignal}`,
    `zone     ${details.zone}: ${distance} (up to 200 bp TSS-overlapping, up to 2000 bp proximal)`,
    `max-Z    ${assays
      .map((assay) => ({ assay, ...maxZ[assay]! }))
      .map(
        ({ assay, z, isHigh, biosample }) =>
          `${assay} ${z.toFixed(2)} ${isHigh ? 'high' : 'low'} (${biosample})`,
      )
      .join(', ')}; high is above ${HIGH_Z}`,
    `class    ${reasons.classRule}`,
    ...(reasons.tierRule === undefined ? [] : [`tier     ${reasons.tierRule}`]),
    ...(details.blacklist === '1' ? ['         touches the blacklist'] : []),
    '',
  ];
  lines.push(biosampleTable(reasons.biosamples, assays), '* high; -10.00 no signal; - no data');
  return lines.join('\n');
}

/** Columns stand so far apart. */
const GAP = 2;
const SPACE = 32;
const NEWLINE = 10;
/** UTF-8 of a UTF-16 unit has no more bytes. */
const UNIT_BYTES = 3;

/**
 * The biosamples, a line each, below a header. Written as bytes and made a text once: cells of hundreds of lines as texts of their own
 * would be half a megabyte to collect.
 */
function biosampleTable(biosamples: readonly BiosampleView[], assays: readonly string[]): string {
  const nameWidth = widest('biosample', biosamples, ({ biosample }) => biosample.length);
  const groupWidth = widest('group', biosamples, ({ group }) => String(group).length);
  const labelWidth = widest('class', biosamples, ({ label }) => label.length);
  const widths = assays.map((assay) => zWidth(assay, biosamples));
  const cells =
    nameWidth * UNIT_BYTES + groupWidth + labelWidth + widths.reduce((sum, width) => sum + width, 0);
  const lineBytes = cells + GAP * (assays.length + 2) + 1;
  const bytes = Buffer.allocUnsafe(lineBytes * (biosamples.length + 1)).fill(SPACE);
  let at = 0;
  const addLine = (name: string, group: string, label: string, cellOf: (k: number) => string) => {
    at += bytes.write(name, at) + nameWidth - name.length;
    addRight(group, groupWidth);
    for (let k = 0; k < widths.length; k++) addRight(cellOf(k), widths[k]!);
    at += GAP;
    at += bytes.write(label, at);
  };
  const addRight = (cell: string, width: number) => {
    at += GAP + width;
    bytes.write(cell, at - cell.length);
  };
  addLine('biosample', 'group', 'class', (k) => assays[k]!);
  for (const { biosample, group, label, z } of biosamples) {
    bytes[at++] = NEWLINE;
    addLine(biosample, String(group), label, (k) => {
      const own = z[assays[k]!];
      return own === undefined ? '-' : zCell(own.z, own.isHigh);
    });
  }
  return bytes.toString('utf8', 0, at);
}

function widest<T>(header: string, rows: readonly T[], widthOf: (row: T) => number): number {
  return rows.reduce((width, row) => Math.max(width, widthOf(row)), header.length);
}

/** The longest Z is the highest or the lowest. */
function zWidth(assay: string, biosamples: readonly BiosampleView[]): number {
  let highest = 0;
  let lowest = 0;
  for (const { z } of biosamples) {
    const own = z[assay]?.z ?? 0;
    if (own > highest) highest = own;
    if (own < lowest) lowest = own;
  }
  return Math.max(assay.length, zCell(highest, true).length, zCell(lowest, true).length);
}

function zCell(z: number, isHigh: boolean): string {
  return z.toFixed(2) + (isHigh ? '*' : ' ');
}
