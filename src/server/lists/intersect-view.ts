/** What an intersection answers: counts for JSON, a row a hit for everything else. */

import { Type } from 'typebox';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { chromOf } from '../../genome/region-text.ts';
import { CLASS_NAMES, NOT_CCRE } from '../../registry/schemes.ts';
import { TIERS } from '../../registry/tiers.ts';
import { NONE_8 } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import type { List } from '../answers/list-answer.ts';
import { registryView } from '../answers/registry-view.ts';
import { elementColumns } from '../elements/element-columns.ts';
import { elementBed, elementView } from '../elements/element-view.ts';
import type { Served } from '../served.ts';
import { type Hit, hitElements, hitRows, type IntervalHits } from './intersect-hits.ts';

const Counts = (description: string) =>
  Type.Array(closed({ name: Type.String(), count: Type.Integer() }), { description });

export const IntersectAnswer = closed({
  registry: RegistryRef,
  intervals: Type.Integer(),
  bases: Type.Integer({ description: 'Sum of the lengths of the intervals' }),
  onOtherChromosomes: Type.Integer({ description: 'Intervals on chromosomes that the registry has not' }),
  hit: Type.Integer({ description: 'Intervals that share a base with an element' }),
  pairs: Type.Integer({ description: 'Pairs of an interval and an element: the rows of the other formats' }),
  elements: closed({
    total: Type.Integer({ description: 'Elements that are hit, each counted once' }),
    byClass: Counts('Classes without suffix; rDHS: those that are no cCREs'),
    ctcfBound: orNull('integer', 'encode3'),
    byTier: Type.Union([Counts('encode3'), Type.Null()]),
    ofAll: Type.Integer({ description: 'Elements that were asked for' }),
  }),
  genes: Type.Union([
    closed({ overlapping: Type.Integer({ description: 'Genes whose body shares a base with an interval' }) }),
    Type.Null(),
  ]),
});

/** The counts. */
export async function intersectSummary(served: Served, hits: IntervalHits): Promise<object> {
  const { table, registry } = served.store;
  const isEncode3 = registry.scheme === 'encode3';
  const names = CLASS_NAMES[registry.scheme].agnostic;
  const classes = new Int32Array(names.length);
  const tiers = new Int32Array(TIERS.length);
  let [plain, ctcfBound] = [0, 0];
  const found = hitElements(hits);
  for (const row of found) {
    const code = table.classCode[row]!;
    if (code === NOT_CCRE) plain++;
    else classes[code]!++;
    if (table.tier[row] !== NONE_8) tiers[table.tier[row]!]!++;
    if (isEncode3 && hasRow(table.ctcfBound, row)) ctcfBound++;
  }
  return {
    registry: registryView(served),
    intervals: hits.intervals.table.count,
    bases: hits.bases,
    onOtherChromosomes: hits.elsewhere,
    hit: hits.hit,
    pairs: hits.total,
    elements: {
      total: found.length,
      byClass: [
        ...names.map((name, code) => ({ name, count: classes[code]! })),
        { name: 'rDHS', count: plain },
      ],
      ctcfBound: isEncode3 ? ctcfBound : null,
      byTier: isEncode3 ? TIERS.map((name, tier) => ({ name, count: tiers[tier]! })) : null,
      ofAll: hits.rows.length,
    },
    genes: await genesHit(served, hits),
  };
}

const BATCH = 20_000;

async function genesHit(
  served: Served,
  { intervals }: IntervalHits,
): Promise<{ overlapping: number } | null> {
  const genes = served.annotations().get(GENES);
  if (genes === undefined) return null;
  const { chromNames, chrom, start, end, count } = intervals.table;
  const own = chromNames.map((name) => chromOf(name, served.store.registry.chromSizes) ?? name);
  const seen = new Uint8Array(genes.count);
  let overlapping = 0;
  for (let i = 0; i < count; i++) {
    if (i % BATCH === BATCH - 1) await new Promise((resolve) => setImmediate(resolve));
    for (const row of genes.index.overlapping(own[chrom[i]!]!, start[i]!, end[i]!)) {
      if (seen[row] === 1) continue;
      seen[row] = 1;
      overlapping++;
    }
  }
  return { overlapping };
}

/** A row a hit: the interval, the bases that it shares, and the element. BED is the element, with the interval's name behind it. */
export function hitList({ store }: Served, hits: IntervalHits): List<Hit> {
  const { names, table: query } = hits.intervals;
  const { regions } = store.table;
  const nameOf = (i: number) => names?.at(i) ?? null;
  const sharedBp = ({ interval: i, row }: Hit) =>
    Math.min(query.end[i]!, regions.end[row]!) - Math.max(query.start[i]!, regions.start[row]!);
  return {
    name: 'hits',
    total: hits.total,
    rows: (offset, limit) => hitRows(hits, offset, limit),
    columns: [
      {
        name: 'interval',
        type: 'whole',
        description: 'Place of the interval among the rows of the BED, from 0',
        value: ({ interval }) => interval,
      },
      { name: 'name', type: 'text', description: 'Its column 4', value: ({ interval }) => nameOf(interval) },
      {
        name: 'intervalStart',
        type: 'whole',
        description: '0-based',
        value: ({ interval }) => query.start[interval]!,
      },
      {
        name: 'intervalEnd',
        type: 'whole',
        description: 'Half-open',
        value: ({ interval }) => query.end[interval]!,
      },
      { name: 'sharedBp', type: 'whole', description: 'Bases that both have', value: sharedBp },
      ...elementColumns(store).map((column) => ({ ...column, value: ({ row }: Hit) => column.value(row) })),
    ],
    object: (hit) => ({
      interval: hit.interval,
      name: nameOf(hit.interval),
      intervalStart: query.start[hit.interval]!,
      intervalEnd: query.end[hit.interval]!,
      sharedBp: sharedBp(hit),
      element: elementView(store, hit.row),
    }),
    bed: ({ interval, row }) => `${elementBed(store, row)}\t${nameOf(interval) ?? interval}`,
  };
}
