import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/simulate/file-task.ts';
import { scratch } from '../formats/scratch.ts';
import { activityOf, recoveryOf, rows } from './recovery.ts';

/** What a change of the method or of the mini genome must not fall below; it reached some hundredths more. */
const FLOORS = { rdhsRecall: 0.92, rdhsPrecision: 0.95, ccreRecall: 0.83, ccrePrecision: 0.97 };
/** Recall and precision of each class. A stray H3K4me3 makes a CTCF-only element DNase-H3K4me3, the smallest class. */
const CLASS_FLOORS: Readonly<Record<string, readonly [recall: number, precision: number]>> = {
  PLS: [0.9, 0.97],
  pELS: [0.72, 0.97],
  dELS: [0.8, 0.97],
  'DNase-H3K4me3': [0.8, 0.87],
  'CTCF-only': [0.87, 0.95],
};

const { dir } = scratch();
const mini = join(dir, 'mini');
const registry = join(dir, 'registry');
// npm test compiles first; a single test run by hand may come without.
const program = existsSync('dist/cli/main.js')
  ? ['dist/cli/main.js']
  : ['--import', 'tsx', 'src/cli/main.ts'];
const cisreg = (...args: string[]) =>
  execFileSync(process.execPath, [...program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe('the registry of the mini genome', () => {
  let said = '';
  beforeAll(() => {
    said = cisreg('simulate', '--out', mini, '--seed', '1', '--threads', '2', '--quiet');
    cisreg('build', join(mini, 'registry.yaml'), '--out', registry, '--quiet');
  });

  it('has at least 8,000 cCREs, 500 genes and all 15 availability groups', () => {
    expect(said).toMatch(/mini: \d+ elements and \d+ genes in 30 biosamples, \d+ data sets\n/);
    expect(rows(join(registry, 'cCREs.bed')).length).toBeGreaterThanOrEqual(8000);
    expect(rows(join(mini, 'truth', 'genes.tsv')).length - 1).toBeGreaterThanOrEqual(500);
    const [header, ...biosamples] = rows(join(registry, 'biosamples.tsv'));
    const group = header!.indexOf('group');
    const groups = new Set(biosamples.map((cells) => Number(cells[group])));
    expect([...groups].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    const tiers = new Set(rows(join(registry, 'cCREs.unfiltered.bed')).map((cells) => cells[6]));
    for (const tier of ['1a', '1b', '2', '3']) expect(tiers).toContain(tier);
  });

  it('recovers the planted elements and their classes', () => {
    const { classes, ...found } = recoveryOf(mini, registry);
    const lines = [
      `rDHSs: ${found.rDHSs} for ${found.elements} elements, recall ${percent(found.rdhsRecall)}, precision ${percent(found.rdhsPrecision)}`,
      `cCREs: ${found.cCREs}, recall ${percent(found.ccreRecall)}, precision ${percent(found.ccrePrecision)}`,
    ];
    for (const [name, { planted, called, recall, precision }] of classes) {
      lines.push(
        `${name}: ${called} for ${planted}, recall ${percent(recall)}, precision ${percent(precision)}`,
      );
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    for (const [name, floor] of Object.entries(FLOORS)) {
      expect(found[name as keyof typeof FLOORS], name).toBeGreaterThanOrEqual(floor);
    }
    expect([...classes.keys()].sort()).toEqual(Object.keys(CLASS_FLOORS).sort());
    for (const [name, { recall, precision }] of classes) {
      expect(recall, `recall of ${name}`).toBeGreaterThanOrEqual(CLASS_FLOORS[name]![0]);
      expect(precision, `precision of ${name}`).toBeGreaterThanOrEqual(CLASS_FLOORS[name]![1]);
    }
  });

  it('tells in each biosample with DNase which elements are active', () => {
    const [header, ...biosamples] = rows(join(registry, 'biosamples.tsv'));
    const cell = (cells: readonly string[], name: string) => cells[header!.indexOf(name)]!;
    let lowest = { recall: 1, precision: 1 };
    for (const cells of biosamples.filter((row) => Number(cell(row, 'group')) <= 7)) {
      const { recall, precision } = activityOf(mini, registry, {
        name: cell(cells, 'biosample'),
        key: cell(cells, 'key'),
      });
      lowest = { recall: Math.min(lowest.recall, recall), precision: Math.min(lowest.precision, precision) };
    }
    process.stdout.write(
      `activity: recall from ${percent(lowest.recall)}, precision from ${percent(lowest.precision)}\n`,
    );
    expect(lowest.recall).toBeGreaterThanOrEqual(0.88);
    expect(lowest.precision).toBeGreaterThanOrEqual(0.95);
  });

  it('keeps the accessions of places that the earlier registry had', () => {
    for (const [kind, file, column] of [
      ['rdhs', 'rDHSs.bed', 3],
      ['ccre', 'cCREs.bed', 4],
    ] as const) {
      const text = gunzipSync(readFileSync(join(mini, 'previous', `${kind}.bed.gz`))).toString();
      const earlier = new Map<string, string>();
      let highest = '';
      for (const line of text.trimEnd().split('\n')) {
        const [chrom, start, end, accession] = line.split('\t') as [string, string, string, string];
        earlier.set(`${chrom}:${start}-${end}`, accession);
        if (accession > highest) highest = accession;
      }
      let kept = 0;
      for (const cells of rows(join(registry, file))) {
        const before = earlier.get(`${cells[0]}:${cells[1]}-${cells[2]}`);
        if (before === undefined) expect(cells[column]! > highest).toBe(true);
        else {
          expect(cells[column]).toBe(before);
          kept++;
        }
      }
      expect(kept).toBeGreaterThan(1000);
    }
  });

  it('was made in two threads with the bytes that one makes', async () => {
    const [alone, task] = [join(dir, 'alone'), { size: 'mini', seed: 1 } as const];
    const files = readdirSync(mini, { recursive: true, encoding: 'utf8' }).filter((path) =>
      statSync(join(mini, path)).isFile(),
    );
    for (const path of files) mkdirSync(join(alone, path, '..'), { recursive: true });
    for (const path of files.filter((one) => !/(^|\/)(signal|peaks)\//.test(one))) {
      const genome = path.startsWith('second/') ? 'second' : 'first';
      const out = genome === 'first' ? alone : join(alone, 'second');
      await run({ ...task, out, genome, what: { file: relative(out, join(alone, path)) } });
    }
    await run({ ...task, out: alone, genome: 'first', what: { dataset: 0 } });
    await run({ ...task, out: join(alone, 'second'), genome: 'second', what: { dataset: 1 } });
    const made = files.filter((path) => existsSync(join(alone, path)));
    expect(made.length).toBeGreaterThan(60);
    expect(
      made.filter((path) => !readFileSync(join(alone, path)).equals(readFileSync(join(mini, path)))),
    ).toEqual([]);
  });

  it('has a second genome beside it, whose registry holds the orthologs', () => {
    const other = join(dir, 'second-registry');
    cisreg('build', join(mini, 'second', 'registry.yaml'), '--out', other, '--quiet');
    const { ccreRecall, ccrePrecision } = recoveryOf(join(mini, 'second'), other);
    process.stdout.write(
      `second genome: cCREs recall ${percent(ccreRecall)}, precision ${percent(ccrePrecision)}\n`,
    );
    expect(ccreRecall).toBeGreaterThan(0.5);
    expect(ccrePrecision).toBeGreaterThan(0.95);
    expect(rows(join(other, 'cCREs.bed'))[0]![4]).toMatch(/^EM10E\d{7}$/);
  });

  it('leaves out excluded chromosomes and flags the blacklist', () => {
    const chroms = new Set(rows(join(registry, 'rDHSs.bed')).map((cells) => cells[0]));
    expect([...chroms].sort()).toEqual(['chr1', 'chr10', 'chr2', 'chr3', 'chrX']);
    const [header, ...elements] = rows(join(registry, 'elements.tsv'));
    const flagged = elements.filter((cells) => cells[header!.indexOf('blacklist')] === '1');
    expect(flagged.length).toBeGreaterThan(20);
  });
});
