/** A visitor's own list of variants: what was read of it, its LD blocks, and the text under an id that stands for it. */

import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { BlockSnp } from '../../annotation/gwas/gwas-table.ts';
import { LD } from '../../annotation/variants/ld-table.ts';
import { VARIANTS, type VariantTable } from '../../annotation/variants/variant-table.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { closed, oneOf } from '../answers/components.ts';
import { quoted } from '../answers/quoted.ts';
import { savedItem } from '../lists/state-access.ts';
import type { Served } from '../served.ts';
import { type Entry, type ReadList, rowsOfEntries, type Unreadable } from './enrichment-entries.ts';
import { populationOf, r2Of } from './enrichment-request.ts';
import type { ServedBlocks } from './gwas-lists.ts';

/** Of each kind of lines; the counts are of all. */
const MOST_LINES = 1000;
/** So many leads are looked up at a time: the server answers others in between. */
const BATCH = 500;

const Line = { line: Type.Integer({ description: 'From 1' }), text: Type.String() };
const lines = (of: object, description: string) =>
  closed(
    { count: Type.Integer(), lines: Type.Array(closed(of as typeof Line), { maxItems: MOST_LINES }) },
    description,
  );

/** What was read of a list. */
export const REPORT = {
  kind: oneOf('ids', 'BED', 'VCF'),
  entries: Type.Integer({
    description: 'Ids, or rows of a BED or VCF: found + unknown + repeated + unreadable',
  }),
  found: Type.Integer({
    description: 'Entries that name a variant, or hold some, which none before it does',
  }),
  variants: Type.Integer({ description: 'Different variants; an interval may hold many' }),
  unknown: lines(Line, 'No variant of the registry'),
  repeated: lines(Line, 'Nothing but variants of entries before'),
  unreadable: lines({ ...Line, message: Type.String() }, 'No ids, or no rows of a BED or VCF'),
};

/** What was read of a list: every entry is counted once. Throws RequestError 413 for too many variants. */
export function reportOf(variants: VariantTable, { kind, entries, unreadable: bad }: ReadList) {
  const [unknown, repeated]: [Entry[], Entry[]] = [[], []];
  const unreadable: Unreadable[] = [...bad];
  const seen = new Set<number>();
  let found = 0;
  for (const [entry, from, to] of rowsOfEntries(variants, entries)) {
    const before = seen.size;
    for (let row = from; row < to; row++) seen.add(row);
    if (seen.size > before) found++;
    else if (to > from) repeated.push(entry);
    else if (kind === 'ids' && !isId(entry)) unreadable.push(notAnId(entry));
    else unknown.push(entry);
  }
  const shown = (all: readonly Entry[]) => ({
    count: all.length,
    lines: all.slice(0, MOST_LINES).map((own) => ({ line: own.line, text: own.text })),
  });
  return {
    kind,
    entries: entries.length + bad.length,
    found,
    variants: seen.size,
    unknown: shown(unknown),
    repeated: shown(repeated),
    unreadable: { count: unreadable.length, lines: unreadable.slice(0, MOST_LINES) },
  };
}

/** What could be the id of some variant, or the place of one. */
const isId = ({ text: own, place }: Entry) => place !== undefined || /^(?:rs|ss|esv|nsv|COSV)\d+$/i.test(own);

function notAnId({ line, text: own }: Entry): Unreadable {
  return {
    line,
    text: own,
    message: `has ${quoted(own)}, expected rs and digits, or a place such as chr1:1000`,
  };
}

/** The LD blocks of a list: as studies have them, of variants in LD the first stands for all. Throws RequestError 400 for a panel that is not there, 413 for too many variants. */
export async function blocksOfList(
  served: Served,
  entries: readonly Entry[],
  query: { readonly population?: string; readonly r2?: string },
): Promise<ServedBlocks> {
  const variants = annotationOf(served, VARIANTS);
  const ld = annotationIfAny(served, LD);
  const population = populationOf(query.population, ld?.populations ?? []);
  const least = Math.fround(r2Of(served, query.r2));
  const given = new Set<number>();
  for (const [, from, to] of rowsOfEntries(variants, entries)) {
    for (let row = from; row < to; row++) given.add(row);
  }
  const standing = new Set<number>();
  const blocks: BlockSnp[][] = [];
  let looked = 0;
  for (const lead of given) {
    if (++looked % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
    const linked = population === undefined ? [] : ld!.partners(population, lead);
    const proxies = linked.filter(({ r2 }) => r2 > least).sort((a, b) => b.r2 - a.r2 || a.row - b.row);
    if (proxies.some(({ row }) => standing.has(row))) continue;
    standing.add(lead);
    blocks.push([{ row: lead, r2: 1 }, ...proxies]);
  }
  return { served, blocks, leads: new Map([...given].map((row) => [row, undefined])) };
}

/** The text of a saved list. Throws RequestError 404. */
export const savedVariants = (app: FastifyInstance, id: string): Promise<string> =>
  text(savedItem(app, 'variants', id));
