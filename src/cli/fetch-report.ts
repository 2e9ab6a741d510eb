/** What cisreg fetch prints at its end. */

import { CisregError } from '../errors.ts';
import { shownBytes } from '../mirror/byte-count.ts';
import type { FetchedFile } from '../mirror/fetch-files.ts';
import type { FetchFlags } from './fetch.ts';

/** Errors of thousands of files that failed alike would push everything else off the screen. */
const MOST_SHOWN = 20;

/** Prints what came of a fetch; throws the errors of what failed as one, which shows the first of them: all are in what --json prints. */
export function reportFetched(directory: string, files: readonly FetchedFile[], flags: FetchFlags): void {
  const failed = files.filter((file) => file.state === 'failed');
  const whole = files.filter((file) => file.state !== 'failed');
  const fetched = whole.filter(({ state }) => state === 'fetched');
  const bytes = fetched.reduce((sum, { fetchedBytes }) => sum + fetchedBytes, 0);
  if (flags.json) {
    const list = whole.map(({ file, state, mirror, address, sizeBytes, md5 }) => ({
      accession: file.accession,
      name: file.name,
      state,
      sizeBytes,
      md5,
      mirror,
      address,
    }));
    const failures = failed.map(({ file, error }) => ({
      accession: file.accession,
      name: file.name,
      state: 'failed',
      error: error.message,
    }));
    process.stdout.write(
      `${JSON.stringify({ files: [...list, ...failures], fetchedBytes: bytes }, null, 2)}\n`,
    );
  } else {
    const mirrors = [...new Set(fetched.flatMap(({ mirror }) => mirror ?? []))].join(', ');
    const there = whole.length - fetched.length;
    const parts = [
      ...(fetched.length === 0
        ? []
        : [`${countedFiles(fetched.length)} fetched (${shownBytes(bytes)} from ${mirrors})`]),
      ...(there === 0 ? [] : [`${there} ${there === 1 ? 'was' : 'were'} there`]),
      ...(failed.length === 0 ? [] : [`${failed.length} failed`]),
    ];
    process.stdout.write(`${directory}: ${parts.join(', ')}\n`);
  }
  const [first] = failed;
  if (first === undefined) return;
  const more = failed.length - MOST_SHOWN;
  const all = failed.slice(0, MOST_SHOWN).flatMap(({ error }) => error.all);
  if (more > 0) all.push(`and ${more.toLocaleString('en-US')} more`);
  throw new CisregError(first.error.code, all.join('\n'), { all });
}

/** `1 file`, `12 files`. */
export function countedFiles(files: number): string {
  return `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
}
