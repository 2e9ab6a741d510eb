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
  /** What single files hold, where their names do not say it. */
  readonly about?: ReadonlyMap<string, string>;
  /** Rows before the data, of which the first names the columns. Default 0. */
  readonly headerRows?: number;
}

export interface FolderText {
  readonly title: string;
  /** Paragraphs of Markdown. */
  readonly paragraphs: readonly string[];
  /** What the files were made from, for programs. */
  readonly sources?: readonly { readonly title: string }[];
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
    `## ${markdownText(kind.title)}`,
    kind.naming,
    ...(kind.about === undefined ? [] : [aboutTable(kind.about)]),
    [
      '| # | column | type | value |',
      '|---|---|---|---|',
      ...kind.columns.map(
        ({ name, type, description }, i) =>
          `| ${i + 1} | ${markdownText(name)} | ${markdownText(type)} | ${markdownText(description)} |`,
      ),
    ].join('\n'),
    formsText(kind),
  ]);
  return `${[`# ${markdownText(title)}`, ...paragraphs, ...sections].join('\n\n')}\n`;
}

/** Other forms of a BED are said below the table. */
function aboutTable(about: ReadonlyMap<string, string>): string {
  const isForm = (file: string) => {
    const bed = file.replace(/\.(bed\.gz|bed\.gz\.tbi|bed\.gz\.csi|bigBed)$/, '.bed');
    return bed !== file && about.has(bed);
  };
  const files = [...about].filter(([file]) => !isForm(file));
  const rows = files.map(([file, what]) => `| \`${file}\` | ${markdownText(what)} |`);
  return ['| file | holds |', '|---|---|', ...rows].join('\n');
}

/** Text as it is in Markdown: names come from users, and may hold what would begin a cell, a tag or a link. */
export function markdownText(text: string): string {
  return text.replace(/[\\|<>&`*[\]]/g, '\\$&');
}

/** Which forms the files of a kind come in, and where the columns stand for programs. */
function formsText({ name, files, bed }: FileKind): string {
  if (bed === undefined) return `The columns for programs: ${name}.schema.json.`;
  const has = (ending: string) => files.some((file) => file.endsWith(ending));
  const forms = [
    ...(has('.bed') ? ['`.bed` is plain text'] : []),
    ...(has('.bed.gz') ? ['`.bed.gz` is the same through bgzip, with a tabix index beside it'] : []),
    `\`.bigBed\` is for genome browsers, with an index by ${bed.indexed.join(' and ')}`,
  ];
  return (
    `By chromosome as text, then by start. No header. ${forms.join('; ')}. ` +
    `The columns for programs: ${name}.schema.json and ${name}.as (autoSql).`
  );
}

function packageOf(folder: string, { title, sources }: FolderText, kinds: readonly FileKind[]): object {
  const taken = new Set<string>();
  return {
    profile: 'data-package',
    name: plainName(path.basename(path.resolve(folder))),
    title,
    ...(sources === undefined ? {} : { sources }),
    resources: kinds.flatMap((kind) =>
      kind.files.map((file) => ({
        name: unusedName(plainName(file), taken),
        title: kind.about?.get(file) ?? kind.title,
        path: file,
        bytes: statSync(path.join(folder, file)).size,
        ...formatOf(file, kind),
      })),
    ),
  };
}

/** A name as the specification wants them: lower case, and only these characters. */
function plainName(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9._-]/g, '-');
}

/** Names of resources are unlike each other, even where those of the files differ only in what is left out. */
function unusedName(name: string, taken: Set<string>): string {
  let unused = name;
  for (let n = 2; taken.has(unused); n++) unused = `${name}-${n}`;
  taken.add(unused);
  return unused;
}

function formatOf(file: string, { name, headerRows = 0 }: FileKind): object {
  // An index has no rows of its own.
  const index = /\.(tbi|csi)$/.exec(file);
  if (index !== null) return { format: index[1] };
  const schema = `${name}.schema.json`;
  const binary = /\.(bigBed|bigWig|parquet)$/.exec(file);
  if (binary !== null) return { format: binary[1], schema };
  const dialect = {
    delimiter: '\t',
    header: headerRows > 0,
    // A second row says more about the columns: readers pass over it.
    ...(headerRows > 1 ? { headerRows: [1], commentRows: [2] } : {}),
  };
  const compression = file.endsWith('.gz') ? { compression: 'gz' } : {};
  return { format: /\.bed(\.gz)?$/.test(file) ? 'bed' : 'tsv', ...compression, dialect, schema };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
