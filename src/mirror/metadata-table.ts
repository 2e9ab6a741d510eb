/**
 * metadata.tsv, as the portal's /metadata/ serves it: a row a file, columns by name. Old and new headers, those of annotations, and tables
 * that were merged from two (`File accession_x`, `File accession_y`) are read alike.
 */

import { CisregError } from '../errors.ts';
import { shown } from '../formats/fields.ts';
import { parseTable, type Table, type TableRow } from '../formats/table.ts';
import { accessionIn, isFileAccession } from './accessions.ts';
import { factName } from './file-facts.ts';
import { fileNameIn, lastPart, objectKeyIn } from './object-key.ts';
import type { RemoteFile } from './remote-file.ts';

const ACCESSION = 'File accession';
/** Columns that become fields of their own. Addresses on Azure hold a token, so no column of addresses is kept as it is. */
const FIELDS = [ACCESSION, 'Size', 'md5sum', 'File download URL', 's3_uri', 'S3 URL', 'Azure URL'];
/** An error message lists this many mistakes. */
const MOST_MISTAKES = 20;

/** Whether a first line is the header of such a table. */
export function isMetadataHeader(line: string): boolean {
  return line.split('\t').some((column) => /^"?File accession(?:_\w+)?"?$/.test(column));
}

/**
 * The files of a table, in its order, each once; `name` is what errors call it. Throws one CisregError FORMAT for all mistakes: no column of accessions, cells
 * that are no accession, size or MD5, a file twice with two sizes or checksums.
 */
export function parseMetadataTable(text: string, name: string): RemoteFile[] {
  const table = parseTable(text, name, { required: [] });
  const groups = columnGroups(table);
  if (groups.length === 0) {
    const message = `no column "${ACCESSION}" among ${table.columns.slice(0, 6).map(shown).join(', ')}, expected a metadata.tsv of the portal; download it from the list of files there`;
    throw new CisregError('FORMAT', message, { where: { file: name, line: 1 } });
  }
  const mistakes: CisregError[] = [];
  const files = new Map<string, { file: RemoteFile; line: number }>();
  for (const row of table.rows) {
    for (const group of groups) {
      try {
        const file = fileOf(table, row, group);
        if (file === undefined) continue;
        const before = files.get(file.accession);
        if (before === undefined) files.set(file.accession, { file, line: row.line });
        else checkSame(before, { file, line: row.line, table: name });
      } catch (error) {
        if (!(error instanceof CisregError)) throw error;
        mistakes.push(error);
      }
    }
  }
  if (mistakes.length > 0) throw joined(mistakes, name);
  return [...files.values()].map(({ file }) => file);
}

/** The columns of one file of a row: fact or field name to the table's column. */
type ColumnGroup = ReadonlyMap<string, string>;

/** A group a column of accessions. Columns without a suffix belong to every group that has not the same with its own. */
function columnGroups({ columns }: Table): ColumnGroup[] {
  const suffixes = columns
    .filter((column) => /^"?File accession(_\w+)?"?$/.test(column))
    .map((column) => unquoted(column).slice(ACCESSION.length));
  const suffixed = suffixes.filter((suffix) => suffix !== '');
  return suffixes.map((suffix) => {
    const group = new Map<string, string>();
    const add = (name: string, column: string) => {
      if (!group.has(name)) group.set(name, column);
    };
    const isOfOther = (name: string) => suffixed.some((other) => other !== suffix && name.endsWith(other));
    for (const column of columns) {
      const plain = unquoted(column);
      if (suffix !== '' && plain.endsWith(suffix)) add(factName(plain.slice(0, -suffix.length)), column);
    }
    for (const column of columns) {
      const plain = unquoted(column);
      // An empty name is the number of the row, as pandas writes it.
      if (plain !== '' && !isOfOther(plain) && (suffix === '' || !plain.endsWith(suffix)))
        add(factName(plain), column);
    }
    return group;
  });
}

function fileOf(table: Table, row: TableRow, group: ColumnGroup): RemoteFile | undefined {
  const cell = (name: string): string => {
    const column = group.get(name);
    return column === undefined ? '' : unquoted(table.get(row, column)).trim();
  };
  const wrong = (name: string, expected: string): CisregError => {
    const column = table.columnNumber(group.get(name)!);
    const message = `column ${column} (${name}) is ${shown(cell(name))}, expected ${expected}`;
    return new CisregError('FORMAT', message, { where: { file: table.file, line: row.line, column } });
  };
  // A merged table has rows without a partner.
  if (cell(ACCESSION) === '' && group.size < table.columns.length) return undefined;
  const address = cell('File download URL');
  const accession = accessionOf(cell(ACCESSION), address);
  if (accession === undefined) throw wrong(ACCESSION, 'an accession such as ENCFF001ABC');
  const size = cell('Size');
  // What pandas wrote may have become a decimal.
  if (!/^(?:\d+(?:\.0+)?)?$/.test(size)) throw wrong('Size', 'a number of bytes, or nothing');
  const md5 = cell('md5sum').toLowerCase();
  if (!/^(?:[0-9a-f]{32})?$/.test(md5)) throw wrong('md5sum', '32 hexadecimal digits, or nothing');
  const key = objectKeyIn(cell('s3_uri')) ?? objectKeyIn(cell('S3 URL')) ?? objectKeyIn(cell('Azure URL'));
  const name = fileNameIn(address === '' ? (key ?? '') : address, accession);
  if (name === undefined && address !== '') {
    throw wrong('File download URL', `an address that ends in ${accession} and its ending`);
  }
  if (name === undefined) {
    const message = `neither "File download URL" nor "s3_uri" tells the name of ${accession}, expected one of them; download the metadata again`;
    throw new CisregError('FORMAT', message, { where: { file: table.file, line: row.line } });
  }
  const facts: Record<string, string> = {};
  for (const name of group.keys()) {
    if (!FIELDS.includes(name) && cell(name) !== '') facts[name] = cell(name);
  }
  return {
    accession,
    name,
    key,
    href: `/files/${accession}/@@download/${name}`,
    sizeBytes: size === '' ? undefined : Number(size),
    md5: md5 === '' ? undefined : md5,
    facts,
  };
}

/** What pipelines append to an accession (`ENCFF769FMU_pooled_nodup.bam`, in a published table) is not part of it where the address agrees. */
function accessionOf(cell: string, address: string): string | undefined {
  if (isFileAccession(cell)) return cell;
  const told = accessionIn(lastPart(address));
  return told !== undefined && isFileAccession(told) && cell.startsWith(`${told}_`) ? told : undefined;
}

/** A cell without the quotes that a CSV writer puts around what has quotes in it. */
function unquoted(cell: string): string {
  return cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"')
    ? cell.slice(1, -1).replaceAll('""', '"')
    : cell;
}

function checkSame(
  before: { file: RemoteFile; line: number },
  now: { file: RemoteFile; line: number; table: string },
): void {
  for (const field of ['sizeBytes', 'md5', 'name'] as const) {
    if (before.file[field] === now.file[field]) continue;
    const message = `${now.file.accession} stands on line ${before.line} too, there with ${field === 'sizeBytes' ? 'size' : field} ${before.file[field] ?? 'none'}, here with ${now.file[field] ?? 'none'}, expected the same; download the metadata again`;
    throw new CisregError('FORMAT', message, { where: { file: now.table, line: now.line } });
  }
}

function joined(mistakes: readonly CisregError[], name: string): CisregError {
  if (mistakes.length === 1) return mistakes[0]!;
  const all = mistakes.slice(0, MOST_MISTAKES).map(({ message }) => message);
  if (mistakes.length > MOST_MISTAKES) all.push(`${name}: and ${mistakes.length - MOST_MISTAKES} more`);
  return new CisregError('FORMAT', all.join('\n'), { all });
}
