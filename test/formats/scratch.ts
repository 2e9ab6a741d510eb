/** Files of a test, in a directory that goes when the test file is done. */

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import type { LineBatch } from '../../src/formats/text-lines.ts';

/** Real files beside the repository; tests on them are skipped where they are not. */
export const SHARED = '../shared/data';
export const hasShared = existsSync(SHARED);
export const hasBgzip = existsSync('/usr/bin/bgzip');
export const isLong = process.env.CISREG_LONG === '1';

/** A directory of its own for one test file, and a way to write a file into it. */
export function scratch(): { dir: string; file(name: string, data: string | Uint8Array): string } {
  const dir = mkdtempSync(join(tmpdir(), 'cisreg-test-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return {
    dir,
    file(name, data) {
      const path = join(dir, name);
      writeFileSync(path, data);
      return path;
    },
  };
}

/** The lines of a stream of batches as strings, with their numbers. */
export async function linesAsText(
  batches: AsyncIterable<LineBatch>,
): Promise<{ text: string; line: number }[]> {
  const lines: { text: string; line: number }[] = [];
  for await (const { bytes, starts, ends, count, firstLine } of batches) {
    for (let i = 0; i < count; i++) {
      const text = Buffer.from(bytes.subarray(starts[i], ends[i])).toString('utf8');
      lines.push({ text, line: firstLine + i });
    }
  }
  return lines;
}

/** The CisregError that a promise ends with; fails where it ends with anything else. */
export async function mistakeOf(promise: Promise<unknown>): Promise<CisregError> {
  const outcome = await promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (outcome instanceof CisregError) return outcome;
  throw outcome instanceof Error ? outcome : new Error(`expected a CisregError, found ${String(outcome)}`);
}

/** All bytes of a stream as one buffer. */
export async function drained(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
