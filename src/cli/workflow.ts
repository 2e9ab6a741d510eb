/** cisreg workflow: a build as a Snakefile, a job a dataset. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { planBuild } from '../build/plan/build-plan.ts';
import { readPlannedBuild } from '../build/plan/planned-build.ts';
import { chosenConfiguration, recipeNames } from '../build/recipe.ts';
import { planWorkflow, type WorkflowPlan } from '../build/workflow/jobs.ts';
import { slurmProfile } from '../build/workflow/slurm-profile.ts';
import { snakefileText } from '../build/workflow/snakefile.ts';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { VERSION } from '../version.ts';
import { knownInTables } from './known-files.ts';
import { nameList, threadCount } from './options.ts';

interface WorkflowFlags {
  readonly out: string;
  readonly recipe?: string;
  readonly chromosomes?: readonly string[];
  readonly metadata: readonly string[];
  readonly threads: number;
  readonly profileOut?: string;
  readonly keepWork?: boolean;
  readonly force?: boolean;
}

const DEFAULT_THREADS = 8;

const HELP = `
Example:
  cisreg workflow registry.yaml --out human --profile-out slurm > Snakefile
  snakemake --profile slurm`;

/** The command, for the program to hold. */
export function workflowCommand(): Command {
  return new Command('workflow')
    .summary('a Snakefile that builds with a job a dataset')
    .description(
      'Print a Snakefile that builds a registry on a cluster or on one machine: for each dataset a job for its DHSs and one ' +
        'for its Z-scores, and between them and at the end what takes all of them. The registry has the bytes of cisreg build. ' +
        'Run snakemake where this was run; docs/cluster.md explains the rest.',
    )
    .argument('[registry.yaml]', 'the configuration')
    .requiredOption('-o, --out <dir>', 'the registry directory to write')
    .option('--recipe <name>', `instead of a configuration: ${recipeNames().join(', ')}, or a folder`)
    .option('--chromosomes <names>', 'only these, such as chr21,chr22', nameList)
    .option(
      '--metadata <file>',
      "a metadata.tsv of the portal, which has the files' sizes: times and room are planned by them; may be given again",
      (file: string, before: readonly string[]) => [...before, file],
      [],
    )
    .option('-t, --threads <n>', 'threads of the last step', threadCount, DEFAULT_THREADS)
    .option('--profile-out <dir>', 'write a profile for Slurm there too')
    .option('--force', 'as of cisreg build')
    .option('--keep-work', 'as of cisreg build')
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, flags: WorkflowFlags) => {
      refuseBraces(flags.out);
      const plan = await jobsOf(chosenConfiguration(given, flags.recipe), flags);
      const source = flags.recipe === undefined ? [given!] : ['--recipe', flags.recipe];
      const build = [...source, ...buildFlags(flags)];
      if (flags.profileOut !== undefined) writeProfile(flags.profileOut, flags.out);
      process.stdout.write(snakefileText({ plan, build, out: flags.out, version: VERSION }));
    });
}

async function jobsOf(file: string, flags: WorkflowFlags): Promise<WorkflowPlan> {
  const planned = await readPlannedBuild(file, {
    overrides: { chromosomes: flags.chromosomes },
    knownOf: (names) => knownInTables(names, flags.metadata),
  });
  const plan = planBuild({
    ...planned,
    inPlace: false,
    // Of one thread, on the machine of the rates: a job is a dataset, and the same command prints the same text anywhere.
    threads: 1,
    speed: 1,
    bandwidth: 1e6,
    cores: [],
  });
  return planWorkflow({ ...planned, plan, threads: flags.threads });
}

/** The options of cisreg build that every step has. */
function buildFlags({ chromosomes, force, keepWork }: WorkflowFlags): readonly string[] {
  return [
    ...(chromosomes === undefined ? [] : ['--chromosomes', chromosomes.join(',')]),
    ...(force ? ['--force'] : []),
    ...(keepWork ? ['--keep-work'] : []),
  ];
}

/** Snakemake takes what stands in braces in a path for a name of its own. */
function refuseBraces(out: string): void {
  if (!/[{}]/.test(out)) return;
  throw new CisregError('USAGE', `--out is ${out}, expected a path without braces; name another directory`);
}

function writeProfile(directory: string, out: string): void {
  makeDirectory(directory);
  for (const [name, text] of Object.entries(slurmProfile(out))) {
    writeFileSync(path.join(directory, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
  }
}
