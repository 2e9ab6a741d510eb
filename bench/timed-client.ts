/**
 * One client with one connection, in a process of its own that holds nothing else and makes nothing: one whose own memory is collected measures that. For
 * each line of standard input, a list of questions of one or more addresses each, it writes the ms of each question as a line.
 */

import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2]);
const buffer = Buffer.alloc(1 << 20);
const HEAD_END = Buffer.from('\r\n\r\n');
let head = Buffer.alloc(0);
/** Bytes of the answer that are still to come; undefined until its head is there. */
let missing: number | undefined;
let done: (refused?: Error) => void = () => {};

const socket = connect({
  port,
  host: '127.0.0.1',
  onread: {
    buffer,
    callback(bytes) {
      take(bytes);
      return true;
    },
  },
});
socket.setNoDelay(true);
socket.on('error', (error) => done(error));
socket.on('close', () => done(new Error('the service closed the connection')));

function take(bytes: number): void {
  if (missing === undefined) {
    head = Buffer.concat([head, buffer.subarray(0, bytes)]);
    const end = head.indexOf(HEAD_END);
    if (end < 0) return;
    const text = head.toString('latin1', 0, end);
    const length = /^content-length: (\d+)$/im.exec(text)?.[1];
    if (!text.startsWith('HTTP/1.1 200 ') || length === undefined) {
      done(new Error(`${text}\nexpected status 200 and a length`));
      return;
    }
    missing = Number(length) - (head.length - end - HEAD_END.length);
  } else missing -= bytes;
  if (missing <= 0) done();
}

function ask(path: string): Promise<void> {
  head = Buffer.alloc(0);
  missing = undefined;
  return new Promise((resolve, reject) => {
    done = (refused) => (refused === undefined ? resolve() : reject(refused));
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const times: number[] = [];
  for (const urls of JSON.parse(line) as string[][]) {
    const begin = performance.now();
    for (const url of urls) await ask(url);
    times.push(performance.now() - begin);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}
done = () => {};
socket.destroy();
