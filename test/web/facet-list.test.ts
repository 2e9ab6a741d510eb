/** Which facets an address has, and what they ask of the API. */

import { describe, expect, it } from 'vitest';
import type { Query } from '../../web/frame/address.ts';
import { conditionColumns } from '../../web/pages/elements/chosen-columns.ts';
import { changesTo, termsIn } from '../../web/pages/elements/facets/chosen-terms.ts';
import { type FacetSpec, facetsOf, isSet } from '../../web/pages/elements/facets/facet-list.ts';
import { queryOfFilter } from '../../web/pages/search/filter-query.ts';

const sample = (biosample: string, assays: readonly string[]) => ({
  biosample,
  key: biosample,
  group: 1,
  files: Object.fromEntries(assays.map((assay) => [assay, 'file'])),
  metadata: {},
});
const SAMPLES = [sample('A', ['DNase', 'CTCF']), sample('B', ['DNase'])];
const of = (query: Query, scheme: 'encode3' | 'encode4' = 'encode3') => facetsOf(query, { scheme }, SAMPLES);
const by = (facets: readonly FacetSpec[], key: string) => facets.find((own) => own.key === key)!;

describe('the facets of an address', () => {
  it('stand in their order, five open', () => {
    const facets = of({});
    expect(facets.filter(({ isFolded }) => !isFolded).map(({ key }) => key)).toEqual([
      'class',
      'conditions',
      'maxZ.DNase',
      'places',
      'tssDistance',
    ]);
    expect(new Set(facets.map(({ key }) => key)).size).toBe(facets.length);
  });

  it('know what the registry has not: no data, no tiers', () => {
    const facets = of({});
    expect(facets.filter(({ isMissing }) => isMissing).map(({ key }) => key)).toEqual([
      'maxZ.H3K4me3',
      'maxZ.H3K27ac',
    ]);
    expect(of({}, 'encode4').map(({ key }) => key)).not.toContain('tier');
    // Until the biosamples are known, nothing is said to be missing.
    expect(facetsOf({}, { scheme: 'encode3' }, undefined).every(({ isMissing }) => !isMissing)).toBe(true);
  });

  it('have a histogram for each biosample that is named, whose range is its part of z alone', () => {
    const query = { high: 'DNase@A', activity: 'any:low.CTCF@A;any.DNase@A*B', z: 'DNase@B:1,;DNase@A:,3' };
    const facets = of(query).filter((own) => own.kind === 'range' && own.column !== undefined);
    expect(facets.map(({ key }) => key)).toEqual(['z.DNase@A', 'z.CTCF@A', 'z.DNase@B']);
    const [own] = facets;
    if (own?.kind !== 'range') throw new Error('no range');
    expect(own.asked).toBe('histogram.z.DNase@A:-4,10,48');
    expect(own.read(query)).toEqual([null, 3]);
    expect(own.write(query, [2, 3])).toEqual({ z: 'DNase@B:1,;DNase@A:2,3' });
    expect(own.write(query, [null, null])).toEqual({ z: 'DNase@B:1,' });
    expect(facets.map((one) => isSet(one, query))).toEqual([true, false, true]);
  });

  it('leave out a biosample that no list can name; its condition stands in activity', () => {
    const term = { is: 'high', assay: 'DNase', biosample: 'A; old' } as const;
    const plain = { is: 'low', assay: 'CTCF', biosample: 'A' } as const;
    const query = changesTo({ join: 'all', terms: [term, plain], fixed: [] }) as Query;
    expect(query).toMatchObject({ low: 'CTCF@A', activity: 'all:high.DNase@A%3B old' });
    expect(query.high).toBeUndefined();
    expect(termsIn(query).terms).toEqual([plain, term]);
    expect(
      of(query).flatMap((own) => (own.kind === 'range' && own.column !== undefined ? own.key : [])),
    ).toEqual(['z.CTCF@A']);
    expect(conditionColumns(query)).toEqual(['CTCF@A']);
    expect(queryOfFilter({ activity: term }, [])).toEqual({ activity: 'all:high.DNase@A%3B old' });
    expect(queryOfFilter({ activity: { ...plain, is: 'high' } }, [])).toEqual({ high: 'CTCF@A' });
  });

  it('ask for a bin a number where there are few, and for a log axis by its name', () => {
    const facets = of({});
    expect(by(facets, 'support.DNase')).toMatchObject({ asked: 'histogram.support.DNase:0,3,3' });
    expect(by(facets, 'tssDistance')).toMatchObject({ asked: 'histogram.tssDistance:0,1000000,48,log' });
  });

  it('are set by their names', () => {
    const query = { ctcfBound: 'true', region: 'chr1:1-5', tau: '0.8,' };
    expect(
      of(query)
        .filter((own) => isSet(own, query))
        .map(({ key }) => key),
    ).toEqual(['class', 'places', 'tau']);
  });
});
