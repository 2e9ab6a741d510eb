/** The parameters by which the 2020 SCREEN found cCREs, as filters and orders of ours. */

import { radixOrder } from '../../genome/radix-sort.ts';
import type { ClassAssay } from '../../registry/classify.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { type ElementFilter, filterRows, type Range } from '../../store/element-filter.ts';
import { type Sort, sortedRows } from '../../store/element-order.ts';
import type { ElementStore } from '../../store/element-store.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { countRows, hasRow, type RowSet } from '../../store/row-set.ts';
import { RequestError } from '../answers/problem.ts';
import { accessionOfRow, resolveAccession } from '../elements/accession.ts';
import { type AskedRange, biosampleNamed, placeOfRange, type RowNode } from './graphql-nodes.ts';
import type { GraphqlContext } from './graphql-work.ts';

/** The documented names of the assays. */
const RANKS: Readonly<Record<string, ClassAssay>> = {
  dnase: 'DNase',
  promoter: 'H3K4me3',
  enhancer: 'H3K27ac',
  ctcf: 'CTCF',
};
/** The documented names of an element's highest Z over biosamples. */
export const MAX_ORDERS: Readonly<Record<string, ClassAssay>> = {
  dnasemax: 'DNase',
  k4me3max: 'H3K4me3',
  k27acmax: 'H3K27ac',
  ctcfmax: 'CTCF',
};
/** A page without a wish. */
const DEFAULT_LIMIT = 1000;
type Ranks = Readonly<Record<string, number | null | undefined>>;

export interface CcresArgs {
  readonly assembly: string;
  readonly accessions?: readonly string[] | null;
  readonly range?: AskedRange | null;
  readonly expmaxs?: Ranks | null;
  readonly ctexps?: (Ranks & { readonly cellType: never }) | null;
  readonly pagination?: {
    readonly offset?: number | null;
    readonly limit?: number | null;
    readonly orderBy?: string | null;
  } | null;
}

/** The cCREs that pass what is asked: their number, and a page of them. Throws RequestError for names and numbers that do not fit. */
export function ccresAsked(args: CcresArgs, context: GraphqlContext): object {
  const served = context.registries.find(args.assembly);
  const { store } = served;
  const { ctexps, pagination } = args;
  const biosample = ctexps == null ? undefined : biosampleNamed(served, ctexps.cellType);
  const filter: ElementFilter = {
    ...(args.accessions == null
      ? {}
      : {
          // Whoever names an element wants it, of whatever tier.
          scope: 'rDHSs',
          accessions: args.accessions.flatMap(
            (accession) =>
              resolveAccession(served, accession)?.rows.map((row) => accessionOfRow(served, row)) ?? [],
          ),
        }),
    ...(args.range == null ? {} : { regions: [placeOfRange(served, args.range)] }),
    countsNoSignal: true,
    maxZ: Object.fromEntries(rangesOf(args.expmaxs ?? {})),
    z: rangesOf(ctexps ?? {})
      .filter(([assay]) => biosample!.files[assay] !== undefined)
      .map(([assay, range]) => ({ biosample: biosample!.name, assay, range })),
  };
  const rows = filterRows(store, filter);
  const offset = whole(pagination?.offset ?? 0, 'offset');
  const limit = whole(pagination?.limit ?? DEFAULT_LIMIT, 'limit');
  const total = countRows(rows);
  context.work.spend(Math.max(0, Math.min(limit, total - offset)));
  const sort = sortOf(pagination?.orderBy ?? 'maxz', biosample);
  const page =
    sort === undefined
      ? byMaxZ(store, rows, { offset, limit })
      : sortedRows(store, rows, sort, { offset, limit });
  return { total, ccres: Array.from(page, (row): RowNode => ({ served, row })) };
}

function whole(number: number, name: string): number {
  if (number >= 0) return number;
  throw new RequestError(400, `${name} is ${number}, expected 0 or more`, name);
}

function rangesOf(ranks: Ranks): [ClassAssay, Range][] {
  return Object.entries(RANKS).flatMap(([name, assay]) => {
    const [from, to] = [ranks[`rank_${name}_start`] ?? null, ranks[`rank_${name}_end`] ?? null];
    return from === null && to === null ? [] : [[assay, [from, to]] as [ClassAssay, Range]];
  });
}

/** undefined: by the highest of all assays. */
function sortOf(orderBy: string, biosample: BiosampleRow | undefined): Sort | undefined {
  const order = 'descending';
  const max = MAX_ORDERS[orderBy];
  if (max !== undefined) return { by: 'maxZ', assay: max, order };
  const assay = RANKS[orderBy.replace(/_zscore$/, '')];
  if (assay === undefined || biosample?.files[assay] === undefined) return undefined;
  return { by: 'z', assay, biosample: biosample.name, order };
}

/** A page of the rows of a set, those with the highest Z in any assay first. */
function byMaxZ(
  store: ElementStore,
  set: RowSet,
  { offset, limit }: { offset: number; limit: number },
): Int32Array {
  const order = store.cachedOrder('highest Z of all class assays', () => {
    const best = new Float32Array(store.table.rows).fill(ZERO_SIGNAL_Z - 1);
    for (const column of store.table.maxZ) {
      if (column === undefined) continue;
      for (let row = 0; row < best.length; row++) if (column[row]! > best[row]!) best[row] = column[row]!;
    }
    const keys = new Uint32Array(best.buffer);
    // Bits of floats that sort as the floats do, turned over: the highest come first.
    for (let row = 0; row < keys.length; row++) {
      const bits = keys[row]!;
      keys[row] = bits >>> 31 === 0 ? ~(bits | 0x80000000) : bits;
    }
    return radixOrder(keys);
  });
  const found = new Int32Array(Math.max(0, Math.min(limit, countRows(set) - offset)));
  let [skipped, n] = [0, 0];
  for (let i = 0; i < order.length && n < found.length; i++) {
    if (!hasRow(set, order[i]!)) continue;
    if (skipped < offset) skipped++;
    else found[n++] = order[i]!;
  }
  return found;
}
