/** Saved lists: accessions under an id that stands for their content. */

import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { compareText } from '../../genome/text-order.ts';
import { rdhsAccession } from '../../store/element-table.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { resolveAccession } from '../elements/accession.ts';
import { storeFilter } from '../elements/asked-filter.ts';
import type { ElementQuery, ElementRequest } from '../elements/element-request.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { savedItem, stateOf } from './state-access.ts';

/** A list as it is kept. */
export interface SavedList {
  /** The registry for which it was saved. */
  readonly registry: string;
  readonly name: string | null;
  /** As they were given, in upper case, sorted, each once. */
  readonly accessions: readonly string[];
}

const SHOWN = 3;

/** Keeps a list, and comes back with its id. Throws RequestError 400 that names accessions which the registry does not know. */
export async function saveList(
  app: FastifyInstance,
  served: Served,
  { accessions, name }: { readonly accessions: readonly string[]; readonly name?: string | undefined },
): Promise<{ readonly id: string; readonly list: SavedList }> {
  const state = stateOf(app);
  const wanted = [...new Set(accessions.map((accession) => accession.trim().toUpperCase()))].sort(
    compareText,
  );
  const unknown = wanted.filter((accession) => resolveAccession(served, accession) === undefined);
  if (unknown.length > 0) {
    const shown = unknown.slice(0, SHOWN).map(quoted).join(', ');
    throw new RequestError(
      400,
      `${unknown.length} of ${wanted.length} accessions are no cCREs or rDHSs of ${served.id} (${shown}), expected those of one registry`,
      'accessions',
    );
  }
  const list: SavedList = { registry: served.id, name: name ?? null, accessions: wanted };
  const item = state.begin('lists');
  try {
    item.write(JSON.stringify(list));
    return { id: await item.commit(), list };
  } finally {
    await item.abort();
  }
}

/** The list of that id. Throws RequestError 404. */
export async function savedList(app: FastifyInstance, id: string): Promise<SavedList> {
  return JSON.parse(await text(savedItem(app, 'lists', id))) as SavedList;
}

/**
 * The registry that a list is asked of: the one that is named, else the one for which it was saved. Throws RequestError 404 where that one
 * is not served here.
 */
export function registryOfList(
  registries: ServedRegistries,
  list: SavedList,
  registry: string | undefined,
): Served {
  if (registry !== undefined) return registries.find(registry);
  const own = registries.all.find(({ id }) => id === list.registry);
  if (own !== undefined) return own;
  const known = registries.all.map(({ id }) => id).join(', ');
  throw new RequestError(
    404,
    `the list is of the registry ${quoted(list.registry)}, which is not served here, expected one of ${known}; name one by registry= to ask it of another`,
    'registry',
  );
}

/** The rDHSs of a registry that a list stands for there: what the registry does not know is left out. */
export function rdhssOfList(served: Served, list: SavedList): readonly string[] {
  return currentOnes(served, list.accessions);
}

function currentOnes(served: Served, accessions: readonly string[]): readonly string[] {
  const { table } = served.store;
  return accessions.flatMap(
    (accession) => resolveAccession(served, accession)?.rows.map((row) => rdhsAccession(table, row)) ?? [],
  );
}

/** What an address asks, with the elements of the list, of the older accessions and of the genes that it names. Throws as storeFilter does, RequestError 400 where it names accessions too, 404 for no list. */
export async function withAccessions(
  app: FastifyInstance,
  served: Served,
  { query, wanted }: { readonly query: ElementQuery; readonly wanted: ElementRequest },
): Promise<ElementRequest> {
  if (query.list === undefined) {
    return { ...wanted, filter: await storeFilter(served, wanted.filter, 'address') };
  }
  if (query.accession !== undefined) {
    throw new RequestError(400, 'there are a list and accessions, expected one of the two', 'list');
  }
  const list = await savedList(app, query.list);
  // Another registry's elements are not those that were saved: who means them says so.
  if (query.registry === undefined && list.registry !== served.id) {
    throw new RequestError(
      404,
      `the list is of the registry ${quoted(list.registry)}, and ${served.id} is asked; name the one that is meant by registry=`,
      'registry',
    );
  }
  const accessions = rdhssOfList(served, list);
  return { ...wanted, filter: await storeFilter(served, { ...wanted.filter, accessions }, 'address') };
}
