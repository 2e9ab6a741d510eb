/** Seeded rows for tests of bigBed, and what they say naively. */

import type { BedRun } from '../../../src/formats/bbi/bigbed-writer.ts';
import { textColumnFrom } from '../../../src/formats/text-column.ts';
import { chromSizesOf } from '../../../src/genome/chrom-sizes.ts';
import { seededRandom } from './wig-samples.ts';

/** chr10 has no rows; the order is neither that of text nor that of the rows. */
export const BED_CHROMS = chromSizesOf(
  ['chr2', 'chr10', 'chr1', 'chrX_alt'],
  [300_000, 1000, 400_000, 90_000],
);

export const BED9_PLUS_2 = `table element
"Rows of a test; with (syntax) in comments"
    (
    string  chrom;      "Chromosome"
    uint    chromStart; "Start"
    uint    chromEnd;   "End"
    string  name;       "Name; may repeat"
    uint    score;      "0 to 1000"
    char[1] strand;     "+, - or ."
    uint    thickStart; "Start"
    uint    thickEnd;   "End"
    uint    reserved;   "Colour"
    enum(PLS, dELS) class; "Class"
    float   zScore;     "Z"
    )
`;

export interface SampleRow {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly rest: string;
}

/** Rows by start, of which some overlap many, some are empty, and some names repeat. */
export function sampleRows(seed: number, rowsPerChrom: number, emptyShare = 0): SampleRow[] {
  const random = seededRandom(seed);
  return ['chr2', 'chr1', 'chrX_alt'].flatMap((chrom) => {
    const sizeBp = BED_CHROMS.sizes[BED_CHROMS.index.get(chrom)!]!;
    const starts = Array.from({ length: rowsPerChrom }, () => 1 + Math.floor(random() * (sizeBp - 1)));
    return starts
      .sort((a, b) => a - b)
      .map((start): SampleRow => {
        const widthBp = random() < emptyShare ? 0 : 1 + Math.floor(random() ** 6 * 4000);
        const end = Math.min(sizeBp, start + widthBp);
        const name = `E${Math.floor(random() ** 3 * rowsPerChrom * 3)}${random() < 0.1 ? 'é' : ''}`;
        const colour = random() < 0.5 ? '255,0,0' : '255,205,0';
        const rest = [name, 7, '.', start, end, colour, 'PLS', (random() * 5).toFixed(4)].join('\t');
        return { chrom, start, end, rest };
      });
  });
}

/** Rows as runs of at most `longest`. */
export function runsOf(rows: readonly SampleRow[], longest = Number.POSITIVE_INFINITY): BedRun[] {
  const runs: BedRun[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && to - from < longest && rows[to]!.chrom === rows[from]!.chrom) to++;
    const run = rows.slice(from, to);
    runs.push({
      chrom: run[0]!.chrom,
      starts: Int32Array.from(run, ({ start }) => start),
      ends: Int32Array.from(run, ({ end }) => end),
      rest: textColumnFrom(run.map(({ rest }) => rest)),
      length: run.length,
    });
    from = to;
  }
  return runs;
}

/** How many rows cover each base of a chromosome, base by base. */
export function naiveDepth(rows: readonly SampleRow[], chrom: string): Int32Array {
  const depth = new Int32Array(BED_CHROMS.sizes[BED_CHROMS.index.get(chrom)!]!);
  for (const row of rows) {
    if (row.chrom === chrom) for (let base = row.start; base < row.end; base++) depth[base]!++;
  }
  return depth;
}
