/** "Nine-state" BEDs: a file an experiment, every cCRE high or low in it (ENCODE-cCREs scripts, step 8). */

import path from 'node:path';
import { AtomicFile } from '../formats/atomic-file.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { CcreRows } from '../store/ccre-rows.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { readHigh, type ZColumn } from '../store/zscore-store.ts';
import { ASSAY_COLOURS } from './assay-colours.ts';
import { STATE_SCHEMA } from './bed-schema.ts';
import type { WrittenBed } from './class-beds.ts';
import { datasetNames } from './dataset-names.ts';

const LOW = '225,225,225\tLow-Signal\tState-Classification\n';

/** The columns that have a state file: those of the assays that make classes, and ATAC. */
export function stateColumns(registry: RegistryDirectory): readonly ZColumn[] {
  const assays = new Set<string>([...CLASS_ASSAYS, 'ATAC']);
  return registry.manifest.columns.filter(({ assay }) => assays.has(assay));
}

/** FILE.9state.bed of each column, FILE being a safe name of its dataset. */
export function stateFiles(columns: readonly ZColumn[]): string[] {
  return datasetNames(columns).map((name) => `${name}.9state.bed`);
}

/** Writes `file` into the folder. High is the stored bit. */
export async function writeStateBed(
  registry: RegistryDirectory,
  column: ZColumn,
  { ccres, row, rows }: CcreRows,
  target: { readonly folder: string; readonly file: string },
): Promise<WrittenBed> {
  const { folder, file } = target;
  const high = readHigh(registry.zscores, column, rows);
  const highEnding = `${ASSAY_COLOURS[column.assay]}\tHigh-${column.assay}-Signal\tState-Classification\n`;
  await using out = new AtomicFile(path.join(folder, file));
  for (let k = 0; k < ccres.count; k++) {
    const at = row[k]!;
    const isHigh = ((high[at >> 3]! >> (at & 7)) & 1) === 1;
    const [start, end] = [ccres.start[k]!, ccres.end[k]!];
    const place = `${ccres.chromNames[ccres.chrom[k]!]}\t${start}\t${end}\t${ccres.ccre.at(k)}`;
    out.write(`${place}\t0\t.\t${start}\t${end}\t${isHigh ? highEnding : LOW}`);
  }
  await out.commit();
  const { assay, biosample, experiment } = column;
  const about = `${assay} in ${biosample}${experiment === '' ? '' : `, experiment ${experiment}`}`;
  return { file, schema: STATE_SCHEMA, about };
}
