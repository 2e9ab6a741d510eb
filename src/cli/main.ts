#!/usr/bin/env node
/** The program `cisreg`: one command a file, and the only place that prints errors and sets the exit status. */

import { Command, CommanderError } from 'commander';
import { CisregError, ERROR_CODES } from '../errors.ts';
import { VERSION } from '../version.ts';
import { buildCommand } from './build.ts';
import { classifyCommand } from './classify.ts';
import { dhsCommand } from './dhs.ts';
import { explainCommand } from './explain.ts';
import { exportCommand } from './export.ts';
import { rdhsCommand } from './rdhs.ts';
import { signalCommand } from './signal.ts';
import { simulateCommand } from './simulate.ts';
import { zscoreCommand } from './zscore.ts';

const COMMANDS = [
  buildCommand,
  explainCommand,
  exportCommand,
  signalCommand,
  dhsCommand,
  rdhsCommand,
  zscoreCommand,
  classifyCommand,
  simulateCommand,
];

const WRONG_USAGE = 2;
const FAILED = 1;
/** As the shell reports a process that SIGINT ended. */
const INTERRUPTED = 130;

function program(): Command {
  const root = new Command('cisreg')
    .description('Build, query and serve an encyclopedia of DNA elements (cCREs).')
    .version(VERSION)
    .option('--debug', 'print the stack of an error')
    .showHelpAfterError('(add --help for how to use it)')
    .exitOverride();
  for (const command of COMMANDS) {
    root.addCommand(
      command()
        .option('--debug', 'print the stack of an error')
        .showHelpAfterError('(add --help for how to use it)'),
    );
  }
  for (const command of root.commands) command.exitOverride();
  return root;
}

async function main(): Promise<number> {
  try {
    await program().parseAsync();
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

process.on('SIGINT', () => process.exit(INTERRUPTED));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough (| head).
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main();
