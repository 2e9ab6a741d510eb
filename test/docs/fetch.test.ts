/** docs/fetch.md: what it shows is run against the small portal and its mirrors, and compared. */

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMirrors } from '../../src/mirror/mirrors.ts';
import { MAIN, ROOT } from '../build/run-cli.ts';
import { scratch } from '../formats/scratch.ts';
import { type SmallMirrors, smallMirrors } from '../mirror/small-mirrors.ts';
import { codeBlocks, patternOf, quotedWords, sectionOf, shownRuns } from './markdown.ts';

const page = path.join(ROOT, 'docs/fetch.md');
const { dir, file } = scratch();
let mirrors: SmallMirrors;

beforeAll(async () => {
  mirrors = await smallMirrors();
  const words = [...mirrors.options, '--portal', mirrors.portal.origin].map((word) => `'${word}'`).join(' ');
  mkdirSync(`${dir}/bin`);
  // The page shows what a user types; only here do other addresses stand for ENCODE's.
  const shim = `#!/bin/sh\ncase "$1 $2" in "fetch --verify"|cite*) exec '${process.execPath}' '${MAIN}' "$@";; esac\nexec '${process.execPath}' '${MAIN}' "$@" ${words}\n`;
  writeFileSync(`${dir}/bin/cisreg`, shim, { mode: 0o755 });
});

afterAll(() => mirrors.close());

/** Runs a line of the page while the servers of this process answer it; all that it prints. */
function shell(command: string): Promise<string> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: `${dir}/bin:${process.env.PATH}`, LC_ALL: 'C' };
    const child = spawn('sh', ['-c', `{ ${command}\n} 2>&1`], { cwd: dir, env });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    child.on('close', () => resolve(printed));
  });
}

describe('docs/fetch.md', () => {
  it('shows what its commands print', async () => {
    const runs = codeBlocks(page)
      .filter(({ language }) => language === 'console')
      .flatMap(({ text }) => shownRuns(text));
    expect(runs.length).toBeGreaterThan(15);
    for (const { command, printed } of runs)
      expect(await shell(command), command).toMatch(patternOf(printed));
  });

  it('names the columns and keys of the manifest', () => {
    const said = quotedWords(sectionOf(readFileSync(page, 'utf8'), 'The manifest'));
    for (const key of [
      'requests',
      'accession',
      'name',
      'sizeBytes',
      'md5',
      'md5From',
      'mirror',
      'address',
      'facts',
      'datasets',
      'citation',
    ]) {
      expect(said, key).toContain(key);
    }
  });

  it('has a file of mirrors that is read', async () => {
    const yaml = codeBlocks(page).find(({ language }) => language === 'yaml')!.text;
    const read = await readMirrors({ file: file('mirrors.yaml', yaml) });
    expect(read.map(({ name, base }) => `${name} ${base}`)).toEqual([
      'azure https://myaccount.blob.core.windows.net/dataset',
      's3 https://minio.lab.example/encode-public',
      'https https://www.encodeproject.org',
    ]);
  });
});
