/** cisreg simulate: a genome with known truth, to try the program on and to test it with. */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { DEFAULT_SEED, SIZES, type Size, simulate } from '../simulate/simulate.ts';
import { threadCount, wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';

const SIZE_HELP =
  'mini (37 Mb, 70 MB of files, seconds), medium (380 Mb, 0.9 GB, about a minute) or genome (as large as a human ' +
  'one, 9 GB, about ten minutes)';

/** The `simulate` command. Prints one line of what was written and one of what to do next. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('write a made-up genome to try it all on')
    .description(
      'Write a made-up genome with known elements: all inputs of cisreg build; genes, variants, studies, peaks, links ' +
        'and more to hang on the elements (annotations.yaml); a second, orthologous genome; and the truth of it all. ' +
        'README.md in the directory says what is what.',
    )
    .requiredOption('-o, --out <dir>', 'directory to write; empty, missing, or an earlier simulation')
    .option('--seed <number>', 'the same seed gives the same bytes', wholeNumber(0), DEFAULT_SEED)
    .addOption(new Option('--size <size>', SIZE_HELP).choices(SIZES).default('mini'))
    .option('-t, --threads <n>', 'files at a time (default: all cores)', threadCount)
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText(
      'after',
      '\nExample:\n  cisreg simulate --out mini && cisreg build mini/registry.yaml --out mini-registry\n',
    )
    .action(async (options: { out: string; seed: number; size: Size; threads?: number; quiet?: boolean }) => {
      const { out, seed, size, threads = availableParallelism() } = options;
      const progress = cliProgress({ quiet: options.quiet });
      const made = await simulate(out, { seed, size, threads, progress });
      progress.finish();
      const { elements, genes, biosamples, datasets } = made;
      const registry = join(out, 'registry');
      process.stdout.write(
        `${out}: ${elements} elements and ${genes} genes in ${biosamples} biosamples, ${datasets} data sets\n` +
          `build its registry: cisreg build ${join(out, 'registry.yaml')} --out ${registry}\n`,
      );
    });
}
