/** The rules of classes in words. */

import { describe, expect, it } from 'vitest';
import { classRule } from '../../src/export/rules.ts';
import { HIGH_CTCF, HIGH_DNASE, HIGH_H3K4ME3, HIGH_H3K27AC } from '../../src/registry/classify.ts';
import { ZONES } from '../../src/registry/zones.ts';

describe('the rule of a class', () => {
  const zone = ZONES.indexOf('distal');

  it('tells a mark that is low from one that nobody has', () => {
    const high = HIGH_DNASE | HIGH_CTCF;
    expect(classRule(zone, { high, assayed: high }, 'encode3')).toBe(
      'DNase high, distal, H3K4me3 not assayed, H3K27ac not assayed, CTCF high -> CTCF-only, with CTCF-bound since CTCF is high',
    );
    expect(classRule(zone, { high, assayed: high | HIGH_H3K4ME3 | HIGH_H3K27AC }, 'encode3')).toContain(
      'H3K4me3 low, H3K27ac low, CTCF high',
    );
  });
});
