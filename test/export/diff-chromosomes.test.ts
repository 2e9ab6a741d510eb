/** A comparison of some chromosomes is that of files which have no others. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { type DiffSummary, diffSides } from '../../src/export/diff.ts';
import { onChromosomes, readDiffSide } from '../../src/export/diff-sides.ts';
import { silent } from '../../src/progress.ts';
import { MAIN } from '../build/run-cli.ts';
import { scratch } from '../formats/scratch.ts';
import { simulatedRegistry } from '../server/simulated.ts';

const { dir, file } = scratch();
let registry = '';
/** The registry's cCREs, each third moved by ten bases and each seventh of another class. */
let changed: string[] = [];
let server: Server;

beforeAll(async () => {
  ({ registry } = await simulatedRegistry());
  const rows = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').trimEnd().split('\n');
  changed = rows.map((row, i) => {
    const fields = row.split('\t');
    if (i % 3 === 0) fields[1] = String(Number(fields[1]) + 10);
    if (i % 7 === 0) fields[5] = 'dELS';
    return fields.join('\t');
  });
  server = createServer((_, response) => response.end(`${changed.join('\n')}\n`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server?.close());

const on = (rows: readonly string[], names: readonly string[]) =>
  rows.filter((row) => names.includes(row.split('\t')[0]!));
const written = (name: string, rows: readonly string[]) => file(name, rows.map((row) => `${row}\n`).join(''));
const withoutNames = ({ old, new: now, ...rest }: DiffSummary) => ({
  ...rest,
  old: old.elements,
  new: now.elements,
});

describe('cisreg diff on some chromosomes', () => {
  it('has the summary of lists that are cut to them', async () => {
    const names = ['chr2', 'chrX'];
    const rows = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').trimEnd().split('\n');
    const whole = await Promise.all(
      [written('old.bed', rows), written('new.bed', changed)].map((name) => readDiffSide(name)),
    );
    const cut = await Promise.all(
      [written('old-cut.bed', on(rows, names)), written('new-cut.bed', on(changed, names))].map((name) =>
        readDiffSide(name),
      ),
    );
    const { summary } = await diffSides(...onChromosomes([whole[0]!, whole[1]!], names), silent);
    const { summary: expected } = await diffSides(cut[0]!, cut[1]!, silent);
    expect(summary.elements.old).toBe(on(rows, names).length);
    expect(summary.elements.samePlace).toBeGreaterThan(0);
    expect(summary.isSame).toBe(false);
    expect(withoutNames(summary)).toEqual(withoutNames(expected));
  });

  it('compares the rDHSs and biosamples of two registries there', async () => {
    const side = await readDiffSide(registry);
    const { summary } = await diffSides(...onChromosomes([side, side], ['chr3']), silent);
    const count = (name: string) =>
      on(readFileSync(path.join(registry, name), 'utf8').trimEnd().split('\n'), ['chr3']).length;
    expect(summary.isSame).toBe(true);
    expect(summary.elements).toMatchObject({ old: count('cCREs.bed'), samePlace: count('cCREs.bed') });
    expect(summary.rdhss).toMatchObject({ old: count('rDHSs.bed'), samePlace: count('rDHSs.bed') });
    expect(summary.biosamples!.shared.every(({ changed: labels }) => !labels)).toBe(true);
  });

  it('refuses a chromosome that neither side has', async () => {
    const side = await readDiffSide(registry);
    expect(() => onChromosomes([side, side], ['chr1', '2'])).toThrow(
      new CisregError(
        'USAGE',
        'neither side has elements on 2, expected chromosomes of theirs, such as chr1, chr10, chr2',
      ),
    );
  });

  it('takes the address of a list, and calls it so without its query', async () => {
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/published.bed?token=secret`;
    const args = ['diff', address, registry, '--chromosomes', 'chr2', '--cache', `${dir}/cache`];
    const child = spawn(process.execPath, [MAIN, ...args]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(0);
    const count = on(changed, ['chr2']).length.toLocaleString('en');
    expect(stdout).toContain(
      `old  http://127.0.0.1:${port}/published.bed: BED, encode3; ${count} elements\n`,
    );
    expect(stdout + stderr).not.toContain('secret');
  });
});
