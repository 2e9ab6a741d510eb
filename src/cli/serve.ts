/** cisreg serve: registries over HTTP. */

import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly quiet?: boolean;
}

const HELP = `
The API is described at /api/openapi.json. It needs no key and writes nothing. To let others in, put a web server in front, or
name the address to listen on with --host; by default only this machine reaches it.

  cisreg serve registry/
  curl 'http://127.0.0.1:8080/api/v1/ccres?class=PLS&maxZ.DNase=3,&sort=-maxZ.DNase&limit=5'
  curl 'http://127.0.0.1:8080/api/v1/ccres?high=DNase@K562&format=bed' > K562.bed   # active there, with their class in the registry

Several registries: name one by registry=ID or registry=ASSEMBLY; without, the first is meant.`;

/** The command, for the program to hold. It ends on SIGTERM or SIGINT, when the answers under way are sent. */
export function serveCommand(): Command {
  return new Command('serve')
    .summary('answer questions about registries over HTTP')
    .description('Serve registries over HTTP: elements by any filter, their evidence, biosamples, search.')
    .argument('<dirs...>', 'registries that cisreg build made')
    .option('-p, --port <n>', 'port; 0 takes a free one', wholeNumber(0), 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('-q, --quiet', 'no log of requests')
    .addHelpText('after', HELP)
    .action(async (directories: string[], flags: ServeFlags) => {
      const { openServed } = await import('../server/served.ts');
      const { serviceOf } = await import('../server/app.ts');
      const progress = cliProgress({ quiet: flags.quiet });
      progress.step('opening registries', directories.length, 'registries');
      const registries = await openServed(directories, () => progress.advance(1));
      progress.finish();
      const app = await serviceOf(registries, { logger: flags.quiet ? false : { level: 'info' } });
      try {
        await app.listen({ port: flags.port, host: flags.host });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        throw new CisregError(
          'IO',
          `cannot listen on ${flags.host}:${flags.port} (${code}); is the port taken? Name another with --port`,
          { cause },
        );
      }
      const { port } = app.server.address() as AddressInfo;
      process.stdout.write(
        `serving ${registries.all.map(({ id }) => id).join(', ')} on http://${flags.host}:${port}/api/v1\n`,
      );
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
      });
      await app.close();
    });
}
