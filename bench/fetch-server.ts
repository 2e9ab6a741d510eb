/** The server of the fetch benchmark, a process of its own: files in memory, by ranges, with an ETag, after a wait. */

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly md5: string;
}

/** What it prints when it is ready. */
export interface Served {
  readonly port: number;
  readonly large: ServedFile;
  readonly small: readonly ServedFile[];
}

const BLOCK_BYTES = 1 << 20;

function main([largeBytes, smallCount, smallBytes, waitMs]: readonly number[]): void {
  // One block again and again, each with its number: no two ranges are the same.
  const bytes = Buffer.allocUnsafe(largeBytes!);
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  for (let i = 0, state = 1; i < BLOCK_BYTES; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    block[i] = state >>> 24;
  }
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    block.copy(bytes, at);
    if (at + 4 <= bytes.length) bytes.writeUInt32LE(at / BLOCK_BYTES, at);
  }
  const files = new Map<string, Buffer>([['ENCFF000LRG.bigWig', bytes]]);
  for (let i = 0; i < smallCount!; i++) {
    const name = `ENCFF${String(i % 1000).padStart(3, '0')}${String.fromCharCode(65 + Math.floor(i / 1000))}ML.bed.gz`;
    files.set(name, bytes.subarray(i * 7, i * 7 + smallBytes!));
  }
  const server = createServer((request, response) => {
    const file = files.get(request.url!.split('?')[0]!.split('/').at(-1)!);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = asked === null ? 0 : Number(asked[1]);
    const end = asked === null || asked[2] === '' ? file.length : Math.min(file.length, Number(asked[2]) + 1);
    const answer = () => {
      response.writeHead(asked === null ? 200 : 206, {
        etag: `"${file.length}"`,
        'accept-ranges': 'bytes',
        'content-length': end - start,
        ...(asked === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${file.length}` }),
      });
      response.end(file.subarray(start, end));
    };
    if (waitMs === 0) answer();
    else setTimeout(answer, waitMs);
  });
  server.listen(0, '127.0.0.1', () => {
    const [large, ...small] = [...files].map(
      ([name, own]): ServedFile => ({
        name,
        sizeBytes: own.length,
        md5: createHash('md5').update(own).digest('hex'),
      }),
    );
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ port, large, small })}\n`);
  });
}

main(process.argv.slice(2).map(Number));
