/** The names of what a registry directory holds. docs/formats.md describes each file. */

/** The version of the directory's layout. */
export const FORMAT_VERSION = 2;

export const REGISTRY_JSON = 'registry.json';
export const RDHS_BED = 'rDHSs.bed';
export const CCRE_BED = 'cCREs.bed';
export const UNFILTERED_BED = 'cCREs.unfiltered.bed';
export const MAXZ_TSV = 'maxz.tsv';
export const ELEMENTS_TSV = 'elements.tsv';
export const BIOSAMPLES_TSV = 'biosamples.tsv';
export const BIOSAMPLES = 'biosamples';
export const ZSCORES = 'zscores';
export const STATS_TSV = 'zscores/stats.tsv';
export const REPORT_HTML = 'report.html';
export const BUILD_LOG = 'build.log.jsonl';

/** Where a value is not known or does not apply, in every table. */
export const NA = 'NA';

/** A name as it stands in file names: runs of other characters than A-Z a-z 0-9 . _ + - become one "_". */
export function fileKey(name: string): string {
  return name.replace(/[^A-Za-z0-9._+-]+/g, '_');
}

/** File systems take names of 255 bytes; endings need some of them. */
const MAX_NAME_BYTES = 200;

/** What is wrong with the name of a biosample, assay or dataset, which becomes a file name; undefined if nothing. */
export function nameMistake(column: string, name: string): string | undefined {
  if (name === '') return `${column} is empty, expected a name; fill it in`;
  if (/^".*"$/.test(name)) {
    return `${column} is ${name}, expected a name without quotes; save the table as text without quoting`;
  }
  // Of dots alone, a name would be a directory, or hidden.
  if (/^\.+$/.test(name) || name === NA) {
    return `${column} is ${name}, expected a name that can stand in files and tables; rename it`;
  }
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    return `${column} has ${Buffer.byteLength(name)} bytes, expected at most ${MAX_NAME_BYTES}; shorten it`;
  }
  return undefined;
}
