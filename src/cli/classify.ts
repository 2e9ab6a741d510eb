/** cisreg classify: classes, tiers and biosample groups from rDHSs and tables of Z-scores. */

import path from 'node:path';
import { Command, Option } from 'commander';
import { ccreLines, type LabelCounts, writeBiosampleBed } from '../build/biosample-step.ts';
import { biosamplesFrom, type DatasetKey } from '../build/biosample-table.ts';
import { classifyElements } from '../build/elements.ts';
import { gatherEvidence, type ZSource } from '../build/evidence.ts';
import { Mistakes } from '../build/mistakes.ts';
import { readPrevious } from '../build/previous.ts';
import { writeBiosampleTable, writeCcreBeds, writeMaxZ } from '../build/tables.ts';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { readTable } from '../formats/table.ts';
import { readTss } from '../formats/tss.ts';
import { sortRegions } from '../genome/sorted-regions.ts';
import { silent } from '../progress.ts';
import { formatAccession } from '../registry/accessions.ts';
import { assayWarning } from '../registry/assays.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Scheme } from '../registry/schemes.ts';
import { BIOSAMPLES } from '../store/layout.ts';
import { refuseRegistry } from '../store/registry-directory.ts';
import { highBits } from '../store/zscore-store.ts';
import { cliProgress } from './progress.ts';

interface ClassifyFlags {
  readonly rdhs: string;
  readonly tss: string;
  readonly zscores: string;
  readonly out: string;
  readonly scheme: Scheme;
  readonly anchors: readonly string[];
  readonly prefix: string;
  readonly previous?: string;
}

/** The command, for the program to hold. */
export function classifyCommand(): Command {
  return new Command('classify')
    .summary('classes, tiers and biosample groups from rDHSs and Z-scores')
    .description(
      'Classify rDHSs from tables of Z-scores (what cisreg zscore prints): writes cCREs.bed, cCREs.unfiltered.bed with ' +
        'tiers (encode3), maxz.tsv, biosamples.tsv and biosamples/ as cisreg build does.',
    )
    .requiredOption('--rdhs <bed>', 'chrom, start, end, rDHS')
    .requiredOption('--tss <file>', 'GENCODE GTF or TSS BED')
    .requiredOption(
      '--zscores <tsv>',
      'columns biosample, assay, table: a table of Z-scores a row; paths relative to it',
    )
    .requiredOption('-o, --out <dir>', 'the directory to write')
    .addOption(new Option('--scheme <name>', 'of classes').choices(['encode3', 'encode4']).default('encode3'))
    .option('--anchors <assay...>', 'a biosample counts the first that it has as DNase', ['DNase'])
    .option('--prefix <text>', 'of accessions', 'EH38')
    .option(
      '--previous <bed>',
      'earlier cCREs (chrom, start, end, accession): their places keep their numbers',
    )
    .action(async (flags: ClassifyFlags) => {
      refuseRegistry(flags.out);
      const bed = await readBed(flags.rdhs, { minFields: 4 });
      const { sorted, order } = sortRegions(bed);
      const ids = Array.from(order, (row) => bed.names!.at(row));
      const rowOf = new Map(ids.map((id, row) => [id, row]));
      if (rowOf.size < ids.length) {
        throw new CisregError('FORMAT', 'names an rDHS twice, expected each once', {
          where: { file: flags.rdhs },
        });
      }
      const datasets = await readSheet(flags.zscores);
      const mistakes = new Mistakes();
      const biosamples = biosamplesFrom(datasets, flags.anchors, (message, line) =>
        mistakes.add(message, { file: flags.zscores, line }),
      );
      mistakes.throwIfAny();

      const columns = new Map<string, ZSource>();
      for (const dataset of datasets) {
        const warning = assayWarning(dataset.assay);
        if (warning !== undefined) cliProgress().warn(`${flags.zscores}:${dataset.line}: ${warning}`);
        const file = path.resolve(path.dirname(flags.zscores), dataset.file);
        columns.set(dataset.file, await readZTable(file, rowOf));
      }
      const evidence = gatherEvidence(
        biosamples,
        ids.length,
        (dataset) => columns.get(dataset.file)!,
        silent,
      );
      const elements = classifyElements(sorted, evidence, {
        scheme: flags.scheme,
        tss: await readTss(flags.tss),
        previous:
          flags.previous === undefined ? undefined : await readPrevious(flags.previous, 'E', cliProgress()),
        previousFile: flags.previous,
      });
      const content = {
        regions: sorted,
        rdhsId: (row: number) => ids[row]!,
        ccreId: (row: number) => formatAccession(flags.prefix, 'E', elements.ccreNumber[row]!),
        scheme: flags.scheme,
        elements,
        evidence,
      };
      makeDirectory(path.join(flags.out, BIOSAMPLES));
      await writeCcreBeds(flags.out, content);
      await writeMaxZ(flags.out, content);
      const ccres = ccreLines(content);
      const counts = new Map<string, LabelCounts>();
      for (const biosample of biosamples) {
        if (biosample.group === undefined) continue;
        const own = CLASS_ASSAYS.flatMap((assay, a) => {
          const column = columns.get(biosample.datasets[assay]?.file ?? '');
          return column === undefined ? [] : [{ bit: 1 << a, high: column.high }];
        });
        const file = path.join(flags.out, BIOSAMPLES, `${biosample.key}.bed`);
        const { assays } = biosample;
        counts.set(
          biosample.name,
          await writeBiosampleBed(file, { ccres, columns: own, assays, scheme: flags.scheme }),
        );
      }
      const sheet = { columns: [], values: new Map() };
      await writeBiosampleTable(flags.out, { scheme: flags.scheme, biosamples, sheet, counts });
    });
}

/** The tables of Z-scores; a table's path is its dataset's name. */
async function readSheet(file: string): Promise<readonly DatasetKey[]> {
  const table = await readTable(file, { required: ['biosample', 'assay', 'table'] });
  return table.rows.map((row) => ({
    line: row.line,
    biosample: table.get(row, 'biosample').trim(),
    assay: table.get(row, 'assay').trim(),
    file: table.get(row, 'table').trim(),
    zscore: true,
  }));
}

/** A table of Z-scores, its rows joined to the rDHSs by name. */
async function readZTable(file: string, rowOf: ReadonlyMap<string, number>): Promise<ZSource> {
  const table = await readTable(file, { required: ['rDHS', 'Z'] });
  const z = new Float64Array(rowOf.size).fill(Number.NaN);
  for (const row of table.rows) {
    const id = table.get(row, 'rDHS');
    const text = table.get(row, 'Z');
    const target = rowOf.get(id);
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (target === undefined || Number.isNaN(value)) {
      const message =
        target === undefined
          ? `${id} is not among the rDHSs, expected the same set`
          : `Z is ${text}, expected a number`;
      throw new CisregError('FORMAT', message, { where: { file, line: row.line } });
    }
    z[target] = value;
  }
  const missing = z.findIndex(Number.isNaN);
  if (missing >= 0) {
    const id = [...rowOf.keys()][missing];
    throw new CisregError('FORMAT', `has no row for ${id}, expected one for every rDHS`, { where: { file } });
  }
  return { high: highBits(z), z: Float32Array.from(z), exactZ: (row) => z[row]! };
}
