/** npm start: makes the example genome once, builds its registry, and says what there is and where to look. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { build, install, root, run } from './prepare.mjs';

install();
build();
const cisreg = path.join(root, 'dist', 'cli', 'main.js');
if (!existsSync(path.join(root, 'demo', 'genome', 'registry.yaml'))) {
  process.stdout.write('$ cisreg simulate --out demo/genome\n');
  run(process.execPath, [cisreg, 'simulate', '--out', 'demo/genome']);
}
process.stdout.write('$ cisreg build demo/genome/registry.yaml --out demo/registry\n');
run(process.execPath, [cisreg, 'build', 'demo/genome/registry.yaml', '--out', 'demo/registry']);
process.stdout.write(`
Where to look:
  demo/genome/registry.yaml   what was built, and datasets.tsv beside it
  demo/genome/truth/          the elements that were planted
  demo/registry/report.html   what came out, to look at
  demo/registry/cCREs.bed     the registry of cCREs
  demo/registry/biosamples/   each cCRE classified in each biosample
  docs/formats.md             every file, column by column
Try:
  node dist/cli/main.js serve demo/registry
  node dist/cli/main.js explain demo/registry $(head -1 demo/registry/cCREs.bed | cut -f 5)
`);
