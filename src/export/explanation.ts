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

/** The biosamples, a line each, below a header; cells are put into the text as they are made, since there may be thousands. */
function biosampleTable(biosamples: readonly BiosampleView[], assays: readonly string[]): string {
  const nameWidth = widest('biosample', biosamples, ({ biosample }) => biosample.length);
  const groupWidth = widest('group', biosamples, ({ group }) => String(group).length);
  const widths = assays.map((assay) => zWidth(assay, biosamples));
  let text = `${'biosample'.padEnd(nameWidth)}  ${'group'.padStart(groupWidth)}`;
  for (let k = 0; k < assays.length; k++) text += `  ${assays[k]!.padStart(widths[k]!)}`;
  text += '  class';
  for (const { biosample, group, label, z } of biosamples) {
    text += `\n${biosample.padEnd(nameWidth)}  ${String(group).padStart(groupWidth)}`;
    for (let k = 0; k < assays.length; k++) text += `  ${zCell(z[assays[k]!]).padStart(widths[k]!)}`;
    text += `  ${label}`;
  }
  return text;
}

function widest<T>(header: string, rows: readonly T[], widthOf: (row: T) => number): number {
  return rows.reduce((width, row) => Math.max(width, widthOf(row)), header.length);
}

/** The longest text of a Z is that of the highest or of the lowest. */
function zWidth(assay: string, biosamples: readonly BiosampleView[]): number {
  let highest = 0;
  let lowest = 0;
  for (const { z } of biosamples) {
    const own = z[assay]?.z ?? 0;
    if (own > highest) highest = own;
    if (own < lowest) lowest = own;
  }
  return Math.max(assay.length, ...[highest, lowest].map((z) => zCell({ z, isHigh: true }).length));
}

function zCell(value: { readonly z: number; readonly isHigh: boolean } | undefined): string {
  if (value === undefined) return '-';
  return value.z.toFixed(2) + (value.isHigh ? '*' : ' ');
}
