/** What resolvers hand on: where a thing stands, not what it holds. Fields are read when they are asked for. */

import type { GraphQLFieldResolver } from 'graphql';
import { type Place, parseLocation } from '../../genome/region-text.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';
import type { GraphqlContext } from './graphql-work.ts';

/** An element, a gene or a variant, by its row. */
export interface RowNode {
  readonly served: Served;
  readonly row: number;
}

/** A place; positions are 0-based half-open. */
export interface RangeNode extends Place {
  readonly served: Served;
  readonly strand: string | null;
}

/** A study of the kind "gwas". */
export interface StudyNode {
  readonly served: Served;
  readonly study: number;
}

/** An LD block of a study. */
export interface BlockNode extends StudyNode {
  readonly block: number;
}

/** A SNP of a block. */
export interface BlockSnpNode extends BlockNode {
  readonly row: number;
  readonly r2: number;
}

/** Resolvers by type, then field. */
export type Resolvers = Readonly<
  Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, GraphqlContext>>>>
>;

/** A resolver that waits for its turn, and whose lists count. */
export function field<Source, Args = Record<string, never>>(
  resolve: (source: Source, args: Args, context: GraphqlContext) => unknown,
): GraphQLFieldResolver<unknown, GraphqlContext> {
  return async (source, args, context) => {
    for (let turn = context.work.turn(); turn !== undefined; turn = context.work.turn()) await turn;
    return resolve(source as Source, args as Args, context);
  };
}

/** The same for what is at hand: numbers and texts of a node. */
export function value<Source>(
  resolve: (source: Source) => unknown,
): GraphQLFieldResolver<unknown, GraphqlContext> {
  return (source) => resolve(source as Source);
}

/** Rows as nodes, counted before they are made. */
export function nodesOf(
  { work }: GraphqlContext,
  served: Served,
  rows: ArrayLike<number>,
): readonly RowNode[] {
  work.spend(rows.length);
  return Array.from(rows, (row) => ({ served, row }));
}

/** A range as it is asked: 0-based half-open, or a whole chromosome. */
export interface AskedRange {
  readonly chrom: string;
  readonly start?: number | null;
  readonly end?: number | null;
}

/** The place of a range, within its chromosome. Throws RequestError 400. */
export function placeOfRange({ store, id }: Served, { chrom, start, end }: AskedRange): Place {
  const whole = parseLocation(chrom, store.registry.chromSizes);
  if (whole === undefined || /[\s:]/.test(chrom)) {
    throw new RequestError(400, `${quoted(chrom)} is no chromosome of ${id}`, 'chrom');
  }
  const from = Math.max(0, start ?? 0);
  const to = Math.min(whole.end, end ?? whole.end);
  if (from < to) return { chrom: whole.chrom, start: from, end: to };
  throw new RequestError(
    400,
    `the range ${whole.chrom}:${start}-${end} has no base of the chromosome, expected a start below its end and below ${whole.end}`,
    'range',
  );
}

/** The biosample of a name, a key or either in any case. Throws RequestError 404. */
export function biosampleNamed({ store, id }: Served, name: string): BiosampleRow {
  const { biosamples } = store.registry;
  const wanted = name.toLowerCase();
  const found =
    biosamples.find((own) => own.name === name || own.key === name) ??
    biosamples.find((own) => own.name.toLowerCase() === wanted || own.key.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new RequestError(404, `${quoted(name)} is no biosample of ${id}; globals has their names`, 'ct');
}
