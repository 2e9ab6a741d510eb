/** What cisreg cite refuses. */

import { describe, expect, it } from 'vitest';
import { citeCommand } from '../../src/cli/cite.ts';
import { withFetched, writeManifest } from '../../src/mirror/manifest.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';

const { dir } = scratch();

describe('cisreg cite', () => {
  it('has nothing to say of a directory into which no file was fetched', async () => {
    const request = { files: ['ENCFF000AAA'], datasets: [], searches: [], rules: [] };
    const added = { portal: 'https://p.org', request, fetched: [], datasets: [] };
    await writeManifest(dir, withFetched(undefined, added));
    for (const options of [[], ['--json'], ['--bibtex']]) {
      const error = await mistakeOf(citeCommand().parseAsync([dir, ...options], { from: 'user' }));
      expect(error).toMatchObject({
        code: 'NOT_FOUND',
        message: `${dir}: nothing to cite: no file was fetched into it; run the fetch again`,
      });
    }
  });
});
