/** /api/v1/biosamples: what a registry is made of, and two biosamples held against each other. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { CLASS_ASSAYS, classInBiosample } from '../../registry/classify.ts';
import { CLASS_NAMES, LOW_DNASE } from '../../registry/schemes.ts';
import { filterRows } from '../../store/element-filter.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { countRows, forEachRow, hasRow, type RowSet } from '../../store/row-set.ts';
import { COMPONENT_PARTS, closed, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, askedOf } from '../answers/list-answer.ts';
import { LIST_QUERY } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { ServedRegistries } from '../served.ts';
import { BIOSAMPLE_LIST_RESPONSE, biosampleList } from './biosample-list.ts';
import { biosampleIfAny } from './named-biosample.ts';

const RegistryListQuery = closed({ ...REGISTRY_QUERY, ...LIST_QUERY });
const TwoBiosamples = closed({
  ...REGISTRY_QUERY,
  a: Type.String({ description: 'A biosample by name or key', maxLength: 1000 }),
  b: Type.String({ description: 'Another', maxLength: 1000 }),
});

const RegistriesAnswer = closed({
  registries: Type.Array(
    closed({
      ...COMPONENT_PARTS.RegistryView.properties,
      rdhs: Type.Integer({ description: 'rDHSs' }),
      ccres: Type.Integer({ description: 'Published cCREs' }),
      biosamples: Type.Integer(),
      columns: Type.Integer({ description: 'Columns of Z-scores' }),
      classes: Type.Array(Type.String(), {
        description: 'Classes of the registry, in the order of the scheme',
      }),
      chromosomes: Type.Array(closed({ name: Type.String(), sizeBp: Type.Integer() }), {
        description: 'In the order of the registry',
      }),
      annotations: Type.Array(Type.String(), { description: 'The kinds that it is annotated with' }),
    }),
  ),
});
const ComparisonAnswer = closed({
  registry: RegistryRef,
  a: Type.String(),
  b: Type.String(),
  classes: Type.Array(Type.String()),
  table: Type.Array(Type.Array(Type.Integer()), {
    description: 'Published cCREs by class in a (rows) and in b (columns)',
  }),
  activeInBoth: Type.Integer(),
  lost: Type.Integer({ description: 'Active in a alone' }),
  gained: Type.Integer({ description: 'Active in b alone' }),
});

/** Adds the routes. */
export function biosampleRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const [a, b] = examplesOf(registries).biosamples;
  app.get(
    '/registries',
    {
      schema: {
        response: { 200: RegistriesAnswer },
        tags: ['registries'],
        summary: 'The registries that are served',
      },
      config: { example: '/registries' },
    },
    () => ({
      registries: registries.all.map((served) => ({
        ...registryView(served),
        rdhs: served.store.table.rows,
        ccres: countRows(filterRows(served.store, {})),
        biosamples: served.store.registry.biosamples.length,
        columns: served.store.registry.manifest.columns.length,
        classes: [...CLASS_NAMES[served.store.registry.scheme].agnostic],
        chromosomes: served.store.registry.chromSizes.names.map((name, i) => ({
          name,
          sizeBp: served.store.registry.chromSizes.sizes[i]!,
        })),
        annotations: [...served.annotations().kinds.keys()],
      })),
    }),
  );
  app.get(
    '/biosamples',
    {
      schema: {
        querystring: RegistryListQuery,
        response: BIOSAMPLE_LIST_RESPONSE,
        tags: ['biosamples'],
        summary: 'Every biosample with its assays and metadata',
      },
      config: { example: '/biosamples' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof RegistryListQuery>;
      const served = registries.find(query.registry);
      return answerList({ request, reply }, biosampleList(served), askedOf(query));
    },
  );
  app.get(
    '/biosamples/compare',
    {
      schema: {
        querystring: TwoBiosamples,
        response: { 200: ComparisonAnswer },
        tags: ['biosamples'],
        summary: 'cCREs of two biosamples class by class: what stays, what is gained and lost',
      },
      config: { example: `/biosamples/compare?a=${a}&b=${b}` },
    },
    (request) => {
      const query = request.query as Static<typeof TwoBiosamples>;
      const served = registries.find(query.registry);
      return {
        registry: registryView(served),
        a: query.a,
        b: query.b,
        ...compared(served.store, query.a, query.b),
      };
    },
  );
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
  const biosample = biosampleIfAny({ store }, name);
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
