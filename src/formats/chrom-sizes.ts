/** chrom.sizes: a name and a size in bases a line. The first two columns of a FASTA index are the same. */

import { CisregError } from '../errors.ts';
import { type ChromSizes, chromSizesOf, otherNaming } from '../genome/chrom-sizes.ts';
import { locationName } from './byte-stream.ts';
import { fieldError, fieldText, newFields, parseCoordinate, splitTabsOrSpaces } from './fields.ts';
import { isSkipped } from './region-rows.ts';
import { readLines } from './text-lines.ts';

/**
 * Reads chromosome sizes, in the order of the file. Blank lines and comments are passed over. FORMAT: a size that is
 * no whole number of 1..2^31-1, a name twice, no row at all. ASSEMBLY: a chromosome in both namings (chr1 and 1).
 */
export async function readChromSizes(location: string): Promise<ChromSizes> {
  const file = locationName(location);
  const names: string[] = [];
  const sizes: number[] = [];
  const lineOf = new Map<string, number>();
  const fields = newFields();
  for await (const batch of readLines(location)) {
    for (let i = 0; i < batch.count; i++) {
      const from = batch.starts[i]!;
      const to = batch.ends[i]!;
      if (isSkipped(batch.bytes, from, to)) continue;
      const line = batch.firstLine + i;
      splitTabsOrSpaces(fields, batch.bytes, from, to);
      if (fields.count < 2) {
        const message = '1 column, expected a chromosome and its size, separated by a tab';
        throw new CisregError('FORMAT', message, { where: { file, line } });
      }
      const name = fieldText(fields, 0);
      if (name === '')
        throw fieldError({ file, line, column: 1, name: 'chrom' }, '', 'the name of a chromosome');
      const size = parseCoordinate(fields.bytes, fields.starts[1]!, fields.ends[1]!);
      if (size < 1) {
        const expected = 'a whole number from 1 to 2147483647';
        throw fieldError({ file, line, column: 2, name: 'size' }, fieldText(fields, 1), expected);
      }
      checkName(file, line, name, lineOf);
      lineOf.set(name, line);
      names.push(name);
      sizes.push(size);
    }
  }
  if (names.length === 0) {
    const message = 'holds no chromosome, expected a name and a size a line';
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  return chromSizesOf(names, sizes);
}

function checkName(file: string, line: number, name: string, lineOf: ReadonlyMap<string, number>): void {
  const where = { file, line, column: 1 };
  const before = lineOf.get(name);
  if (before !== undefined) {
    const message = `chromosome ${name} stands here and in line ${before}, expected it once; drop one of the two`;
    throw new CisregError('FORMAT', message, { where });
  }
  const other = otherNaming(name);
  const clash = lineOf.get(other);
  if (clash !== undefined) {
    const message = `chromosome ${name} is ${other} of line ${clash} in another naming, expected one naming`;
    throw new CisregError('ASSEMBLY', `${message}; drop one of the two`, { where });
  }
}
