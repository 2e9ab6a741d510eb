/** One range of one file from one mirror into its place: tried again where it breaks off, and held to the version that the mirror had. */

import { CisregError } from '../errors.ts';
import { noteDown, noteUp } from '../formats/down-hosts.ts';
import { httpBulk } from '../formats/http-bulk.ts';
import {
  ATTEMPTS,
  askedTooMuch,
  type HttpHead,
  MOST_RETRY_AFTER_MS,
  PASSING,
  RedirectError,
  reasonOf,
  retryAfterMs,
  waitBefore,
} from '../formats/http-request.ts';
import { changedFault, faultOf, MirrorFault } from './mirror-fault.ts';
import type { MirrorAddress } from './mirrors.ts';
import type { PartFile } from './part-file.ts';
import type { Range } from './ranges.ts';

/** How requests are tried again. */
export interface Patience {
  /** In all, without a byte between them. */
  readonly attempts?: number | undefined;
  readonly firstWaitMs?: number | undefined;
  readonly silenceMs?: number | undefined;
  /** How long it is waited for mirrors that have worked, when none does any more. Default 5 minutes. */
  readonly outageMs?: number | undefined;
}

export interface RangeOptions extends Patience {
  readonly signal: AbortSignal;
  /** Told of bytes as they arrive. */
  readonly onBytes: (amount: number) => void;
}

/** Where a file of a mirror really lies, after redirects: asked by the ranges that follow. */
export interface Target {
  readonly address: MirrorAddress;
  url: string;
  /** A server without ranges sends the whole from its beginning. */
  isWhole: boolean;
}

/**
 * Fetches a range into the part. Returns when its last byte is written, or the part turned out to be whole. What is written stays there, whatever
 * happens. Throws MirrorFault; CisregError where the disk refuses; the signal's reason.
 */
export async function fetchRange(
  part: PartFile,
  target: Target,
  range: Range,
  options: RangeOptions,
): Promise<void> {
  const { address } = target;
  const { attempts = ATTEMPTS, signal } = options;
  let at = range.start;
  for (let attempt = 1; ; attempt++) {
    const before = at;
    let problem = 'its answer ended early';
    let askedMs: number | undefined;
    let cause: unknown;
    // Without ranges nothing can go on where it broke.
    if (target.isWhole) at = 0;
    try {
      const answer = await httpBulk(
        target.url,
        {
          signal,
          silenceMs: options.silenceMs,
          ...(target.isWhole
            ? {}
            : { range: { start: at, end: endOf(part, range) }, ifMatch: part.versionAt(address.mirror) }),
        },
        {
          onHead: (head) => checkHead(head, { part, target, at, end: range.end }),
          onBytes: (bytes) => {
            if (at + bytes.length > (part.sizeBytes ?? Infinity)) throw tooLong(part, address);
            part.write(bytes, at);
            at += bytes.length;
            options.onBytes(bytes.length);
          },
        },
      );
      const { status } = answer;
      if (status === 416 && answer.range?.sizeBytes !== undefined && answer.range.sizeBytes <= at) {
        learnSize(part, target, { sizeBytes: answer.range.sizeBytes, version: versionOf(answer) });
        return;
      }
      if (status === 200 || status === 206) {
        target.url = answer.url;
        noteUp(address.url);
        // The end is what tells the size where no header does.
        if (target.isWhole && part.sizeBytes === undefined) {
          learnSize(part, target, { sizeBytes: at, version: versionOf(answer) });
        }
        if (at >= endOf(part, range) || part.isWhole) return;
      } else if (PASSING.has(status)) {
        problem = `the server answered ${status}`;
        askedMs = retryAfterMs(answer.headers['retry-after']);
      } else if (target.url !== address.url) {
        // An address that a redirect gave may hold for some minutes only.
        target.url = address.url;
        problem = `the server answered ${status}`;
      } else throw faultOf(answer, address);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof WithoutRanges) {
        target.isWhole = true;
        attempt--;
        continue;
      }
      if (error instanceof MirrorFault) throw error;
      // A redirect that leads nowhere is the mirror's fault; any other error of ours is the disk's.
      if (error instanceof RedirectError) throw new MirrorFault('wrong', error.reason, address, error);
      if (error instanceof CisregError) throw error;
      if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code === undefined) throw error;
      cause = error;
      problem = reasonOf(error);
    }
    // It broke off after its last byte.
    if (!target.isWhole && at > before && at >= endOf(part, range)) return;
    // What advances is no failure: only attempts in a row that bring nothing count.
    if (at > before && !target.isWhole) attempt = 1;
    if (attempt >= attempts || (askedMs ?? 0) > MOST_RETRY_AFTER_MS) {
      noteDown(address.url);
      const wait = askedTooMuch(askedMs);
      const message = `cannot be had: ${problem}${wait}${attempt > 1 ? ` (tried ${attempt} times)` : ''}`;
      throw new MirrorFault('unreachable', message, address, cause);
    }
    await waitBefore(attempt, { ...options, askedMs, problem });
  }
}

/** Thrown to end an answer that is not a range. */
class WithoutRanges extends Error {}

function checkHead(
  head: HttpHead,
  { part, target, at, end }: { part: PartFile; target: Target; at: number; end: number },
): void {
  const { address } = target;
  const version = versionOf(head);
  const encoding = head.headers['content-encoding'];
  // With an MD5 it is told by the bytes: some stores say gzip of what is stored so.
  if (!part.hasMd5 && encoding !== undefined && !/^(?:identity)?$/i.test(encoding.trim())) {
    const message = `the server packs what it sends (Content-Encoding: ${encoding}), expected the bytes as they are`;
    throw new MirrorFault('wrong', message, address);
  }
  const length = head.headers['content-length'];
  if (head.status === 206) {
    const { range } = head;
    if (range?.start !== at || range.end > end || range.sizeBytes === undefined) {
      throw new MirrorFault('wrong', 'the server sent another range than it was asked for', address);
    }
    learnSize(part, target, { sizeBytes: range.sizeBytes, version });
    return;
  }
  if (at > 0) throw new WithoutRanges();
  target.isWhole = true;
  const sizeBytes = length === undefined ? part.sizeBytes : Number(length);
  if (sizeBytes !== undefined) learnSize(part, target, { sizeBytes, version });
}

/** What tells one version of a file from another. */
function versionOf({ etag, headers }: HttpHead): string | undefined {
  return etag || headers['last-modified'] || undefined;
}

/** Holds an answer to what is known of the file. */
function learnSize(
  part: PartFile,
  { address }: Target,
  { sizeBytes, version }: { sizeBytes: number; version: string | undefined },
): void {
  const known = part.versionAt(address.mirror);
  if (known !== undefined && version !== undefined && known !== version) throw changedFault(address);
  if (part.sizeBytes !== undefined && part.sizeBytes !== sizeBytes) {
    // Only what an earlier answer said is known: the file has changed since.
    if (!part.hasToldSize) throw changedFault(address);
    const message = `the file has ${sizeBytes} bytes there, expected ${part.sizeBytes}`;
    throw new MirrorFault('wrong', message, address);
  }
  part.learn(address.mirror, { version, sizeBytes });
}

function endOf(part: PartFile, { end }: Range): number {
  return Math.min(end, part.sizeBytes ?? end);
}

function tooLong(part: PartFile, address: MirrorAddress): MirrorFault {
  return new MirrorFault(
    'wrong',
    `the server sent more than the ${part.sizeBytes} bytes of the file`,
    address,
  );
}
