/** The rules of classes and tiers in words, said of one element. */

import {
  classOfAccessible,
  HIGH_CTCF,
  HIGH_DNASE,
  HIGH_H3K4ME3,
  HIGH_H3K27AC,
} from '../registry/classify.ts';
import { ACCESSIBLE, CLASS_NAMES, type Scheme } from '../registry/schemes.ts';
import { contradictions, seenClasses } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';

/** Which rule gave an element its class, of whose assays `high` are high and `assayed` were measured anywhere. */
export function classRule(
  zone: number,
  { high, assayed }: { readonly high: number; readonly assayed: number },
  scheme: Scheme,
): string {
  const state = (bit: number) => (high & bit ? 'high' : assayed & bit ? 'low' : 'not assayed');
  if ((high & HIGH_DNASE) === 0) return `DNase ${state(HIGH_DNASE)}: not a cCRE`;
  const code = classOfAccessible(zone, high);
  const marks = [
    `H3K4me3 ${state(HIGH_H3K4ME3)}`,
    `H3K27ac ${state(HIGH_H3K27AC)}`,
    `CTCF ${state(HIGH_CTCF)}`,
  ].join(', ');
  const name = CLASS_NAMES[scheme].agnostic[code];
  const outcome = code === ACCESSIBLE && name === undefined ? 'no mark is high: not a cCRE' : name;
  const suffix = scheme === 'encode3' && high & HIGH_CTCF ? ', with CTCF-bound since CTCF is high' : '';
  return `DNase high, ${ZONES[zone]}, ${marks} -> ${outcome}${suffix}`;
}

/** Which evidence gave an element its tier. */
export function tierRule(evidence: number, tier: string, label: string): string {
  if (tier === '1a')
    return 'high DNase and a high mark together in a biosample with all four assays (group 1)';
  if (tier === '1b')
    return 'high DNase and a high mark together in a biosample with DNase and some marks (groups 2-6, 14)';
  const { dnase, marks } = seenClasses(evidence);
  const seen = `high DNase in biosamples of class ${dnase.join(', ')}; high marks in class ${marks.join(', ')} (I all assays, II DNase and some marks, III others); never together`;
  if (tier === '4') return `${seen}: they disagree where they were measured together`;
  if (tier === '2') return `${seen}: they could not be measured together`;
  const against = contradictions(evidence).filter((mark) => needs(label, mark));
  return against.length === 0
    ? `${seen}: a biosample with all four assays could have shown them together`
    : `${seen}: a biosample with DNase and ${against.join(' or ')} could have shown what ${label} needs`;
}

/** Whether a class needs this mark; the scripts look for "CTCF" anywhere in the label. */
function needs(label: string, mark: string): boolean {
  if (mark === 'H3K4me3') return /PLS|H3K4me3/.test(label);
  return mark === 'H3K27ac' ? /[pd]ELS/.test(label) : /CTCF/.test(label);
}
