/** `cisreg classify` from tables: the classes of a build without its store, a Z-score table in memory at a time. */

import path from 'node:path';
import { readBed } from '../formats/bed.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { NamedRows } from '../formats/named-rows.ts';
import { readTable } from '../formats/table.ts';
import { pickTexts } from '../formats/text-column.ts';
import { readTss } from '../formats/tss.ts';
import { sortRegions } from '../genome/sorted-regions.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { formatAccession } from '../registry/accessions.ts';
import { assayWarning } from '../registry/assays.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Scheme } from '../registry/schemes.ts';
import { BIOSAMPLES, nameMistake } from '../store/layout.ts';
import { refuseInsideRegistry } from '../store/registry-directory.ts';
import { highBits } from '../store/zscore-store.ts';
import { ccreLines, type LabelCounts, writeBiosampleBed } from './biosample-step.ts';
import { biosamplesFrom, type DatasetKey } from './biosample-table.ts';
import { classifyElements, publishedRows } from './elements.ts';
import { gatherEvidence, type ZSource } from './evidence.ts';
import { readPrevious } from './previous.ts';
import { writeBiosampleTable, writeCcreBeds, writeMaxZ } from './tables.ts';
import { readZscoreTable } from './zscore-table.ts';

export interface ClassifyTables {
  /** BED: chrom, start, end, rDHS. */
  readonly rdhs: string;
  /** GENCODE GTF or TSS BED. */
  readonly tss: string;
  /** Columns biosample, assay, table; paths relative to it. */
  readonly zscores: string;
  readonly out: string;
  readonly scheme: Scheme;
  readonly anchors: readonly string[];
  readonly prefix: string;
  readonly previous?: string;
}

/**
 * Writes cCREs.bed, cCREs.unfiltered.bed (encode3), maxz.tsv, biosamples.tsv and biosamples/ into `out`, as
 * `cisreg build` does. Memory: a few numbers an rDHS, a bit for each rDHS and table. Throws CisregError for inputs
 * that do not fit one another.
 */
export async function classifyTables(options: ClassifyTables, progress: Progress): Promise<void> {
  const { out, scheme } = options;
  refuseInsideRegistry(out);
  refuseInsideRegistry(path.join(out, BIOSAMPLES));
  const bed = await readBed(options.rdhs, { minFields: 4 });
  const { sorted, order } = sortRegions(bed);
  const rows = new NamedRows(pickTexts(bed.names!, order));
  rows.refuseRepeats(options.rdhs);
  const datasets = await readSheet(options.zscores);
  const mistakes = new Mistakes();
  const biosamples = biosamplesFrom(datasets, options.anchors, (message, line) =>
    mistakes.add(message, { file: options.zscores, line }),
  );
  for (const { biosample, line } of datasets) {
    const mistake = nameMistake('biosample', biosample);
    if (mistake !== undefined) mistakes.add(mistake, { file: options.zscores, line });
  }
  mistakes.throwIfAny();
  for (const { assay, line } of datasets) {
    const warning = assayWarning(assay);
    if (warning !== undefined) progress.warn(`${options.zscores}:${line}: ${warning}`);
  }

  const highOf = new Map<string, Uint8Array>();
  const openColumn = async (dataset: DatasetKey): Promise<ZSource> => {
    const z = await readZscoreTable(path.resolve(path.dirname(options.zscores), dataset.file), rows);
    const high = highBits(z);
    highOf.set(dataset.file, high);
    return { high, z: Float32Array.from(z), exactZ: (row) => z[row]! };
  };
  progress.step('reading Z-scores', biosamples.length, 'biosamples');
  const evidence = await gatherEvidence(biosamples, rows.names.count, openColumn, progress);
  const elements = classifyElements(sorted, evidence, {
    scheme,
    tss: await readTss(options.tss),
    previous:
      options.previous === undefined ? undefined : await readPrevious(options.previous, 'E', progress),
    previousFile: options.previous,
  });
  const content = {
    regions: sorted,
    rdhsId: (row: number) => rows.names.at(row),
    ccreId: (row: number) => formatAccession(options.prefix, 'E', elements.ccreNumber[row]!),
    scheme,
    elements,
    evidence,
  };
  progress.step('writing tables');
  makeDirectory(path.join(out, BIOSAMPLES));
  await writeCcreBeds(out, content);
  await writeMaxZ(out, content);
  const ccres = ccreLines({ ...content, zone: elements.zone, rows: publishedRows(elements) });
  const counts = new Map<string, LabelCounts>();
  for (const { name, key, group, assays, datasets: own } of biosamples) {
    if (group === undefined) continue;
    const columns = CLASS_ASSAYS.flatMap((assay, a) => {
      const high = highOf.get(own[assay]?.file ?? '');
      return high === undefined ? [] : [{ bit: 1 << a, high }];
    });
    const file = path.join(out, BIOSAMPLES, `${key}.bed`);
    counts.set(name, await writeBiosampleBed(file, { ccres, columns, assays, scheme }));
  }
  const sheet = { columns: [], values: new Map() };
  await writeBiosampleTable(out, { scheme, biosamples, sheet, counts });
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
