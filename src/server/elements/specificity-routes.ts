/** Which biosamples carry an element: the terms of its tissue specificity. */

import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { NONE_16 } from '../../store/element-table.ts';
import { exactZ, readHighAt, readSignalAt } from '../../store/zscore-store.ts';
import { closed, oneOf, orNull } from '../answers/components.ts';
import { arrayRows } from '../answers/list-answer.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { addElementList, namedColumns } from './element-annotation-route.ts';
import { zView } from './element-view.ts';

interface Carrier {
  readonly biosample: string;
  readonly tissue: string | null;
  readonly state: 'high' | 'low' | 'noSignal' | 'notAssayed';
  readonly z: number | null;
  readonly share: number;
}

const COLUMNS = namedColumns<Carrier>([
  { name: 'biosample', type: 'text', description: 'Biosample that has DNase' },
  { name: 'tissue', type: 'text', description: 'As the biosample sheet has it' },
  { name: 'state', type: 'text', description: 'high, low or noSignal: DNase' },
  { name: 'z', type: 'number', description: 'Z of DNase' },
  {
    name: 'share',
    type: 'number',
    description: 'Z (0 where it is below 0) over the highest one: tau = sum(1 - share) / (n - 1)',
  },
]);

/** Adds the route. */
export function specificityRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  addElementList<Carrier>(app, registries, {
    path: 'specificity',
    name: 'biosamples',
    summary: 'The biosamples that carry an element, and its tissue specificity (tau) that they make',
    item: closed({
      biosample: Type.String(),
      tissue: orNull('string'),
      state: oneOf('high', 'low', 'noSignal', 'notAssayed'),
      z: orNull('number'),
      share: Type.Number({ minimum: 0, maximum: 1 }),
    }),
    beside: { tau: orNull('number', '0: alike in all, 1: in one alone') },
    list: ({ served, row }) => {
      const tau = served.store.table.tau[row]!;
      return {
        columns: COLUMNS,
        ...arrayRows(carriers(served, row)),
        beside: () => ({ tau: tau === NONE_16 ? null : tau / 10_000 }),
      };
    },
  });
}

/** By share, the highest first. */
function carriers({ store: { registry } }: Served, row: number): Carrier[] {
  const byFile = new Map(registry.manifest.columns.map((column) => [column.file, column]));
  const own = registry.biosamples.flatMap(({ name, files, metadata }) => {
    const column = byFile.get(files.DNase ?? '');
    if (column === undefined) return [];
    const z = exactZ(readSignalAt(registry.zscores, column, row), column);
    const view = zView(z, readHighAt(registry.zscores, column, row));
    return [{ biosample: name, tissue: metadata.tissue ?? null, ...view, x: Math.max(0, z) }];
  });
  const most = own.reduce((max, { x }) => Math.max(max, x), 0);
  return own
    .map(({ x, ...carrier }) => ({ ...carrier, share: most === 0 ? 0 : x / most }))
    .sort((a, b) => b.share - a.share);
}
