/** A copy that appears under its name only when it is whole. */

import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { temporaryName } from '../formats/temporary-name.ts';

/** Copies bytes. Throws CisregError IO where the source cannot be read or the target not written. */
export async function copyFileAtomically(from: string, to: string): Promise<void> {
  const temporary = temporaryName(to);
  try {
    copyFileSync(from, temporary);
    renameSync(temporary, to);
  } catch (cause) {
    rmSync(temporary, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    throw new CisregError(
      'IO',
      `cannot be copied from ${from} (${code}); may you read and write there, and is there room?`,
      {
        where: { file: to },
        cause,
      },
    );
  }
}
