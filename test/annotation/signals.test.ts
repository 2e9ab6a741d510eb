/** Where bigWigs are: below a directory or an address, nowhere else, and of the registry's assembly. */

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signalDatasets } from '../../src/annotation/files/signal-datasets.ts';
import { SIGNALS } from '../../src/annotation/files/signal-table.ts';
import { SIGNALS_KIND } from '../../src/annotation/files/signals.ts';
import { CisregError } from '../../src/errors.ts';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { openColumns } from '../../src/formats/column-folder.ts';
import { ConfigReader } from '../../src/formats/config-reader.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { Mistakes } from '../../src/mistakes.ts';
import { silent } from '../../src/progress.ts';
import type { ElementStore } from '../../src/store/element-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';

const scratch = scratchDirectory();
const registry = path.join(scratch, 'registry');
const CHROMS = chromSizesOf(['chr1', 'chr2'], [5000, 3000]);
const DATASETS = [
  {
    file: 'F1',
    biosample: 'liver, adult',
    assay: 'DNase',
    experiment: 'X1',
    signal: 'signal/one.bw',
    zscore: { mean: 0 },
  },
  { file: 'f1', biosample: 'liver, adult', assay: 'DNase', experiment: 'X1', signal: 'signal/two.bw' },
  { file: 'no signal', biosample: 'lung', assay: 'DNase', experiment: 'X2' },
  {
    file: 'odd name/3',
    biosample: 'lung',
    assay: 'CTCF',
    experiment: 'X3',
    signal: 'three 3.bw',
    zscore: { mean: 0 },
  },
  { file: 'F4', biosample: 'lung', assay: 'H3K27ac', experiment: 'X4', signal: '../elsewhere/four.bw' },
];
let server: Server;
let address: string;
/** What the server answers besides files: a status for an address. */
const answers = new Map<string, number>();

async function makeSignals(root: string, place = registry) {
  const mistakes = new Mistakes();
  const yaml = path.join(scratch, 'annotations.yaml');
  const reader = new ConfigReader(
    parseYaml(`signals: {root: ${JSON.stringify(root)}}\n`, yaml),
    yaml,
    mistakes,
  );
  const store = { registry: { path: place, chromSizes: CHROMS } } as unknown as ElementStore;
  const plan = await SIGNALS_KIND.plan(reader, { signals: { root } }, { store, planned: new Set() });
  mistakes.throwIfAny();
  const directory = path.join(place, 'annotations/signals');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const warnings: string[] = [];
  const progress = { ...silent, warn: (text: string) => void warnings.push(text) };
  const counts = await plan!.make({ store, directory, before: { get: () => undefined } as never, progress });
  return { counts, warnings, parameters: plan!.parameters, directory };
}
const mistakesOf = async (root: string) => {
  const error = await makeSignals(root).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CisregError);
  return (error as CisregError).all.map((text) => text.replaceAll(scratch, ''));
};
const bigWig = async (name: string, chroms = CHROMS) => {
  const file = path.join(scratch, name);
  mkdirSync(path.dirname(file), { recursive: true });
  await writeBigWig(file, chroms, [
    {
      chrom: chroms.names[0]!,
      starts: Int32Array.of(10),
      ends: Int32Array.of(20),
      values: Float32Array.of(1),
      length: 1,
    },
  ]);
};

beforeAll(async () => {
  mkdirSync(registry);
  writeFileSync(path.join(registry, 'registry.json'), JSON.stringify({ datasets: DATASETS }));
  for (const name of ['signal/one.bw', 'signal/two.bw', 'three 3.bw', 'elsewhere/four.bw'])
    await bigWig(`data/${name}`);
  server = createServer((request, response) => {
    const url = decodeURIComponent(request.url!);
    const file = path.join(scratch, url);
    const status = answers.get(url);
    if (status !== undefined || !existsSync(file)) return response.writeHead(status ?? 404).end();
    const bytes = readFileSync(file);
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')!;
    const end = Math.min(bytes.length - 1, Number(to));
    const range = `bytes ${from}-${end}/${bytes.length}`;
    return response.writeHead(206, { 'content-range': range }).end(bytes.subarray(Number(from), end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('the datasets of a registry', () => {
  it('are those with a signal, and an older registry is told from one without', () => {
    expect(signalDatasets(registry).map(({ file, hasZscore }) => [file, hasZscore])).toEqual([
      ['F1', true],
      ['f1', false],
      ['odd name/3', true],
      ['F4', false],
    ]);
    const old = path.join(scratch, 'old');
    mkdirSync(old);
    writeFileSync(path.join(old, 'registry.json'), '{"datasets": [{"file": "F1"}]}');
    expect(() => signalDatasets(old)).toThrow(/names the signal of no dataset, .* build it again/);
  });
});

describe('signals', () => {
  it('are found by their name or its last part, kept by a path that moves with the registry', async () => {
    const { counts, warnings, parameters, directory } = await makeSignals('data');
    expect(counts).toEqual({ datasets: 4, files: 3, missing: 1 });
    expect(warnings).toEqual([
      'signals: 1 of 4 bigWigs are not at ../data: ../elsewhere/four.bw of F4; those datasets have no profiles',
    ]);
    expect(JSON.stringify(parameters)).not.toContain(scratch);
    const table = SIGNALS.open(openColumns(directory), counts);
    expect(table.files.map(({ key, location }) => [key, location?.replace(scratch, '')])).toEqual([
      ['F1', '/data/signal/one.bw'],
      ['f1-2', '/data/signal/two.bw'],
      ['odd_name_3', '/data/three 3.bw'],
      ['F4', undefined],
    ]);
    expect(table.byKey.get('F1')).toMatchObject({
      biosample: 'liver, adult',
      assay: 'DNase',
      hasZscore: true,
    });
    const moved = path.join(scratch, 'moved');
    mkdirSync(moved);
    renameSync(registry, path.join(moved, 'registry'));
    const again = SIGNALS.open(openColumns(path.join(moved, 'registry/annotations/signals')), counts);
    renameSync(path.join(moved, 'registry'), registry);
    expect(again.root).toBe(path.join(moved, 'data'));
  });

  it('are found by their last part where all lie in one directory', async () => {
    const { counts } = await makeSignals('data/signal');
    expect(counts).toMatchObject({ files: 2, missing: 2 });
  });

  it('are found below an address, by its names', async () => {
    const { counts, directory } = await makeSignals(`${address}/data/`);
    expect(counts).toMatchObject({ files: 3, missing: 1 });
    const table = SIGNALS.open(openColumns(directory), counts);
    expect(table.isRemote).toBe(true);
    expect(table.byKey.get('odd_name_3')!.location).toBe(`${address}/data/three%203.bw`);
  });

  it('are refused where none is there, where the address cannot be reached, or where the root is none', async () => {
    mkdirSync(path.join(scratch, 'empty'));
    expect(await mistakesOf('empty')).toEqual([
      '/annotations.yaml:1:11: signals.root is empty, expected the place of signal/one.bw and the other bigWigs of datasets.tsv: none is there',
    ]);
    expect(await mistakesOf('nowhere')).toEqual([
      '/annotations.yaml:1:11: signals.root is nowhere, expected a directory that is there, or an http(s) address',
    ]);
    expect((await mistakesOf('http://127.0.0.1:9/x'))[0]).toMatch(/cannot be reached/);
    expect((await mistakesOf('https://me:secret@example.org/x'))[0]).toMatch(/without user, \? or #/);
    expect((await mistakesOf('ftp://example.org/x'))[0]).toMatch(/an http\(s\) address/);
    answers.set('/data/signal/two.bw', 500);
    expect((await mistakesOf(`${address}/data`))[0]).toMatch(/the server answered 500/);
    answers.clear();
  });

  it('are refused together where they are no bigWig, or of another assembly', async () => {
    cpSync(path.join(scratch, 'data'), path.join(scratch, 'bad'), { recursive: true });
    writeFileSync(path.join(scratch, 'bad/signal/one.bw'), 'text');
    await bigWig('bad/signal/two.bw', chromSizesOf(['chr1', 'chr2'], [5001, 3000]));
    await bigWig('bad/three 3.bw', chromSizesOf(['1', '2'], [5000, 3000]));
    const [first, second, third, ...more] = await mistakesOf('bad');
    expect(first).toMatch(/one\.bw \(byte 0\): begins with 74657874, expected the magic number of a bigWig/);
    expect(second).toMatch(/two\.bw: chr1 has 5001 bp, expected the 5000 of the registry/);
    expect(third).toMatch(/three 3\.bw: has 1, 2 and none of the registry \(chr1, chr2\)/);
    expect(more).toEqual([]);
  });

  it('are not followed out of the root, which may itself be a link', async () => {
    symlinkSync(path.join(scratch, 'data'), path.join(scratch, 'link'));
    expect((await makeSignals('link')).counts).toMatchObject({ files: 3 });
    mkdirSync(path.join(scratch, 'links/signal'), { recursive: true });
    symlinkSync(path.join(scratch, 'data/signal/one.bw'), path.join(scratch, 'links/signal/one.bw'));
    expect((await mistakesOf('links'))[0]).toMatch(/one\.bw: is a link out of/);
  });
});
