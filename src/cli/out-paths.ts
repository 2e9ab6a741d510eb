/** Names of results by those of bigWigs. */

import { basename, join } from 'node:path';
import { CisregError } from '../errors.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownLocation } from '../formats/remote-location.ts';

/**
 * DIR/NAME.tsv for each bigWig, NAME without its folder and ending; of an address what stands behind its #, if anything does. Throws CONFLICT for two of
 * one name.
 */
export function outPaths(signals: readonly string[], outDir: string, ending: string): string[] {
  const taken = new Map<string, string>();
  return signals.map((signal) => {
    const name = basename(isElsewhere(signal) ? nameElsewhere(signal) : signal).replace(
      /(?<=.)\.(bw|bigwig)$/i,
      '',
    );
    // Some file systems take letters of either case for one.
    const before = taken.get(name.toLowerCase());
    if (before !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `${shownLocation(before)} and ${shownLocation(signal)} would both be written to ${join(outDir, `${name}.${ending}`)}, expected names that differ; run them apart`,
      );
    }
    taken.set(name.toLowerCase(), signal);
    return join(outDir, `${name}.${ending}`);
  });
}

function nameElsewhere(address: string): string {
  const named = /#(.*[^/])\/*$/s.exec(address)?.[1];
  return named ?? address.replace(/^encff:/i, '').replace(/[?#].*$/s, '');
}
