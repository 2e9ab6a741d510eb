/** cisreg workflow: a build as a Snakefile, a job a dataset. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { planBuild } from '../build/plan/build-plan.ts';
import { readPlannedBuild } from '../build/plan/planned-build.ts';
import { chosenConfiguration, recipeNames } from '../build/recipe.ts';
import { planWorkflow, type WorkflowPlan } from '../build/workflow/jobs.ts';
import { slurmProfile } from '../build/workflow/slurm-profile.ts';
import { snakefileText } from '../build/workflow/snakefile.ts';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { shownAddress } from '../formats/shown-address.ts';
import { VERSION } from '../version.ts';
import { nameList, threadCount } from './options.ts';
import { knownInTables } from './planned-sizes.ts';
import { addRemoteOptions, type RemoteFlags } from './remote-options.ts';

interface WorkflowFlags extends RemoteFlags {
  readonly out: string;
  readonly recipe?: string;
  readonly chromosomes?: readonly string[];
  readonly normalisation?: string;
  readonly remote?: 'read' | 'fetch';
  readonly threads: number;
  readonly profileOut?: string;
  readonly keepFetched?: boolean;
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
  const command = new Command('workflow')
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
    .option('--normalisation <stats.tsv>', 'as of cisreg build')
    .option('-t, --threads <n>', 'threads of the last step', threadCount, DEFAULT_THREADS)
    .option('--profile-out <dir>', 'write a profile for Slurm there too')
    .option('--force', 'as of cisreg build')
    .option('--keep-work', 'as of cisreg build')
    .addOption(new Option('--remote <how>', 'as of cisreg build').choices(['read', 'fetch']))
    .option(
      '--keep-fetched',
      'keep what jobs fetch in the cache, which all of them must see; else it lies on the node and goes with the job',
    );
  return addRemoteOptions(command)
    .addHelpText('after', HELP)
    .action(async (given: string | undefined, flags: WorkflowFlags) => {
      refuseBraces(flags.out);
      refuseTokens(flags.mirror ?? []);
      const plan = await jobsOf(chosenConfiguration(given, flags.recipe), flags);
      const source = flags.recipe === undefined ? [given!] : ['--recipe', flags.recipe];
      const build = [...source, ...buildFlags(flags)];
      if (flags.profileOut !== undefined) writeProfile(flags.profileOut, flags.out);
      const keepsFetched = flags.keepFetched === true;
      process.stdout.write(snakefileText({ plan, build, keepsFetched, out: flags.out, version: VERSION }));
    });
}

async function jobsOf(file: string, flags: WorkflowFlags): Promise<WorkflowPlan> {
  const planned = await readPlannedBuild(file, {
    overrides: { chromosomes: flags.chromosomes },
    knownOf: (names) => knownInTables(names, flags.metadata ?? []),
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
  const jobs = planWorkflow({ ...planned, plan, threads: flags.threads });
  // What comes with the program lies elsewhere on the next machine, and does not change.
  return recipeNames().includes(flags.recipe ?? '') ? { ...jobs, tables: [] } : jobs;
}

/** The options of cisreg build that every step has. */
function buildFlags(flags: WorkflowFlags): readonly string[] {
  const { chromosomes, normalisation, force, keepWork, remote, from, mirrors, cache, cacheSize } = flags;
  const named = {
    '--chromosomes': chromosomes?.join(','),
    '--normalisation': normalisation,
    '--remote': remote,
    '--from': from,
    '--mirrors': mirrors,
    '--cache': cache,
    '--cache-size': cacheSize,
  };
  return [
    ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...(flags.mirror ?? []).flatMap((mirror) => ['--mirror', mirror]),
    ...(flags.metadata ?? []).flatMap((table) => ['--metadata', table]),
    ...(force ? ['--force'] : []),
    ...(keepWork ? ['--keep-work'] : []),
  ];
}

/** What gives access does not stand in a Snakefile, which is shown around. */
function refuseTokens(mirrors: readonly string[]): void {
  const secret = mirrors.find((mirror) => /[?@]/.test(mirror));
  if (secret === undefined) return;
  throw new CisregError(
    'USAGE',
    `--mirror ${shownMirror(secret)} holds a query or a password, expected an address without; put it into a file of its own and name that with --mirrors`,
  );
}

function shownMirror(mirror: string): string {
  const at = mirror.indexOf('=') + 1;
  return `${mirror.slice(0, at)}${shownAddress(mirror.slice(at))}`;
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
