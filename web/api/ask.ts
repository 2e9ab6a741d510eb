/** Questions to the service's API. The types of questions and answers are those that the server checks by. */

import type { paths } from './schema.d.ts';

type Method = 'get' | 'post';
/** The addresses that take a method. */
export type Asked<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Json<T> = T extends { content: infer C }
  ? 'application/json' extends keyof C
    ? C['application/json']
    : never
  : never;
type Operation<P extends keyof paths, M extends Method> = Extract<
  paths[P][M],
  { responses: unknown; parameters: unknown }
>;
/** The JSON that an address answers. */
export type Answer<P extends keyof paths, M extends Method = 'get'> =
  Operation<P, M> extends { responses: { 200: infer Ok } }
    ? Json<Ok>
    : Operation<P, M> extends { responses: { 201: infer Made } }
      ? Json<Made>
      : never;
type Parameters<P extends keyof paths, M extends Method> = Operation<P, M>['parameters'];
/** What an address takes after its question mark. */
export type QueryOf<P extends keyof paths, M extends Method = 'get'> =
  Parameters<P, M> extends { query?: infer Q } ? Omit<NonNullable<Q>, 'registry'> : never;
/** The names in braces of an address, with their values. */
type PathOf<P extends keyof paths, M extends Method> =
  Parameters<P, M> extends { path: infer V } ? { path: V } : { path?: never };

/** What a question says beside its address. */
export type Question<P extends keyof paths, M extends Method = 'get'> = {
  query?: QueryOf<P, M> & { registry?: string };
} & PathOf<P, M>;

/** Why an answer did not come: what the server says of it, or that it did not answer. */
export class Problem extends Error {
  /** 0 where there was no answer at all. */
  readonly status: number;
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, status: number, parts: { parameter?: string; requestId?: string } = {}) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.parameter = parts.parameter;
    this.requestId = parts.requestId;
  }

  /** The registry has no such data: its owner can annotate it. */
  get isNotHere(): boolean {
    return this.status === 404 && /annotat/.test(this.message);
  }
}

/** The address of a question, as others can ask it too. */
export function addressOf<P extends keyof paths, M extends Method = 'get'>(
  path: P,
  question: Question<P, M>,
): string {
  const values = (question.path ?? {}) as Readonly<Record<string, string>>;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]!));
  const given = Object.entries(question.query ?? {}).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  // Commas, colons and at signs may stand in a query, and people read addresses.
  const readable = query
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@')
    .replaceAll('%3B', ';');
  return readable === '' ? filled : `${filled}?${readable}`;
}

/** The JSON of an address. Throws Problem. */
export async function ask<P extends Asked<'get'>>(
  path: P,
  question: Question<P>,
  signal?: AbortSignal,
): Promise<Answer<P>> {
  return (await answerOf(addressOf(path, question), signal === undefined ? {} : { signal })) as Answer<P>;
}

/** The text of an address that answers text. Throws Problem. */
export async function askText<P extends keyof paths>(
  path: P,
  question: Question<P>,
  signal?: AbortSignal,
): Promise<string> {
  return textOf(addressOf(path, question), signal === undefined ? {} : { signal });
}

/** The JSON that a POST answers; a string or a file is sent as it is, everything else as JSON. Throws Problem. */
export async function post<P extends Asked<'post'>>(
  path: P,
  question: Question<P, 'post'>,
  body: unknown,
  signal?: AbortSignal,
): Promise<Answer<P, 'post'>> {
  const isRaw = typeof body === 'string' || body instanceof Blob;
  const response = await answerOf(addressOf<P, 'post'>(path, question), {
    method: 'POST',
    headers: { 'content-type': isRaw ? 'text/plain' : 'application/json' },
    body: isRaw ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  return response as Answer<P, 'post'>;
}

async function answerOf(address: string, init: RequestInit): Promise<unknown> {
  return JSON.parse(
    await textOf(address, { ...init, headers: { accept: 'application/json', ...init.headers } }),
  );
}

async function textOf(address: string, init: RequestInit): Promise<string> {
  const response = await fetched(address, init);
  const text = await response.text();
  if (response.ok) return text;
  throw problemOf(response.status, text);
}

/** fetch, whose failure is a Problem; who gave up gets the AbortError. */
export async function fetched(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem('The server did not answer.', 0);
  }
}

/** Anything that was thrown as a Problem. */
export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(String(error), 0);

/** What a refusal says: the server's own words where it has any. */
export function problemOf(status: number, text: string): Problem {
  try {
    const { detail, title, parameter, requestId } = JSON.parse(text);
    return new Problem(detail ?? title, status, { parameter, requestId });
  } catch {
    return new Problem(`The server answered ${status}.`, status);
  }
}
