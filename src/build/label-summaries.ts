/** How biosamples.tsv counts the labels of a biosample's file. */

import { CLASS_NAMES, CTCF_BOUND, type Scheme } from '../registry/schemes.ts';

/** The count columns of biosamples.tsv: classes for biosamples with DNase, high marks for those without. */
export function labelSummaries(scheme: Scheme) {
  const classes = CLASS_NAMES[scheme].biosample.map((name) => ({
    name,
    ofDnase: true,
    matches: (label: string) => label.split(',')[0] === name,
  }));
  const bound = { name: 'CTCF-bound', ofDnase: true, matches: (label: string) => label.endsWith(CTCF_BOUND) };
  const marks = ['High-H3K4me3', 'High-H3K27ac', 'High-CTCF', 'Unclassified'].map((name) => ({
    name,
    ofDnase: false,
    matches: (label: string) => label.split(',').includes(name),
  }));
  return [...classes, ...(scheme === 'encode3' ? [bound] : []), ...marks];
}
