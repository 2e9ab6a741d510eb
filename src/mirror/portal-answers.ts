/** What a portal's search answers: objects, none, or an error in its own words. */

import { CisregError } from '../errors.ts';
import type { Portal, PortalAnswer } from './portal.ts';

/** Values a request: addresses stay below the 8 kB that servers commonly take. */
const BATCH = 100;

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object of JSON, no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface ObjectQuestion {
  readonly type: 'File' | 'Dataset';
  /** The property that must have one of the values. */
  readonly property: string;
  readonly values: readonly string[];
  /** Dotted paths of what is wanted of each object. */
  readonly fields: readonly string[];
}

/** The objects of a type that have one of these values, in as many requests as it takes. Throws as the portal's `get`, and IO where it answers otherwise. */
export async function findObjects(portal: Portal, question: ObjectQuestion): Promise<unknown[]> {
  const { type, property, values, fields } = question;
  const found: unknown[] = [];
  for (let at = 0; at < values.length; at += BATCH) {
    const query = new URLSearchParams({ type });
    for (const value of values.slice(at, at + BATCH)) query.append(property, value);
    const answer = await portal.get(searchPath(query, fields));
    for (const object of graphOf(answer, `${portal.address}/search/`)) found.push(object);
  }
  return found;
}

/** The path that asks for everything a query finds, these fields of each, as JSON. */
export function searchPath(query: URLSearchParams, fields: readonly string[]): string {
  const all = new URLSearchParams(query);
  all.set('format', 'json');
  all.set('limit', 'all');
  for (const field of fields) all.append('field', field);
  return `/search/?${all}`;
}

/** The objects of an answer to a search. The portal answers 404 where there are none (portal.md 3.7). */
export function graphOf(answer: PortalAnswer, where: string): readonly unknown[] {
  const body = parsedJson(answer.text);
  const graph = isJsonObject(body) ? body['@graph'] : undefined;
  if (Array.isArray(graph) && (answer.status === 200 || answer.status === 404)) return graph;
  throw refusal(answer, where);
}

/** The error for an answer that is none: what the portal says of it (portal.md 3.4), or that it sent something else. */
export function refusal(answer: PortalAnswer, where: string): CisregError {
  const body = parsedJson(answer.text);
  const parts = isJsonObject(body) ? [body.description, body.detail] : [];
  const said = parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  const found = said === '' ? 'with something else than metadata' : `with "${said.slice(0, 200)}"`;
  const message = `the portal answered ${answer.status} ${found}, expected what a search finds; open the search in a browser to see what is wrong`;
  return new CisregError('IO', message, { where: { file: where } });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
