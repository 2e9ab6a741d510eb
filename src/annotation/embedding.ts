/** The kind "embedding": the biosamples of each assay as points, near where their elements have like Z-scores. Made without being asked for. */

import { embedded } from '../analysis/embedding.ts';
import { seededOrder } from '../analysis/seeded-order.ts';
import { writeColumns } from '../formats/column-folder.ts';
import { rowsOf } from '../store/row-set.ts';
import type { Kind, KindReader, KindWork } from './kind.ts';

/** UMAP's own defaults for neighbours and minDist; rows and the floor of Z are ours. */
const PARAMETERS = {
  method: 'UMAP',
  distance: '1 - Pearson r of Z over cCREs',
  neighbors: 15,
  minDist: 0.1,
  seed: 1,
  /** cCREs that are looked at, a seeded sample of the published ones. */
  cCREs: 20_000,
  /** Z below this, and no signal, count as this: what is low is low. */
  floorZ: -2,
} as const;

export const EMBEDDING_KIND: Kind = {
  name: 'embedding',
  keys: [],
  plan: () => Promise.resolve({ inputs: [], parameters: PARAMETERS, make }),
};

export interface EmbeddingPoint {
  readonly biosample: string;
  readonly assay: string;
  readonly x: number;
  readonly y: number;
}

export const EMBEDDING: KindReader<readonly EmbeddingPoint[]> = {
  kind: 'embedding',
  open(columns) {
    const [biosamples, assays] = [columns.texts('biosample'), columns.texts('assay')];
    const [x, y] = [columns.float32('x'), columns.float32('y')];
    return biosamples.map((biosample, i) => ({ biosample, assay: assays[i]!, x: x[i]!, y: y[i]! }));
  },
};

/** How an embedding was made, for whoever shows it. */
export const EMBEDDING_PARAMETERS: Readonly<Record<string, unknown>> = PARAMETERS;

/** Products of the distances at which a sample is made smaller: some twenty seconds. */
const MOST_PRODUCTS = 2e10;

async function make({ store, directory, progress }: KindWork) {
  const published = rowsOf(store.table.published);
  const assays = [...new Set(store.registry.manifest.columns.map(({ assay }) => assay))];
  const points: EmbeddingPoint[] = [];
  progress.step('embedding', assays.length, 'assays');
  for (const assay of assays) {
    const columns = store.registry.manifest.columns.filter((column) => column.assay === assay);
    const n = Math.min(PARAMETERS.cCREs, published.length, Math.floor(MOST_PRODUCTS / columns.length ** 2));
    const order = seededOrder(published.length, PARAMETERS.seed, 'embedding rows').subarray(0, n).sort();
    const vectors = columns.map((column) => {
      const z = store.z(column.biosample, column.assay);
      return Float32Array.from(order, (i) => Math.max(PARAMETERS.floorZ, z[published[i]!]!));
    });
    const { neighbors, minDist, seed } = PARAMETERS;
    const places = await embedded(vectors, { neighbors, minDist, seed, label: assay });
    for (const [i, { biosample }] of columns.entries()) {
      points.push({ biosample, assay, x: places[2 * i]!, y: places[2 * i + 1]! });
    }
    progress.advance(1);
  }
  await writeColumns(directory, {
    biosample: points.map(({ biosample }) => biosample),
    assay: points.map(({ assay }) => assay),
    x: Float32Array.from(points, ({ x }) => x),
    y: Float32Array.from(points, ({ y }) => y),
  });
  return { points: points.length, assays: assays.length };
}
