/** The example: a simulated genome, its two registries, and every kind of annotation on the first. Made once, in demo/. */

import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './prepare.mjs';

/** The compiled program. */
export const cisreg = path.join(root, 'dist', 'cli', 'main.js');
/** What is served of it, the first first. */
export const DEMO = ['demo/registry', 'demo/second'];

/** Runs a command of cisreg and shows it. */
function step(...args) {
  process.stdout.write(`$ cisreg ${args.join(' ')}\n`);
  run(process.execPath, [cisreg, ...args]);
}

/** Makes what is missing or stale of it. */
export function makeDemo() {
  if (!existsSync(path.join(root, 'demo', 'genome', 'registry.yaml'))) {
    step('simulate', '--out', 'demo/genome');
  }
  step('build', 'demo/genome/registry.yaml', '--out', 'demo/registry');
  step('build', 'demo/genome/second/registry.yaml', '--out', 'demo/genome/second/registry');
  // Under a name of its own, so that both can be served.
  const second = path.join(root, 'demo', 'second');
  if (!existsSync(second)) symlinkSync(path.join('genome', 'second', 'registry'), second, 'dir');
  step('annotate', 'demo/registry', 'demo/genome/annotations.yaml');
}
