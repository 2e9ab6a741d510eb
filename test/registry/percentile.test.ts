import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { percentile } from '../../src/registry/percentile.ts';
import { type Random, seeded } from '../genome/random.ts';
import { linearPercentile } from './naive-percentile.ts';
import { needs } from './tools.ts';

function randomSignals(random: Random, count: number): number[] {
  const kind = random.int(0, 3);
  return Array.from({ length: count }, () => {
    if (kind === 0) return random.int(0, 3);
    if (kind === 1) return Number((random.int(0, 10 ** 9) / 10 ** 8).toPrecision(6));
    if (kind === 2) return random.int(1, 9) * 10 ** random.int(-300, 300);
    return random.pick([0, 0, 5e-324, 0.1508, 1, 1 + 2 ** -52, 1e308]);
  });
}

/** The values in chunks of random length, some of them empty, one not at the start of its buffer. */
function inChunks(random: Random, values: readonly number[]): Float64Array[] {
  const buffer = new Float64Array(values.length + 1);
  buffer.set(values, 1);
  const chunks: Float64Array[] = [];
  for (let from = 1; from <= values.length; ) {
    const to = Math.min(values.length + 1, from + random.int(0, 7));
    chunks.push(buffer.subarray(from, to));
    from = to;
  }
  return chunks;
}

const QUANTILES = [0, 1, 10, 12.5, 33.3, 50, 66.6, 75, 90, 99.9, 100];

describe('percentile', () => {
  test('agrees with the definition to the last bit', () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = seeded(seed);
      const values = randomSignals(random, random.int(1, 40));
      const q = random.pick(QUANTILES);
      const chunks = inChunks(random, values);
      expect(percentile(() => [Float64Array.from(values)], q)).toBe(linearPercentile(values, q));
      expect(percentile(() => chunks, q)).toBe(linearPercentile(values, q));
    }
  });

  test('agrees with numpy.percentile to the last bit', async ({ skip }) => {
    const python = '/usr/bin/python3';
    needs(skip, 'numpy', python, '-c', 'import numpy');
    const cases = Array.from({ length: 500 }, (_, seed) => {
      const random = seeded(seed);
      return { values: randomSignals(random, random.int(1, 60)), q: random.pick(QUANTILES) };
    });
    const output = execFileSync(
      python,
      [
        '-c',
        `import json, sys, numpy
for case in json.load(sys.stdin):
    print(repr(float(numpy.percentile(numpy.array(case["values"], dtype=float), case["q"]))))`,
      ],
      { input: JSON.stringify(cases) },
    );
    const numpys = output.toString().trim().split('\n').map(Number);
    expect(numpys.length).toBe(cases.length);
    for (const [i, { values, q }] of cases.entries()) {
      expect(percentile(() => [Float64Array.from(values)], q)).toBe(numpys[i]);
      expect(percentile(() => inChunks(seeded(i), values), q)).toBe(numpys[i]);
    }
  });

  test('takes a zero of either sign for the smallest value', () => {
    const values = Float64Array.of(-0, 1, 2);
    expect(percentile(() => [values], 0) + 0).toBe(0);
    expect(percentile(() => [values], 50)).toBe(1);
  });

  test('leaves the values in their order', () => {
    const values = Float64Array.of(3, 1, 2);
    expect(percentile(() => [values], 50)).toBe(2);
    expect([...values]).toEqual([3, 1, 2]);
  });

  test('is NaN of no values', () => {
    expect(percentile(() => [], 10)).toBeNaN();
    expect(percentile(() => [new Float64Array(0)], 10)).toBeNaN();
  });
});
