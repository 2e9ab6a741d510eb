import { describe, expect, test } from 'vitest';
import { CLASS_ASSAYS, classifyAgnostic } from '../../src/registry/classify.ts';
import { CLASS_COLOURS, CLASS_NAMES, NOT_CCRE } from '../../src/registry/schemes.ts';
import { ZONES } from '../../src/registry/zones.ts';
import { bitsOf } from './high-bits.ts';
import { ALL_MARKS, agnosticClass, ZONE_NAMES } from './naive-classes.ts';

describe('classifyAgnostic', () => {
  test.each(['encode3', 'encode4'] as const)(
    'gives the classes of the table in every zone (%s)',
    (scheme) => {
      const cases = ZONE_NAMES.flatMap((zone) => ALL_MARKS.map((high) => ({ zone, high })));
      const codes = classifyAgnostic(
        Uint8Array.from(cases, ({ zone }) => ZONES.indexOf(zone)),
        Uint8Array.from(cases, ({ high }) => bitsOf(high)),
        scheme,
      );
      const names = Array.from(codes, (code) =>
        code === NOT_CCRE ? undefined : CLASS_NAMES[scheme].agnostic[code],
      );
      expect(names).toEqual(cases.map(({ zone, high }) => agnosticClass(zone, high, scheme)));
    },
  );

  test('never gives DNase-H3K4me3 at a TSS, nor a cCRE whose DNase is low', () => {
    const withoutDnase = ALL_MARKS.filter((high) => !high.dnase);
    for (const zone of [0, 1, 2]) {
      const codes = classifyAgnostic(
        new Uint8Array(withoutDnase.length).fill(zone),
        Uint8Array.from(withoutDnase, bitsOf),
        'encode4',
      );
      expect([...codes].every((code) => code === NOT_CCRE)).toBe(true);
    }
    const atTss = classifyAgnostic(new Uint8Array(16), Uint8Array.from(ALL_MARKS, bitsOf), 'encode3');
    expect([...atTss].map((code) => CLASS_NAMES.encode3.agnostic[code])).not.toContain('DNase-H3K4me3');
  });
});

describe('the tables of classes', () => {
  test('have a bit for each assay, and ENCODE colours for each class', () => {
    expect(CLASS_ASSAYS).toEqual(['DNase', 'H3K4me3', 'H3K27ac', 'CTCF']);
    const colours = CLASS_NAMES.encode3.biosample.map((name, code) => `${name} ${CLASS_COLOURS[code]}`);
    expect(colours).toEqual([
      'PLS 255,0,0',
      'pELS 255,167,0',
      'dELS 255,205,0',
      'DNase-H3K4me3 255,170,170',
      'CTCF-only 0,176,240',
      'DNase-only 6,218,147',
      'Low-DNase 225,225,225',
    ]);
  });
});
