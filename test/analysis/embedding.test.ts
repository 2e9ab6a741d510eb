import { describe, expect, it } from 'vitest';
import { embedded } from '../../src/analysis/embedding.ts';
import { splitmix32 } from '../../src/analysis/seeded-order.ts';

const OPTIONS = { neighbors: 15, minDist: 0.1, seed: 1, label: 'test' };

/** `groups` times `each` vectors: those of a group share most of their values. */
function grouped(groups: number, each: number): Float32Array[] {
  const next = splitmix32(7, 'vectors');
  const uniform = () => next() / 2 ** 32 - 0.5;
  const centres = Array.from({ length: groups }, () => Float32Array.from({ length: 300 }, uniform));
  return centres.flatMap((centre) =>
    Array.from({ length: each }, () => centre.map((value) => value + 0.4 * uniform())),
  );
}

describe('an embedding', () => {
  it('puts every vector next to one of its own group', async () => {
    const [groups, each] = [4, 25];
    const points = await embedded(grouped(groups, each), OPTIONS);
    const at = (i: number) => [points[2 * i]!, points[2 * i + 1]!] as const;
    const wrong = Array.from({ length: groups * each }, (_, i) => {
      const [x, y] = at(i);
      const others = Array.from({ length: groups * each }, (_, j) => j).filter((j) => j !== i);
      const nearest = others.reduce((best, j) => {
        const far = (k: number) => Math.hypot(at(k)[0] - x, at(k)[1] - y);
        return far(j) < far(best) ? j : best;
      });
      return Math.floor(nearest / each) === Math.floor(i / each) ? 0 : 1;
    });
    expect(wrong.reduce<number>((sum, n) => sum + n, 0)).toBe(0);
  });

  it('is the same for the same seed, another for another, and lies about its mean', async () => {
    const vectors = grouped(3, 6);
    const points = await embedded(vectors, OPTIONS);
    expect(await embedded(vectors, OPTIONS)).toEqual(points);
    expect(await embedded(vectors, { ...OPTIONS, seed: 2 })).not.toEqual(points);
    for (const axis of [0, 1]) {
      const mean = points.filter((_, i) => i % 2 === axis).reduce((sum, value) => sum + value, 0) / 18;
      expect(Math.abs(mean)).toBeLessThan(1e-4);
    }
  });

  it.each([0, 1, 2, 3, 4, 5])('of %i vectors has a finite point for each', async (n) => {
    const points = await embedded(grouped(1, n), OPTIONS);
    expect(points.length).toBe(2 * n);
    expect(points.every(Number.isFinite)).toBe(true);
  });

  it('takes vectors without variance', async () => {
    const flat = Array.from({ length: 6 }, () => new Float32Array(50).fill(-2));
    expect((await embedded(flat, OPTIONS)).every(Number.isFinite)).toBe(true);
  });
});
