/** What visitors ask of elements in words of their own, as a filter of the store: older accessions, names of genes, places of genes. */

import { setImmediate as others } from 'node:timers/promises';
import { GENES } from '../../annotation/genes/gene-table.ts';
import type { Place } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import type { Condition, ElementFilter } from '../../store/element-filter.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { rdhsAccession } from '../../store/element-table.ts';
import { addRange, emptySet, intersection, rowsOf } from '../../store/row-set.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { geneNames } from '../genes/gene-names.ts';
import { geneIfAny } from '../genes/gene-view.ts';
import type { Served } from '../served.ts';
import { resolveAccession } from './accession.ts';
import { knownCondition, knownRanges } from './known-columns.ts';

/** How an element belongs to a gene: its nearest TSS is the gene's, it is near a TSS of the gene, or it is in the gene. */
export const GENE_PLACES = ['nearest', 'tss', 'body'] as const;

/** Elements of any of some genes. */
export interface GeneFilter {
  /** Symbols, ids (with or without version) or aliases. */
  readonly names: readonly string[];
  /** Default nearest. */
  readonly by?: (typeof GENE_PLACES)[number] | undefined;
  /** bp. nearest: at most so far from that TSS to the centre; tss: from a TSS to the element, default 100,000; body: around it, default 0. */
  readonly window?: number | undefined;
}

/** A filter as it is asked. */
export interface AskedFilter extends ElementFilter {
  readonly gene?: GeneFilter;
}

/** What parameters are called where they were asked. */
export type Asked = 'address' | 'body';
const NAMES = {
  address: { accessions: 'accession', activity: 'high', window: 'window' },
  body: { accessions: 'filter.accessions', activity: 'filter.activity', window: 'filter.gene.window' },
} as const;

/** Conditions of one filter, however they are joined: each is a set of all rows. */
export const MAX_CONDITIONS = 1000;
export const MAX_GENES = 100;
/** Beyond this, nothing is near. */
const MAX_WINDOW = 10_000_000;
const TSS_WINDOW = 100_000;

/**
 * The filter of the store. Older accessions stand for the elements where they were, keys of biosamples for these. Throws RequestError 400
 * for accessions, genes, assays and biosamples that the registry does not know, for what its scheme has not, and for more than MAX_CONDITIONS conditions.
 */
export async function storeFilter(
  served: Served,
  { gene, ...filter }: AskedFilter,
  asked: Asked,
): Promise<ElementFilter> {
  const names = NAMES[asked];
  const prefix = asked === 'body' ? 'filter.' : '';
  checkScheme(served, filter, prefix);
  if (filter.activity !== undefined && conditionsOf(filter.activity) > MAX_CONDITIONS) {
    throw new RequestError(
      400,
      `${names.activity} has more than ${MAX_CONDITIONS} conditions, expected at most so many`,
      names.activity,
    );
  }
  const { accessions, nearestGene, activity, z } = filter;
  const own: ElementFilter = {
    ...filter,
    ...(accessions === undefined
      ? {}
      : { accessions: await currentOnes(served, accessions, names.accessions) }),
    ...(nearestGene === undefined
      ? {}
      : { nearestGene: nearestNames(served, nearestGene, `${prefix}nearestGene`) }),
    ...(activity === undefined
      ? {}
      : {
          activity: knownCondition(served, activity, (state) => (asked === 'body' ? names.activity : state)),
        }),
    ...(z === undefined ? {} : { z: knownRanges(served, z, `${prefix}z`) }),
  };
  if (gene === undefined) return own;
  if (gene.window !== undefined && gene.window > MAX_WINDOW) {
    throw new RequestError(400, `window is ${gene.window}, expected at most ${MAX_WINDOW}`, names.window);
  }
  return (gene.by ?? 'nearest') === 'nearest'
    ? nearestTo(served, own, gene, `${prefix}gene`)
    : around(served, own, gene, `${prefix}gene`);
}

function checkScheme({ store }: Served, filter: ElementFilter, prefix: string): void {
  const { scheme } = store.registry;
  if (scheme === 'encode3') return;
  for (const key of ['tier', 'ctcfBound'] as const) {
    if (filter[key] === undefined) continue;
    const name = `${prefix}${key}`;
    throw new RequestError(400, `${name}, which the scheme ${scheme} has not, expected other filters`, name);
  }
}

/** How many conditions are joined; it stops beyond MAX_CONDITIONS. */
function conditionsOf(condition: Condition): number {
  if ('not' in condition) return conditionsOf(condition.not);
  const list =
    'all' in condition
      ? condition.all
      : 'any' in condition
        ? condition.any
        : 'atLeast' in condition
          ? condition.atLeast.of
          : undefined;
  if (list === undefined) return 1;
  let count = 0;
  for (const own of list) {
    count += conditionsOf(own);
    if (count > MAX_CONDITIONS) break;
  }
  return count;
}

/** Looked up before others are let in between. */
const BATCH = 10_000;
const SHOWN = 3;

async function currentOnes(
  served: Served,
  accessions: readonly string[],
  parameter: string,
): Promise<readonly string[]> {
  const { table } = served.store;
  const current: string[] = [];
  const unknown: string[] = [];
  for (const [i, accession] of accessions.entries()) {
    const found = resolveAccession(served, accession);
    if (found === undefined) unknown.push(accession);
    for (const row of found?.rows ?? []) current.push(rdhsAccession(table, row));
    if (i % BATCH === BATCH - 1) await others();
  }
  if (unknown.length === 0) return current;
  const shown = unknown.slice(0, SHOWN).map(quoted).join(', ');
  const { accessionPrefix } = served.store.registry;
  throw new RequestError(
    400,
    `${unknown.length} of ${accessions.length} accessions are no cCREs or rDHSs of ${served.id} (${shown}), expected ones such as ${accessionPrefix}E0000001 or ${accessionPrefix}D0000001`,
    parameter,
  );
}

/** As elements.tsv names them; a gene that is the nearest of no element has no name there. */
function nearestNames(served: Served, names: readonly string[], parameter: string): string[] {
  const nearest = geneNames(served.store);
  const table = annotationIfAny(served, GENES);
  return names.flatMap((name) => {
    const own = nearest.get(name.trim().toLowerCase());
    if (own !== undefined) return [own];
    const gene = table === undefined ? undefined : geneIfAny(table, name);
    if (table === undefined || gene === undefined) throw noGene(served, name, parameter);
    const { id, symbol } = table.gene(gene.row);
    return nearest.get(id.toLowerCase()) ?? nearest.get(symbol.toLowerCase()) ?? [];
  });
}

function noGene(served: Served, name: string, parameter: string): RequestError {
  const example = served.store.table.genes[0];
  return new RequestError(
    400,
    `${quoted(name)} is no gene of ${served.id}, expected one${example === undefined ? '' : ` such as ${example}`}; GET genes?prefix= lists what begins so`,
    parameter,
  );
}

function nearestTo(
  served: Served,
  filter: ElementFilter,
  { names, window }: GeneFilter,
  parameter: string,
): ElementFilter {
  const genes = nearestNames(served, names, parameter);
  const { nearestGene, tssDistance = [null, null] } = filter;
  const [from, to] = tssDistance;
  return {
    ...filter,
    nearestGene: nearestGene === undefined ? genes : genes.filter((gene) => nearestGene.includes(gene)),
    ...(window === undefined ? {} : { tssDistance: [from, to === null ? window : Math.min(to, window)] }),
  };
}

function around(
  served: Served,
  filter: ElementFilter,
  { names, by, window }: GeneFilter,
  parameter: string,
): ElementFilter {
  const table = annotationOf(served, GENES);
  const places = names.flatMap((name) => {
    const found = geneIfAny(table, name);
    if (found === undefined) throw noGene(served, name, parameter);
    const { chrom, start, end } = table.gene(found.row);
    const wide = (from: number, to: number, bp: number): Place => ({
      chrom,
      start: Math.max(0, from - bp),
      end: to + bp,
    });
    if (by === 'body') return [wide(start, end, window ?? 0)];
    // A position is 1-based.
    return table.startSites(found.row).map((t) => {
      const position = table.tss.position[t]!;
      return wide(position - 1, position, window ?? TSS_WINDOW);
    });
  });
  const { regions } = filter;
  return { ...filter, regions: regions === undefined ? places : inBoth(served.store, places, regions) };
}

/** The elements that lie in both as places of their own: rDHSs do not overlap. */
function inBoth(store: ElementStore, a: readonly Place[], b: readonly Place[]): Place[] {
  const { rows, regions } = store.table;
  const setOf = (places: readonly Place[]) => {
    const set = emptySet(rows);
    for (const place of places) addRange(set, ...store.rowsIn(place));
    return set;
  };
  return Array.from(rowsOf(intersection(rows, [setOf(a), setOf(b)])), (row) => placeAt(regions, row));
}
