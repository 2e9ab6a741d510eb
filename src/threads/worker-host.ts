/** What a worker thread runs: loads the module of a task, and sends errors back whole. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { CisregError, type ErrorCode, type Where } from '../errors.ts';

export interface HostedTask {
  /** The address of a module that exports `run(task)`. */
  readonly moduleUrl: string;
  readonly task: unknown;
}

/** A result or an error, in a form that can be copied between threads. */
export type HostedResult =
  | { readonly result: unknown }
  | {
      readonly isUserError: true;
      readonly error: {
        readonly code: ErrorCode;
        readonly message: string;
        readonly where: Where;
        readonly all: readonly string[];
      };
    }
  | { readonly isUserError: false; readonly error: unknown; readonly systemCode: string | undefined };

/** Runs a task by the module it names. Never rejects. */
export async function runHosted({ moduleUrl, task }: HostedTask): Promise<HostedResult> {
  try {
    const module = (await import(/* @vite-ignore */ sourceOf(moduleUrl))) as {
      run(task: unknown): Promise<unknown>;
    };
    return { result: await module.run(task) };
  } catch (error) {
    if (!(error instanceof CisregError)) {
      return { isUserError: false, error, systemCode: (error as NodeJS.ErrnoException | undefined)?.code };
    }
    const { code, message, where, all } = error;
    return { isUserError: true, error: { code, message, where, all } };
  }
}

/** The name under which the pool calls it. */
export async function run(hosted: HostedTask): Promise<HostedResult> {
  const result = await runHosted(hosted);
  finishCompiling?.();
  return result;
}

/**
 * Waits for what V8 still compiles for this thread in the background. Node 20 may abort when a thread ends meanwhile ("Assertion failed: (data.first)
 * != nullptr"): it takes the thread off its list before V8 has stopped.
 */
const finishCompiling = isMainThread ? undefined : ofV8('%FinalizeOptimization()');

/** A function of V8's own; undefined where this V8 has none of that name. */
function ofV8(call: string): (() => void) | undefined {
  // It stays allowed: functions are compiled when they are first called, and again when V8 has dropped what it compiled.
  setFlagsFromString('--allow-natives-syntax');
  try {
    const run = new Function(call) as () => void;
    run();
    return run;
  } catch {
    return undefined;
  }
}

/** The module itself, or the TypeScript that it is compiled from where that is what runs. */
function sourceOf(moduleUrl: string): string {
  if (existsSync(fileURLToPath(moduleUrl))) return moduleUrl;
  return moduleUrl.replace(/\.js$/, '.ts');
}
