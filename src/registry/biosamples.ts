/** Biosamples by the assays that they have, and the labels of elements in them: ENCODE-cCREs scripts, step 7. */

import { classInBiosample, HIGH_CTCF, HIGH_DNASE, HIGH_H3K4ME3, HIGH_H3K27AC } from './classify.ts';
import {
  CLASS_COLOURS,
  CLASS_NAMES,
  CTCF,
  CTCF_BOUND,
  DELS,
  H3K4ME3,
  LOW_DNASE,
  PLS,
  type Scheme,
  UNCLASSIFIED_COLOUR,
} from './schemes.ts';
import { TSS_ZONE } from './zones.ts';

/** Group 1 to 15 by the bits of the assays present (DNase 1, H3K4me3 2, H3K27ac 4, CTCF 8); index 0 is no assay. */
const GROUP_BY_ASSAYS: readonly number[] = [0, 7, 10, 4, 11, 5, 8, 2, 12, 6, 9, 3, 15, 14, 13, 1];

/** All four assays. */
const ALL_ASSAYS = HIGH_DNASE | HIGH_H3K4ME3 | HIGH_H3K27AC | HIGH_CTCF;

/** The availability group (1 to 15) of the assays present, as HIGH_ bits; undefined without any. */
export function availabilityGroup(assays: number): number | undefined {
  return GROUP_BY_ASSAYS[assays] || undefined;
}

/** How an element reads in one biosample: the class column, the colour column and the completeness column. */
export interface BiosampleLabel {
  readonly label: string;
  readonly rgb: string;
}

/** The last column of a biosample's BED. */
export function completeness(assays: number): string {
  return assays === ALL_ASSAYS ? 'All-data/Full-classification' : 'Missing-data/Partial-classification';
}

/**
 * Label and colour of an element with these high bits in a biosample with these assays. With DNase: its class,
 * with ",CTCF-bound" in encode3 where CTCF is high. Without: the list of high marks, or Unclassified.
 */
export function biosampleLabel(zone: number, high: number, assays: number, scheme: Scheme): BiosampleLabel {
  if ((assays & HIGH_DNASE) === 0) return labelWithoutDnase(zone, high);
  const code = classInBiosample(zone, high);
  const bound = scheme === 'encode3' && code !== LOW_DNASE && (high & HIGH_CTCF) !== 0;
  return {
    label: `${CLASS_NAMES[scheme].biosample[code]!}${bound ? CTCF_BOUND : ''}`,
    rgb: CLASS_COLOURS[code]!,
  };
}

function labelWithoutDnase(zone: number, high: number): BiosampleLabel {
  const marks: string[] = [];
  if (high & HIGH_H3K4ME3) marks.push('High-H3K4me3');
  if (high & HIGH_H3K27AC) marks.push('High-H3K27ac');
  if (high & HIGH_CTCF) marks.push('High-CTCF');
  if (marks.length === 0) return { label: 'Unclassified', rgb: UNCLASSIFIED_COLOUR };
  return { label: marks.join(','), rgb: CLASS_COLOURS[colourWithoutDnase(zone, high)]! };
}

function colourWithoutDnase(zone: number, high: number): number {
  if (zone === TSS_ZONE && high & HIGH_H3K4ME3) return PLS;
  // H3K27ac has the colour of dELS in every zone: the scripts never use that of pELS without DNase.
  if (high & HIGH_H3K27AC) return DELS;
  if (high & HIGH_H3K4ME3) return H3K4ME3;
  return CTCF;
}
