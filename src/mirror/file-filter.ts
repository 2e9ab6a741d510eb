/** Which of the files that were found are wanted, by what their metadata say. */

import { CisregError } from '../errors.ts';
import { factName, valuesOf } from './file-facts.ts';
import { objectAddress } from './object-key.ts';
import type { RemoteFile } from './remote-file.ts';

/** One condition: a file passes if one of its values is one of these (letter case aside), or none of them where `isNot`. */
export interface FileRule {
  /** How messages call it: `--assembly`, `--where`. */
  readonly option: string;
  /** What is compared: a name of FILTERS, or a column of metadata. */
  readonly of: string;
  readonly values: readonly string[];
  readonly isNot: boolean;
}

type Reader = (file: RemoteFile) => readonly string[];

/** Columns of metadata.tsv that are no facts but fields of a file. */
const FIELD_COLUMNS: Readonly<Record<string, (file: RemoteFile) => string | undefined>> = {
  'File accession': ({ accession }) => accession,
  Size: ({ sizeBytes }) => sizeBytes?.toString(),
  md5sum: ({ md5 }) => md5,
  s3_uri: ({ key }) => key && objectAddress(key),
};

/** The columns that a file says something in. */
function columnsOf(file: RemoteFile): string[] {
  const fields = Object.keys(FIELD_COLUMNS).filter((name) => FIELD_COLUMNS[name]!(file) !== undefined);
  return [...fields, ...Object.keys(file.facts)];
}

const column =
  (name: string): Reader =>
  (file) => {
    const cell = file.facts[name] ?? FIELD_COLUMNS[name]?.(file);
    return cell === undefined ? [] : [cell, ...valuesOf(cell)];
  };

/** The options of their own, and what each compares. */
export const FILTERS: Readonly<Record<string, Reader>> = {
  assembly: column('File assembly'),
  'output-type': column('Output type'),
  // Older tables have only the format with its kind: "bed narrowPeak".
  format: ({ facts }) =>
    (facts['File type'] ?? facts['File format']?.split(' ')[0] ?? '')
      .split(', ')
      .filter((value) => value !== ''),
  'file-type': column('File format'),
  status: column('File Status'),
  assay: column('Assay'),
  // Targets are H3K27ac-human in tables, H3K27ac in the mouth of everybody.
  target: ({ facts }) =>
    valuesOf(facts['Experiment target'] ?? '').flatMap((target) =>
      target === '' ? [] : [target, target.replace(/-[a-z]+$/, '')],
    ),
  biosample: ({ facts }) =>
    [facts['Biosample term name'], facts['Biosample term id']].filter((value) => value !== undefined),
};

/** `Column=value` and `Column!=value` as a rule. Throws USAGE for anything else. */
export function parseWhere(text: string): FileRule {
  const parts = /^([^=!]+?)\s*(!?=)\s*(.+)$/s.exec(text.trim());
  if (parts === null) {
    throw new CisregError(
      'USAGE',
      `--where ${text}: expected COLUMN=VALUE or COLUMN!=VALUE, such as "Biological replicate(s)=1"`,
    );
  }
  return { option: '--where', of: parts[1]!, values: [parts[3]!], isNot: parts[2] === '!=' };
}

/** Rules of the same column that must be one of something, as one: its values are alternatives. */
export function joinRules(rules: readonly FileRule[]): FileRule[] {
  const joined = new Map<string, FileRule>();
  for (const rule of rules) {
    const id = JSON.stringify([rule.option, rule.of, rule.isNot]);
    const before = joined.get(id);
    joined.set(id, before === undefined ? rule : { ...rule, values: [...before.values, ...rule.values] });
  }
  return [...joined.values()];
}

/** The files that pass all rules; none is no error, nor is a column that no file has. */
export function passingFiles(
  files: readonly RemoteFile[],
  rules: readonly FileRule[],
): readonly RemoteFile[] {
  const passers = joinRules(rules).map((rule) => passerOf(rule, readerOf(rule, files)));
  return files.filter((file) => passers.every((passes) => passes(file)));
}

/**
 * The same. Throws CisregError: USAGE for a column that no file has, NOT_FOUND where a rule, or all of them together, leave nothing, with what there
 * is instead.
 */
export function filterFiles(files: readonly RemoteFile[], rules: readonly FileRule[]): readonly RemoteFile[] {
  if (files.length === 0) return files;
  const kept: string[] = [];
  for (const rule of joinRules(rules)) {
    if (rule.option === '--where' && columnOf(rule, files) === undefined) {
      const columns = [...new Set(files.flatMap(columnsOf))].sort();
      throw new CisregError(
        'USAGE',
        `--where ${rule.of}: no file has it, expected one of ${columns.join(', ')}`,
      );
    }
    const read = readerOf(rule, files);
    const alone = files.filter(passerOf(rule, read)).length;
    if (alone === 0) throw nothingPasses(rule, read, files);
    kept.push(`${named(rule)} keeps ${alone}`);
  }
  const left = passingFiles(files, rules);
  if (left.length > 0) return left;
  const message = `no file passes all of the filters (of ${files.length} files, ${kept.join(', ')}); leave one out`;
  throw new CisregError('NOT_FOUND', message);
}

function readerOf(rule: FileRule, files: readonly RemoteFile[]): Reader {
  const own = rule.option === '--where' ? undefined : FILTERS[rule.of];
  return own ?? column(columnOf(rule, files) ?? rule.of);
}

/** The column that a rule names, in whichever case and under whichever of its names. */
function columnOf(rule: FileRule, files: readonly RemoteFile[]): string | undefined {
  const wanted = factName(rule.of).toLowerCase();
  for (const file of files) {
    const name = columnsOf(file).find((known) => known.toLowerCase() === wanted);
    if (name !== undefined) return name;
  }
  return undefined;
}

function passerOf(rule: FileRule, read: Reader): (file: RemoteFile) => boolean {
  const wanted = new Set(rule.values.map((value) => value.toLowerCase()));
  return (file) => read(file).some((value) => wanted.has(value.toLowerCase())) !== rule.isNot;
}

const MOST_SHOWN = 8;

function nothingPasses(rule: FileRule, read: Reader, files: readonly RemoteFile[]): CisregError {
  const all = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  if (rule.isNot)
    return new CisregError('NOT_FOUND', `${named(rule)}: all of ${all} have it; leave the filter out`);
  const counts = new Map<string, number>();
  for (const file of files) {
    const [value] = read(file);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]);
  const list = common.slice(0, MOST_SHOWN).map(([value, count]) => `${value} (${count})`);
  if (common.length > MOST_SHOWN) list.push('...');
  const expected =
    list.length === 0
      ? 'their metadata say nothing of it; leave the filter out'
      : `expected one of ${list.join(', ')}`;
  return new CisregError('NOT_FOUND', `${named(rule)}: none of ${all} has it, ${expected}`);
}

function named({ option, of, values, isNot }: FileRule): string {
  const list = values.join(' or ');
  return option === '--where'
    ? `--where "${of}${isNot ? '!=' : '='}${list}"`
    : `${option} ${/\s/.test(list) ? `"${list}"` : list}`;
}
