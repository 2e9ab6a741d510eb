/** Chromosomes of files of variants: the registry's names, or the other naming (1 for chr1) throughout. */

import { CisregError } from '../../errors.ts';
import { type ChromSizes, otherNaming } from '../../genome/chrom-sizes.ts';
import type { Progress } from '../../progress.ts';

/** A file's names of chromosomes, as they come. */
export interface FileChroms {
  /** The place of a chromosome in chromSizes; -1 for one that the registry has not. */
  codeOf(name: string): number;
  /**
   * To be called when the file is read. Says once that the other naming was taken. Throws CisregError ASSEMBLY where none of its chromosomes is
   * the registry's, and where both namings stand in the file.
   */
  check(file: { readonly name: string; readonly path: string }, progress: Progress): void;
}

/** VCFs name chromosomes 1, 2, X: these are taken for chr1, chr2, chrX, if the file does so throughout. */
export function fileChroms(chromSizes: ChromSizes): FileChroms {
  const codes = new Map<string, number>();
  const [own, other, unknown]: [string[], string[], string[]] = [[], [], []];
  return {
    codeOf(name) {
      let code = codes.get(name);
      if (code === undefined) {
        const exact = chromSizes.index.get(name);
        const renamed = chromSizes.index.get(otherNaming(name));
        code = exact ?? renamed ?? -1;
        (exact !== undefined ? own : renamed !== undefined ? other : unknown).push(name);
        codes.set(name, code);
      }
      return code;
    },
    check({ name, path }, progress) {
      const known = chromSizes.names.slice(0, 3).join(', ');
      if (own.length > 0 && other.length > 0) {
        throw new CisregError(
          'ASSEMBLY',
          `names chromosomes ${own[0]} and ${other[0]}, expected one naming throughout, best that of the registry (${known}); rename them`,
          { where: { file: path } },
        );
      }
      if (other.length > 0) {
        progress.note(`${name}: ${other[0]} is taken for ${otherNaming(other[0]!)}, and so on`);
      }
      if (own.length > 0 || other.length > 0 || unknown.length === 0) return;
      const mend = /^N[CTW]_\d/.test(unknown[0]!)
        ? 'these are RefSeq accessions, as dbSNP has them: rename them (bcftools annotate --rename-chrs with a line "NC_000001.11 chr1" for each)'
        : 'is it of this assembly, with its names of chromosomes?';
      throw new CisregError(
        'ASSEMBLY',
        `has variants on ${unknown.slice(0, 3).join(', ')} and none on a chromosome of the registry (${known}); ${mend}`,
        { where: { file: path } },
      );
    },
  };
}
