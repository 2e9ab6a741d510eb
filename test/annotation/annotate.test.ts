/** Annotating as a whole: what is kept, made again, removed, refused, and what a kill leaves. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { openAnnotations } from '../../src/annotation/annotations.ts';
import { GENES } from '../../src/annotation/genes/gene-table.ts';
import { FUNCTIONAL } from '../../src/annotation/ground/functional-table.ts';
import { PEAKS } from '../../src/annotation/ground/peak-table.ts';
import { build } from '../../src/build/build.ts';
import { CisregError } from '../../src/errors.ts';
import { silent } from '../../src/progress.ts';
import { filesBelow } from '../build/run-cli.ts';
import { spoiledInput, writeTinyFiles } from '../build/tiny-input.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-annotate-'));
const registry = path.join(dir, 'registry');
const annotations = path.join(registry, 'annotations');
const yaml = path.join(dir, 'annotations.yaml');
const genes = (symbol: string) => `chr1\t100\t900\tG1.4\t0\t+\t${symbol}\tprotein_coding\n`;
const write = (name: string, text: string) => writeFileSync(path.join(dir, name), text);
const run = async (text: string) => {
  writeFileSync(yaml, text);
  return Object.fromEntries((await annotate(registry, yaml, silent)).map(({ kind, state }) => [kind, state]));
};
const mistakesOf = async (text: string) => {
  const error = await run(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CisregError);
  return (error as CisregError).all.map((message) => message.replaceAll(`${dir}/`, ''));
};
const bytesOf = (directory: string) =>
  new Map(filesBelow(directory).map((file) => [file, readFileSync(path.join(directory, file), 'latin1')]));
const GENES_YAML = 'genes: {file: genes.bed}\n';

beforeAll(async () => {
  await writeTinyFiles(dir);
  await build(
    spoiledInput(dir, {}).file,
    { out: registry, threads: 1, force: false, keepWork: false },
    silent,
  );
});
beforeEach(() => {
  rmSync(annotations, { recursive: true, force: true });
  write('genes.bed', genes('AAA'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('annotating', () => {
  it('makes what is asked for, and keeps it as long as its inputs are the same', async () => {
    expect(await run(GENES_YAML)).toMatchObject({ genes: 'made', embedding: 'made' });
    const bytes = bytesOf(annotations);
    expect(await run(GENES_YAML)).toMatchObject({ genes: 'kept', embedding: 'kept' });
    expect(bytesOf(annotations)).toEqual(bytes);
    write('genes.bed', genes('BBB'));
    expect(await run(GENES_YAML)).toMatchObject({ genes: 'made', embedding: 'kept' });
    expect(openAnnotations(registry).get(GENES)!.find('bbb')).toEqual([0]);
  });

  it('stores no absolute path: a file that is named by one is called by its last part', async () => {
    write('peaks.bed', 'chr1\t100\t200\n');
    write('vista.tsv', 'chrom\tstart\tend\tresult\nchr1\t100\t900\tpositive\n');
    write(
      'peaks.tsv',
      `file\ttarget\tbiosample\texperiment\tformat\n${path.join(dir, 'peaks.bed')}\tCTCF\tb\t\tbed\n`,
    );
    const named = (name: string) => JSON.stringify(path.join(dir, name));
    await run(
      `genes: {file: ${named('genes.bed')}}\nfunctional: [{file: ${named('vista.tsv')}, assay: VISTA}]\npeaks: [{sheet: ${named('peaks.tsv')}}]\n`,
    );
    const found = openAnnotations(registry);
    expect(found.kinds.get('genes')!.inputs.map(({ name }) => name)).toEqual(['genes.bed']);
    expect(found.get(FUNCTIONAL)!.sets[0]!.file).toBe('vista.tsv');
    expect(found.get(PEAKS)!.sets[0]).toMatchObject({ file: 'peaks.bed', experiment: 'peaks.bed' });
    const own = [...bytesOf(annotations)].filter(([file]) => file !== '.checksums.json');
    expect(own.filter(([, bytes]) => bytes.includes(dir)).map(([file]) => file)).toEqual([]);
  });

  it('removes what is no longer asked for', async () => {
    await run(GENES_YAML);
    expect(await run('peaks: []\n')).toMatchObject({ genes: 'removed' });
    expect(openAnnotations(registry).get(GENES)).toBeUndefined();
  });

  it('refuses a file that asks for nothing, which would remove everything', async () => {
    await run(GENES_YAML);
    for (const text of ['', '# nothing\n', 'genes:\n']) {
      expect(await mistakesOf(text)).toEqual([
        expect.stringMatching(/without any kind, expected at least one key/),
      ]);
    }
    expect(openAnnotations(registry).get(GENES)!.find('AAA')).toEqual([0]);
  });

  it('touches no file of the registry', async () => {
    const own = () => new Map([...bytesOf(registry)].filter(([file]) => !file.startsWith('annotations')));
    const before = own();
    await run(GENES_YAML);
    expect(own()).toEqual(before);
  });

  it('makes the same again after what a kill may leave', async () => {
    await run(GENES_YAML);
    const bytes = bytesOf(annotations);
    rmSync(path.join(annotations, 'genes'), { recursive: true });
    for (const name of ['.genes.new', '.embedding.old']) {
      mkdirSync(path.join(annotations, name));
      writeFileSync(path.join(annotations, name, 'id.txt'), 'half');
    }
    writeFileSync(path.join(annotations, '.lock'), '999999999 1');
    expect(await run(GENES_YAML)).toMatchObject({ genes: 'made' });
    expect(readdirSync(annotations).filter((name) => /new|old|lock/.test(name))).toEqual([]);
    expect(bytesOf(annotations)).toEqual(bytes);
  });

  it('has another version with other content, and none for another build of the registry', async () => {
    await run(GENES_YAML);
    const { version } = openAnnotations(registry);
    write('genes.bed', genes('CCC'));
    await run(GENES_YAML);
    expect(openAnnotations(registry).version).not.toBe(version);
    const json = path.join(registry, 'registry.json');
    const text = readFileSync(json, 'utf8');
    try {
      writeFileSync(json, `${text} `);
      const other = openAnnotations(registry);
      expect([other.version, other.stale]).toEqual(['', ['embedding', 'genes', 'links']]);
      expect(other.get(GENES)).toBeUndefined();
    } finally {
      writeFileSync(json, text);
    }
  });

  it('tells all mistakes of the configuration at once, before anything is made', async () => {
    expect(await mistakesOf('genes: {file: nowhere.gtf, aliases: other.tsv, fil: x}\ngenez: 1\n')).toEqual([
      expect.stringMatching(/^annotations\.yaml:2:1: unknown key genez, expected one of .*genes/),
      expect.stringMatching(
        /^annotations\.yaml:1:\d+: unknown key genes\.fil, expected one of file, aliases/,
      ),
      expect.stringMatching(
        /^annotations\.yaml:1:\d+: nowhere\.gtf is not there \(nowhere\.gtf\), expected a file/,
      ),
      expect.stringMatching(/^annotations\.yaml:1:\d+: other\.tsv is not there/),
    ]);
    expect(() => readdirSync(annotations)).toThrow();
  });

  it('keeps what it had of a kind whose new input does not fit, and makes the others', async () => {
    await run('peaks: []\n');
    write('genes.bed', 'chr1\t100\t50\tG1\t0\t+\n');
    expect(await mistakesOf(GENES_YAML)).toEqual([expect.stringMatching(/^genes\.bed:1:/)]);
    expect(readdirSync(annotations).sort()).toEqual(['.checksums.json', '.version', 'embedding']);
    write('genes.bed', genes('AAA'));
    await run(GENES_YAML);
    write('genes.bed', 'chr7\t100\t500\tG1\t0\t+\n');
    expect(await mistakesOf(GENES_YAML)).toEqual([
      expect.stringMatching(
        /^genes\.bed: has genes on chr7 and none on a chromosome of the registry \(chr1\)/,
      ),
    ]);
    expect(openAnnotations(registry).get(GENES)!.find('AAA')).toEqual([0]);
  });

  it('tells the mistakes of every file of a kind, not those of the first alone', async () => {
    for (const name of ['one', 'two']) {
      write(`${name}.bed`, 'chr1\t100\t50\n');
      write(`${name}.tsv`, 'chrom\tstart\tend\tgene\nchr1\t100\tx\tG1\n');
    }
    write(
      'peaks.tsv',
      'file\ttarget\tbiosample\texperiment\tformat\none.bed\tA\tb\t\tbed\ntwo.bed\tB\tb\t\tbed\n',
    );
    const each = (rest: string, ending: string) =>
      `[{file: one.${ending}, ${rest}}, {file: two.${ending}, ${rest}}]`;
    for (const [text, ending] of [
      [`intervals: ${each('label: L', 'bed')}`, 'bed'],
      ['peaks: [{sheet: peaks.tsv}]', 'bed'],
      [`functional: ${each('assay: A', 'tsv')}`, 'tsv'],
      [`links: ${each('method: eQTL', 'tsv')}`, 'tsv'],
    ]) {
      const told = await mistakesOf(`${GENES_YAML}${text}\n`);
      expect(told.map((own) => /^\w+\.\w+/.exec(own)![0])).toEqual([`one.${ending}`, `two.${ending}`]);
    }
  });

  it('refuses a folder that it did not make', async () => {
    await run(GENES_YAML);
    mkdirSync(path.join(annotations, 'mine'));
    expect(await mistakesOf(GENES_YAML)).toEqual([
      expect.stringMatching(/mine: is nothing that cisreg annotate made/),
    ]);
  });
});
