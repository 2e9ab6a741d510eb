/** Which mirrors files are read from, measured once in a while rather than by every command. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import { askedMirrors, orderOf } from './mirror-order.ts';
import type { From, Mirror } from './mirrors.ts';
import type { RemoteFile } from './remote-file.ts';

/** How long what was measured is believed. */
const BELIEVED_MS = 3_600_000;
const ORDER_FILE = 'mirror-order.json';

/**
 * The mirrors in the order in which they are asked for `files`. With `auto`, what a command measured within the last hour for the same mirrors holds;
 * `directory` is where it is noted. Throws CisregError as askedMirrors.
 */
export async function chosenMirrors(
  files: readonly RemoteFile[],
  options: {
    readonly mirrors: readonly Mirror[];
    readonly from: From;
    readonly directory: string;
    readonly progress: Progress;
  },
): Promise<readonly Mirror[]> {
  const asked = askedMirrors(options);
  if (options.from !== 'auto' || asked.length < 2 || files.length === 0) return asked;
  const file = path.join(options.directory, ORDER_FILE);
  const bases = asked.map(({ base }) => base).join(' ');
  const { atMs, bases: keptBases, names } = readJsonObject(file) ?? {};
  const ageMs = typeof atMs === 'number' ? Date.now() - atMs : Number.POSITIVE_INFINITY;
  if (Array.isArray(names) && keptBases === bases && ageMs >= 0 && ageMs < BELIEVED_MS) {
    const known = [...new Set<unknown>(names)].flatMap(
      (name) => asked.find((mirror) => mirror.name === name) ?? [],
    );
    if (known.length === asked.length) return known;
  }
  const order = await orderOf(asked, files, options);
  const note = { atMs: Date.now(), bases, names: order.map(({ name }) => name) };
  try {
    makeDirectory(options.directory);
    await writeFileAtomically(file, JSON.stringify(note));
  } catch (error) {
    // Where nothing can be kept it is measured again.
    if (!(error instanceof CisregError)) throw error;
  }
  return order;
}
