/** cisreg simulate: a mini genome with known truth, to try the program on and to test it with. */

import { join } from 'node:path';
import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { silent } from '../progress.ts';
import { DEFAULT_SEED, simulate } from '../simulate/simulate.ts';

/** The `simulate` command. Prints one line of what was written and one of what to do next. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('write a made-up genome with known elements, to build a registry of')
    .requiredOption('--out <dir>', 'directory to write; empty, missing, or an earlier mini genome')
    .option(
      '--seed <number>',
      'whole number from 0; the same seed gives the same bytes',
      String(DEFAULT_SEED),
    )
    .option('--quiet', 'no progress on stderr')
    .action(async (options: { out: string; seed: string; quiet?: boolean }) => {
      const seed = parseSeed(options.seed);
      const progress = silent;
      const made = await simulate(options.out, { seed, progress });
      const { elements, genes, biosamples, datasets } = made;
      process.stdout.write(
        `${options.out}: ${elements} elements and ${genes} genes in ${biosamples} biosamples, ${datasets} data sets\n` +
          `build its registry: cisreg build ${join(options.out, 'registry.yaml')} --out ${join(options.out, 'registry')}\n`,
      );
    });
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new CisregError('USAGE', `--seed is "${text}", expected a whole number from 0`);
}
