/** The names under which facts of a file are known: the columns of the portal's newest metadata table. */

/** What other tables of the portal call the same: older ones, and those of annotations, series and publications. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  Assembly: 'File assembly',
  'Technical replicate': 'Technical replicate(s)',
  'Biological replicates': 'Biological replicate(s)',
  'Dataset accession': 'Experiment accession',
  'Assay term name': 'Assay',
  'Assay title': 'Assay',
  Organism: 'Biosample organism',
  Targets: 'Experiment target',
  'Dataset date released': 'Experiment date released',
};

const BY_LOWERED = new Map(Object.entries(OTHER_NAMES).map(([name, now]) => [name.toLowerCase(), now]));

/** The newest name of a column, in whichever case it is written. */
export function factName(column: string): string {
  return BY_LOWERED.get(column.toLowerCase()) ?? column;
}

/**
 * Statuses of a file that is not, or no longer, meant to be used (portal.md 1.8). `archived` is: it was replaced by
 * a better one and stands.
 */
export const WITHDRAWN: readonly string[] = [
  'revoked',
  'replaced',
  'deleted',
  'content error',
  'upload failed',
  'uploading',
];

/** The values of a cell: the portal joins several by a comma and a space. */
export function valuesOf(cell: string): readonly string[] {
  return cell.split(', ');
}
