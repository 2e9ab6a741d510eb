/** Classes of elements from their high assays and their zone: ENCODE-cCREs scripts, steps 5 and 7. */

import { ACCESSIBLE, CTCF, DELS, H3K4ME3, LOW_DNASE, NOT_CCRE, PELS, PLS, type Scheme } from './schemes.ts';
import { DISTAL_ZONE, TSS_ZONE } from './zones.ts';

/** Bits of an element's high assays. An assay that a biosample lacks is low. */
export const HIGH_DNASE = 1;
export const HIGH_H3K4ME3 = 2;
export const HIGH_H3K27AC = 4;
export const HIGH_CTCF = 8;

/** The four assays that make classes, in the order of the high bits and of every table. */
export const CLASS_ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'] as const;
export type ClassAssay = (typeof CLASS_ASSAYS)[number];

/** The class of an element with high DNase; ACCESSIBLE where no mark is high. The first rule that matches wins. */
export function classOfAccessible(zone: number, high: number): number {
  if (zone === TSS_ZONE && high & HIGH_H3K4ME3) return PLS;
  if (high & HIGH_H3K27AC) return zone === DISTAL_ZONE ? DELS : PELS;
  if (high & HIGH_H3K4ME3) return H3K4ME3;
  if (high & HIGH_CTCF) return CTCF;
  return ACCESSIBLE;
}

/**
 * The registry's class of every element from the high bits of its max-Z; NOT_CCRE where DNase is low, and in
 * encode3 where no mark is high.
 */
export function classifyAgnostic(zone: Uint8Array, high: Uint8Array, scheme: Scheme): Uint8Array {
  const classes = new Uint8Array(zone.length).fill(NOT_CCRE);
  for (let i = 0; i < zone.length; i++) {
    if ((high[i]! & HIGH_DNASE) === 0) continue;
    const code = classOfAccessible(zone[i]!, high[i]!);
    if (code !== ACCESSIBLE || scheme === 'encode4') classes[i] = code;
  }
  return classes;
}

/** The class of an element in a biosample that has DNase: LOW_DNASE whatever the marks where DNase is low. */
export function classInBiosample(zone: number, high: number): number {
  return high & HIGH_DNASE ? classOfAccessible(zone, high) : LOW_DNASE;
}
