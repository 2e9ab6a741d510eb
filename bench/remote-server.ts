/** Run beside the bench of remote reading: files by ranges, late as over a long way. Prints its port, and counts when asked for /counts. */

import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const [, , directory, delay] = process.argv;
const counts = { bytes: 0, requests: 0 };

const server = createServer(async (request, response) => {
  if (request.url === '/counts') {
    response.end(JSON.stringify(counts));
    Object.assign(counts, { bytes: 0, requests: 0 });
    return;
  }
  counts.requests++;
  await wait(Number(delay));
  const file = `${directory}${request.url}`;
  const { size, mtimeMs } = statSync(file);
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from);
  const end = to === '' ? size : Math.min(size, Number(to) + 1);
  response.writeHead(206, {
    etag: `"${size}-${mtimeMs}"`,
    'content-range': `bytes ${start}-${end - 1}/${size}`,
    'content-length': end - start,
  });
  counts.bytes += end - start;
  createReadStream(file, { start, end: end - 1, highWaterMark: 1 << 20 }).pipe(response);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
