import { describe, expect, test } from 'vitest';
import { CLASS_NAMES } from '../../src/registry/schemes.ts';
import { addEvidence, LAST_PUBLISHED_TIER, noEvidence, TIERS, tierOf } from '../../src/registry/tiers.ts';
import { seeded } from '../genome/random.ts';
import { bitsOf } from './high-bits.ts';
import { ALL_MARKS, among, assaysOf } from './naive-classes.ts';
import { naiveTier, type Sighting } from './naive-tiers.ts';

const CLASSES = CLASS_NAMES.encode3.agnostic;

/** The tier of each element (label by element) from biosamples: a group, and what is high of each element. */
function tiers(
  labels: readonly string[],
  biosamples: readonly { group: number; high: readonly number[] }[],
): string[] {
  const evidence = noEvidence(labels.length);
  for (const { group, high } of biosamples) addEvidence(evidence, group, Uint8Array.from(high));
  return labels.map((label, i) => {
    const [name, suffix] = label.split(',');
    return TIERS[tierOf(evidence[i]!, CLASSES.indexOf(name!), suffix === 'CTCF-bound')]!;
  });
}

const LABELS = CLASSES.flatMap((name) =>
  name === 'CTCF-only' ? [`${name},CTCF-bound`] : [name, `${name},CTCF-bound`],
);

describe('tierOf', () => {
  test('gives the tier of the rules for every pair of sightings of every label', () => {
    const sightings: Sighting[] = Array.from({ length: 15 }, (_, i) => i + 1).flatMap((group) =>
      [...new Set(ALL_MARKS.map((marks) => JSON.stringify(among(marks, assaysOf(group)))))].map((text) => ({
        group,
        high: JSON.parse(text),
      })),
    );
    const seen = new Map<string, number>();
    for (const [i, a] of sightings.entries()) {
      for (const b of sightings.slice(i)) {
        const biosamples = [a, b].map(({ group, high }) => ({
          group,
          high: LABELS.map(() => bitsOf(high)),
        }));
        const ours = tiers(LABELS, biosamples);
        const naive = LABELS.map((label) => naiveTier(label, [a, b]));
        if (ours.join() !== naive.join()) expect({ a, b, tiers: ours }).toEqual({ a, b, tiers: naive });
        for (const tier of ours) seen.set(tier, (seen.get(tier) ?? 0) + 1);
      }
    }
    for (const tier of TIERS) expect(seen.get(tier)).toBeGreaterThan(50);
  });

  test('gives the tier of the rules over many sparse biosamples', () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      // Concordance within a biosample ends the search at once, so many cases show one side alone.
      const concordance = random.pick([0, 0.02, 0.5]);
      const labels = Array.from({ length: 40 }, () => random.pick(LABELS));
      const groups = Array.from({ length: random.int(1, 8) }, () => random.int(1, 15));
      const high = groups.map((group) =>
        labels.map(() => {
          const mayHaveDnase = random.chance(0.4);
          const mark = (): boolean => (!mayHaveDnase || random.chance(concordance)) && random.chance(0.25);
          return among({ dnase: mayHaveDnase, k4: mark(), k27: mark(), ctcf: mark() }, assaysOf(group));
        }),
      );
      const ours = tiers(
        labels,
        groups.map((group, b) => ({ group, high: high[b]!.map(bitsOf) })),
      );
      const naive = labels.map((label, i) =>
        naiveTier(
          label,
          groups.map((group, b) => ({ group, high: high[b]![i]! })),
        ),
      );
      expect(ours).toEqual(naive);
      for (const tier of ours) seen.set(tier, (seen.get(tier) ?? 0) + 1);
    }
    for (const tier of TIERS) expect(seen.get(tier)).toBeGreaterThan(100);
  });

  test('does not depend on the order of the biosamples', () => {
    const random = seeded(1);
    for (let k = 0; k < 50; k++) {
      const biosamples = Array.from({ length: 5 }, () => {
        const group = random.int(1, 15);
        return { group, high: LABELS.map(() => bitsOf(among(random.pick(ALL_MARKS), assaysOf(group)))) };
      });
      expect(tiers(LABELS, random.shuffled(biosamples))).toEqual(tiers(LABELS, biosamples));
    }
  });

  test('publishes tiers 1a, 1b and 2', () => {
    expect(TIERS.slice(0, LAST_PUBLISHED_TIER + 1)).toEqual(['1a', '1b', '2']);
  });
});
