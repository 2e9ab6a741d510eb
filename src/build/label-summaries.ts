/** How biosamples.tsv counts the labels of a biosample's file. */

import { CLASS_NAMES, CTCF_BOUND, type Scheme } from '../registry/schemes.ts';
import type { LabelCounts } from './biosample-step.ts';

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

/** The count columns that a biosample has, from the labels of its file. */
export function summedLabels(labels: LabelCounts, scheme: Scheme, hasDnase: boolean): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, ofDnase, matches } of labelSummaries(scheme)) {
    if (ofDnase !== hasDnase) continue;
    sums[name] = 0;
    for (const [label, count] of Object.entries(labels)) if (matches(label)) sums[name] += count;
  }
  return sums;
}
