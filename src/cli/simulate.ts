/** cisreg simulate: a mini genome with known truth, to try the program on and to test it with. */

import { join } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_SEED, simulate } from '../simulate/simulate.ts';
import { wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';

/** The `simulate` command. Prints one line of what was written and one of what to do next. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('write a made-up genome to try it all on')
    .description(
      'Write a made-up genome with known elements: all inputs of cisreg build, and the truth. README.md in the ' +
        'directory says what is what.',
    )
    .requiredOption('-o, --out <dir>', 'directory to write; empty, missing, or an earlier mini genome')
    .option('--seed <number>', 'the same seed gives the same bytes', wholeNumber(0), DEFAULT_SEED)
    .option('-q, --quiet', 'no progress on stderr')
    .action(async (options: { out: string; seed: number; quiet?: boolean }) => {
      const progress = cliProgress({ quiet: options.quiet });
      const made = await simulate(options.out, { seed: options.seed, progress });
      progress.finish();
      const { elements, genes, biosamples, datasets } = made;
      const registry = join(options.out, 'registry');
      process.stdout.write(
        `${options.out}: ${elements} elements and ${genes} genes in ${biosamples} biosamples, ${datasets} data sets\n` +
          `build its registry: cisreg build ${join(options.out, 'registry.yaml')} --out ${registry}\n`,
      );
    });
}
