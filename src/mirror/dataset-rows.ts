/** Rows of datasets.tsv for cisreg build, as far as the metadata of files tell them. */

import { CisregError } from '../errors.ts';
import { PROCESSED_BY } from './citation.ts';
import type { RemoteFile } from './remote-file.ts';

const COLUMNS = [
  'biosample',
  'assay',
  'experiment',
  'file',
  'peaks',
  'peaks_format',
  'signal',
  'zscore',
  'lab',
];

/** Signals that the method takes, the preferred first: read depth of DNase and ATAC, fold change of ChIP (registry-method.md; README). */
const SIGNALS = ['read-depth normalized signal', 'fold change over control', 'signal of unique reads'];
/** Peaks of a DNase or ATAC experiment, the preferred first. */
const PEAKS = [
  'peaks',
  'IDR thresholded peaks',
  'pseudoreplicated peaks',
  'replicated peaks',
  'conservative IDR thresholded peaks',
];
const ANCHORS = ['DNase', 'ATAC'];

export interface DatasetTable {
  readonly text: string;
  readonly rows: number;
  /** Files that stand in no row: neither a signal nor peaks that a build takes. */
  readonly unused: readonly RemoteFile[];
  /** Biosample and assay of which several rows have a signal: one has zscore yes. */
  readonly repeated: readonly string[];
}

/**
 * A row a bigWig, with the narrowPeak of the same experiment and replicates. `locate` gives what stands for a file: a path or `encff:ACCESSION`. Throws
 * CisregError CONFLICT for files of several assemblies, NOT_FOUND where no file is a signal that a build takes.
 */
export function datasetTable(
  files: readonly RemoteFile[],
  locate: (file: RemoteFile) => string,
): DatasetTable {
  const signals = files.filter(isSignal).sort(byPreference(SIGNALS));
  if (signals.length === 0) {
    throw new CisregError(
      'NOT_FOUND',
      `none of ${files.length} files is a bigWig of ${SIGNALS.slice(0, 2).join(' or ')}, expected signals for datasets.tsv; select them with --format and --output-type`,
    );
  }
  const assemblies = [...new Set(signals.flatMap(({ facts }) => facts['File assembly'] ?? []))];
  if (assemblies.length > 1) {
    throw new CisregError(
      'CONFLICT',
      `the signals are of ${assemblies.join(' and ')}, expected one assembly for datasets.tsv; add --assembly ${assemblies[0]}`,
    );
  }
  const peaks = files.filter(isPeaks).sort(byPreference(PEAKS));
  const used = new Set<RemoteFile>();
  const repeated = new Set<string>();
  const withZ = new Set<string>();
  const rows = signals.map((signal): readonly string[] => {
    const [biosample, assay] = [biosampleOf(signal), assayOf(signal)];
    const own = ANCHORS.includes(assay) ? peaks.find((one) => isOfSame(one, signal)) : undefined;
    used.add(signal);
    if (own !== undefined) used.add(own);
    const pair = `${assay} of ${biosample}`;
    if (withZ.has(pair)) repeated.add(pair);
    const zscore = withZ.has(pair) ? 'no' : 'yes';
    withZ.add(pair);
    const peaksCells = own === undefined ? ['', ''] : [locate(own), 'narrowPeak'];
    return [
      biosample,
      assay,
      signal.facts['Experiment accession'] ?? '',
      signal.accession,
      ...peaksCells,
      locate(signal),
      zscore,
      labOf(signal),
    ];
  });
  rows.sort((a, b) => (a.join('\t') < b.join('\t') ? -1 : 1));
  return {
    text: [COLUMNS, ...rows]
      .map((row) => `${row.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t')}\n`)
      .join(''),
    rows: rows.length,
    unused: files.filter((file) => !used.has(file)),
    repeated: [...repeated],
  };
}

/** DNase-seq is DNase; ChIP is called after its target. */
function assayOf({ facts }: RemoteFile): string {
  const target = (facts['Experiment target'] ?? '').split(', ')[0]!.replace(/-[a-z]+$/, '');
  return target !== '' ? target : (facts.Assay ?? 'unknown').replace(/-seq$/, '');
}

function biosampleOf({ facts }: RemoteFile): string {
  const term = facts['Biosample term name'] ?? '';
  const summary = facts['Biosample summary'] ?? '';
  if (term === '') return summary || 'unknown';
  return summary === '' || summary.includes(term) ? summary || term : `${term} ${summary}`;
}

/** Who made the data; who ran the uniform pipeline tells nothing of a batch. */
function labOf({ facts }: RemoteFile): string {
  return facts.Lab === undefined || facts.Lab === PROCESSED_BY ? '' : facts.Lab;
}

function isSignal({ facts }: RemoteFile): boolean {
  return formatOf(facts) === 'bigWig' && SIGNALS.includes(facts['Output type'] ?? '');
}

function isPeaks({ facts }: RemoteFile): boolean {
  return (
    /^(?:bed|bigBed) narrowPeak$/.test(facts['File format'] ?? '') &&
    PEAKS.includes(facts['Output type'] ?? '')
  );
}

function formatOf(facts: RemoteFile['facts']): string {
  return facts['File type'] ?? facts['File format'] ?? '';
}

/** Of one experiment, and one of the same replicates. */
function isOfSame(peaks: RemoteFile, signal: RemoteFile): boolean {
  const same = (name: string) => peaks.facts[name] === signal.facts[name];
  return (
    peaks.facts['Experiment accession'] !== undefined &&
    same('Experiment accession') &&
    same('Biological replicate(s)') &&
    same('File assembly')
  );
}

/** By the place of the output type, then more replicates first, then BED before bigBed, then by accession. */
function byPreference(types: readonly string[]): (a: RemoteFile, b: RemoteFile) => number {
  const rank = ({ facts }: RemoteFile) => types.indexOf(facts['Output type'] ?? '');
  const replicates = ({ facts }: RemoteFile) => (facts['Biological replicate(s)'] ?? '').split(', ').length;
  const isBigBed = ({ facts }: RemoteFile) => Number(formatOf(facts) === 'bigBed');
  return (a, b) =>
    rank(a) - rank(b) ||
    replicates(b) - replicates(a) ||
    isBigBed(a) - isBigBed(b) ||
    (a.accession < b.accession ? -1 : 1);
}
