/** Peaks of any format, as regions. */

import { openBigBed } from '../../formats/bbi/bigbed.ts';
import { readBed } from '../../formats/bed.ts';
import { readBroadPeak } from '../../formats/broad-peak.ts';
import { openByteSource } from '../../formats/byte-source.ts';
import { readNarrowPeak } from '../../formats/narrow-peak.ts';
import type { Regions } from '../../genome/regions.ts';
import type { PeakFormat } from './peak-sheet.ts';

/** The peaks of a file in its order; `line` is missing in a bigBed. Throws CisregError as the readers of the formats do. */
export async function readPeakRegions(
  file: string,
  format: PeakFormat,
): Promise<Regions & { readonly line?: Int32Array }> {
  if (format === 'narrowPeak') return readNarrowPeak(file);
  if (format === 'broadPeak') return readBroadPeak(file);
  if (format === 'bed') return readBed(file, { names: false });
  const source = await openByteSource(file);
  try {
    return await (await openBigBed(source)).readAll();
  } finally {
    await source.close();
  }
}
