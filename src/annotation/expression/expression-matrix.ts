/** A matrix of expression as text: a row a gene or transcript, a column a sample. Read twice, so that its values need room once. */

import { CisregError } from '../../errors.ts';
import { locationName } from '../../formats/byte-stream.ts';
import {
  type Fields,
  fieldError,
  fieldText,
  newFields,
  parseDecimal,
  splitTabs,
} from '../../formats/fields.ts';
import { readLines } from '../../formats/text-lines.ts';

/** What a matrix has, without its values. */
export interface MatrixShape {
  /** The header after its first column, trimmed. */
  readonly samples: readonly string[];
  /** The first column, trimmed, with the 1-based line of each row; in the order of the file. */
  readonly lineOf: ReadonlyMap<string, number>;
}

/**
 * The samples and row ids of a matrix. Blank lines are passed over. Throws CisregError FORMAT: empty, a header without samples, a row with
 * more or fewer columns than the header, an id that is empty or stands twice.
 */
export async function readMatrixShape(location: string): Promise<MatrixShape> {
  const file = locationName(location);
  let samples: string[] | undefined;
  const lineOf = new Map<string, number>();
  await visitLines(location, (fields, line) => {
    if (samples === undefined) {
      samples = Array.from({ length: fields.count - 1 }, (_, i) => fieldText(fields, i + 1).trim());
      if (samples.length === 0) {
        const message = 'the header has 1 column, expected an id and sample names with tabs between';
        throw new CisregError('FORMAT', message, { where: { file, line } });
      }
      return;
    }
    if (fields.count !== samples.length + 1) {
      const message = `${fields.count} columns, expected the ${samples.length + 1} of the header; was the file cut short, or does the header lack a name for the first column?`;
      throw new CisregError('FORMAT', message, { where: { file, line } });
    }
    const id = fieldText(fields, 0).trim();
    const before = lineOf.get(id);
    if (id === '' || before !== undefined) {
      const found = before === undefined ? 'the id is empty' : `${id} stands in line ${before} too`;
      throw new CisregError('FORMAT', `${found}, expected an id of its own for each row`, {
        where: { file, line, column: 1 },
      });
    }
    lineOf.set(id, line);
  });
  if (samples === undefined || lineOf.size === 0) {
    const what = samples === undefined ? 'is empty' : 'has a header and no rows';
    throw new CisregError(
      'FORMAT',
      `${what}, expected an id and samples in a header, then a row for each id`,
      {
        where: { file },
      },
    );
  }
  return { samples, lineOf };
}

/**
 * Writes row i of the matrix to into[rowOf[i] * width + from ...], NaN for NA and for empty cells. Throws CisregError FORMAT for values
 * that are neither missing nor finite numbers of 0 or more.
 */
export async function readMatrixValues(
  location: string,
  { samples }: MatrixShape,
  target: {
    readonly into: Float32Array;
    readonly width: number;
    readonly from: number;
    readonly rowOf: Int32Array;
  },
): Promise<void> {
  const file = locationName(location);
  let row = -1;
  await visitLines(location, (fields, line) => {
    if (row++ < 0) return;
    const at = target.rowOf[row - 1]! * target.width + target.from;
    for (let s = 0; s < samples.length; s++) {
      const [from, to] = [fields.starts[s + 1]!, fields.ends[s + 1]!];
      const value = isMissing(fields.bytes, from, to)
        ? Number.NaN
        : Math.fround(parseDecimal(fields.bytes, from, to));
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY) && !isMissing(fields.bytes, from, to)) {
        const place = { file, line, column: s + 2, name: samples[s]! };
        throw fieldError(place, fieldText(fields, s + 1), 'a number of 0 or more, or NA');
      }
      // Not -0.
      target.into[at + s] = value + 0;
    }
  });
}

const N = 78;
const A = 65;

function isMissing(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from || (to === from + 2 && bytes[from] === N && bytes[from + 1] === A);
}

async function visitLines(location: string, visit: (fields: Fields, line: number) => void): Promise<void> {
  const fields = newFields();
  for await (const batch of readLines(location)) {
    for (let i = 0; i < batch.count; i++) {
      if (batch.starts[i] === batch.ends[i]) continue;
      splitTabs(fields, batch.bytes, batch.starts[i]!, batch.ends[i]!);
      visit(fields, batch.firstLine + i);
    }
  }
}
