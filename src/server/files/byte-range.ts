/** Ranges and conditions of requests for files (RFC 9110, sections 13 and 14). */

import type { IncomingHttpHeaders } from 'node:http';

/** What identifies a file's content. */
export interface FileVersion {
  readonly sizeBytes: number;
  /** A strong tag with its quotes; undefined where none is known. */
  readonly etag: string | undefined;
  readonly lastModified: Date | undefined;
}

/** What is to be sent: a status, and of 200 and 206 the bytes [start, end). */
export interface FileAnswer {
  readonly status: 200 | 206 | 304 | 412 | 416;
  readonly start: number;
  readonly end: number;
}

const ONE_RANGE = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i;
/** One range is never longer; a pattern takes more than its share of time for a header full of blanks. */
const MAX_CHARS = 200;

/**
 * What a GET or HEAD of a file gets. Ranges are for GET alone. One range is answered by 206; several at once, another unit and what is no range
 * by the whole file, as the RFC allows.
 */
export function fileAnswer(method: string, headers: IncomingHttpHeaders, version: FileVersion): FileAnswer {
  const { sizeBytes } = version;
  const nothing = { start: 0, end: 0 };
  const failed = failedCondition(headers, version);
  if (failed !== undefined) return { status: failed, ...nothing };
  const whole: FileAnswer = { status: 200, start: 0, end: sizeBytes };
  const { range } = headers;
  if (method !== 'GET' || range === undefined || !holdsIfRange(headers['if-range'], version)) return whole;
  const [, from, to] = range.length > MAX_CHARS ? [] : (ONE_RANGE.exec(range) ?? []);
  if (from === undefined || (from === '' && to === '')) return whole;
  const [start, end] =
    from === ''
      ? [Math.max(0, sizeBytes - Number(to)), sizeBytes]
      : [Number(from), to === '' ? sizeBytes : Math.min(sizeBytes, Number(to) + 1)];
  // A last byte before the first is no range at all.
  if (from !== '' && to !== '' && Number(to) < Number(from)) return whole;
  if (start >= sizeBytes || start >= end) return { status: 416, ...nothing };
  return { status: 206, start, end };
}

/** In the order of RFC 9110, 13.2.2. */
function failedCondition(
  headers: IncomingHttpHeaders,
  { etag, lastModified }: FileVersion,
): 304 | 412 | undefined {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined) {
    if (match.trim() !== '*' && !tagsOf(match).some((tag) => tag === etag)) return 412;
  } else if (isAfter(lastModified, headers['if-unmodified-since']) === true) return 412;
  if (noneMatch !== undefined) {
    const isKnown =
      noneMatch.trim() === '*' || tagsOf(noneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
    return isKnown ? 304 : undefined;
  }
  return isAfter(lastModified, headers['if-modified-since']) === false ? 304 : undefined;
}

/** A range counts where its condition, if there is one, still names this content: the same strong tag, or the very date. */
function holdsIfRange(
  condition: string | readonly string[] | undefined,
  { etag, lastModified }: FileVersion,
): boolean {
  if (condition === undefined) return true;
  // Two conditions are none that holds.
  if (typeof condition !== 'string') return false;
  const text = condition.trim();
  if (text.startsWith('"') || text.startsWith('W/')) return text === etag;
  return lastModified !== undefined && seconds(new Date(text)) === seconds(lastModified);
}

function tagsOf(list: string): string[] {
  return [...list.matchAll(/(?:W\/)?"[^"]*"/g)].map(([tag]) => tag);
}

/** Whether `date` is later than the one of a header, to the second; undefined where either is not known. */
function isAfter(date: Date | undefined, header: string | undefined): boolean | undefined {
  if (date === undefined || header === undefined) return undefined;
  const other = seconds(new Date(header));
  return Number.isNaN(other) ? undefined : seconds(date) > other;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
