/** `cisreg simulate` as a user runs it, in threads. */

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cisreg, scratchDirectory } from '../build/run-cli.ts';

const scratch = scratchDirectory();

describe('cisreg simulate', () => {
  it.each([1, 2])('says what is wrong with the disk as it is, with %i threads', (threads) => {
    const out = path.join(scratch, `threads-${threads}`);
    mkdirSync(path.join(out, 'truth'), { recursive: true });
    mkdirSync(path.join(out, 'signal', 'MF0001.bigWig'), { recursive: true });
    const { status, stderr } = cisreg('simulate', '--out', out, '-q', '-t', String(threads));
    expect(stderr).toMatch(/MF0001\.bigWig: .*\(EISDIR\).* \[IO\]/);
    expect(stderr).not.toContain('defect');
    expect(status).toBe(1);
  });
});
