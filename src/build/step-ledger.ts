/** Remembers which intermediate results are finished, so that a build that was stopped goes on where it was. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { VERSION } from '../version.ts';

/**
 * The key of a step: a hash of everything that decides its result, this program's version included. Typed arrays
 * count by their bytes, everything else by its JSON.
 */
export function stepKey(...parts: unknown[]): string {
  const hash = createHash('sha256').update(VERSION);
  for (const part of parts) {
    const bytes = ArrayBuffer.isView(part)
      ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
      : Buffer.from(JSON.stringify(part ?? null));
    hash.update(`\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * The result noted for `out` if it was finished under this key, else undefined. The note of another key goes: its
 * files are about to be overwritten, and a build that is stopped then must not find them finished under the old key.
 */
export function finishedResult<T>(out: string, key: string): T | undefined {
  const note = `${out}.done.json`;
  if (!existsSync(note)) return undefined;
  const { key: finished, result } = JSON.parse(readFileSync(note, 'utf8')) as { key: string; result: T };
  if (finished === key) return result;
  rmSync(note);
  return undefined;
}

/** Notes that `out` is finished. The files of the step must be in place. */
export function noteFinished(out: string, key: string, result: unknown): void {
  const temporary = `${out}.done.json.tmp`;
  writeFileSync(temporary, JSON.stringify({ key, result }));
  renameSync(temporary, `${out}.done.json`);
}
