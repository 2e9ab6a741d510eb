/** `cisreg export --zscores`: each column of the store as a table. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { AtomicFile } from '../formats/atomic-file.ts';
import { readBed } from '../formats/bed.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import { floatToSix, formatSix } from '../formats/six-digits.ts';
import type { Progress } from '../progress.ts';
import { zScore } from '../registry/zscores.ts';
import { fileKey, RDHS_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { readSignal } from '../store/zscore-store.ts';

/** A table to write: OUT/ASSAY/KEY.tsv. */
export interface ZscoreTable {
  readonly file: string;
  readonly path: string;
}

/** Which tables a registry gives. Throws a CisregError where two would have one name. */
function planZscoreTables(registry: RegistryDirectory): readonly ZscoreTable[] {
  const keyOf = new Map(registry.biosamples.map(({ name, key }) => [name, key]));
  const fileOf = new Map<string, string>();
  return registry.manifest.columns.map(({ file, biosample, assay }) => {
    const name = path.join(fileKey(assay), `${keyOf.get(biosample) ?? fileKey(biosample)}.tsv`);
    const other = fileOf.get(name.toLowerCase());
    if (other !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `datasets ${other} and ${file} would both be written to ${name}, expected assays that differ in letters or digits; rename one assay`,
        { where: { file: registry.path } },
      );
    }
    fileOf.set(name.toLowerCase(), file);
    return { file, path: name };
  });
}

/** Writes every table and returns their paths below `out`: header `rDHS Z signal`, rows as in rDHSs.bed, Z with six decimals, signal with six digits. */
export async function exportZscores(
  registry: RegistryDirectory,
  out: string,
  progress: Progress,
): Promise<string[]> {
  const tables = planZscoreTables(registry);
  const { names, count } = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  progress.step('Z-score tables', tables.length, 'tables');
  for (const [c, table] of tables.entries()) {
    const column = registry.manifest.columns[c]!;
    const signal = readSignal(registry.zscores, column, count);
    const file = path.join(out, table.path);
    makeDirectory(path.dirname(file));
    await using target = new AtomicFile(file);
    target.write('rDHS\tZ\tsignal\n');
    for (let i = 0; i < count; i++) {
      const value = floatToSix(signal[i]!);
      target.write(`${names!.at(i)}\t${formatSixDecimals(zScore(value, column))}\t${formatSix(value)}\n`);
    }
    await target.commit();
    progress.advance(1);
  }
  return tables.map((table) => table.path);
}
