/** The kinds of export: each writes one folder of files that explain themselves. */

import path from 'node:path';
import { makeDirectory } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import { readCcreRows } from '../store/ccre-rows.ts';
import type { RegistryDirectory } from '../store/registry-directory.ts';
import type { BedSchema } from './bed-schema.ts';
import { writeBiosampleBeds } from './biosample-beds.ts';
import { type WrittenBed, writeClassBeds } from './class-beds.ts';
import { writeCombinedTrack } from './combined-track.ts';
import { describeFolder, type FileKind, type FolderText, markdownText } from './export-folder.ts';
import { writeHub } from './hub.ts';
import { writeMatrices } from './matrices.ts';
import { writeParquetTables } from './parquet-tables.ts';
import { publishBeds } from './publish-bed.ts';
import { stateColumns, stateFiles, writeStateBed } from './state-beds.ts';
import { exportZscores } from './zscore-tables.ts';

export interface ExportOptions {
  readonly threads: number;
  /** Files are named after datasets, as ENCODE names them, not after biosamples. */
  readonly encodeNames: boolean;
  /** Whom a hub names as its maintainer. */
  readonly email: string;
}

/** Writes a kind into the folder `out`, which exists; returns how many files it wrote. */
type ExportKind = (
  registry: RegistryDirectory,
  out: string,
  options: ExportOptions,
  progress: Progress,
) => Promise<number>;

/** By the name of the option. */
export const EXPORT_KINDS: Readonly<Record<string, ExportKind>> = {
  classes: async (registry, out, { threads }, progress) => {
    progress.step('cCREs by class');
    return publishFolder(registry, out, await writeClassBeds(registry, out), {
      threads,
      progress,
      paragraphs: [
        `All cCREs of the registry, and those of each class, in ENCODE's six columns. ELS is pELS and dELS together.`,
      ],
    });
  },
  biosamples: async (registry, out, { threads, encodeNames }, progress) => {
    progress.step('biosamples');
    const naming = encodeNames
      ? 'A file a biosample, named after its datasets of DNase, H3K4me3, H3K27ac and CTCF.'
      : 'A file a biosample, named after it.';
    return publishFolder(registry, out, await writeBiosampleBeds(registry, out, encodeNames), {
      threads,
      progress,
      paragraphs: [naming, 'Every file has every cCRE, in the same order.'],
    });
  },
  states: async (registry, out, { threads }, progress) => {
    const columns = stateColumns(registry);
    progress.step('high and low by experiment', columns.length, 'files');
    const ccres = await readCcreRows(registry);
    const written: WrittenBed[] = [];
    const files = stateFiles(columns);
    for (const [c, column] of columns.entries()) {
      written.push(await writeStateBed(registry, column, ccres, { folder: out, file: files[c]! }));
      progress.advance(1);
    }
    return publishFolder(registry, out, written, {
      threads,
      progress,
      paragraphs: ['A file an experiment (dataset): every cCRE, high where Z > 1.64 in it.'],
    });
  },
  combined: async (registry, out, { threads }, progress) => {
    progress.step('combined track');
    const written = await writeCombinedTrack(registry, await readCcreRows(registry), out);
    return publishFolder(registry, out, [written], {
      threads,
      progress,
      paragraphs: ['The cCREs in the columns of the UCSC track encodeCcreCombined, for genome browsers.'],
    });
  },
  matrices: async (registry, out, options, progress) =>
    describe(registry, out, await writeMatrices(registry, out, options, progress), [
      'A row an rDHS, a column a dataset. Z-scores are standardised over all rDHSs of one dataset; -10 is no signal.',
    ]),
  parquet: async (registry, out, _, progress) =>
    describe(registry, out, await writeParquetTables(registry, out, progress), [
      'The registry for DuckDB, Python, R or Spark. Join the files by rDHS, or by row: all have the rows of rDHSs.bed.',
    ]),
  zscores: async (registry, out, _, progress) => {
    const tables = await exportZscores(registry, out, progress);
    const { columns } = registry.manifest;
    const about = new Map(
      tables.map((file, c) => [file, `${columns[c]!.assay} in ${columns[c]!.biosample}`]),
    );
    return describe(
      registry,
      out,
      [
        {
          name: 'zscores',
          title: 'Z-scores and signals, a table a dataset',
          naming: 'ASSAY/BIOSAMPLE.tsv: a row an rDHS, in the order of rDHSs.bed.',
          columns: [
            { name: 'rDHS', type: 'string', description: 'Accession of the rDHS' },
            {
              name: 'Z',
              type: 'float',
              description: 'Z-score of log10 signal, six decimals; -10 is no signal',
            },
            { name: 'signal', type: 'float', description: 'Mean signal over the window, six digits' },
          ],
          files: tables,
          about,
          headerRows: 1,
        },
      ],
      ['High is Z > 1.64.'],
    );
  },
  hub: (registry, out, options, progress) => writeHub(registry, out, options, progress),
};

/** Puts the other forms beside BEDs, and describes the folder. */
async function publishFolder(
  registry: RegistryDirectory,
  out: string,
  beds: readonly WrittenBed[],
  context: { threads: number; progress: Progress; paragraphs: readonly string[] },
): Promise<number> {
  const { threads, progress, paragraphs } = context;
  progress.step('bgzip, tabix and bigBed', beds.length, 'files');
  const { chromSizes } = registry;
  const forms = await publishBeds(
    beds.map(({ file, schema }) => ({ bed: path.join(out, file), schema, chromSizes })),
    threads,
    () => progress.advance(1),
  );
  const bySchema = new Map<string, { schema: BedSchema; files: string[]; about: Map<string, string> }>();
  for (const [i, { schema, about }] of beds.entries()) {
    const known = bySchema.get(schema.table) ?? { schema, files: [], about: new Map<string, string>() };
    known.files.push(...forms[i]!);
    if (about !== undefined) for (const file of forms[i]!) known.about.set(file, about);
    bySchema.set(schema.table, known);
  }
  const kinds = [...bySchema.values()].map(
    ({ schema, files, about }): FileKind => ({
      name: schema.table,
      title: schema.title,
      naming: about.size > 0 ? 'Each file in several forms:' : listOf(files.filter(isBed)),
      columns: schema.columns,
      bed: schema,
      files,
      ...(about.size > 0 ? { about } : {}),
    }),
  );
  return describe(registry, out, kinds, paragraphs);
}

function isBed(file: string): boolean {
  return file.endsWith('.bed');
}

function listOf(files: readonly string[]): string {
  return files.map((file) => `\`${file}\``).join(', ');
}

/** Writes README.md and the schemas; returns the number of all files. */
async function describe(
  { assembly, scheme, idsAreLocal }: RegistryDirectory,
  out: string,
  kinds: readonly FileKind[],
  paragraphs: readonly string[],
): Promise<number> {
  const local = idsAreLocal
    ? ' Its accessions are its own: they are not those of ENCODE, even where they look alike.'
    : '';
  const text: FolderText = {
    title: `${assembly}: ${kinds.map(({ title }) => title).join('; ') || 'nothing of this kind'}`,
    paragraphs: [
      ...paragraphs,
      `Assembly ${markdownText(assembly)}, scheme ${scheme}, made by cisreg. Coordinates are 0-based and half-open.${local}`,
    ],
  };
  const own = await describeFolder(out, text, kinds);
  return own.length + kinds.reduce((sum, { files }) => sum + files.length, 0);
}

/** Makes the folder and writes a kind into it. */
export async function exportKind(
  kind: string,
  registry: RegistryDirectory,
  out: string,
  context: { options: ExportOptions; progress: Progress },
): Promise<number> {
  makeDirectory(out);
  return EXPORT_KINDS[kind]!(registry, out, context.options, context.progress);
}
