/** Which mirror is nearest: asked, not guessed. */

import { httpBulk } from '../formats/http-bulk.ts';
import { reasonOf } from '../formats/http-request.ts';
import { faultOf } from './mirror-fault.ts';
import { addressesOf, type Mirror } from './mirrors.ts';
import type { MirrorName, RemoteFile } from './remote-file.ts';

/** Enough for a connection to gather speed, and nothing beside what is fetched. */
const PROBE_BYTES = 1 << 20;
const PROBE_MS = 8000;
/** A file that one mirror lacks, another may have. */
const MOST_FILES = 3;

export interface Measured {
  readonly mirror: MirrorName;
  /** From a request on an open connection to its first byte. Undefined for a mirror that did not serve any of the files tried. */
  readonly waitMs: number | undefined;
  /** One connection's, after the first byte. */
  readonly bytesPerSecond: number | undefined;
  /** Why there are no figures, in words. */
  readonly problem: string | undefined;
}

/**
 * Measures every mirror at the same time, with up to three of the files: the way there, and the first megabyte. The nearest for a file of `sizeBytes` comes
 * first, those that do not serve last, in the order given. No error of a mirror is thrown; the signal's reason is.
 */
export async function measureMirrors(
  mirrors: readonly Mirror[],
  files: readonly RemoteFile[],
  { sizeBytes, signal }: { readonly sizeBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<Measured[]> {
  const measured = await Promise.all(mirrors.map((mirror) => measure(mirror, files, signal)));
  signal?.throwIfAborted();
  const secondsOf = ({ waitMs, bytesPerSecond }: Measured) =>
    waitMs === undefined ? Infinity : waitMs / 1000 + sizeBytes / bytesPerSecond!;
  return measured
    .map((one, place) => ({ one, place, seconds: secondsOf(one) }))
    .sort((a, b) => (a.seconds === b.seconds ? a.place - b.place : a.seconds - b.seconds))
    .map(({ one }) => one);
}

/** What was measured, in one line: `azure 12 ms, 85 MB/s; s3 70 ms, 40 MB/s; https the server answered 503`. */
export function describeMeasured(measured: readonly Measured[]): string {
  return measured
    .map(({ mirror, waitMs, bytesPerSecond, problem }) =>
      problem === undefined
        ? `${mirror} ${Math.max(1, Math.round(waitMs!))} ms, ${shownRate(bytesPerSecond! / 1e6)} MB/s`
        : `${mirror} ${problem}`,
    )
    .join('; ');
}

function shownRate(rate: number): string {
  return rate >= 10 ? rate.toFixed(0) : rate.toPrecision(2);
}

async function measure(
  mirror: Mirror,
  files: readonly RemoteFile[],
  outer: AbortSignal | undefined,
): Promise<Measured> {
  const limit = AbortSignal.timeout(PROBE_MS);
  const signal = outer === undefined ? limit : AbortSignal.any([outer, limit]);
  const failed = (problem: string) => ({
    mirror: mirror.name,
    waitMs: undefined,
    bytesPerSecond: undefined,
    problem,
  });
  let last = failed('cannot have these files');
  for (const [address] of files.slice(0, MOST_FILES).map((file) => addressesOf(file, [mirror]))) {
    if (address === undefined) continue;
    try {
      // The first request opens the connection, and finds where redirects lead.
      const first = await timed(address.url, 1, signal);
      if (first.answer.status !== 206 && first.answer.status !== 200 && first.answer.status !== 416) {
        last = failed(`answered ${first.answer.status}`);
        if (faultOf(first.answer, address).kind === 'token') return failed('does not accept its token');
        continue;
      }
      const { waitMs, bytes, bodyMs } = await timed(first.answer.url, PROBE_BYTES, signal);
      return {
        mirror: mirror.name,
        waitMs,
        // A file of a few bytes says nothing of the rate.
        bytesPerSecond: Math.max(1, bytes) / (Math.max(0.5, bodyMs) / 1000),
        problem: undefined,
      };
    } catch (error) {
      return failed(limit.aborted ? 'does not answer in time' : reasonOf(error));
    }
  }
  return last;
}

async function timed(url: string, bytesWanted: number, signal: AbortSignal) {
  const begun = performance.now();
  let headAt = begun;
  let bytes = 0;
  const enough = new EnoughBytes();
  const answer = await httpBulk(
    url,
    { range: { start: 0, end: bytesWanted }, signal },
    {
      onHead: (head) => {
        headAt = performance.now();
        // A server without ranges would send all of it.
        if (head.status === 200 && Number(head.headers['content-length'] ?? Infinity) > PROBE_BYTES)
          throw enough;
      },
      onBytes: (piece) => {
        bytes += piece.length;
      },
    },
  ).catch((error: unknown) => {
    if (error !== enough) throw error;
    return { status: 200, headers: {}, etag: undefined, range: undefined, url, text: '' };
  });
  return { answer, waitMs: headAt - begun, bytes, bodyMs: performance.now() - headAt };
}

class EnoughBytes extends Error {}
