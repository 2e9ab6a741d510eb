/** The highest Z-score of every rDHS as bigWigs, an assay each. */

import path from 'node:path';
import { writeBigWig } from '../formats/bbi/bigwig-writer.ts';
import type { WigRun } from '../formats/bbi/wig-run.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { parseDecimal } from '../formats/fields.ts';
import { visitTableRows } from '../formats/table-rows.ts';
import { chromRuns } from '../genome/chrom-runs.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { MAXZ_TSV, RDHS_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { trackFile } from './hub-tracks.ts';
import { checkRowCount } from './row-count.ts';

/**
 * Writes maxZ.ASSAY.bigWig for every assay that the registry has, or of those in `wanted`: the rDHSs with their highest Z. Returns the
 * assays that were written.
 */
export async function writeMaxZTracks(
  registry: RegistryDirectory,
  folder: string,
  wanted: readonly string[] = CLASS_ASSAYS,
): Promise<string[]> {
  const bed = await readBed(path.join(registry.path, RDHS_BED));
  const values = CLASS_ASSAYS.map(() => new Float32Array(bed.count));
  let row = 0;
  const table = path.join(registry.path, MAXZ_TSV);
  await visitTableRows(table, CLASS_ASSAYS, ({ bytes, starts, ends }) => {
    for (let a = 0; a < values.length; a++) values[a]![row] = parseDecimal(bytes, starts[a]!, ends[a]!);
    row++;
  });
  checkRowCount(table, row, bed.count);
  const present = CLASS_ASSAYS.filter(
    (assay, a) => wanted.includes(assay) && bed.count > 0 && !Number.isNaN(values[a]![0]!),
  );
  for (const assay of present) {
    const own = values[CLASS_ASSAYS.indexOf(assay)]!;
    await writeBigWig(
      path.join(folder, trackFile({ kind: 'maxZ', assay })),
      registry.chromSizes,
      wigRuns(bed, own),
    );
  }
  return present;
}

function* wigRuns({ chromNames, chrom, start, end }: BedTable, values: Float32Array): Generator<WigRun> {
  for (const { from, to } of chromRuns(chrom)) {
    yield {
      chrom: chromNames[chrom[from]!]!,
      starts: start.subarray(from, to),
      ends: end.subarray(from, to),
      values: values.subarray(from, to),
      length: to - from,
    };
  }
}
