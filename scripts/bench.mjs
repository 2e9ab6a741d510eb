/** npm run bench [pool|rdhs|service|signal|zscores]: measures the hot paths against their peers, in the same run, and prints ratios. */

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build, install, root, runTool } from './prepare.mjs';

install();
build();
const wanted = process.argv.slice(2);
const folder = path.join(root, 'bench');
const benches = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.bench.ts'))
      .sort()
  : [];
for (const name of benches) {
  if (wanted.length > 0 && !wanted.includes(name.replace('.bench.ts', ''))) continue;
  process.stdout.write(`\n== ${name.replace('.bench.ts', '')}\n`);
  runTool('tsx', [path.join('bench', name)]);
}
