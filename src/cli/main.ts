#!/usr/bin/env node
/** The program `cisreg`: one command a file, and the only place that prints errors and sets the exit status. */

import { Command, CommanderError } from 'commander';
import { CisregError, ERROR_CODES } from '../errors.ts';
import { VERSION } from '../version.ts';
import { collected } from './options.ts';

/** In the order of the help. A command's module is loaded when it is named, or for the list of all. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  build: async () => (await import('./build.ts')).buildCommand(),
  plan: async () => (await import('./plan.ts')).planCommand(),
  workflow: async () => (await import('./workflow.ts')).workflowCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  diff: async () => (await import('./diff.ts')).diffCommand(),
  signal: async () => (await import('./signal.ts')).signalCommand(),
  dhs: async () => (await import('./dhs.ts')).dhsCommand(),
  rdhs: async () => (await import('./rdhs.ts')).rdhsCommand(),
  zscore: async () => (await import('./zscore.ts')).zscoreCommand(),
  annotate: async () => (await import('./annotate.ts')).annotateCommand(),
  classify: async () => (await import('./classify.ts')).classifyCommand(),
  analyze: async () => (await import('./analyze.ts')).analyzeCommand(),
  fetch: async () => (await import('./fetch.ts')).fetchCommand(),
  cite: async () => (await import('./cite.ts')).citeCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  simulate: async () => (await import('./simulate.ts')).simulateCommand(),
};

const WRONG_USAGE = 2;
const FAILED = 1;
/** Exit statuses as the shell reports processes that these signals ended. */
const STOPPED = { SIGINT: 130, SIGTERM: 143 } as const;

/** What a stopped command says of the next run. */
const GOES_ON: Readonly<Record<string, string>> = {
  build: '; the build goes on where it was when it is run again',
  fetch: '; the same command goes on where it was',
};

async function program(): Promise<Command> {
  const root = new Command('cisreg')
    .description('Build a registry of candidate cis-regulatory elements (cCREs), and look into it.')
    .version(VERSION)
    .option('--debug', 'print the stack of an error')
    .showHelpAfterError('(add --help for how to use it)')
    .exitOverride();
  const named = namedCommand();
  const loaders = named === undefined ? (asksVersion() ? [] : Object.values(COMMANDS)) : [COMMANDS[named]!];
  for (const load of loaders) {
    const command = await load();
    command.option('--debug', 'print the stack of an error');
    refuseRepeats(command);
    root.addCommand(command.showHelpAfterError('(add --help for how to use it)'));
  }
  for (const command of root.commands) command.exitOverride();
  return root;
}

/** A second value would replace the first without a word: who gives two replicates would believe that both count. */
function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const isSingle =
      (option.required || option.optional) && !option.variadic && option.parseArg !== collected;
    if (!isSingle) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven)
        command.error(`error: option '${option.flags}' is given more than once, expected one value`);
      isGiven = true;
    });
  }
}

/** What installers and scripts ask first needs no command. */
function asksVersion(): boolean {
  return ['--version', '-V'].includes(process.argv[2] ?? '');
}

function namedCommand(): string | undefined {
  return process.argv.slice(2).find((argument) => Object.hasOwn(COMMANDS, argument));
}

async function main(): Promise<number> {
  try {
    await (await program()).parseAsync();
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Prints what went wrong, a line a mistake, and returns the exit status. */
function report(error: unknown): number {
  // Commander has printed its own message, and the help, already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  const debug = process.argv.includes('--debug');
  if (error instanceof CisregError) {
    for (const message of error.all) process.stderr.write(`cisreg: ${message} [${error.code}]\n`);
    if (debug) process.stderr.write(`${error.stack}\n`);
    return ERROR_CODES[error.code];
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const text = error instanceof Error ? error.message : String(error);
  if (code !== undefined && /^E[A-Z]+$/.test(code)) process.stderr.write(`cisreg: ${text} [IO]\n`);
  else
    process.stderr.write(
      `cisreg: a defect of cisreg: ${text}; run again with --debug and report what it prints\n`,
    );
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return FAILED;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A command that listens itself ends by itself.
    if (process.listenerCount(signal) > 1) return;
    const hint = GOES_ON[namedCommand() ?? ''] ?? '';
    process.stderr.write(`\ncisreg: stopped${hint}\n`);
    process.exit(STOPPED[signal]);
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough (| head).
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`cisreg: standard output cannot be written (${error.code}) [IO]\n`);
  process.exit(FAILED);
});
process.exitCode = await main();
