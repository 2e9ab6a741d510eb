/** cisreg serve: registries over HTTP. */

import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { LIMITS, STATE_LIMITS } from '../server/frame/limits.ts';
import type { StateStore } from '../server/lists/state-store.ts';
import { decimal, wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly rate?: number;
  readonly parallel: number;
  readonly behindProxy?: boolean;
  readonly state?: string;
  readonly stateGb: number;
  readonly stateDays: number;
  readonly publicUrl?: string;
  readonly email?: string;
  readonly intervals: number;
  readonly quiet?: boolean;
}

const MB = 1 << 20;
const GB = 2 ** 30;
const HELP = `
The pages: search, filter, compare. The API beneath them is described at /api, for programs at /api/openapi.json. It needs no key, and the
registries are only read. To let others in, put a web server in front (--behind-proxy), or name the address to listen on with --host; by default
only this machine reaches it.

  cisreg serve registry/
  curl 'http://127.0.0.1:8080/api/v1/ccres?class=PLS&maxZ.DNase=3,&sort=-maxZ.DNase&limit=5'
  curl 'http://127.0.0.1:8080/api/v1/ccres?high=DNase@K562&format=bed' > K562.bed   # active there, with their class in the registry

Several registries: name one by registry=ID or registry=ASSEMBLY; without, the first is meant. An address below /v/VERSION/api/v1
names a registry's content and may be kept for ever; /api/v1/registries has the versions.

Limits: a body of ${LIMITS.bodyBytes / MB} MB (413), an address of ${LIMITS.addressBytes / 1024} kB (414), headers of ${LIMITS.headerBytes / 1024} kB (431), ${LIMITS.headersMs / 1000} s for these to arrive (408);
a body takes as long as it needs, but ${LIMITS.bodyStepBytes / 1024} kB of it every ${LIMITS.bodyStepMs / 1000} s (408); ${LIMITS.answerMs / 1000} s for the answer to begin (503), ${LIMITS.idleMs / 1000} s without a byte until a connection is closed. Beyond --parallel a list waits for up to ${LIMITS.waitMs / 1000} s,
then 503. 429 and 503 have Retry-After.

Saved lists and uploads are files in the directory that --state names, each under an id that is a checksum of its content: servers
behind one address may share the directory. An item has at most ${STATE_LIMITS.itemBytes / MB} MB (413). Those that were not used for --state-days go,
and beyond --state-gb those that were used least recently. Without --state nothing is kept, and the routes say so (404).
A BED for intersect may have --intervals intervals, plain or gzip (413 beyond); two are worked on at once.

Genome browsers read /files and the hubs at /hub/ID/hub.txt; tracks of cCREs are made when they are first asked for, in --state (up to
10 GB beside --state-gb), or else in a directory for temporary files that goes at the end. Links name the host that was asked (Host), or --public-url.

Log: a line of JSON a request on standard error, without queries and bodies. /healthz says whether it serves, /metrics how (Prometheus).
SIGTERM or SIGINT: new requests get 503, answers under way have ${LIMITS.drainMs / 1000} s to end, then exit status 0; a second signal ends them.`;

/** The command, for the program to hold. It ends on SIGTERM or SIGINT, when the answers under way are sent. */
export function serveCommand(): Command {
  return new Command('serve')
    .summary('answer questions about registries over HTTP')
    .description(
      'Serve registries over HTTP, as pages and as an API: elements by any filter, their evidence, biosamples, search.',
    )
    .argument('<dirs...>', 'registries that cisreg build made')
    .option('-p, --port <n>', 'port; 0 takes a free one', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--parallel <n>', 'lists and other heavy requests at once', wholeNumber(1), LIMITS.parallel)
    .option(
      '--rate <n>',
      'requests a second and client; bursts of five times as many (default: no limit)',
      decimal(0.01),
    )
    .option('--behind-proxy', 'a web server in front names the client at the end of X-Forwarded-For')
    .option('--state <dir>', 'directory for saved lists and uploads (default: none are kept)')
    .option('--state-gb <n>', 'what they may take together', decimal(0.001), STATE_LIMITS.totalBytes / GB)
    .option('--state-days <n>', 'after so many days without use they go', decimal(0.01), STATE_LIMITS.ageDays)
    .option('--intervals <n>', 'intervals of one BED', wholeNumber(1), LIMITS.intervals)
    .option('--public-url <address>', 'the address of this service as others reach it, for links and hubs')
    .option('--email <address>', 'whom UCSC shows as the maintainer of hubs')
    .option('-q, --quiet', 'log failures only')
    .addHelpText('after', HELP)
    .action(async (directories: string[], flags: ServeFlags) => {
      const { openServed } = await import('../server/served.ts');
      const { serviceOf } = await import('../server/app.ts');
      const { parsePublicUrl } = await import('../server/files/own-address.ts');
      const { BUILT_PAGES, hasPages } = await import('../server/pages/page-files.ts');
      const { loggerOf } = await import('../server/frame/request-log.ts');
      const publicUrl = flags.publicUrl === undefined ? undefined : parsePublicUrl(flags.publicUrl);
      const state = flags.state === undefined ? undefined : await stateOf(flags.state, flags);
      const progress = cliProgress({ quiet: flags.quiet });
      progress.step('opening registries', directories.length, 'registries');
      const registries = await openServed(directories, () => progress.advance(1));
      progress.finish();
      // V8 lets garbage stand until a heap has doubled. A service stands for days beside others: a quarter less memory is worth a tenth of the answers a second.
      setFlagsFromString('--optimize-for-size');
      const app = await serviceOf(registries, {
        logger: loggerOf(flags.quiet ?? false),
        parallel: flags.parallel,
        ratePerSecond: flags.rate,
        isBehindProxy: flags.behindProxy,
        state,
        intervals: flags.intervals,
        publicUrl,
        email: flags.email,
        cacheDirectory: flags.state === undefined ? undefined : path.join(flags.state, 'tracks'),
      });
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
      const address = `http://${flags.host}:${port}`;
      const places = hasPages(BUILT_PAGES) ? `${address} (API: ${address}/api)` : `${address}/api`;
      process.stdout.write(`serving ${registries.all.map(({ id }) => id).join(', ')} on ${places}\n`);
      const signals = signalsToStop();
      await signals.first;
      await Promise.race([app.traffic.drain(), signals.second]);
      // What is not done by now is cut off.
      app.server.closeAllConnections();
      await app.close();
    });
}

async function stateOf(directory: string, { stateGb, stateDays }: ServeFlags): Promise<StateStore> {
  const { openState } = await import('../server/lists/state-store.ts');
  return openState(directory, { totalBytes: stateGb * GB, ageDays: stateDays });
}

/** The first signal asks to end, the second not to wait. */
function signalsToStop(): { first: Promise<void>; second: Promise<void> } {
  const seen: (() => void)[] = [];
  const [first, second] = [0, 1].map(() => new Promise<void>((resolve) => seen.push(resolve)));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => seen.shift()?.());
  return { first: first!, second: second! };
}
