/** Text of any length into a file, packed where its name says so. */

import { once } from 'node:events';
import { createGzip } from 'node:zlib';
import { AtomicFile } from '../formats/atomic-file.ts';

const CHUNK_CHARS = 1 << 18;

/** Writes pieces of text one after the other; gzip where `path` ends with .gz. The file appears when it is whole. */
export async function writeText(path: string, pieces: Iterable<string> | string): Promise<void> {
  await using file = new AtomicFile(path);
  const chunks = chunksOf(typeof pieces === 'string' ? [pieces] : pieces);
  if (path.endsWith('.gz')) await pack(chunks, file);
  else for (const chunk of chunks) file.write(chunk);
  await file.commit();
}

async function pack(chunks: Iterable<string>, file: AtomicFile): Promise<void> {
  const gzip = createGzip();
  let failure: unknown;
  gzip.on('data', (bytes: Uint8Array) => {
    try {
      file.write(bytes);
    } catch (error) {
      failure ??= error;
    }
  });
  const ended = once(gzip, 'end');
  for (const chunk of chunks) {
    if (!gzip.write(chunk)) await once(gzip, 'drain');
    if (failure !== undefined) throw failure;
  }
  gzip.end();
  await ended;
  if (failure !== undefined) throw failure;
}

/** A call for each line costs more than the line. */
function* chunksOf(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
