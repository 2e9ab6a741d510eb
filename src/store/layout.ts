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
