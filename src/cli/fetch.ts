/** cisreg fetch: files of ENCODE from the mirror that answers best, whole and verified. */

import { Command, type Command as CommandOf, Option } from 'commander';
import { CisregError } from '../errors.ts';
import { type FILTERS, type FileRule, parseWhere } from '../mirror/file-filter.ts';
import { addMirrorOptions, metadataOption } from './mirror-options.ts';
import { collected, wholeNumber } from './options.ts';

/** The options as commander gives them. */
export interface FetchFlags {
  readonly out?: string;
  readonly metadata?: readonly string[];
  readonly where?: readonly string[];
  readonly from: string;
  readonly region?: string;
  readonly mirror?: readonly string[];
  readonly mirrors?: string;
  readonly portal?: string;
  readonly parallel?: number;
  readonly dryRun?: boolean;
  readonly verify?: string;
  readonly update?: string;
  readonly datasets?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const HELP = `
WHAT is any number of these, files of them, or - for standard input:

  ENCFF001ABC                  a file
  ENCSR000ABC                  all files of a dataset (experiment, annotation, series)
  'https://www.encodeproject.org/search/?type=Experiment&...'
                               what a search finds: copy its address from the browser, in quotes
  s3://encode-public/KEY       an object of the public bucket, from whichever mirror; with a slash at its end: a folder
  files.txt                    as the portal's Download button gives it
  metadata.tsv                 as the portal serves it, old and new; no portal is asked then
  list.txt                     accessions and addresses, one a line; # begins a comment

Filters may be repeated: values of one are alternatives, several must all hold. Names are as the portal writes them, in
small or large letters. Revoked files are left out unless named by their own accession or --status asks for them.

A file has its name in the directory only when its size and MD5 are those of the metadata. After a stop the same command
goes on where it was. manifest.json and manifest.tsv say what is there, from where, with which checksums; cisreg cite
makes a citation of them. --update asks the portal again and fetches what is new or changed (with --dry-run: only says it);
it removes nothing. Exit status: 0 done, 1 something failed or is wrong, 2 wrong usage.

  cisreg fetch ENCSR000EOT --assembly GRCh38 --format bigWig --out k562
  cisreg fetch 'https://www.encodeproject.org/search/?type=Experiment&assay_title=DNase-seq' --output-type "read-depth normalized signal" --dry-run
  cisreg fetch metadata.tsv --where 'Biological replicate(s)=1' --from azure,s3 --out bams
  cisreg fetch --verify bams
  cisreg fetch --update bams --dry-run`;

/** What each filter holds against. */
const FILTER_HELP: Readonly<Record<keyof typeof FILTERS, readonly [value: string, help: string]>> = {
  assembly: ['<name>', 'GRCh38, mm10, hg19, ...'],
  'output-type': ['<type>', '"signal p-value", "IDR thresholded peaks", ...'],
  format: ['<format>', 'bigWig, bed, bam, fastq, ...'],
  'file-type': ['<type>', 'format and kind: "bed narrowPeak", "bigBed bed3+", ...'],
  status: ['<status>', 'released, archived, revoked, ...'],
  assay: ['<title>', 'DNase-seq, "TF ChIP-seq", "Histone ChIP-seq", ATAC-seq, ...'],
  target: ['<name>', 'H3K27ac, CTCF, ...'],
  biosample: ['<term>', 'K562, liver, UBERON:0002107, ...'],
};

/** The command, for the program to hold. */
export function fetchCommand(): Command {
  const command = new Command('fetch')
    .summary('files of ENCODE from its mirrors, verified and resumable')
    .description('Fetch files of ENCODE from the mirror that answers best, and verify them.')
    .argument('[what...]', 'accessions, addresses of searches, lists, metadata tables; - for standard input')
    .option('-o, --out <dir>', 'where the files go')
    .option('--dry-run', 'print what would be fetched, with sizes and mirrors, and fetch nothing')
    .option('--verify <dir>', 'check the files of a directory against its manifest')
    .option('--update <dir>', 'ask again for what a directory has, and fetch what is new or changed');
  for (const [name, [value, help]] of Object.entries(FILTER_HELP))
    command.option(`--${name} ${value}`, help, collected);
  command
    .option('--where <column=value>', 'any column of the metadata, also with !=', collected)
    .addOption(metadataOption('at hand: what is in it is not asked for'));
  return mirrorOptions(command)
    .option('--datasets <file>', 'write rows of datasets.tsv for cisreg build')
    .option('--json', 'print the plan or the result as JSON')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText('after', HELP)
    .action(async (what: string[], flags: FetchFlags) => {
      const rules = rulesOf(flags, command);
      if (flags.verify !== undefined) {
        checkAlone('--verify', what, rules, flags);
        await (await import('./fetched-run.ts')).runVerify(flags.verify, flags);
      } else if (flags.update !== undefined) {
        checkAlone('--update', what, rules, flags);
        await (await import('./fetched-run.ts')).runUpdate(flags.update, flags);
      } else await (await import('./fetch-run.ts')).runFetch(what, rules, flags);
    });
}

function mirrorOptions(command: CommandOf): CommandOf {
  command
    .addOption(
      new Option(
        '--from <names>',
        'mirrors to ask, in this order: azure, azure-secondary, s3, https',
      ).default('auto', 'auto: what answers best'),
    )
    .option('--region <name>', "this machine's region of Azure or AWS: the mirror there is asked first");
  return addMirrorOptions(command)
    .option(
      '--portal <URL>',
      "the portal that is asked for metadata (default: that of a search's address, else of the mirror https)",
    )
    .option('-p, --parallel <n>', 'requests at a time', wholeNumber(1));
}

/** The filters as rules, in the order of the help. */
function rulesOf(flags: FetchFlags, command: Command): FileRule[] {
  const values = command.opts<Readonly<Record<string, unknown>>>();
  const own = Object.keys(FILTER_HELP).flatMap((name): FileRule[] => {
    const given = values[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return Array.isArray(given)
      ? [{ option: `--${name}`, of: name, values: given as string[], isNot: false }]
      : [];
  });
  return [...own, ...(flags.where ?? []).map(parseWhere)];
}

function checkAlone(
  option: string,
  what: readonly string[],
  rules: readonly FileRule[],
  flags: FetchFlags,
): void {
  const other =
    what[0] ??
    rules[0]?.option ??
    (option === '--verify' && flags.update !== undefined ? '--update' : undefined) ??
    (flags.out === undefined ? undefined : '--out') ??
    (flags.datasets === undefined ? undefined : '--datasets');
  if (other === undefined) return;
  throw new CisregError(
    'USAGE',
    `${option} together with ${other}, expected the directory alone: its manifest says what was asked for`,
  );
}
