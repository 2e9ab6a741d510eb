/** cisreg export: a registry in the formats that other tools read. */

import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { EXPORT_KINDS, exportKind } from '../export/export-kinds.ts';
import { exportThreads } from '../export/export-threads.ts';
import { openRegistry, refuseInsideRegistry } from '../store/registry-directory.ts';
import { threadCount } from './options.ts';
import { cliProgress } from './progress.ts';

interface ExportFlags extends Readonly<Record<string, unknown>> {
  readonly all?: string;
  readonly encodeNames?: boolean;
  readonly email: string;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const THREADS_HELP =
  'files at a time (default: all cores, but no more than keep the memory below about 2 GB)';

const HELP = `
Each kind goes into a folder of its own, with a README.md, a datapackage.json and a schema of its columns. Every BED is there
as .bed, .bed.gz with a tabix index, and .bigBed. What stands there under the same names is replaced.

  cisreg export registry --classes out/classes --parquet out/parquet
  cisreg export registry --all out
  cisreg export registry --hub /var/www/hub --email you@example.org
      then open https://genome.ucsc.edu/cgi-bin/hgTracks?db=hg38&hubUrl=https://your.server/hub/hub.txt`;

/** The command, for the program to hold. */
export function exportCommand(): Command {
  return new Command('export')
    .summary('BED, bigBed, tabix, matrices, Parquet and UCSC hubs of a registry')
    .description('Write a registry in the formats that other tools read.')
    .argument('<dir>', 'a registry that cisreg build made')
    .option('--classes <out>', 'rDHSs, all cCREs, and those of each class and tier (6 columns)')
    .option('--biosamples <out>', 'the cCREs classified in each biosample (11 columns)')
    .option('--states <out>', 'the cCREs high and low in each experiment ("9-state" files, 11 columns)')
    .option('--combined <out>', 'the cCREs as in the UCSC track encodeCcreCombined (bed9+6)')
    .option('--matrices <out>', 'Z-scores and signals of each assay, a column a dataset (TSV, bgzip)')
    .option('--parquet <out>', 'elements, max-Z, Z-scores and signals as Parquet')
    .option('--zscores <out>', 'Z-scores and signals, a table a dataset: OUT/ASSAY/BIOSAMPLE.tsv')
    .option('--hub <out>', 'a UCSC track hub')
    .option(
      '--all <out>',
      'all of these but the hub, each in a folder of OUT; one with an option of its own goes there instead',
    )
    .option('--encode-names', "ENCODE's own names and layouts for --biosamples and --matrices")
    .option('--email <address>', 'with --hub: whom UCSC shows as its maintainer', 'not-given@example.org')
    .option('-t, --threads <n>', THREADS_HELP, threadCount)
    .option('--json', 'print what was written as JSON')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText('after', HELP)
    .action(async (directory: string, flags: ExportFlags) => {
      const wanted = wantedKinds(flags);
      for (const out of wanted.values()) refuseInsideRegistry(out);
      const progress = cliProgress({ quiet: flags.quiet });
      const registry = await openRegistry(directory);
      const { email, encodeNames = false } = flags;
      const threads = flags.threads ?? exportThreads(registry, availableParallelism());
      const written: { kind: string; out: string; files: number }[] = [];
      for (const [kind, out] of wanted) {
        const options = { threads, email, encodeNames };
        written.push({ kind, out, files: await exportKind(kind, registry, out, { options, progress }) });
      }
      progress.finish();
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(written)}\n`
          : written.map(({ kind, out, files }) => `${kind}: ${files} files in ${out}\n`).join(''),
      );
    });
}

/** The folder of each kind that is asked for. */
function wantedKinds(flags: ExportFlags): ReadonlyMap<string, string> {
  const kinds = Object.keys(EXPORT_KINDS);
  const wanted = new Map<string, string>();
  for (const kind of kinds) {
    const out = flags[kind];
    if (out === '' || flags.all === '') {
      const option = out === '' ? kind : 'all';
      throw new CisregError('USAGE', `--${option} is empty, expected a folder to write to`);
    }
    if (typeof out === 'string') wanted.set(kind, out);
    else if (flags.all !== undefined && kind !== 'hub') wanted.set(kind, path.join(flags.all, kind));
  }
  if (wanted.size === 0) {
    const options = kinds.map((kind) => `--${kind}`).join(', ');
    throw new CisregError(
      'USAGE',
      `nothing to export, expected --all OUT or some of ${options}; see cisreg export --help`,
    );
  }
  const folders = new Map<string, string>();
  for (const [kind, out] of wanted) {
    const other = folders.get(path.resolve(out));
    if (other !== undefined) {
      throw new CisregError(
        'USAGE',
        `--${other} and --${kind} name one folder, ${out}, expected a folder for each`,
      );
    }
    folders.set(path.resolve(out), kind);
  }
  return wanted;
}
