/** What is printed of files that failed. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportFetched } from '../../src/cli/fetch-report.ts';
import { CisregError } from '../../src/errors.ts';
import type { FetchedFile } from '../../src/mirror/fetch-files.ts';
import { mistakeOf } from '../formats/scratch.ts';
import { noise, remoteFile } from '../mirror/remote.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a report prints and throws, of so many files of which none came. */
async function failing(count: number, isJson: boolean) {
  const files = Array.from({ length: count }, (_, i): FetchedFile => {
    const file = remoteFile(`ENCFF${String(i).padStart(3, '0')}AAA`, noise(5, i));
    return { state: 'failed', file, error: new CisregError('IO', 'failed', { where: { file: file.name } }) };
  });
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const error = await mistakeOf((async () => reportFetched('data', files, { from: 'auto', json: isJson }))());
  return { printed, error };
}

describe('files that failed', () => {
  it('are all shown up to twenty, and of more the first twenty and how many there are besides', async () => {
    const few = await failing(20, false);
    expect(few.printed).toBe('data: 20 failed\n');
    expect(few.error.all).toHaveLength(20);
    expect(few.error.all.at(-1)).toBe('ENCFF019AAA.bigWig: failed');
    const many = await failing(1021, false);
    expect(many.error.all).toEqual([...few.error.all, 'and 1,001 more']);
    expect(many.error.message).toBe(many.error.all.join('\n'));
  });

  it('are all in JSON', async () => {
    const { printed, error } = await failing(50, true);
    const { files } = JSON.parse(printed) as { files: { accession: string; error: string }[] };
    expect(files.map(({ accession }) => accession)).toHaveLength(50);
    expect(files[49]!.error).toBe('ENCFF049AAA.bigWig: failed');
    expect(error.all.at(-1)).toBe('and 30 more');
  });
});
