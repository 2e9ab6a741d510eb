/** /api/v1/biosamples: what a registry is made of, and two biosamples held against each other. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CLASS_ASSAYS, classInBiosample } from '../registry/classify.ts';
import { CLASS_NAMES, LOW_DNASE } from '../registry/schemes.ts';
import type { ElementStore } from '../store/element-store.ts';
import type { BiosampleRow } from '../store/registry-directory.ts';
import { forEachRow, hasRow, type RowSet } from '../store/row-set.ts';
import { quoted } from './element-request.ts';
import { registryView } from './element-routes.ts';
import { RequestError } from './problem.ts';
import type { ServedRegistries } from './served.ts';

const RegistryQuery = Type.Object(
  { registry: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
const TwoBiosamples = Type.Object(
  { registry: Type.Optional(Type.String()), a: Type.String(), b: Type.String() },
  { additionalProperties: false },
);

/** Adds the routes. */
export function biosampleRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  app.get(
    '/registries',
    { schema: { tags: ['registries'], summary: 'The registries that are served' } },
    () => ({
      registries: registries.all.map((served) => ({
        ...registryView(served),
        rdhs: served.store.table.rows,
        biosamples: served.store.registry.biosamples.length,
        columns: served.store.registry.manifest.columns.length,
      })),
    }),
  );
  app.get(
    '/biosamples',
    {
      schema: {
        querystring: RegistryQuery,
        tags: ['biosamples'],
        summary: 'Every biosample with its assays and metadata',
      },
    },
    (request) => {
      const served = registries.find((request.query as Static<typeof RegistryQuery>).registry);
      return {
        registry: registryView(served),
        biosamples: served.store.registry.biosamples.map(biosampleView),
      };
    },
  );
  app.get(
    '/biosamples/compare',
    {
      schema: {
        querystring: TwoBiosamples,
        tags: ['biosamples'],
        summary: 'cCREs of two biosamples class by class: what stays, what is gained and lost',
      },
    },
    (request) => {
      const { registry, a, b } = request.query as Static<typeof TwoBiosamples>;
      const served = registries.find(registry);
      return { registry: registryView(served), a, b, ...compared(served.store, a, b) };
    },
  );
}

function biosampleView({ name, key, group, files, metadata }: BiosampleRow): object {
  return { biosample: name, key, group: group ?? null, files, metadata };
}

/** Published cCREs by class in a (rows) and in b (columns). */
function compared(store: ElementStore, a: string, b: string): object {
  const [first, second] = [classifier(store, a, 'a'), classifier(store, b, 'b')];
  const names = CLASS_NAMES[store.registry.scheme].biosample;
  const table = names.map(() => new Int32Array(names.length));
  forEachRow(store.table.published, (row) => table[first(row)]![second(row)]!++);
  const sum = (from: (i: number) => boolean, to: (j: number) => boolean) =>
    table.reduce(
      (total, own, i) => total + own.reduce((part, n, j) => part + (from(i) && to(j) ? n : 0), 0),
      0,
    );
  const isActive = (code: number) => code !== LOW_DNASE;
  return {
    classes: names,
    table: table.map((own) => [...own]),
    activeInBoth: sum(isActive, isActive),
    lost: sum(isActive, (j) => !isActive(j)),
    gained: sum((i) => !isActive(i), isActive),
  };
}

/** The class code of a row in a biosample that has DNase. */
function classifier(store: ElementStore, name: string, parameter: string): (row: number) => number {
  const biosample = store.registry.biosamples.find((own) => own.name === name || own.key === name);
  if (biosample?.files.DNase === undefined) {
    const found =
      biosample === undefined ? 'is no biosample of this registry' : 'has no DNase, and so no classes';
    throw new RequestError(biosample === undefined ? 404 : 400, `${quoted(name)} ${found}`, parameter);
  }
  const high: [bit: number, set: RowSet][] = CLASS_ASSAYS.flatMap((assay, a) =>
    biosample.files[assay] === undefined
      ? []
      : [[1 << a, store.high(biosample.name, assay)] as [number, RowSet]],
  );
  return (row) => {
    let bits = 0;
    for (const [bit, set] of high) if (hasRow(set, row)) bits |= bit;
    return classInBiosample(store.table.zone[row]!, bits);
  };
}
