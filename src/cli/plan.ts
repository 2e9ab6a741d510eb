/** cisreg plan: what a build will take, before anything is fetched. */

import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { planBuild } from '../build/plan/build-plan.ts';
import { measuredSpeed } from '../build/plan/calibrate.ts';
import { assumedSizesNote, guessedElementsNote, planText } from '../build/plan/plan-text.ts';
import { readPlannedBuild } from '../build/plan/planned-build.ts';
import { NODE_CORES } from '../build/plan/rates.ts';
import { chosenConfiguration, recipeNames } from '../build/recipe.ts';
import { addMirrorOptions, metadataOption } from './mirror-options.ts';
import { decimal, nameList, threadCount, wholeNumber } from './options.ts';
import { knownFilesOf, type PlannedSizesFlags } from './planned-sizes.ts';

interface PlanFlags extends PlannedSizesFlags {
  readonly recipe?: string;
  readonly chromosomes?: readonly string[];
  readonly remote?: 'read' | 'fetch';
  readonly threads?: number;
  readonly cores: readonly number[];
  readonly bandwidth: number;
  readonly json?: boolean;
}

const DEFAULT_CORES = [16, 256];
/** A fast line of an institute, MB/s: a guess that the plan shows. */
const DEFAULT_BANDWIDTH = 50;

/** The command, for the program to hold. */
export function planCommand(): Command {
  const command = addMirrorOptions(new Command('plan'), 'encff: inputs: ');
  return command
    .summary('what a build will fetch, store and take')
    .description(
      'Print what a build will take before anything is fetched: bytes to fetch, disk, memory, and hours on this machine and ' +
        'on a cluster. Times come from measured rates (docs/scale.md) and the speed of this machine, which is measured first. ' +
        'docs/recipes.md says where each figure comes from.',
    )
    .argument('[registry.yaml]', 'the configuration')
    .option('--recipe <name>', `instead of a configuration: ${recipeNames().join(', ')}, or a folder`)
    .option('--chromosomes <names>', 'only these, such as chr21,chr22', nameList)
    .addOption(metadataOption('which has the sizes of encff: inputs'))
    .option('--ask', 'ask the portal for the sizes that are not known here')
    .option(
      '--cache <dir>',
      'where other commands keep what they fetch (default: $CISREG_CACHE, else ~/.cache/cisreg)',
    )
    .addOption(
      new Option(
        '--remote <how>',
        'bigWigs elsewhere: read in place, or fetched whole (default: read with chromosomes, else fetch)',
      ).choices(['read', 'fetch']),
    )
    .option('-t, --threads <n>', 'files at a time on this machine (default: all cores)', threadCount)
    .option('--cores <list>', 'cores of a cluster to plan for', coreList, DEFAULT_CORES)
    .option('--bandwidth <MB/s>', 'what arrives in a second', decimal(0.001), DEFAULT_BANDWIDTH)
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  cisreg plan --recipe encode3-grch38 --chromosomes chr22\n')
    .action(async (given: string | undefined, flags: PlanFlags) => {
      const file = chosenConfiguration(given, flags.recipe);
      const planned = await readPlannedBuild(file, {
        overrides: { chromosomes: flags.chromosomes },
        knownOf: (names) => knownFilesOf(names, flags),
      });
      const { config, expectation } = planned;
      const plan = planBuild({
        ...planned,
        inPlace: (flags.remote ?? (config.chromosomes === undefined ? 'fetch' : 'read')) === 'read',
        threads: flags.threads ?? availableParallelism(),
        speed: measuredSpeed(),
        bandwidth: flags.bandwidth * 1e6,
        cores: flags.cores,
      });
      const notes = [
        ...planned.notes,
        ...(plan.fetch.sizesKnown < plan.fetch.files ? [assumedSizesNote()] : []),
        ...(expectation?.counts.selectedRdhs === undefined ? [guessedElementsNote(planned.genomeBases)] : []),
        `one core here has ${plan.speed.toFixed(2)} times the speed of the machine whose rates these are`,
        `on a cluster the steps of single datasets are jobs, the others run on one node of ${NODE_CORES} cores; waiting in its queue is not counted`,
      ];
      const chosen = config.chromosomes === undefined ? '' : `: ${config.chromosomes.join(', ')}`;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ ...plan, notes }, null, 2)}\n`
          : planText(plan, `${expectation?.title ?? file}${chosen}`, notes),
      );
    });
}

function coreList(text: string): readonly number[] {
  return text.split(',').map((part) => {
    try {
      return wholeNumber(1)(part.trim());
    } catch {
      throw new InvalidArgumentError('expected numbers of cores separated by commas, such as 16,256');
    }
  });
}
