/** Biosamples as points in a plane: UMAP (McInnes, Healy and Melville 2018) on the correlation of their Z-scores. */

import { splitmix32 } from './seeded-order.ts';

export interface EmbeddingOptions {
  readonly neighbors: number;
  readonly minDist: number;
  readonly seed: number;
  /** Names the random stream, so that embeddings beside each other do not share one. */
  readonly label: string;
}

/**
 * Coordinates of n vectors of equal length, [x0, y0, x1, y1, ...] about their mean. Distance is 1 - Pearson's r; a vector without variance is at
 * distance 1 from all. The nearest neighbours are exact. With fewer than four vectors there is no layout to speak of: they
 * stand on a line, one apart. The same input and seed give the same coordinates.
 */
export async function embedded(
  vectors: readonly Float32Array[],
  options: EmbeddingOptions,
): Promise<Float32Array> {
  const n = vectors.length;
  if (n < 4) return centred(Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? i / 2 : 0)));
  const neighbors = Math.min(options.neighbors, n - 1);
  const { indices, distances } = nearestNeighbours(vectors.map(unitVector), neighbors);
  const next = splitmix32(options.seed, options.label);
  // Whoever serves coordinates that are made does not load what makes them.
  const { UMAP } = await import('umap-js');
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: neighbors,
    minDist: options.minDist,
    random: () => next() / 2 ** 32,
  });
  umap.setPrecomputedKNN(indices, distances);
  // Neighbours are known, so UMAP looks at no vector itself.
  const epochs = umap.initializeFit(Array.from({ length: n }, (_, i) => [i]));
  for (let epoch = 0; epoch < epochs; epoch++) umap.step();
  return centred(Float32Array.from(umap.getEmbedding().flatMap(([x, y]) => [x!, y!])));
}

/** Mean 0 and length 1, so that a product of two is Pearson's r; all 0 without variance. */
function unitVector(values: Float32Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return Float64Array.from(values, (value) => (value - mean) * scale);
}

/** Each vector's nearest ones with itself first, as UMAP wants them; of equally near ones the first. */
function nearestNeighbours(
  units: readonly Float64Array[],
  neighbors: number,
): { indices: number[][]; distances: number[][] } {
  const n = units.length;
  const distance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const d = Math.max(0, 1 - product(units[i]!, units[j]!));
      distance[i * n + j] = d;
      distance[j * n + i] = d;
    }
  }
  const rows = Array.from({ length: n }, (_, i) => {
    const own = distance.subarray(i * n, (i + 1) * n);
    const order = Array.from({ length: n }, (_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => own[a]! - own[b]! || a - b);
    const taken = [i, ...order.slice(0, neighbors - 1)];
    return { taken, own: taken.map((j) => own[j]!) };
  });
  return { indices: rows.map(({ taken }) => taken), distances: rows.map(({ own }) => own) };
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function centred(points: Float32Array): Float32Array {
  const n = points.length / 2;
  for (const axis of [0, 1]) {
    let sum = 0;
    for (let i = axis; i < points.length; i += 2) sum += points[i]!;
    for (let i = axis; i < points.length; i += 2) points[i]! -= sum / n;
  }
  return points;
}
