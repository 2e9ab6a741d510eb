/** Runs of `cisreg annotate` under a server: answers are of one run, and the files of the one before are closed. */

import { cpSync, mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { annotate } from '../../src/annotation/annotate.ts';
import { type Annotations, openAnnotations } from '../../src/annotation/annotations.ts';
import { EXPRESSION } from '../../src/annotation/expression/expression-table.ts';
import { GENES } from '../../src/annotation/genes/gene-table.ts';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { serviceOf } from '../../src/server/app.ts';
import { openServed } from '../../src/server/served.ts';
import { spoiledInput, writeTinyFiles } from '../build/tiny-input.ts';
import { running } from './simulated.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-again-'));
const registry = path.join(dir, 'registry');
const folder = path.join(registry, 'annotations');
const yaml = path.join(dir, 'annotations.yaml');
const write = (name: string, text: string) => writeFileSync(path.join(dir, name), text);

/** Annotates: one gene that is called S{n}, with n TPM. Another number of genes before it makes its row another one. */
async function annotated(n: number): Promise<void> {
  const others = Array.from({ length: n % 3 }, (_, i) => `chr1\t${i}\t50\tX${i}\t0\t+\tX${i}\tother\n`);
  write('genes.bed', `${others.join('')}chr1\t100\t900\tG1\t0\t+\tS${n}\tprotein_coding\n`);
  const rows = others.map((_, i) => `X${i}\t999\n`);
  write('tpm.tsv', `gene_id\ta\n${rows.join('')}G1\t${n}\n`);
  write('rna.tsv', 'sample\tbiosample\ttissue\texperiment\treplicate\tassay\na\tliver\tliver\tE1\t1\tRNA\n');
  write('annotations.yaml', 'genes: {file: genes.bed}\nexpression: [{matrix: tpm.tsv, sheet: rna.tsv}]\n');
  await annotate(registry, yaml, silent);
}

/** The number that the gene's name has, and that its expression is. */
function numbersIn(annotations: Annotations): number[] {
  const genes = annotations.get(GENES)!;
  const table = annotations.get(EXPRESSION)!;
  const [row] = genes.find('G1');
  return [Number(genes.gene(row!).symbol.slice(1)), table.values(table.rowOf(row!)!)[0]!];
}

const openFiles = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
const turn = () => new Promise((resolve) => setImmediate(resolve));

beforeAll(async () => {
  await writeTinyFiles(dir);
  const options = { out: registry, threads: 1, force: false, keepWork: false };
  await build(spoiledInput(dir, {}).file, options, silent);
});
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await annotated(1);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a server whose registry is annotated again', () => {
  it.skipIf(process.platform !== 'linux')('has as many files open after ten runs as before', async () => {
    const service = await running([registry]);
    try {
      const ask = async () => [
        (await service.json('/api/v1/genes/G1')).gene.symbol,
        (await service.json('/api/v1/genes/G1/expression')).experiments.length,
      ];
      await ask();
      const before = openFiles();
      for (let n = 2; n < 12; n++) {
        const asked: Promise<unknown>[] = [];
        const timer = setInterval(() => asked.push(ask()), 5);
        await annotated(n);
        clearInterval(timer);
        await Promise.all(asked);
        expect(await ask()).toEqual([`S${n}`, 1]);
      }
      await ask();
      expect(before).toBeGreaterThan(0);
      expect(openFiles()).toBe(before);
    } finally {
      await service.app.close();
    }
  });

  it('answers from kinds of one run alone, also while the next one makes them one by one', async () => {
    const served = (await openServed([registry])).find(undefined);
    const seen = new Set<string>();
    for (let n = 2; n < 6; n++) {
      let isOver = false;
      const run = annotated(n).finally(() => {
        isOver = true;
      });
      while (!isOver) {
        seen.add(numbersIn(served.annotations()).join(' '));
        await turn();
      }
      await run;
      await turn();
      expect(numbersIn(served.annotations())).toEqual([n, n]);
    }
    expect([...seen].filter((pair) => new Set(pair.split(' ')).size > 1)).toEqual([]);
  });

  it('keeps what an answer under way reads until that has ended', async () => {
    const registries = await openServed([registry]);
    const served = registries.find(undefined);
    const end = registries.beginAnswer();
    const old = served.annotations();
    const genes = old.get(GENES)!;
    for (const n of [2, 3]) {
      await annotated(n);
      await turn();
      expect(numbersIn(served.annotations())).toEqual([n, n]);
    }
    // Its expression was not read before.
    expect(numbersIn(old)).toEqual([1, 1]);
    end();
    expect(() => old.get(EXPRESSION)!.values(0)).toThrow('is closed');
    expect(genes.gene(0).symbol).not.toBe('S3');
    expect(numbersIn(served.annotations())).toEqual([3, 3]);
  });

  it('counts every request as such an answer', async () => {
    const registries = await openServed([registry]);
    const heard: string[] = [];
    const beginAnswer = () => {
      heard.push('begin');
      return () => void heard.push('end');
    };
    const app = await serviceOf({ ...registries, beginAnswer });
    try {
      for (const url of ['/api/v1/genes/G1', '/api/v1/genes/NOPE', '/nowhere']) await app.inject(url);
      await turn();
      expect(heard).toEqual(['begin', 'end', 'begin', 'end', 'begin', 'end']);
    } finally {
      await app.close();
    }
  });

  it('takes over the kinds that have not changed as they are', async () => {
    const served = (await openServed([registry])).find(undefined);
    const genes = served.annotations().get(GENES);
    write('tpm.tsv', 'gene_id\ta\nG1\t77\n');
    await turn();
    await annotate(registry, yaml, silent);
    expect(served.annotations().get(GENES)).toBe(genes);
    expect(numbersIn(served.annotations())).toEqual([1, 77]);
  });

  it('leaves aside a kind that was made from others than are there, as a kill between two kinds leaves them', async () => {
    const served = (await openServed([registry])).find(undefined);
    const kept = path.join(dir, 'expression-before');
    cpSync(path.join(folder, 'expression'), kept, { recursive: true });
    await annotated(2);
    rmSync(path.join(folder, 'expression'), { recursive: true });
    renameSync(kept, path.join(folder, 'expression'));
    const found = openAnnotations(registry);
    expect([found.stale.includes('expression'), found.get(EXPRESSION)]).toEqual([true, undefined]);
    expect(found.get(GENES)!.gene(found.get(GENES)!.find('G1')[0]!).symbol).toBe('S2');
    found.close();
    await annotate(registry, yaml, silent);
    await turn();
    expect(numbersIn(served.annotations())).toEqual([2, 2]);
  });

  it('does not look at anything but the end of a run', async () => {
    const served = (await openServed([registry])).find(undefined);
    const before = served.annotations();
    renameSync(path.join(folder, 'genes'), path.join(folder, '.genes.old'));
    await turn();
    expect(served.annotations()).toBe(before);
    expect(numbersIn(before)).toEqual([1, 1]);
  });
});

describe('the version of a registry', () => {
  it('is another one with another version of the program: what it names may be kept for a year', async () => {
    const version = (await openServed([registry])).find(undefined).version;
    vi.resetModules();
    vi.doMock('../../src/version.ts', () => ({ VERSION: '999.0.0' }));
    try {
      const later = await import('../../src/server/served.ts');
      expect((await later.openServed([registry])).find(undefined).version).not.toBe(version);
    } finally {
      vi.doUnmock('../../src/version.ts');
    }
  });
});
