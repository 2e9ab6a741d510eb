/** cisreg analyze: questions to the data behind a registry. */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { planSamples, rdhsSaturation } from '../analysis/rdhs-saturation.ts';
import { readConfig } from '../build/config.ts';
import { dhsStage } from '../build/dhs-stage.ts';
import { openExperimentPools } from '../build/experiment-pools.ts';
import { checkInputs } from '../build/inputs.ts';
import { placeConfigured } from '../build/remote-inputs.ts';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { threadCount, wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, type RemoteFlags, remoteFilesOf } from './remote-options.ts';

interface SaturationFlags extends RemoteFlags {
  readonly every?: number;
  readonly repeats: number;
  readonly seed: number;
  readonly threads?: number;
  readonly work?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The command, for the program to hold. */
export function analyzeCommand(): Command {
  const command = new Command('analyze')
    .summary('saturation of rDHSs')
    .description('Questions to the data behind a registry.');
  command
    .addCommand(saturationCommand())
    .addHelpText('after', '\nExample:\n  cisreg analyze saturation registry.yaml > saturation.tsv\n');
  return command;
}

function saturationCommand(): Command {
  const command = new Command('saturation')
    .summary('number of rDHSs by number of experiments')
    .description(
      'Print how many rDHSs the DHSs of n experiments give: random samples of the anchor experiments of a configuration, ' +
        'each pooled, selected and filtered as a build does, with the least signal of all of them. It needs the DHSs, which ' +
        'a registry does not keep, so they are called again from the files that registry.yaml names, into temporary files ' +
        'of 32 bytes a DHS (3 GB for 93 million), which go at the end. Replicates of an experiment go together. ' +
        'The saturation of cCREs is in report.html of every registry.',
    )
    .argument('<registry.yaml>', 'the configuration of the registry')
    .option('--every <n>', 'sizes n, 2n, ... and all (default: 20 sizes)', wholeNumber(1))
    .option('--repeats <n>', 'samples of each size; of all experiments there is one', wholeNumber(1), 10)
    .option('--seed <n>', 'another number draws other samples', wholeNumber(0), 1)
    .option('-t, --threads <n>', 'files at a time (default: all cores)', threadCount)
    .option('--work <dir>', "folder for the temporary files (default: the system's)")
    .option('--json', 'print JSON instead of a table')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .option('--debug', 'print the stack of an error');
  return addRemoteOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  cisreg analyze saturation registry.yaml --repeats 3 > saturation.tsv\n',
    )
    .showHelpAfterError('(add --help for how to use it)')
    .exitOverride()
    .action(async (file: string, flags: SaturationFlags) => {
      const progress = cliProgress({ quiet: flags.quiet });
      const curve = await saturationOf(file, flags, progress);
      progress.finish();
      const rows = curve.map(({ n, repeat, rdhs }) => `${n}\t${repeat}\t${rdhs}\n`);
      process.stdout.write(flags.json ? `${JSON.stringify(curve)}\n` : `n\trepeat\trDHSs\n${rows.join('')}`);
    });
}

async function saturationOf(
  file: string,
  flags: SaturationFlags,
  progress: Progress,
): Promise<{ n: number; repeat: number; rdhs: number }[]> {
  const mistakes = new Mistakes();
  const remote = { files: await remoteFilesOf(flags, progress) };
  const config = await placeConfigured(await readConfig(file, mistakes), remote, mistakes);
  const inputs = await checkInputs(config, mistakes, progress);
  const work = temporaryDirectory(flags.work ?? tmpdir());
  const remove = () => rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  // Signals end the program by process.exit, which runs no finally; threads may be writing still.
  process.once('exit', remove);
  try {
    // Nothing of it is kept, so no checksum has to tell whether it still holds.
    const dhs = await dhsStage(inputs, new Map(), {
      work,
      threads: flags.threads ?? availableParallelism(),
      progress,
    });
    const pools = await openExperimentPools(inputs, dhs);
    try {
      const total = pools.experiments.length;
      const samples = planSamples(total, sizesOf(total, flags.every), flags);
      progress.step(`selecting rDHSs of ${samples.length} samples`, pools.chromosomes, 'chromosomes');
      const counts = rdhsSaturation(
        (function* () {
          for (let c = 0; c < pools.chromosomes; c++) {
            yield pools.chromosome(c);
            progress.advance(1);
          }
        })(),
        samples,
      );
      return samples.map(({ n, repeat }, s) => ({ n, repeat, rdhs: counts[s]! }));
    } finally {
      pools.close();
    }
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** A new directory in `folder`, which is made where it is missing. */
function temporaryDirectory(folder: string): string {
  makeDirectory(folder);
  try {
    return mkdtempSync(path.join(folder, 'cisreg-analyze-'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CisregError('IO', `cannot hold temporary files (${code}); name another folder with --work`, {
      where: { file: folder },
      cause,
    });
  }
}

const SIZES = 20;

/** The sizes of samples, ascending; the last is all. */
function sizesOf(total: number, every = Math.max(1, Math.ceil(total / SIZES))): number[] {
  const sizes: number[] = [];
  for (let n = every; n < total; n += every) sizes.push(n);
  return total === 0 ? sizes : [...sizes, total];
}
