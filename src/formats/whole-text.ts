/** A small text file as one string. */

import { CisregError } from '../errors.ts';
import { locationName, openByteStream } from './byte-stream.ts';

/** The largest file that is read as one string: sheets and configurations are far smaller. */
export const MAX_TEXT_BYTES = 256 << 20;

/**
 * The text of `location` (as openByteStream takes it), without a byte order mark. FORMAT: bytes that are no UTF-8,
 * a zero byte, or more than `maxBytes`.
 */
export async function readText(location: string, maxBytes = MAX_TEXT_BYTES): Promise<string> {
  const file = locationName(location);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of openByteStream(location)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) {
      const message = `is larger than ${maxBytes >> 20} MiB, expected a table or a configuration; is it the right file?`;
      throw new CisregError('FORMAT', message, { where: { file } });
    }
  }
  const whole = Buffer.concat(chunks);
  const zero = whole.indexOf(0);
  if (zero >= 0) {
    throw new CisregError('FORMAT', 'a zero byte, expected text; is this a binary file?', {
      where: { file, line: lineAt(whole, zero) },
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(whole);
  } catch (error) {
    throw new CisregError(
      'FORMAT',
      'bytes that are no UTF-8, expected UTF-8 text; save it with that encoding',
      {
        where: { file, line: lineAt(whole, firstBadByte(whole)) },
        cause: error,
      },
    );
  }
}

function lineAt(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < offset; at = bytes.indexOf(10, at + 1)) line++;
  return line;
}

function firstBadByte(bytes: Buffer): number {
  // What decodes and encodes back unchanged is good, and stays so for every shorter prefix cut at a line.
  const lossy = Buffer.from(bytes.toString('utf8'), 'utf8');
  let at = 0;
  while (at < bytes.length && bytes[at] === lossy[at]) at++;
  return at;
}
