/** The elements of an earlier registry, whose places keep their numbers. */

import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import type { Progress } from '../progress.ts';
import { accessionNumber, type PreviousElements } from '../registry/accessions.ts';

/** An accession of ENCODE's form, and its letter: EH38D0000007 is an rDHS, EH38E0000007 a cCRE. */
const USUAL_FORM = /^[A-Z][A-Z0-9]*([DE])[0-9]{7,}$/;
const KINDS = { D: 'an rDHS', E: 'a cCRE' } as const;

/**
 * Reads chrom, start, end, accession; every row counts, whatever its prefix, chromosome or extent. Warns where the
 * accessions look like those of the other kind (`letter` D: rDHSs, E: cCREs). Throws a CisregError (FORMAT) for one
 * without a number, and for a file without rows.
 */
export async function readPrevious(
  path: string,
  letter: 'D' | 'E',
  progress: Progress,
): Promise<PreviousElements> {
  const bed = await readBed(path, { minFields: 4, allowEmpty: true });
  if (bed.count === 0) {
    throw new CisregError(
      'FORMAT',
      'holds no element, expected chrom, start, end and accession; leave it out where there is no earlier registry',
      { where: { file: path } },
    );
  }
  const number = new Float64Array(bed.count);
  for (let i = 0; i < bed.count; i++) {
    const accession = bed.names!.at(i);
    number[i] = accessionNumber(accession);
    if (!(number[i]! <= Number.MAX_SAFE_INTEGER)) {
      throw new CisregError(
        'FORMAT',
        `accession is ${accession}, expected letters and a number up to ${Number.MAX_SAFE_INTEGER}, such as EH38D0000007`,
        { where: { file: path, line: bed.line[i], column: 4 } },
      );
    }
  }
  const found = USUAL_FORM.exec(bed.names!.at(0))?.[1];
  if (found === undefined) {
    progress.warn(
      `${path}: ${bed.names!.at(0)} is no accession of the usual form (EH38${letter}0000007): is it the right file?`,
    );
  } else if (found !== letter) {
    const mend = letter === 'E' ? '; of a cCREs.bed, cut -f 1-3,5 takes the cCREs' : '';
    progress.warn(
      `${path}: column 4 is the accession of ${KINDS[found as 'D' | 'E']}, and numbers of ${KINDS[letter]} are made of it${mend}`,
    );
  }
  return { ...bed, number };
}
