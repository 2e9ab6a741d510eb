/** A folder of published files that explain themselves: README.md, datapackage.json, and a schema beside each kind. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { autoSqlOf, type BedColumn, type BedSchema, tableSchemaOf } from './bed-schema.ts';

/** A kind of file in the folder: all files of a kind have the same columns. */
export interface FileKind {
  /** Names its schema: NAME.schema.json and, for BEDs, NAME.as. */
  readonly name: string;
  readonly title: string;
  /** What its file names stand for. */
  readonly naming: string;
  readonly columns: readonly BedColumn[];
  /** Where the kind is a BED. */
  readonly bed?: BedSchema;
  /** Relative to the folder. */
  readonly files: readonly string[];
  /** Whether the first row names the columns. */
  readonly hasHeader?: boolean;
}

export interface FolderText {
  readonly title: string;
  /** Paragraphs of Markdown. */
  readonly paragraphs: readonly string[];
}

/**
 * Writes README.md, datapackage.json (https://specs.frictionlessdata.io/data-package/) and the schemas into `folder`,
 * whose files are there already. Returns the names of what it wrote.
 */
export async function describeFolder(
  folder: string,
  text: FolderText,
  kinds: readonly FileKind[],
): Promise<string[]> {
  const written = new Map<string, string>();
  for (const kind of kinds) {
    written.set(`${kind.name}.schema.json`, json(tableSchemaOf(kind)));
    if (kind.bed !== undefined) written.set(`${kind.name}.as`, autoSqlOf(kind.bed));
  }
  written.set('README.md', readmeOf(text, kinds));
  written.set('datapackage.json', json(packageOf(folder, text, kinds)));
  for (const [name, content] of written) await writeFileAtomically(path.join(folder, name), content);
  return [...written.keys()];
}

function readmeOf({ title, paragraphs }: FolderText, kinds: readonly FileKind[]): string {
  const sections = kinds.flatMap((kind) => [
    `## ${kind.title}`,
    kind.naming,
    [
      '| # | column | type | value |',
      '|---|---|---|---|',
      ...kind.columns.map(
        ({ name, type, description }, i) =>
          `| ${i + 1} | ${name} | ${type} | ${description.replaceAll('|', '\\|')} |`,
      ),
    ].join('\n'),
    ...(kind.bed === undefined
      ? []
      : [
          `By chromosome as text, then by start. No header. \`.bed\` is plain text; \`.bed.gz\` is the same through bgzip, with a tabix index (\`.tbi\`); ` +
            `\`.bigBed\` is the same for genome browsers, with an index by ${kind.bed.indexed.join(' and ')}. ` +
            `The columns for programs: ${kind.name}.schema.json and ${kind.name}.as (autoSql).`,
        ]),
  ]);
  return `${[`# ${title}`, ...paragraphs, ...sections].join('\n\n')}\n`;
}

function packageOf(folder: string, { title }: FolderText, kinds: readonly FileKind[]): object {
  return {
    profile: 'data-package',
    name: path
      .basename(path.resolve(folder))
      .toLowerCase()
      .replace(/[^a-z0-9._-]/g, '-'),
    title,
    resources: kinds.flatMap((kind) =>
      kind.files.map((file) => ({
        name: file.toLowerCase().replace(/[^a-z0-9._-]/g, '-'),
        title: kind.title,
        path: file,
        bytes: statSync(path.join(folder, file)).size,
        ...formatOf(file, kind.hasHeader ?? false),
        schema: `${kind.name}.schema.json`,
      })),
    ),
  };
}

function formatOf(file: string, header: boolean): object {
  if (file.endsWith('.bigBed')) return { format: 'bigBed' };
  if (file.endsWith('.parquet')) return { format: 'parquet' };
  const compression = file.endsWith('.gz') ? { compression: 'gz' } : {};
  const format = /\.bed(\.gz)?$/.test(file) ? 'bed' : 'tsv';
  return { format, ...compression, dialect: { delimiter: '\t', header } };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
