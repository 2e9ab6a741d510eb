/** cisreg build: from registry.yaml to a registry. */

import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { build } from '../build/build.ts';
import { readExpectation } from '../build/expectation.ts';
import { expectationText, heldAgainst } from '../build/expectation-text.ts';
import { chosenConfiguration, recipeNames } from '../build/recipe.ts';
import type { RegistrySummary } from '../build/registry-json.ts';
import { BUILD_STEPS, type BuildStep, DATASET_STEPS, runSingleStep } from '../build/single-step.ts';
import { CisregError } from '../errors.ts';
import { TIERS } from '../registry/tiers.ts';
import { collected, nameList, threadCount } from './options.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, type RemoteFlags, remoteFilesOf } from './remote-options.ts';

interface BuildFlags extends RemoteFlags {
  readonly out: string;
  readonly recipe?: string;
  readonly chromosomes?: readonly string[];
  readonly normalisation?: string;
  readonly remote?: 'read' | 'fetch';
  readonly threads?: number;
  readonly force?: boolean;
  readonly keepWork?: boolean;
  readonly quiet?: boolean;
  readonly step?: BuildStep;
  readonly dataset: readonly string[];
  readonly json?: boolean;
}

/** The command, for the program to hold. */
export function buildCommand(): Command {
  const command = new Command('build')
    .summary('build a registry of cCREs from peaks and signals')
    .description(
      'Build a registry of candidate cis-regulatory elements (cCREs): DHSs become rDHSs, signals become Z-scores, and ' +
        'thresholds, marks and TSS distance make classes, tiers and biosample groups. A build that was stopped goes on ' +
        'where it was; one whose inputs have not changed does nothing.',
    )
    .argument('[registry.yaml]', 'the configuration; paths in it are relative to it (docs/formats.md)')
    .requiredOption('-o, --out <dir>', 'the registry directory to write')
    .option(
      '--recipe <name>',
      `instead of a configuration: ${recipeNames().join(', ')}, or a folder with registry.yaml (docs/recipes.md)`,
    )
    .option('--chromosomes <names>', 'only these, such as chr21,chr22', nameList)
    .option(
      '--normalisation <stats.tsv>',
      'means and sds of a full build (its zscores/stats.tsv), for some chromosomes alone',
    )
    .option('-t, --threads <n>', 'files at a time (default: all cores)', threadCount)
    .option('--force', 'build in DIR even if it holds other files, or a registry of another configuration')
    .option('--keep-work', 'keep DIR/.work, so that a later build of changed inputs does only what changed')
    .addOption(
      new Option('--step <step>', 'one step alone, for many machines at once (docs/cluster.md)').choices(
        BUILD_STEPS,
      ),
    )
    .option(
      '--dataset <name>',
      'with --step dhs or zscore: the dataset that it is of; may be given again',
      collected,
      [],
    )
    .addOption(
      new Option(
        '--remote <how>',
        'bigWigs elsewhere: read what is needed of them, or fetch them first (default: read with chromosomes, else fetch)',
      ).choices(['read', 'fetch']),
    )
    .option(
      '--scratch <dir>',
      'with --dataset: files of the mirrors are fetched to there, and go when the step is done (default: the cache)',
    )
    .option('--json', 'print the summary as JSON')
    .option('-q, --quiet', 'no progress on stderr; warnings remain');
  return addRemoteOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  cisreg simulate --out mini && cisreg build mini/registry.yaml --out mini-registry\n',
    )
    .action(async (given: string | undefined, flags: BuildFlags) => {
      refuseStrayDatasets(flags);
      const file = chosenConfiguration(given, flags.recipe);
      const expectation = readExpectation(file);
      const progress = cliProgress({ quiet: flags.quiet });
      const options = {
        out: flags.out,
        threads: flags.threads ?? availableParallelism(),
        force: flags.force === true,
        keepWork: flags.keepWork === true,
        overrides: { chromosomes: flags.chromosomes, normalisation: flags.normalisation },
        isStep: flags.step === 'registry',
        remote: {
          files: await remoteFilesOf(flags, progress),
          signals: flags.remote,
          // What the steps of single datasets have done is not fetched again.
          isLate: flags.step !== undefined && !DATASET_STEPS.includes(flags.step),
        },
      };
      if (flags.step !== undefined && flags.step !== 'registry') {
        const names = flags.dataset;
        const done = await runSingleStep(file, flags.step, { options, names, progress });
        progress.finish();
        const lines = done.split('\n');
        process.stdout.write(
          flags.json ? `${JSON.stringify({ step: flags.step, done: lines })}\n` : `${done}\n`,
        );
        return;
      }
      const { upToDate, registry } = await build(file, options, progress);
      progress.finish();
      const held = expectation && heldAgainst(expectation, registry);
      if (flags.json) {
        const { counts } = registry;
        process.stdout.write(`${JSON.stringify({ out: flags.out, upToDate, counts, expected: held })}\n`);
        return;
      }
      process.stdout.write(summary(registry));
      process.stdout.write(
        upToDate ? `${flags.out} is up to date\n` : `written to ${flags.out}: ${WRITTEN}\n`,
      );
      if (held !== undefined) process.stdout.write(`\n${expectationText(held, flags.out)}`);
    });
}

/** Datasets are named for steps that are of them, and for those alone. */
function refuseStrayDatasets({ step, dataset, scratch }: BuildFlags): void {
  const isOfDatasets = step !== undefined && DATASET_STEPS.includes(step);
  if (scratch !== undefined && !isOfDatasets) {
    throw new CisregError(
      'USAGE',
      '--scratch is given for more than datasets, expected --step and --dataset with it; leave it out, and name --cache',
    );
  }
  if (isOfDatasets === dataset.length > 0) return;
  const steps = DATASET_STEPS.join(' or ');
  throw new CisregError(
    'USAGE',
    isOfDatasets
      ? `--step ${step} is given without --dataset, expected the name of one; name it`
      : `--dataset ${dataset[0]} is given, expected --step ${steps} with it; add that or leave it out`,
  );
}

const WRITTEN =
  'cCREs.bed, rDHSs.bed, maxz.tsv, elements.tsv, biosamples.tsv, biosamples/, zscores/, registry.json, report.html';

/** What came out, in a few lines. */
function summary(registry: RegistrySummary): string {
  const { rdhs, elements } = registry.counts;
  const count = (n: number) => n.toLocaleString('en');
  const share = (n: number) => `${((100 * n) / Math.max(1, elements.ccres)).toFixed(1)} %`;
  const lines = [
    `rDHSs     ${count(rdhs.rdhs)} of ${count(rdhs.pooledDhs)} pooled DHSs (signal at least ${rdhs.minSignal})`,
    `cCREs     ${count(elements.ccres)}${
      elements.tiers === undefined
        ? ''
        : ` of tiers 1a, 1b, 2 (of ${count(elements.unfilteredCcres)} before; ${TIERS.map(
            (tier) => `${tier}: ${count(elements.tiers![tier]!)}`,
          ).join(', ')})`
    }`,
    ...Object.entries(elements.classes).map(
      ([name, n]) => `  ${name.padEnd(14)} ${count(n).padStart(9)}  ${share(n).padStart(6)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
