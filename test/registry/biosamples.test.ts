import { describe, expect, test } from 'vitest';
import { availabilityGroup, biosampleLabel, completeness } from '../../src/registry/biosamples.ts';
import { ZONES } from '../../src/registry/zones.ts';
import { bitsOf } from './high-bits.ts';
import { ALL_MARKS, among, assaysOf, groupOf, labelInGroup, ZONE_NAMES } from './naive-classes.ts';

const GROUPS = Array.from({ length: 15 }, (_, i) => i + 1);

describe('availabilityGroup', () => {
  test('numbers the fifteen combinations as the table does, and none for no assay', () => {
    expect(ALL_MARKS.map((assays) => availabilityGroup(bitsOf(assays)))).toEqual(ALL_MARKS.map(groupOf));
    expect(GROUPS.map((group) => availabilityGroup(bitsOf(assaysOf(group))))).toEqual(GROUPS);
  });
});

describe('biosampleLabel', () => {
  test.each(['encode3', 'encode4'] as const)(
    'gives the names and colours of the table in every group and zone, whatever is high (%s)',
    (scheme) => {
      let cases = 0;
      for (const group of GROUPS) {
        const assays = assaysOf(group);
        for (const zone of ZONE_NAMES) {
          for (const marks of ALL_MARKS) {
            const high = among(marks, assays);
            const where = `group ${group}, ${zone}, ${JSON.stringify(high)}`;
            const ours = biosampleLabel(ZONES.indexOf(zone), bitsOf(high), bitsOf(assays), scheme);
            expect({ where, ...ours }).toEqual({ where, ...labelInGroup(group, zone, high, scheme) });
            cases++;
          }
        }
      }
      expect(cases).toBe(15 * 3 * 16);
    },
  );
});

describe('completeness', () => {
  test('is full only with all four assays', () => {
    const full = GROUPS.filter((group) => completeness(bitsOf(assaysOf(group))).startsWith('All-data'));
    expect(full).toEqual([1]);
    expect(completeness(15)).toBe('All-data/Full-classification');
    expect(completeness(7)).toBe('Missing-data/Partial-classification');
  });
});
