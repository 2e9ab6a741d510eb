/** Peaks of factors and histone marks: at an element, n of N experiments a target; and the files that there are. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { PEAK_KINDS } from '../../annotation/ground/peak-sheet.ts';
import { PEAKS, type PeakSet, type TargetAtElement } from '../../annotation/ground/peak-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, oneOf, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse, rowSchema } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { ServedRegistries } from '../served.ts';
import { addElementList, namedColumns, Text, wordIn } from './element-annotation-route.ts';

const TARGET_COLUMNS = [
  { name: 'target', type: 'text', description: 'Factor or histone mark' },
  { name: 'kind', type: 'text', description: 'tf or histone' },
  { name: 'experiments', type: 'whole', description: 'Experiments of the target, N' },
  { name: 'files', type: 'whole', description: 'Their files of peaks' },
] as const;
const AT_ELEMENT = namedColumns<TargetAtElement>([
  ...TARGET_COLUMNS,
  { name: 'overlapping', type: 'whole', description: 'Experiments with a peak at the element, n of N' },
]);

const SET_COLUMNS = [
  { name: 'target', type: 'text', description: 'Factor or histone mark' },
  { name: 'kind', type: 'text', description: 'tf or histone' },
  { name: 'experiment', type: 'text', description: 'Experiment; the file where none is named' },
  { name: 'biosample', type: 'text', description: 'Empty where none is named' },
  { name: 'file', type: 'text', description: 'As the sheet names it' },
  { name: 'peaks', type: 'whole', description: 'Peaks in the file' },
  { name: 'elements', type: 'whole', description: 'rDHSs that share a base with any of them' },
] as const;
const SETS = namedColumns<PeakSet>([...SET_COLUMNS]);
type SetAtElement = PeakSet & { readonly isOverlapping: boolean };
const SETS_AT_ELEMENT = namedColumns<SetAtElement>([
  ...SET_COLUMNS,
  {
    name: 'isOverlapping',
    type: 'boolean',
    description: 'Whether a peak of it shares a base with the element',
  },
]);

const KIND = { kind: Text('tf or histone; default both') };
const TARGET = { target: Text('Only this factor or mark') };
const PeaksQuery = closed({ ...REGISTRY_QUERY, ...KIND, ...TARGET, ...LIST_QUERY });
const TargetSchema = closed({
  target: Type.String(),
  kind: oneOf(...PEAK_KINDS),
  experiments: Type.Integer(),
  files: Type.Integer(),
});

/** Adds the routes. */
export function peakRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  addElementList<TargetAtElement>(app, registries, {
    path: 'peaks',
    name: 'targets',
    summary: 'Factors and histone marks at an element: n of N experiments have a peak there',
    item: rowSchema(AT_ELEMENT),
    query: KIND,
    list: ({ served, row }, query) => {
      const wanted = filterOf(query);
      const targets = annotationOf(served, PEAKS).targetsAt(row).filter(wanted);
      targets.sort((a, b) => b.overlapping - a.overlapping);
      return { columns: AT_ELEMENT, ...arrayRows(targets) };
    },
  });
  addElementList<SetAtElement>(app, registries, {
    path: 'peaks/experiments',
    name: 'experiments',
    summary: 'Files of peaks and whether each has one at an element; of one target or of all',
    item: rowSchema(SETS_AT_ELEMENT),
    query: {
      ...KIND,
      ...TARGET,
      overlapping: Text('true: only those with a peak there; false: only those without; default all'),
    },
    list: ({ served, row }, query) => {
      const table = annotationOf(served, PEAKS);
      const wanted = filterOf(query);
      checkTarget(table.targets, query.target);
      const here = new Set(table.setsAt(row));
      const overlapping = wordIn(query.overlapping, 'overlapping', ['true', 'false']);
      const sets = table.sets
        .map((set, i) => ({ ...set, isOverlapping: here.has(i) }))
        .filter((set) => wanted(set) && (overlapping ?? `${set.isOverlapping}`) === `${set.isOverlapping}`);
      return { columns: SETS_AT_ELEMENT, ...arrayRows(sets) };
    },
  });
  app.get(
    '/peaks',
    {
      schema: {
        querystring: PeaksQuery,
        response: listResponse('sets', rowSchema(SETS), {
          beside: { registry: RegistryRef, targets: Type.Array(TargetSchema) },
        }),
        tags: ['annotations'],
        summary: 'Files of peaks, with their totals, and the targets that they are of',
      },
      config: { example: '/peaks' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof PeaksQuery>;
      const served = registries.find(query.registry);
      const table = annotationOf(served, PEAKS);
      const wanted = filterOf(query);
      checkTarget(table.targets, query.target);
      const list = {
        name: 'sets',
        columns: SETS,
        ...arrayRows(table.sets.filter(wanted)),
        pageLimit: MAX_LIMIT,
        beside: () => ({ registry: registryView(served), targets: table.targets.filter(wanted) }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

/** Whether a target or a file of peaks is asked for. */
function filterOf(query: {
  readonly kind?: string | undefined;
  readonly target?: string | undefined;
}): (own: { readonly kind: string; readonly target: string }) => boolean {
  const kind = wordIn(query.kind, 'kind', PEAK_KINDS);
  return (own) =>
    (kind === undefined || own.kind === kind) && (query.target === undefined || own.target === query.target);
}

function checkTarget(targets: readonly { readonly target: string }[], target: string | undefined): void {
  if (target === undefined || targets.some((own) => own.target === target)) return;
  const known = targets.slice(0, 5).map((own) => own.target);
  throw new RequestError(
    404,
    `${quoted(target)} is no target with peaks, expected one such as ${known.join(', ')}; GET peaks lists them`,
    'target',
  );
}
