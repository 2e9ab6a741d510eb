/** The line of a BED that the server could not read: what stands there, and the file without it. */

import type { Problem } from '../../api/ask.ts';

interface BadLine {
  /** From 1, as the server counts. */
  readonly number: number;
  /** What is wrong, and the mend. */
  readonly what: string;
}

const NEWLINE = 10;
/** Of a line so many characters are shown. */
const SHOWN = 200;

/** The line that a problem names, with or without the column behind it; undefined where it names none. */
export function badLine({ message }: Problem): BadLine | undefined {
  const found = /^the BED:(\d+)(?::\d+)?: (.+)$/s.exec(message);
  return found === null
    ? undefined
    : { number: Number(found[1]), what: `${found[2]![0]!.toUpperCase()}${found[2]!.slice(1)}.` };
}

export interface FoundLine {
  readonly text: string;
  /** The same BED without the line, unpacked. */
  readonly rest: Blob;
}

/** Looks a line up in a file of any size, plain or gzip. Undefined where the file has fewer lines. */
export async function lineOf(file: Blob, number: number): Promise<FoundLine | undefined> {
  const plain = await unpacked(file);
  const reader = plain.stream().getReader();
  let [line, at, from] = [1, 0, number === 1 ? 0 : -1];
  let to = -1;
  while (to < 0) {
    const { done, value } = await reader.read();
    if (done) break;
    for (let i = value.indexOf(NEWLINE); i >= 0 && to < 0; i = value.indexOf(NEWLINE, i + 1)) {
      line++;
      if (line === number) from = at + i + 1;
      if (line === number + 1) to = at + i + 1;
    }
    at += value.length;
  }
  void reader.cancel();
  if (from < 0 || from >= plain.size) return undefined;
  if (to < 0) to = plain.size;
  const text = (await plain.slice(from, Math.min(to, from + SHOWN)).text()).replace(/\r?\n$/, '');
  return { text, rest: new Blob([plain.slice(0, from), plain.slice(to)]) };
}

async function unpacked(file: Blob): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file;
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
}
