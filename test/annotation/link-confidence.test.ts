/** The confidence of a link: worked values, and that no evidence for a pair lowers it. */

import { describe, expect, it } from 'vitest';
import {
  correlationFactor,
  distancePrior,
  FAMILIES,
  familyOf,
  type LinkFacts,
  linkConfidence,
  strengthOfP,
  strengthsOfScores,
} from '../../src/annotation/links/link-confidence.ts';
import { seeded } from '../genome/random.ts';

const NOTHING: LinkFacts = {
  distanceBp: 0,
  isPromoter: false,
  r: Number.NaN,
  n: 0,
  methods: [],
  isRefuted: false,
};

describe('the confidence of a link', () => {
  it('is what its distance gives, times what each method says, as odds', () => {
    expect(linkConfidence(NOTHING)).toBeCloseTo(0.1, 12);
    expect(linkConfidence({ ...NOTHING, distanceBp: 20_000 })).toBeCloseTo(0.05, 12);
    expect(linkConfidence({ ...NOTHING, distanceBp: undefined })).toBeCloseTo(1e-4, 12);
    // Odds of 1/9 times 1000.
    expect(linkConfidence({ ...NOTHING, isPromoter: true })).toBeCloseTo(1000 / 1009, 12);
    // 1/9 x (1 + 60 x 0.5) x (1 + 300 x 0.1).
    const odds = (1 / 9) * 31 * 31;
    const methods = [
      { family: 'contact', strength: 0.5 },
      { family: 'perturbation', strength: 0.1 },
    ] as const;
    expect(linkConfidence({ ...NOTHING, methods })).toBeCloseTo(odds / (1 + odds), 12);
    expect(linkConfidence({ ...NOTHING, isRefuted: true })).toBeCloseTo(0.25 / 9 / (1 + 0.25 / 9), 12);
    // Fisher: atanh(0.8) - 1/sqrt(16) = 1.0986 - 0.25, tanh of it 0.69034.
    expect(correlationFactor(0.8, 19)).toBeCloseTo(0.6 + 14 * 0.69034 ** 2, 3);
    expect([
      correlationFactor(0.9, 4),
      correlationFactor(Number.NaN, 30),
      correlationFactor(-0.5, 30),
    ]).toEqual([1, 1, 0.6]);
  });

  it('never falls with more, stronger or nearer evidence, and stays from 0 to 1', () => {
    const random = seeded(5);
    const share = () => random.int(0, 1000) / 1000;
    for (let i = 0; i < 400; i++) {
      const facts: LinkFacts = {
        distanceBp: random.chance(0.1) ? undefined : random.int(0, 1_000_000),
        isPromoter: random.chance(0.1),
        r: random.chance(0.2) ? Number.NaN : 2 * share() - 1,
        n: random.int(0, 60),
        methods: Array.from({ length: random.int(0, 3) }, () => ({
          family: random.pick(FAMILIES),
          strength: share(),
        })),
        isRefuted: random.chance(0.2),
      };
      const own = linkConfidence(facts);
      expect(own).toBeGreaterThan(0);
      expect(own).toBeLessThanOrEqual(1);
      const better: LinkFacts[] = [
        { ...facts, isPromoter: true },
        { ...facts, isRefuted: false },
        { ...facts, methods: [...facts.methods, { family: random.pick(FAMILIES), strength: share() }] },
        {
          ...facts,
          methods: facts.methods.map(({ family, strength }) => ({ family, strength: (1 + strength) / 2 })),
        },
        { ...facts, r: facts.r + (1 - facts.r) * share() },
      ];
      if (facts.distanceBp !== undefined) {
        better.push({ ...facts, distanceBp: Math.floor(facts.distanceBp * share()) });
      }
      for (const other of better) expect(linkConfidence(other)).toBeGreaterThanOrEqual(own);
    }
    expect(distancePrior(undefined)).toBeLessThan(distancePrior(3_000_000));
  });

  it('takes strength from p, or from the rank of a score in its file', () => {
    expect([strengthOfP(1), strengthOfP(1e-5), strengthOfP(0)]).toEqual([0, 0.5, 1]);
    expect([...strengthsOfScores(Float64Array.of(3, 1, Number.NaN, 3, 2))]).toEqual([
      0.75, 0.125, 0.5, 0.75, 0.375,
    ]);
    expect([...strengthsOfScores(Float64Array.of())]).toEqual([]);
  });

  it('knows methods by their names', () => {
    const names = [
      'Hi-C',
      'RNAPII-ChIA-PET',
      'Micro-C',
      'eQTL',
      'sQTLs',
      'CRISPRi-FlowFISH',
      'ENCODE-rE2G',
      'ABC',
    ];
    expect(names.map(familyOf)).toEqual([
      'contact',
      'contact',
      'contact',
      'variant',
      'variant',
      'perturbation',
      'prediction',
      'prediction',
    ]);
  });
});
