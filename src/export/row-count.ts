/** Tables of a registry have a row an rDHS: one that was cut short must not be published as if it were whole. */

import { CisregError } from '../errors.ts';

/** Throws CisregError FORMAT where `file` has another number of rows than it must. */
export function checkRowCount(file: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new CisregError(
    'FORMAT',
    `gives ${found} rows, expected ${expected}, as the other files of the registry; build it again`,
    { where: { file } },
  );
}
