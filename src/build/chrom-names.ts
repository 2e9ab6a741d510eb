/** Chromosome names: patterns of names, and the two namings (chr1, 1) that must not meet in one build. */

import { CisregError } from '../errors.ts';
import { type ChromSizes, otherNaming } from '../genome/chrom-sizes.ts';

/** A name pattern in which * stands for any text and ? for one character. */
export function patternOf(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

/** ` (which calls it chr1: ...)` for 1, where chromSizes has chr1; else nothing. */
export function namingHint(name: string, chromSizes: ChromSizes): string {
  const other = otherNaming(name);
  return chromSizes.index.has(other) ? ` (which calls it ${other}: use one naming throughout)` : '';
}

/** Throws a CisregError (ASSEMBLY) where `file` calls a chromosome of chromSizes by its other name (1 for chr1). */
export function checkNaming(names: readonly string[], file: string, chromSizes: ChromSizes): void {
  for (const name of names) {
    if (chromSizes.index.has(name) || !chromSizes.index.has(otherNaming(name))) continue;
    throw new CisregError(
      'ASSEMBLY',
      `names a chromosome ${name} that chromSizes names ${otherNaming(name)}, expected one naming throughout; rename the chromosomes of one of them`,
      { where: { file } },
    );
  }
}
