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

/** What shows that a bigWig with these chromosomes is of another assembly than chromSizes, or names them otherwise. */
export function assemblyMistakes(
  chroms: readonly { readonly name: string; readonly sizeBp: number }[],
  chromSizes: ChromSizes,
): string[] {
  const sizeOf = new Map(chroms.map(({ name, sizeBp }) => [name, sizeBp]));
  return chromSizes.names.flatMap((name, i) => {
    const size = sizeOf.get(name);
    const other = otherNaming(name);
    if (size !== undefined && size !== chromSizes.sizes[i]) {
      return [
        `${name} has ${size} bases, expected the ${chromSizes.sizes[i]} of chromSizes; this file is of another assembly`,
      ];
    }
    if (size !== undefined || !sizeOf.has(other) || chromSizes.index.has(other)) return [];
    return [
      `names a chromosome ${other} that chromSizes names ${name}, expected one naming throughout; rename the chromosomes of one of them`,
    ];
  });
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
