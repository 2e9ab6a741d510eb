/** cisreg plan: what a build will take, before anything is fetched. */

import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../build/config.ts';
import { readDatasets } from '../build/datasets.ts';
import { readExpectation } from '../build/expectation.ts';
import { type BuildPlan, planBuild } from '../build/plan/build-plan.ts';
import { measuredSpeed } from '../build/plan/calibrate.ts';
import { genomeShare } from '../build/plan/genome-share.ts';
import { assumedSizesNote, planText } from '../build/plan/plan-text.ts';
import { plannedFiles } from '../build/plan/planned-files.ts';
import { chosenConfiguration, recipeNames } from '../build/recipe.ts';
import { readText } from '../formats/whole-text.ts';
import { parseMetadataTable } from '../mirror/metadata-table.ts';
import { Mistakes } from '../mistakes.ts';
import { decimal, nameList, threadCount, wholeNumber } from './options.ts';

interface PlanFlags {
  readonly recipe?: string;
  readonly chromosomes?: readonly string[];
  readonly metadata: readonly string[];
  readonly remote?: 'read' | 'fetch';
  readonly threads?: number;
  readonly cores: readonly number[];
  readonly bandwidth: number;
  readonly json?: boolean;
}

/** Tables of metadata are some tens of MB where they name every file of the portal. */
const MAX_METADATA_BYTES = 1 << 30;
const DEFAULT_CORES = [16, 256];
const DEFAULT_BANDWIDTH = 50;

/** The command, for the program to hold. */
export function planCommand(): Command {
  return new Command('plan')
    .summary('what a build will fetch, store and take')
    .description(
      'Print what a build will take before anything is fetched: bytes to fetch, disk, memory, and hours on this machine and ' +
        'on a cluster. Times come from measured rates (docs/scale.md) and the speed of this machine, which is measured first.',
    )
    .argument('[registry.yaml]', 'the configuration')
    .option('--recipe <name>', `instead of a configuration: ${recipeNames().join(', ')}, or a folder`)
    .option('--chromosomes <names>', 'only these, such as chr21,chr22', nameList)
    .option(
      '--metadata <file>',
      "a metadata.tsv of the portal, which has the files' sizes; may be given again",
      collected,
      [],
    )
    .option(
      '--remote <how>',
      'bigWigs are read in place or fetched whole (default: read where chromosomes are chosen)',
      how,
    )
    .option('-t, --threads <n>', 'files at a time on this machine (default: all cores)', threadCount)
    .option('--cores <list>', 'cores of a cluster to plan for', coreList, DEFAULT_CORES)
    .option('--bandwidth <MB/s>', 'what arrives a second', decimal(0.001), DEFAULT_BANDWIDTH)
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  cisreg plan --recipe encode3-grch38 --chromosomes chr22\n')
    .action(async (given: string | undefined, flags: PlanFlags) => {
      const { plan, title, notes } = await planOf(chosenConfiguration(given, flags.recipe), flags);
      process.stdout.write(
        flags.json ? `${JSON.stringify({ ...plan, notes }, null, 2)}\n` : planText(plan, title, notes),
      );
    });
}

async function planOf(
  file: string,
  flags: PlanFlags,
): Promise<{ plan: BuildPlan; title: string; notes: readonly string[] }> {
  const mistakes = new Mistakes();
  const config = await readConfig(file, mistakes, { chromosomes: flags.chromosomes });
  mistakes.throwIfAny();
  const { datasets } = await readDatasets(config, mistakes);
  mistakes.throwIfAny();
  const expectation = readExpectation(file);
  const { share, note } = await genomeShare(config, expectation);
  const scored = datasets.filter(({ zscore }) => zscore);
  const sizes = await sizesIn(flags.metadata);
  const plan = planBuild({
    files: plannedFiles(config, datasets, (name) => sizes.get(name.replace(/^encff:/i, ''))),
    profiles: datasets.filter(({ peaks }) => peaks !== undefined).length,
    columns: scored.length,
    biosamples: new Set(scored.map(({ biosample }) => biosample)).size,
    share,
    inPlace: (flags.remote ?? (config.chromosomes === undefined ? 'fetch' : 'read')) === 'read',
    expectation,
    threads: flags.threads ?? availableParallelism(),
    speed: measuredSpeed(),
    bandwidth: flags.bandwidth * 1e6,
    cores: flags.cores,
  });
  const chromosomes = config.chromosomes === undefined ? '' : `, ${config.chromosomes.join(', ')}`;
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(plan.fetch.sizesKnown < plan.fetch.files ? [assumedSizesNote()] : []),
    ...(expectation === undefined
      ? ['numbers of elements are guessed from the number of profiles and those of the 2020 registry']
      : []),
    `one core here has ${plan.speed.toFixed(2)} times the speed of the machine whose rates these are; on a cluster the steps of single datasets are jobs, the others run on one node of 16 cores, and waiting in its queue is not counted`,
  ];
  return { plan, title: `${expectation?.title ?? file}${chromosomes}`, notes };
}

/** Bytes by accession, of all tables. */
export async function sizesIn(tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const table of tables) {
    for (const { accession, sizeBytes } of parseMetadataTable(
      await readText(table, MAX_METADATA_BYTES),
      table,
    )) {
      if (sizeBytes !== undefined) sizes.set(accession, sizeBytes);
    }
  }
  return sizes;
}

const NO_LIST = 'expected numbers of cores separated by commas, such as 16,256';

function coreList(text: string): readonly number[] {
  const parse = wholeNumber(1);
  return text.split(',').map((part) => {
    try {
      return parse(part.trim());
    } catch {
      throw new InvalidArgumentError(NO_LIST);
    }
  });
}

function how(text: string): 'read' | 'fetch' {
  if (text !== 'read' && text !== 'fetch') throw new InvalidArgumentError('expected read or fetch');
  return text;
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
