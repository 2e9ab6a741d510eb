/** cisreg classify: a registry in a biosample of one's own; or, by hand, classes from rDHSs and tables of Z-scores. */

import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import {
  classifySample,
  SAMPLE_ASSAYS,
  type SampleAssay,
  type SampleSignals,
} from '../build/classify-sample.ts';
import { type ClassifyTables, classifyTables } from '../build/classify-tables.ts';
import { publishSample, refuseOtherSample } from '../build/publish-sample.ts';
import { checkSampleChroms } from '../build/sample-chroms.ts';
import { sampleSources } from '../build/sample-sources.ts';
import { openTarget, type TargetLocation } from '../build/target-registry.ts';
import { CisregError } from '../errors.ts';
import { makeDirectory, removeEmptyDirectories } from '../formats/make-directory.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownLocation } from '../formats/remote-location.ts';
import type { Progress } from '../progress.ts';
import { availability } from '../report/sample-page.ts';
import { fileKey, nameMistake } from '../store/layout.ts';
import { refuseInsideRegistry } from '../store/registry-directory.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, locationsOf, pathOf, type RemoteFlags } from './remote-options.ts';

interface ClassifyFlags extends Partial<ClassifyTables>, RemoteFlags {
  readonly chromSizes?: string;
  readonly registry?: readonly string[];
  readonly biosample?: string;
  readonly dnase?: string;
  readonly atac?: string;
  readonly h3k4me3?: string;
  readonly h3k27ac?: string;
  readonly ctcf?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly force?: boolean;
}

const HELP = `
In a biosample of your own (--registry). Signals are bigWigs (paths, http(s) addresses, encff:ACCESSION): read depth (DNase, ATAC) or fold
change over control (histone marks, CTCF). Each is standardised over all rDHSs of the registry. Without DNase, ATAC
stands in for it. Writes into OUT (KEY is the biosample's name made safe):

  KEY.bed, .bed.gz, .bed.gz.tbi, .bigBed   every cCRE with its class in the biosample, 11 columns
  KEY.zscores.tsv                          rDHS, and Z and signal of each assay
  KEY.html                                 a page to look at: what is active, and whether the signals look sound
  README.md, datapackage.json, schemas     what the columns are, for people and for programs

  cisreg classify --registry registry/ --biosample "my cells" --dnase dnase.bw --h3k27ac h3k27ac.bw
  cisreg classify --registry GRCh38-cCREs.bed GRCh38-rDHSs.bed --tss gencode.gtf.gz --biosample K --atac atac.bw

By hand (--zscores): writes cCREs.bed, cCREs.unfiltered.bed with tiers (encode3), maxz.tsv, biosamples.tsv and
biosamples/ as cisreg build does.`;

/** The command, for the program to hold. */
export function classifyCommand(): Command {
  const command = new Command('classify')
    .summary('a registry in your own biosample; or classes from rDHSs and Z-scores')
    .description(
      "Classify a registry's cCREs in a biosample of your own, or classify rDHSs from tables of Z-scores (what cisreg zscore prints).",
    )
    .option(
      '--registry <dir|beds...>',
      "a registry, or ENCODE's BEDs of cCREs and of rDHSs (two paths, or CCRES+RDHSS)",
    )
    .option('--biosample <name>', 'what to call the biosample')
    .option('--dnase <bigWig>', 'DNase signal')
    .option('--atac <bigWig>', 'ATAC signal')
    .option('--h3k4me3 <bigWig>', 'H3K4me3 signal')
    .option('--h3k27ac <bigWig>', 'H3K27ac signal')
    .option('--ctcf <bigWig>', 'CTCF signal')
    .option('--rdhs <bed>', 'by hand: chrom, start, end, rDHS')
    .option('--tss <file>', 'GENCODE GTF or TSS BED')
    .option(
      '--zscores <tsv>',
      'by hand: columns biosample, assay, table: a table of Z-scores a row; paths relative to it',
    )
    .option('-o, --out <dir>', 'the directory to write (with --registry: KEY)')
    .addOption(
      new Option('--scheme <name>', 'of classes (default: encode3, or that of the registry)').choices([
        'encode3',
        'encode4',
      ]),
    )
    .option(
      '--chrom-sizes <file>',
      'with BEDs of a registry: sizes of chromosomes, to check with and for those that no bigWig has',
    )
    .option(
      '--anchors <assay...>',
      'by hand: a biosample counts the first that it has as DNase (default: DNase)',
    )
    .option('--prefix <text>', 'by hand: of accessions (default: EH38)')
    .option(
      '--previous <bed>',
      'by hand: earlier cCREs (chrom, start, end, accession): their places keep their numbers',
    )
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .option('--json', 'with --registry: print the counts as JSON')
    .option('--force', 'with --registry: replace files of KEY in OUT that are of other input');
  return addRemoteOptions(command)
    .addHelpText('after', HELP)
    .action((flags: ClassifyFlags) => (flags.registry === undefined ? byHand(flags) : ofSample(flags)));
}

async function byHand(flags: ClassifyFlags): Promise<void> {
  const { rdhs, tss, zscores, out, previous, scheme = 'encode3' } = flags;
  const { anchors = ['DNase'], prefix = 'EH38' } = flags;
  if (rdhs === undefined || tss === undefined || zscores === undefined || out === undefined) {
    const needed = { rdhs, tss, zscores, out };
    const missing = Object.entries(needed).flatMap(([name, value]) =>
      value === undefined ? [`--${name}`] : [],
    );
    throw usage(
      `no --registry and no ${missing.join(', ')}, expected --registry to classify a sample, or --rdhs, --tss, --zscores and --out`,
    );
  }
  refuseOthers(flags, SAMPLE_ONLY, 'these options are of --registry');
  const progress = cliProgress({ quiet: flags.quiet });
  await classifyTables(
    { rdhs, tss, zscores, out, anchors, prefix, scheme, ...(previous === undefined ? {} : { previous }) },
    progress,
  );
  progress.finish();
}

async function ofSample(flags: ClassifyFlags): Promise<void> {
  const { biosample } = flags;
  refuseOthers(flags, BY_HAND_ONLY, 'these options are of the way by hand, without --registry');
  if (biosample === undefined || biosample.trim() === '') {
    throw usage('--registry without --biosample, expected the name of the biosample; add --biosample NAME');
  }
  const mistake = nameMistake('--biosample', biosample);
  if (mistake !== undefined) throw usage(mistake);
  const given = signalsOf(flags);
  const key = fileKey(biosample);
  const out = flags.out ?? key;
  refuseInsideRegistry(out);
  const progress = cliProgress({ quiet: flags.quiet });
  warnOfTwins(given, (message) => progress.warn(message));
  progress.step('reading the registry');
  const target = await openTarget(await targetOf(flags, progress));
  const locations = await locationsOf(Object.values(given), flags, progress);
  const signals: SampleSignals = Object.fromEntries(
    Object.keys(given).map((assay, i) => [assay, locations[i]!]),
  );
  const chromSizes = await checkSampleChroms(target, locations, progress);
  const sources = await sampleSources(target, signals);
  refuseOtherSample(out, { biosample, key, sources }, flags.force === true);
  // Not before all is checked, and away again where the signals themselves are at fault.
  const made = makeDirectory(out);
  const bed = path.join(out, `${key}.bed`);
  const result = await classifySample(target, signals, { bed, progress }).catch((error: unknown) => {
    removeEmptyDirectories(made);
    throw error;
  });
  const files = await publishSample({ target, result, chromSizes, sources, biosample, key, out }, progress);
  progress.finish();
  const { counts, group, columns } = result;
  const notes = availability({ columns, scheme: target.scheme });
  if (flags.json) {
    const assays = Object.fromEntries(
      columns.map(({ assay, file, mean, sd, nonZero, highRdhs, highCcres }) => [
        assay,
        { file, mean, sd, nonZero, highRdhs, highCcres },
      ]),
    );
    process.stdout.write(
      `${JSON.stringify({ biosample, out, files, group, scheme: target.scheme, ccres: target.rows.length, rdhs: target.rdhsIds.count, counts, assays, notes })}\n`,
    );
    return;
  }
  process.stdout.write(
    `${summaryOf(biosample, target.rows.length, counts)}${notes.join(' ')}\nwritten to ${out}: ${files.join(', ')}\n`,
  );
}

const SAMPLE_ONLY = [
  'biosample',
  'dnase',
  'atac',
  'h3k4me3',
  'h3k27ac',
  'ctcf',
  'chromSizes',
  'json',
  'force',
] as const;
const BY_HAND_ONLY = ['zscores', 'previous', 'anchors', 'prefix'] as const;

/** Options of the other way are no slip to pass over: they would change nothing. */
function refuseOthers(flags: ClassifyFlags, others: readonly (keyof ClassifyFlags)[], why: string): void {
  const given = others
    .filter((name) => flags[name] !== undefined)
    .map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (given.length === 0) return;
  const way = flags.registry === undefined ? 'no --registry and' : '--registry and';
  throw usage(`${way} ${given.join(', ')}, expected one of the two ways: ${why}; see cisreg classify --help`);
}

/** One file for two assays is most often a slip of the pen. */
function warnOfTwins(signals: GivenSignals, warn: (message: string) => void): void {
  const assayOf = new Map<string, string>();
  for (const [assay, file] of Object.entries(signals)) {
    const place = isElsewhere(file) || !existsSync(file) ? file : realpathSync(file);
    const other = assayOf.get(place);
    if (other !== undefined)
      warn(`${shownLocation(file)} is given for ${other} and for ${assay}: is that meant?`);
    assayOf.set(place, assay);
  }
}

/** Paths and addresses as they were written. */
type GivenSignals = Readonly<Partial<Record<SampleAssay, string>>>;

function signalsOf(flags: ClassifyFlags): GivenSignals {
  const given = SAMPLE_ASSAYS.flatMap((assay) => {
    const file = flags[assay.toLowerCase() as 'dnase'];
    return file === undefined ? [] : [[assay, file] as const];
  });
  if (given.length === 0) {
    const options = SAMPLE_ASSAYS.map((assay) => `--${assay.toLowerCase()}`).join(', ');
    throw usage(`--registry without a signal, expected at least one of ${options}`);
  }
  return Object.fromEntries(given);
}

function locationOf({ registry, rdhs, tss, scheme, chromSizes }: ClassifyFlags): TargetLocation {
  let parts = registry!;
  const halves = parts[0]!.split('+');
  if (parts.length === 1 && halves.length === 2 && !existsSync(parts[0]!)) parts = halves;
  if (parts.length > 2 || (parts.length === 2 && rdhs !== undefined)) {
    throw usage(
      `--registry ${parts.map(shownLocation).join(' ')}, expected a directory, or a BED of cCREs and one of rDHSs`,
    );
  }
  return { ccres: parts[0]!, rdhs: parts[1] ?? rdhs, tss, scheme, chromSizes };
}

/** The same with files elsewhere in the cache: they are read whole. */
async function targetOf(flags: ClassifyFlags, progress: Progress): Promise<TargetLocation> {
  const { ccres, rdhs, tss, scheme, chromSizes } = locationOf(flags);
  const whole = (name: string | undefined) => name && pathOf(name, flags, progress);
  return {
    ccres: await pathOf(ccres, flags, progress),
    rdhs: await whole(rdhs),
    tss: await whole(tss),
    chromSizes: await whole(chromSizes),
    scheme,
  };
}

function summaryOf(biosample: string, ccres: number, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(
    ([label, n]) =>
      `  ${label.padEnd(width)}  ${n.toLocaleString('en').padStart(10)}  ${((100 * n) / ccres).toFixed(1).padStart(5)} %`,
  );
  return `${ccres.toLocaleString('en')} cCREs in ${biosample}\n${lines.join('\n')}\n`;
}

function usage(message: string): CisregError {
  return new CisregError('USAGE', message);
}
