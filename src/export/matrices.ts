/** Z-scores and signals of one assay as a matrix: a row an rDHS, a column a dataset. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { BgzipFile } from '../formats/bgzip-writer.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import { floatToSix, formatSix } from '../formats/six-digits.ts';
import type { TextColumn } from '../formats/text-column.ts';
import type { Progress } from '../progress.ts';
import { zScore } from '../registry/zscores.ts';
import { fileKey, RDHS_BED } from '../store/layout.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import { readSignalRows, type ZColumn } from '../store/zscore-store.ts';
import type { BedColumn } from './bed-schema.ts';
import type { FileKind } from './export-folder.ts';

/** Values in memory at a time. */
const BLOCK_VALUES = 8_000_000;

/**
 * Writes, for each assay, ASSAY.zscores.tsv.gz and ASSAY.signals.tsv.gz (bgzip), header `rDHS` and the datasets; Z with six decimals
 * from the double, signal with six digits. With `encodeNames` as ENCODE lays them out: ASSEMBLY.ASSAY-zscore.rDHS.txt.gz and
 * -signal, with two header rows, experiments and biosamples.
 */
export async function writeMatrices(
  registry: RegistryDirectory,
  folder: string,
  encodeNames: boolean,
  progress: Progress,
): Promise<readonly FileKind[]> {
  const { names, count } = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  const byAssay = new Map<string, ZColumn[]>();
  for (const column of registry.manifest.columns) {
    byAssay.set(column.assay, [...(byAssay.get(column.assay) ?? []), column]);
  }
  progress.step('matrices', byAssay.size * count, 'rows');
  const kinds: FileKind[] = [];
  const taken = new Map<string, string>();
  for (const [assay, columns] of byAssay) {
    const stem = encodeNames ? `${fileKey(registry.assembly)}.${fileKey(assay)}` : fileKey(assay);
    const other = taken.get(stem.toLowerCase());
    if (other !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `assays ${other} and ${assay} would share the file name ${stem}, expected assays that differ in letters or digits; rename one`,
        { where: { file: registry.path } },
      );
    }
    taken.set(stem.toLowerCase(), assay);
    const files = ['zscore', 'signal'].map((quantity) =>
      encodeNames ? `${stem}-${quantity}.rDHS.txt.gz` : `${stem}.${quantity}s.tsv.gz`,
    );
    await writePair(
      registry,
      files.map((file) => path.join(folder, file)),
      {
        header: encodeNames ? encodeHeader(columns) : `rDHS\t${columns.map(({ file }) => file).join('\t')}\n`,
        columns,
        names: names!,
        count,
        progress,
      },
    );
    kinds.push({
      name: stem,
      title: `${assay} in ${columns.length} ${columns.length === 1 ? 'dataset' : 'datasets'}`,
      naming: `\`${files[0]}\` (Z-scores, six decimals; -10 is no signal) and \`${files[1]}\` (mean signals, six digits); ${encodeNames ? 'two header rows, experiments and biosamples' : 'a header row'}.`,
      columns: describedColumns(columns, encodeNames),
      files,
      headerRows: encodeNames ? 2 : 1,
    });
  }
  return kinds;
}

/** What ENCODE names a column by: the experiment, where there is one. */
function encodeName({ experiment, file }: ZColumn): string {
  return experiment || file;
}

function encodeHeader(columns: readonly ZColumn[]): string {
  const biosamples = columns.map(({ biosample }) => biosample);
  return `rDHS\t${columns.map(encodeName).join('\t')}\nrDHS\t${biosamples.join('\t')}\n`;
}

function describedColumns(columns: readonly ZColumn[], encodeNames: boolean): BedColumn[] {
  return [
    { name: 'rDHS', type: 'string', description: 'Accession of the rDHS' },
    ...columns.map((column): BedColumn => {
      const { file, biosample, experiment } = column;
      const source = encodeNames
        ? `, dataset ${file}`
        : experiment === ''
          ? ''
          : `, experiment ${experiment}`;
      return {
        name: encodeNames ? encodeName(column) : file,
        type: 'float',
        description: `${biosample}${source}`,
      };
    }),
  ];
}

/** Both matrices in one pass over the columns, a block of rows at a time. */
async function writePair(
  registry: RegistryDirectory,
  files: readonly string[],
  matrix: {
    header: string;
    columns: readonly ZColumn[];
    names: TextColumn;
    count: number;
    progress: Progress;
  },
): Promise<void> {
  const { header, columns, names, count, progress } = matrix;
  const blockRows = Math.max(1, Math.min(count, Math.floor(BLOCK_VALUES / columns.length)));
  const block = columns.map(() => new Float32Array(blockRows));
  await using zscores = new BgzipFile(files[0]!);
  await using signals = new BgzipFile(files[1]!);
  zscores.write(header);
  signals.write(header);
  for (let from = 0; from < count; from += blockRows) {
    const rows = Math.min(blockRows, count - from);
    for (const [c, column] of columns.entries()) {
      readSignalRows(registry.zscores, column, from, block[c]!.subarray(0, rows));
    }
    for (let r = 0; r < rows; r++) {
      const id = names.at(from + r);
      let zText = id;
      let signalText = id;
      for (let c = 0; c < columns.length; c++) {
        const signal = floatToSix(block[c]![r]!);
        zText += `\t${formatSixDecimals(zScore(signal, columns[c]!))}`;
        signalText += `\t${formatSix(signal)}`;
      }
      zscores.write(`${zText}\n`);
      signals.write(`${signalText}\n`);
    }
    progress.advance(rows);
  }
  await zscores.commit();
  await signals.commit();
}
