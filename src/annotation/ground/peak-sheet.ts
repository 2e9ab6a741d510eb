/** Sheets of peaks: which files there are, of which factor or histone mark, in which biosample. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../../errors.ts';
import { type InputFile, nameOf } from '../../formats/config-reader.ts';
import { readTable } from '../../formats/table.ts';

export const PEAK_FORMATS = ['narrowPeak', 'broadPeak', 'bed', 'bigBed'] as const;
export type PeakFormat = (typeof PEAK_FORMATS)[number];

export const PEAK_KINDS = ['tf', 'histone'] as const;
export type PeakKind = (typeof PEAK_KINDS)[number];

/** A row of a sheet. */
export interface PeakSource {
  readonly input: InputFile;
  readonly target: string;
  readonly kind: PeakKind;
  /** As the sheet names it; '' where it does not. */
  readonly biosample: string;
  /** The file's name where the sheet names no experiment. */
  readonly experiment: string;
  readonly format: PeakFormat;
}

const COLUMNS = ['file', 'target', 'biosample', 'experiment', 'format'];

/** The core histones and their variants, with or without a modification: H3K27ac, H2A.Z, H2AFZ, H4K20me1. */
const HISTONE = /^H(?:1|2A|2B|3|4)(?:[A-Z.\d]|$)/;

/** The kind of a target by its name, where a sheet does not say. */
export function kindOfTarget(target: string): PeakKind {
  return HISTONE.test(target) ? 'histone' : 'tf';
}

/**
 * Reads a sheet: file, target, biosample, experiment, format, and if there: kind (tf or histone). Files are looked for beside the sheet,
 * then in `directory`. Throws one CisregError that lists every mistake.
 */
export async function readPeakSheet(sheet: InputFile, directory: string): Promise<PeakSource[]> {
  const table = await readTable(sheet.path, { required: COLUMNS, optional: ['kind'] });
  const mistakes: string[] = [];
  const lines = new Map<string, number>();
  const kinds = new Map<string, { kind: string; line: number }>();
  const sources = table.rows.map((row): PeakSource => {
    const text = (column: string) => table.get(row, column).trim();
    const wrong = (column: string, found: string, expected: string) => {
      const where = { file: table.file, line: row.line, column: table.columnNumber(column) };
      mistakes.push(
        new CisregError('FORMAT', `${column} is ${found}, expected ${expected}`, { where }).message,
      );
    };
    const [file, target, format] = [text('file'), text('target'), text('format')];
    if (file === '') wrong('file', 'empty', 'the name of a file of peaks');
    if (target === '') wrong('target', 'empty', 'a factor or a histone mark');
    if (!(PEAK_FORMATS as readonly string[]).includes(format)) {
      wrong('format', format === '' ? 'empty' : format, PEAK_FORMATS.join(', '));
    }
    const before = lines.get(file);
    if (before !== undefined) wrong('file', `${file}, which line ${before} has too`, 'each file once');
    lines.set(file, row.line);
    const given = text('kind');
    if (given !== '' && !(PEAK_KINDS as readonly string[]).includes(given)) {
      wrong('kind', given, `${PEAK_KINDS.join(' or ')}, or nothing`);
    }
    const kind = given === '' ? kindOfTarget(target) : given;
    const other = kinds.get(target);
    if (other === undefined) kinds.set(target, { kind, line: row.line });
    else if (other.kind !== kind) {
      wrong('kind', kind, `${other.kind}, as ${target} is in line ${other.line}: a target has one kind`);
    }
    return {
      input: {
        name: nameOf(file),
        path: found(file, [path.dirname(sheet.path), directory]),
        where: { file: table.file, line: row.line, column: table.columnNumber('file') },
      },
      target,
      kind: kind as PeakKind,
      biosample: text('biosample'),
      experiment: text('experiment') || nameOf(file),
      format: format as PeakFormat,
    };
  });
  if (mistakes.length > 0) throw new CisregError('FORMAT', mistakes.join('\n'), { all: mistakes });
  if (sources.length === 0) {
    throw new CisregError('FORMAT', 'has no rows, expected files of peaks', { where: { file: table.file } });
  }
  return sources;
}

/** A file by its name from the first of the folders that has it; from the first of all where none has. */
function found(name: string, folders: readonly string[]): string {
  if (path.isAbsolute(name)) return name;
  const places = folders.map((folder) => path.join(folder, name));
  return places.find((place) => existsSync(place)) ?? places[0]!;
}
