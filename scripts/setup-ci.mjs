/** npm run setup:ci: installs on Debian, as root, the programs that tests compare with. */

import { run } from './prepare.mjs';
import { missingTools } from './system-tools.mjs';

const missing = missingTools();
if (missing.length > 0) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing.map(({ debian }) => debian)],
    { env },
  );
}
const still = missingTools();
if (still.length > 0) {
  process.stderr.write(`not installed: ${still.map(({ debian }) => debian).join(', ')}\n`);
  process.exit(1);
}
