/** MD5 of files, of those too that still grow: the portal's checksum, of the bytes as they are stored. */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { runInWorkers } from '../threads/workers.ts';

/** Smaller ones are read in this thread: to start another takes as long. */
const OWN_THREAD_BYTES = 32 << 20;
/** These are read at once. */
const SMALL_BYTES = 1 << 20;
/** Stays in the processor's cache between reading and hashing. */
const CHUNK_BYTES = 1 << 18;
const CHUNKS_A_TURN = 4;
const LOOK_AGAIN_MS = 2;
/** In `shared`: how far the bytes are there, and what the front says when nobody wants the result any more. */
const ABANDONED = -1n;

export interface Md5Task {
  readonly path: string;
  readonly sizeBytes: number;
  /** One 64-bit number: how many bytes are there from the beginning on. */
  readonly shared: SharedArrayBuffer;
}

/** 32 hexadecimal digits of a whole file. Throws what Node throws where it cannot be read. */
export async function md5OfFile(path: string, sizeBytes: number): Promise<string> {
  if (sizeBytes <= SMALL_BYTES) return createHash('md5').update(readFileSync(path)).digest('hex');
  const growing = md5OfGrowing(path, sizeBytes);
  growing.advance(sizeBytes);
  return (await growing.digest)!;
}

export interface GrowingMd5 {
  /** Says how many bytes of the file are there from the beginning on. */
  advance(frontBytes: number): void;
  /** Ends it without a result. */
  abandon(): void;
  /** When all `sizeBytes` are there and read; undefined when it was abandoned. */
  readonly digest: Promise<string | undefined>;
}

/** Follows a file that grows to `sizeBytes`, in a thread of its own if it is large, so that its MD5 is there soon after its last byte. */
export function md5OfGrowing(path: string, sizeBytes: number): GrowingMd5 {
  const shared = new SharedArrayBuffer(8);
  const front = new BigInt64Array(shared);
  const task: Md5Task = { path, sizeBytes, shared };
  const digest =
    sizeBytes < OWN_THREAD_BYTES
      ? runMd5Task(task)
      : runInWorkers<Md5Task, string | undefined>(new URL('./md5-worker.js', import.meta.url), [task], {
          threads: 1,
          isOwnThread: true,
        }).then(([result]) => result);
  // Who abandons it does not wait for it; who wants it hears of its failure.
  digest.catch(() => {});
  return {
    advance: (frontBytes) => Atomics.store(front, 0, BigInt(frontBytes)),
    abandon: () => Atomics.store(front, 0, ABANDONED),
    digest,
  };
}

/** The work itself: reads what is there, and looks again. Reading is synchronous: of a file that is being fetched it comes from memory, where the bytes were written just now; of one
 * that is checked later from disk, and after each MiB others have their turn. */
export async function runMd5Task({ path, sizeBytes, shared }: Md5Task): Promise<string | undefined> {
  const front = new BigInt64Array(shared);
  const hash = createHash('md5');
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK_BYTES, sizeBytes)));
  const descriptor = openSync(path, 'r');
  try {
    for (let at = 0, rests = 0; at < sizeBytes; ) {
      const there = Atomics.load(front, 0);
      if (there === ABANDONED) return undefined;
      const wanted = Math.min(chunk.length, Number(there) - at);
      if (wanted <= 0) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        continue;
      }
      const got = readSync(descriptor, chunk, 0, wanted, at);
      // A file that somebody cut short: what comes out is no MD5 of what was meant.
      if (got === 0) break;
      hash.update(chunk.subarray(0, got));
      at += got;
      // In the only thread there is, others have their turn.
      if (isMainThread && ++rests % CHUNKS_A_TURN === 0)
        await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}
