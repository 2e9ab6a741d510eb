/** cisreg export: a registry in the formats that other tools read. */

import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { exportZscores } from '../export/zscore-tables.ts';
import { openRegistry, refuseRegistry } from '../store/registry-directory.ts';
import { cliProgress } from './progress.ts';

/** The command, for the program to hold. */
export function exportCommand(): Command {
  return new Command('export')
    .summary('write Z-scores as tables')
    .description(
      'Write every column of Z-scores as a table OUT/ASSAY/BIOSAMPLE.tsv: rDHS, Z (6 decimals), signal (6 digits); rows as in rDHSs.bed.',
    )
    .argument('<dir>', 'a registry that cisreg build made')
    .option('--zscores <out>', 'write a table for each dataset below OUT')
    .option('--json', 'print what was written as JSON')
    .option('-q, --quiet', 'no progress on stderr')
    .action(async (directory: string, flags: { zscores?: string; quiet?: boolean; json?: boolean }) => {
      if (flags.zscores === undefined) {
        throw new CisregError('USAGE', 'nothing to export, expected --zscores OUT; see cisreg export --help');
      }
      refuseRegistry(flags.zscores);
      const progress = cliProgress({ quiet: flags.quiet });
      const tables = await exportZscores(await openRegistry(directory), flags.zscores, progress);
      progress.finish();
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ out: flags.zscores, tables })}\n`
          : `${tables} tables of Z-scores written to ${flags.zscores}\n`,
      );
    });
}
