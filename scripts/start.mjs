/**
 * npm start: makes the example genome and its registries once, hangs every kind of annotation on them, and serves them. What stands behind -- goes
 * to `cisreg serve`: npm start -- --port 9000.
 */

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { cisreg, DEMO, makeDemo } from './demo.mjs';
import { build, install, root } from './prepare.mjs';

const FIRST_PORT = 8080;

/** The first port from `port` on that nobody listens on. */
function freePort(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE') reject(error);
      else resolve(freePort(port + 1));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}

install();
build();
makeDemo();

const own = process.argv.slice(2);
const asked = /(?:^| )(?:--port[= ]|-p ?)(\d+)/.exec(own.join(' '))?.[1];
const port = asked ?? (await freePort(FIRST_PORT));
if (asked === undefined && port !== FIRST_PORT)
  process.stdout.write(`port ${FIRST_PORT} is busy: ${port} is taken instead\n`);
process.stdout.write(`
Where to look:
  http://127.0.0.1:${port}         SCREEN: search, filter, compare
  http://127.0.0.1:${port}/api     what can be asked, with examples
  demo/registry/report.html    what came out of the build, to look at
  demo/registry/cCREs.bed      the registry of cCREs
  demo/registry/biosamples/    each cCRE classified in each biosample
  demo/genome/truth/           the elements that were planted
  docs/formats.md              every file, column by column
Stop with Ctrl-C.
`);
const args = [
  'serve',
  ...DEMO,
  ...(asked === undefined ? ['--port', String(port)] : []),
  '--state',
  'demo/state',
  '--quiet',
  ...own,
];
process.stdout.write(`$ cisreg ${args.join(' ')}\n`);
const server = spawn(process.execPath, [cisreg, ...args], { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches both of them; a signal to this one alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 1));
