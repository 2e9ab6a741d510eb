/** manifest.tsv: a row a file, for spreadsheets and shells. */

import type { ManifestFile } from './manifest.ts';

const COLUMNS: readonly (readonly [
  name: string,
  of: (file: ManifestFile) => string | number | null | undefined,
])[] = [
  ['accession', (file) => file.accession],
  ['name', (file) => file.name],
  ['size', (file) => file.sizeBytes],
  ['md5', (file) => file.md5],
  ['experiment', (file) => file.facts['Experiment accession']],
  ['assay', (file) => file.facts.Assay],
  ['target', (file) => file.facts['Experiment target']],
  ['biosample', (file) => file.facts['Biosample term name']],
  ['assembly', (file) => file.facts['File assembly']],
  ['format', (file) => file.facts['File format']],
  ['output_type', (file) => file.facts['Output type']],
  ['lab', (file) => file.facts.Lab],
  ['status', (file) => file.facts['File Status']],
  ['mirror', (file) => file.mirror],
  ['address', (file) => file.address],
];

/** The table's text. Cells are empty where nothing is known. */
export function manifestTable(files: readonly ManifestFile[]): string {
  const rows = files.map((file) =>
    COLUMNS.map(([, of]) => String(of(file) ?? '').replace(/[\t\r\n]+/g, ' ')),
  );
  return [COLUMNS.map(([name]) => name), ...rows].map((row) => `${row.join('\t')}\n`).join('');
}
