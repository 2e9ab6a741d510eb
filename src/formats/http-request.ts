/** One request over HTTP, tried again where that may help (RFC 9110; Retry-After: section 10.2.3). */

import type { Dispatcher } from 'undici';
import { CisregError, type ErrorCode } from '../errors.ts';
import { VERSION } from '../version.ts';
import { untilTurn } from './host-pace.ts';
import { httpAgent } from './http-agent.ts';
import { shownAddress } from './shown-address.ts';
import { sleep } from './sleep.ts';

/** The answers that a server may mend by itself. */
export const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;
/** How often a request is tried in all, where nothing else is asked for. */
export const ATTEMPTS = 6;
const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 20_000;
/** Who asks for more is not waited for. */
export const MOST_RETRY_AFTER_MS = 120_000;

export interface HttpOptions {
  /** Bytes `start` to `end` (not included; to the last byte where undefined). */
  readonly range?: { readonly start: number; readonly end?: number | undefined } | undefined;
  /** The ETag that the resource must have: 412 otherwise. Weak ones (`W/`) are left out, which RFC 9110 does not allow here. */
  readonly ifMatch?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whoever reads it unpacks gzip, and servers call files.gz so. Default false: what is packed on the way is refused. */
  readonly mayBeGzip?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How often it is tried in all. Default 6. */
  readonly attempts?: number | undefined;
  /** The wait before the first further attempt, at most: it doubles with each. Default 250 ms. */
  readonly firstWaitMs?: number | undefined;
  /** How long the server may be silent, before its first byte and between two. Default a minute. */
  readonly silenceMs?: number | undefined;
  /** Told before each wait. */
  readonly onRetry?: ((reason: string, waitMs: number) => void) | undefined;
  readonly random?: (() => number) | undefined;
}

export interface HttpHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly etag: string | undefined;
  /** Of a 206: what the body holds, and the size of the whole where it is told. Of a 416 the size alone. */
  readonly range: ContentRange | undefined;
}

/** Its status is any but a redirect and those that are tried again. */
export interface HttpAnswer extends HttpHead {
  /** Where the answer came from: the address, or where its redirects led. */
  readonly url: string;
  /** To be read to its end, or ended by `dump()` or `destroy()`: the connection is not free before. */
  readonly body: Dispatcher.ResponseData['body'];
}

export interface ContentRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
  readonly sizeBytes: number | undefined;
}

/**
 * Sends one request and gives what the server answers, when its headers are there. Redirects are followed. Broken connections and 408, 429, 500, 502, 503
 * and 504 are tried again after a random part of a wait that doubles, or after what Retry-After says. Throws CisregError IO where that does not
 * help; addresses are shown without their query. An abort throws the signal's reason.
 */
export async function httpRequest(url: string, options: HttpOptions = {}): Promise<HttpAnswer> {
  const { attempts = ATTEMPTS } = options;
  for (let attempt = 1; ; attempt++) {
    let problem: string;
    let cause: unknown;
    let askedMs: number | undefined;
    try {
      const answer = await send(url, options);
      refuseEncoded(answer, { url, mayBeGzip: options.mayBeGzip });
      if (!PASSING.has(answer.status)) return answer;
      askedMs = retryAfterMs(answer.headers['retry-after']);
      await answer.body.dump();
      problem = `the server answered ${answer.status}`;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof CisregError) throw error;
      cause = error;
      problem = reasonOf(error);
    }
    if (attempt >= attempts || (askedMs ?? 0) > MOST_RETRY_AFTER_MS) {
      throw failed(url, { problem, attempt, askedMs, cause });
    }
    await waitBefore(attempt, { ...options, askedMs, problem });
  }
}

/** Waits for the next attempt; throws the reason of an abort. */
export async function waitBefore(
  attempt: number,
  options: Pick<HttpOptions, 'firstWaitMs' | 'random' | 'signal' | 'onRetry'> & {
    readonly askedMs?: number | undefined;
    readonly problem: string;
  },
): Promise<void> {
  const { firstWaitMs = FIRST_WAIT_MS, random = Math.random, signal } = options;
  const { askedMs = 0 } = options;
  const backoffMs = Math.min(MOST_WAIT_MS, firstWaitMs * 2 ** (attempt - 1));
  // Full jitter: many clients that failed at once do not come back at once. A tenth of what was asked for spreads those who were all told the same.
  const waitMs = askedMs + random() * Math.max(backoffMs, askedMs / 10);
  options.onRetry?.(options.problem, waitMs);
  await sleep(waitMs, signal);
}

/** What a network error means, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof RedirectError) return error.reason;
  const code = codeOf(error);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its host's name cannot be resolved (${code})`;
    case 'ECONNREFUSED':
      return 'the connection was refused (ECONNREFUSED)';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return `there is no way to it in the network (${code})`;
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'nobody answered in time';
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'the server fell silent';
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return 'its answer was not as long as it said';
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection broke off';
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}

/** Bytes that are packed on the way are others than those of the file, whatever was asked for. */
function refuseEncoded(
  { status, headers, body }: HttpAnswer,
  { url, mayBeGzip = false }: { url: string; mayBeGzip: boolean | undefined },
): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  const isRight = mayBeGzip ? /^(?:identity|(?:x-)?gzip)?$/i : /^(?:identity)?$/i;
  if ((status !== 200 && status !== 206) || isRight.test(encoding.trim())) return;
  body.destroy();
  const message = `the server packs what it sends (Content-Encoding: ${encoding}), expected the bytes as they are; ask for it without that, or use another address`;
  throw httpError(url, 'IO', message);
}

async function send(url: string, options: HttpOptions): Promise<HttpAnswer> {
  const { undici, agent } = await httpAgent();
  const headers = requestHeaders(options);
  let at = url;
  for (let redirects = 0; ; redirects++) {
    await untilTurn(at, options.signal);
    const answer = await undici.request(at, {
      dispatcher: agent,
      method: 'GET',
      headers,
      signal: options.signal ?? null,
      ...(options.silenceMs === undefined
        ? {}
        : { headersTimeout: options.silenceMs, bodyTimeout: options.silenceMs }),
    });
    // A body that is ended before its end says so as an error; without a listener that would end the process.
    answer.body.on('error', () => {});
    const head = headOf(answer.statusCode, answer.headers);
    if (REDIRECTS.has(head.status)) await answer.body.dump();
    const next = followRedirect(head, { from: at, url, redirects });
    if (next === undefined) return { ...head, url: at, body: answer.body };
    at = next;
  }
}

/** The head of an answer with what requests by ranges ask of it. */
export function headOf(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): HttpHead {
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { status, headers: plain, etag: plain.etag, range: contentRange(plain['content-range']) };
}

/** Nobody answers, or only that it cannot now: IO. Other addresses of the host would fare the same. */
export class UnreachableError extends CisregError {}

/** A redirect that cannot be followed: IO. */
export class RedirectError extends CisregError {
  /** The message without the address. */
  readonly reason: string;

  constructor(url: string, reason: string) {
    super('IO', reason, { where: { file: shownAddress(url) } });
    this.reason = reason;
  }
}

/** Where a redirect leads; undefined for an answer that is none. Throws RedirectError for one that cannot be followed, naming `url`. */
export function followRedirect(
  { status, headers }: HttpHead,
  { from, url, redirects }: { readonly from: string; readonly url: string; readonly redirects: number },
): string | undefined {
  const { location } = headers;
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  if (redirects >= MOST_REDIRECTS) throw new RedirectError(url, 'redirects without end; check the address');
  if (!URL.canParse(location, from)) {
    throw new RedirectError(url, 'redirects to what is no address; check the address');
  }
  const target = new URL(location, from);
  const isSafe = target.protocol === 'https:' || (target.protocol === 'http:' && /^http:/i.test(from));
  if (isSafe) return target.href;
  throw new RedirectError(url, `redirects to ${target.protocol}, expected https:; check the address`);
}

/** The headers that a request is sent with. */
export function requestHeaders({ range, ifMatch, headers }: HttpOptions): Record<string, string> {
  const isStrong = (etag: string | undefined): etag is string => etag?.startsWith('"') === true;
  const sent: Record<string, string> = {
    // Without identity a server may compress on the way, and the ranges are then those of something else.
    'accept-encoding': 'identity',
    'user-agent': `cisreg/${VERSION}`,
    ...headers,
  };
  if (range !== undefined)
    sent.range = `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}`;
  if (isStrong(ifMatch)) sent['if-match'] = ifMatch;
  return sent;
}

function contentRange(text: string | undefined): ContentRange | undefined {
  const found = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(text ?? '');
  if (found === null) return undefined;
  const [, first, last, size] = found;
  const sizeBytes = size === '*' ? undefined : Number(size);
  // What cannot be is as good as not said.
  if (first === undefined) return { start: 0, end: 0, sizeBytes };
  const start = Number(first);
  const end = Number(last) + 1;
  const isRange = start < end && end <= (sizeBytes ?? Number.MAX_SAFE_INTEGER);
  return isRange && Number.isSafeInteger(sizeBytes ?? 0) ? { start, end, sizeBytes } : undefined;
}

/** What Retry-After asks for, as seconds or a date; undefined where it is neither. */
export function retryAfterMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** For a message: the wait that a server asks for, where it is longer than anybody waits; else nothing. */
export function askedTooMuch(askedMs: number | undefined): string {
  return askedMs === undefined || askedMs <= MOST_RETRY_AFTER_MS
    ? ''
    : ` and asks to wait ${Math.ceil(askedMs / 1000)} s`;
}

function failed(
  url: string,
  {
    problem,
    attempt,
    askedMs,
    cause,
  }: { problem: string; attempt: number; askedMs: number | undefined; cause: unknown },
): CisregError {
  const times = attempt === 1 ? '' : ` (tried ${attempt} times)`;
  const wait = askedTooMuch(askedMs);
  const mend = cause === undefined ? 'try again later' : 'check the address and the network';
  const text = cause === undefined ? `${problem}${wait}${times}` : `cannot be reached: ${problem}${times}`;
  return new UnreachableError('IO', `${text}; ${mend}`, { where: { file: shownAddress(url) }, cause });
}

function httpError(url: string, code: ErrorCode, message: string, cause?: unknown): CisregError {
  return new CisregError(code, message, { where: { file: shownAddress(url) }, cause });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return String(code);
  // Of several addresses of one host, each with its own failure, the first speaks.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return codeOf(inner);
}
