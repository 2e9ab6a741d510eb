/** What cisreg fetch refuses before it asks anybody. */

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetchCommand } from '../../src/cli/fetch.ts';
import { runFetch } from '../../src/cli/fetch-run.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';

const { file } = scratch();

describe('--out', () => {
  it('that is a file, or lies below one, is refused with its name', async () => {
    const readme = file('README.md', 'x');
    for (const [out, found] of [
      [readme, 'is a file'],
      [path.join(readme, 'data'), 'lies below a file'],
    ] as const) {
      const error = await mistakeOf(runFetch(['ENCFF000AAA'], [], { out, from: 'auto', quiet: true }));
      expect(error.code).toBe('IO');
      expect(error.message).toBe(
        `${out}: ${found}, expected a directory, or a name that is free; name another one with --out`,
      );
    }
  });
});

describe('--verify', () => {
  it('together with --update is refused, not followed in half', async () => {
    const error = await mistakeOf(
      fetchCommand().parseAsync(['--verify', 'nowhere', '--update', 'nowhere'], { from: 'user' }),
    );
    expect(error).toMatchObject({
      code: 'USAGE',
      message:
        '--verify together with --update, expected the directory alone: its manifest says what was asked for',
    });
  });
});
