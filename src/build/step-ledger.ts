/** Remembers which intermediate results are finished, so that a build that was stopped goes on where it was. */

import { createHash } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readJsonObject } from '../formats/json-object.ts';
import { temporaryName } from '../formats/temporary-name.ts';
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

/** A note: the step's key and result, and what its files (by their paths from the note) looked like when it was finished. */
interface Note {
  readonly key: string;
  readonly result: unknown;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * The result that `note` has of a step, if it was finished under this key and its outputs are as it left them; else
 * undefined, and the note goes: its files are about to be overwritten, and a build that is stopped then must not find
 * them finished.
 */
export function finishedResult<T>(note: string, key: string): T | undefined {
  const file = `${note}.done.json`;
  const found = readJsonObject(file) as Note | undefined;
  if (found?.key === key && isIntact(found, file)) return found.result as T;
  rmSync(file, { force: true });
  return undefined;
}

/** Whether the step of this note is finished under any key, and its outputs are as it left them. */
export function isNoted(note: string): boolean {
  const file = `${note}.done.json`;
  const found = readJsonObject(file) as Note | undefined;
  return found !== undefined && isIntact(found, file);
}

function isIntact({ outputs }: Note, file: string): boolean {
  const directory = path.dirname(file);
  return Object.entries(outputs).every(([name, stamp]) => stampOf(path.join(directory, name)) === stamp);
}

/** Notes that a step is finished. Its outputs must be in place. */
export function noteFinished(note: string, key: string, result: unknown, outputs: readonly string[]): void {
  const file = `${note}.done.json`;
  const temporary = temporaryName(file);
  // Steps may be run from other directories than the build that finds them.
  const from = path.dirname(file);
  const stamps = Object.fromEntries(outputs.map((output) => [path.relative(from, output), stampOf(output)]));
  writeFileSync(temporary, JSON.stringify({ key, result, outputs: stamps }));
  renameSync(temporary, file);
}

/**
 * Size and time of the last change of content; '' where there is no file. Published files are hard links to the
 * outputs, so an edit of one shows here too. The change time is left out: linking alters it.
 */
function stampOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.size} ${found.mtimeNs}`;
}
