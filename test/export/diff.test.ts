/** `cisreg diff` against a naive comparison, bedtools, and registries whose differences are known. */

import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { type Diff, diffSides } from '../../src/export/diff.ts';
import { DIFF_COLUMNS, diffRows, writeDiffRows } from '../../src/export/diff-rows.ts';
import { readDiffSide } from '../../src/export/diff-sides.ts';
import { diffText } from '../../src/export/diff-text.ts';
import { AtomicFile } from '../../src/formats/atomic-file.ts';
import { silent } from '../../src/progress.ts';
import { diffPage } from '../../src/report/diff-page.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { isLong, mistakeOf, scratch } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { sharedBp } from '../genome/rows.ts';
import { basesOf, inOrder, type NaiveElement, naivePairs, randomSides } from './naive-diff.ts';

const { dir, file } = scratch();
const hasBedtools = spawnSync('bedtools', ['--version']).status === 0;

const compare = async (old: string, now: string): Promise<Diff> =>
  diffSides(await readDiffSide(old), await readDiffSide(now), silent);

const bedOf = (elements: readonly NaiveElement[]): string =>
  elements
    .map(({ chrom, start, end, accession, label }) =>
      [chrom, start, end, accession.replace('E0', 'D0'), accession, label].join('\t').concat('\n'),
    )
    .join('');

const bare = (label: string): string => label.replace(/,CTCF-bound$/, '');

const jaccard = (a: ReadonlySet<string>, b: ReadonlySet<string>): number | null => {
  const shared = [...a].filter((base) => b.has(base)).length;
  const union = a.size + b.size - shared;
  return union === 0 ? null : shared / union;
};

/** The table of differences as objects. */
async function tableOf(diff: Diff): Promise<Record<string, string>[]> {
  const out = path.join(dir, 'rows.tsv');
  await using target = new AtomicFile(out);
  await writeDiffRows(diff, target);
  await target.commit();
  const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header!.split('\t')).toEqual([...DIFF_COLUMNS]);
  return rows.map((row) => Object.fromEntries(row.split('\t').map((value, k) => [DIFF_COLUMNS[k]!, value])));
}

describe('two lists of elements', () => {
  it('are paired, counted and listed as a look at every pair and every base says', async () => {
    for (let seed = 1; seed <= (isLong ? 600 : 120); seed++) {
      const random = seeded(seed);
      const sides = randomSides(random);
      // Lists without a chromosome in common are refused, which has a test of its own.
      const chroms = new Set(sides.old.map(({ chrom }) => chrom));
      if (sides.now.length > 0 && chroms.size > 0 && !sides.now.some(({ chrom }) => chroms.has(chrom)))
        continue;
      const [oldRows, newRows] = [random.shuffled(sides.old), random.shuffled(sides.now)];
      const diff = await compare(
        file('old.bed.gz', gzipSync(bedOf(oldRows))),
        file('new.bed', bedOf(random.chance(0.5) ? sides.now : newRows)),
      );
      const old = inOrder(oldRows);
      const now = inOrder(newRows);
      const pairs = naivePairs(old, now);
      const both = pairs.filter(([, , how]) => how !== 'none');
      const { elements, classes } = diff.summary;
      const many = (how: string) => pairs.filter((pair) => pair[2] === how).length;
      const oldNames = new Set(old.map(({ accession }) => accession));
      const newNames = new Set(now.map(({ accession }) => accession));
      const kept = both.filter(([i, j]) => old[i]!.accession === now[j]!.accession).length;
      expect(elements, `seed ${seed}`).toMatchObject({
        old: old.length,
        new: now.length,
        pairs: both.length,
        samePlace: many('same'),
        movedByAccession: many('accession'),
        movedByOverlap: many('overlap'),
        vanished: old.length - both.length,
        appeared: now.length - both.length,
        jaccardBases: jaccard(basesOf(old), basesOf(now)),
        accessions: {
          kept,
          renumbered: both.length - kept,
          lost: [...oldNames].filter((name) => !newNames.has(name)).length,
          new: [...newNames].filter((name) => !oldNames.has(name)).length,
          reassigned: [...oldNames].filter((name) => newNames.has(name)).length - kept,
        },
      });
      const changed = both.filter(([i, j]) => bare(old[i]!.label) !== bare(now[j]!.label));
      const changedLabel = both.filter(([i, j]) => old[i]!.label !== now[j]!.label);
      expect(classes).toMatchObject({ changed: changed.length, changedWithSuffix: changedLabel.length });
      for (const [k, name] of classes!.names.entries()) {
        const mine = old.filter(({ label }) => bare(label) === name);
        const theirs = now.filter(({ label }) => bare(label) === name);
        for (const [l, other] of classes!.names.entries()) {
          const found = both.filter(
            ([i, j]) => bare(old[i]!.label) === name && bare(now[j]!.label) === other,
          );
          expect(classes!.confusion[k]![l]).toBe(found.length);
        }
        const row = classes!.rows[k]!;
        expect([row.old, row.new]).toEqual([mine.length, theirs.length]);
        expect(row.jaccardBases).toBe(jaccard(basesOf(mine), basesOf(theirs)));
        expect(row.jaccardElements).toBe(row.pairs / (row.old + row.new - row.pairs));
      }
      const expected = pairs.flatMap(([i, j, how]) => {
        const [a, b] = [old[i], now[j]];
        const moves = { none: a === undefined ? 'appeared' : 'vanished', same: '' }[how as string] ?? 'moved';
        if (moves === '' && a!.label === b!.label && a!.accession === b!.accession) return [];
        const value = (one: NaiveElement | undefined) => [one?.start ?? 'NA', one?.end ?? 'NA'];
        const names = [a?.accession ?? 'NA', b?.accession ?? 'NA', a?.label ?? 'NA', b?.label ?? 'NA'];
        const shared = a && b ? sharedBp(a, b) : 'NA';
        return [[moves, (a ?? b)!.chrom, ...value(a), ...value(b), shared, ...names].join(' ')];
      });
      const rows = await tableOf(diff);
      const listed = rows.map((row) => {
        const first = row.change!.split(',')[0]!;
        const moves = ['moved', 'vanished', 'appeared'].includes(first) ? first : '';
        return [moves, ...DIFF_COLUMNS.slice(1, 11).map((name) => row[name])].join(' ');
      });
      expect(listed.sort(), `seed ${seed}`).toEqual(expected.sort());
    }
  });

  it('are listed by chromosome and start', async () => {
    const { old, now } = randomSides(seeded(7));
    const rows = await tableOf(await compare(file('a.bed', bedOf(old)), file('b.bed', bedOf(now))));
    expect(rows.length).toBeGreaterThan(10);
    const startOf = (row: Record<string, string>) =>
      Number(row.oldStart === 'NA' ? row.newStart : row.oldStart);
    for (const [k, row] of rows.entries()) {
      if (k === 0 || rows[k - 1]!.chrom !== row.chrom) continue;
      expect(startOf(rows[k - 1]!)).toBeLessThanOrEqual(startOf(row));
    }
  });

  it('differ in nothing from themselves, whatever the order of the rows', async () => {
    const random = seeded(3);
    const { old } = randomSides(random);
    const diff = await compare(file('a.bed', bedOf(old)), file('b.bed', bedOf(random.shuffled(old))));
    expect(diff.summary.isSame).toBe(true);
    expect([...diffRows(diff)]).toEqual([]);
    expect(diffText(diff.summary)).toContain('the two are the same\n');
  });

  it('give every count of the other side when they change sides', async () => {
    const { old, now } = randomSides(seeded(11));
    const [a, b] = [file('a.bed', bedOf(old)), file('b.bed', bedOf(now))];
    const there = (await compare(a, b)).summary;
    const back = (await compare(b, a)).summary;
    expect(back.elements.vanished).toBe(there.elements.appeared);
    expect(back.elements.pairs).toBe(there.elements.pairs);
    expect(back.classes!.changed).toBe(there.classes!.changed);
    expect(back.elements.jaccardBases).toBe(there.elements.jaccardBases);
  });

  it.skipIf(!hasBedtools)('share and cover the bases that bedtools finds', async () => {
    const { old, now } = randomSides(seeded(23));
    const [a, b] = [file('a.bed', bedOf(inOrder(old))), file('b.bed', bedOf(inOrder(now)))];
    const { elements, classes } = (await compare(a, b)).summary;
    const jaccardOf = (x: string, y: string) => {
      const { stdout } = spawnSync('bedtools', ['jaccard', '-a', x, '-b', y], { encoding: 'utf8' });
      return stdout.trimEnd().split('\n')[1]!.split('\t').map(Number);
    };
    const [shared, union] = jaccardOf(a, b);
    expect(elements.bases.sharedBp).toBe(shared);
    expect(elements.bases.oldBp + elements.bases.newBp - elements.bases.sharedBp).toBe(union);
    expect(classes!.rows.length).toBeGreaterThan(3);
    for (const row of classes!.rows) {
      const own = (rows: readonly NaiveElement[]) => rows.filter(({ label }) => bare(label) === row.class);
      const [one, other] = jaccardOf(
        file('ac.bed', bedOf(inOrder(own(old)))),
        file('bc.bed', bedOf(inOrder(own(now)))),
      );
      expect([row.bases.sharedBp, row.bases.oldBp + row.bases.newBp - row.bases.sharedBp]).toEqual([
        one,
        other,
      ]);
    }
    const exact = spawnSync('bedtools', ['intersect', '-u', '-f', '1', '-r', '-a', a, '-b', b], {
      encoding: 'utf8',
    }).stdout;
    expect(elements.samePlace).toBe(exact.trimEnd().split('\n').length);
  });
});

describe('what a BED may be', () => {
  const cases = [
    ['three columns', 'chr1\t1\t9\n', { accessions: null }, false],
    ['four columns', 'chr1\t1\t9\tEH38E0000001\n', { accessions: { kept: 1 } }, false],
    ['five columns with the rDHS', 'chr1\t1\t9\tEH38D1\tEH38E0000001\n', { accessions: { kept: 1 } }, false],
    ['five columns with a score', 'chr1\t1\t9\tEH38E0000001\t0\n', { accessions: { kept: 1 } }, false],
    ['six columns with a strand', 'chr1\t1\t9\tEH38E0000001\t0\t.\n', { accessions: { kept: 1 } }, false],
    ['a published registry', 'chr1\t1\t9\tEH38D1\tEH38E0000001\tPLS\n', { accessions: { kept: 1 } }, true],
    [
      'a registry with tiers',
      'chr1\t1\t9\tEH38D1\tEH38E0000001\tPLS\t1a\n',
      { accessions: { kept: 1 } },
      true,
    ],
    [
      "a biosample's BED",
      'chr1\t1\t9\tEH38E0000001\t0\t.\t1\t9\t255,0,0\tPLS\tAll-data\n',
      { accessions: { kept: 1 } },
      true,
    ],
    [
      'a narrowPeak',
      'chr1\t1\t9\tpeak\t0\t.\t1.5\t-1\t2.5\t4\n',
      { accessions: { kept: 0, renumbered: 1 } },
      false,
    ],
    ['three columns and a header', 'track name=x\n#c\nchr1\t1\t9\n', { accessions: null }, false],
  ] as const;
  it.each(cases)('reads %s', async (_, text, expected, hasClasses) => {
    const whole = file('whole.bed', 'chr1\t1\t9\tEH38D1\tEH38E0000001\tPLS\n');
    const { summary } = await compare(whole, file('other.bed', text));
    expect(summary.elements).toMatchObject({ samePlace: 1, ...expected });
    expect(summary.classes !== null).toBe(hasClasses);
  });

  it('reads an empty one', async () => {
    const { summary } = await compare(file('a.bed', 'chr1\t1\t9\n'), file('b.bed', ''));
    expect(summary.elements).toMatchObject({ vanished: 1, appeared: 0, jaccardBases: 0 });
    expect(diffText(summary)).toContain('100.0 %');
  });

  it('refuses a sixth column that holds no classes, and a tier that is none', async () => {
    const many = Array.from({ length: 70 }, (_, k) => `chr1\t${k}\t${k + 1}\ta\tb\tname${k}\n`).join('');
    const labels = await mistakeOf(compare(file('a.bed', many), file('b.bed', many)));
    expect(labels.message).toMatch(/a\.bed:65: column 6 has more than 64 different values/);
    const tiers = 'chr1\t1\t9\ta\tb\tPLS\t1a\nchr1\t19\t29\tc\td\tPLS\t5\n';
    const tier = await mistakeOf(compare(file('a.bed', tiers), file('b.bed', tiers)));
    expect(tier.message).toMatch(/a\.bed:2:7: .*"5", expected 1a, 1b, 2, 3, 4/);
  });

  it('refuses other chromosomes, and says where only their naming differs', async () => {
    const [a, b] = [file('a.bed', 'chr1\t1\t9\n'), file('b.bed', '1\t1\t9\n')];
    const mistake = await mistakeOf(compare(a, b));
    expect(mistake.code).toBe('ASSEMBLY');
    expect(mistake.message).toMatch(/no chromosome of .*a\.bed \(1, chr1\).*rename the chromosomes/);
  });

  it('warns of accessions that repeat and of prefixes that differ', async () => {
    const a = file('a.bed', 'chr1\t1\t9\tEH38E1\nchr1\t19\t29\tEH38E1\n');
    const { warnings } = (await compare(a, file('b.bed', 'chr1\t1\t9\tEM10E1\n'))).summary;
    expect(warnings.join('\n')).toMatch(/begin with EH38E and EM10E[\s\S]*has EH38E1 more than once/);
  });

  it('names an accession that stands at two unrelated places', async () => {
    const a = file('a.bed', 'chr1\t100\t300\tEH38E7\n');
    const { summary } = await compare(a, file('b.bed', 'chr1\t900\t1100\tEH38E7\n'));
    expect(summary.reassigned).toEqual([{ accession: 'EH38E7', old: 'chr1:100-300', new: 'chr1:900-1100' }]);
    expect(diffText(summary)).toContain('EH38E7  chr1:100-300 -> chr1:900-1100');
  });

  it('tells what vanished by class where nothing is left, and what appeared where nothing was', async () => {
    const some = file('a.bed', 'chr1\t1\t9\tD1\tE1\tPLS\nchr1\t20\t29\tD2\tE2\tdELS\n');
    const none = file('none.bed', '');
    const vanished = (await compare(some, none)).summary;
    expect(vanished.classes).toMatchObject({ names: ['PLS', 'dELS'], vanished: [1, 1], appeared: [0, 0] });
    expect(vanished.elements.accessions).toMatchObject({ kept: 0, lost: 2, new: 0 });
    expect(diffText(vanished)).toMatch(/old class \\ new +PLS +dELS +vanished\n +PLS +0 +0 +1\n/);
    const appeared = (await compare(none, some)).summary;
    expect(appeared.classes).toMatchObject({ vanished: [0, 0], appeared: [1, 1] });
    expect(await diffPage(appeared)).toContain('Where the new elements come from');
    const nothing = await compare(none, none);
    expect(nothing.summary.isSame).toBe(true);
  });

  it('compares classes of encode3 and encode4 by their counterparts, without the suffix', async () => {
    const rows = (labels: readonly string[]) =>
      labels.map((label, k) => `chr1\t${k}00\t${k}50\tD${k}\tE${k}\t${label}\n`).join('');
    const a = rows(['PLS,CTCF-bound', 'DNase-H3K4me3', 'CTCF-only,CTCF-bound', 'dELS']);
    const b = rows(['PLS', 'CA-H3K4me3', 'CA-CTCF', 'CA']);
    const { classes, warnings } = (await compare(file('a.bed', a), file('b.bed', b))).summary;
    expect(classes).toMatchObject({ changed: 1, changedWithSuffix: null });
    expect(
      (await compare(file('c.bed', rows(['CTCF-only'])), file('d.bed', rows(['CA-CTCF'])))).summary.isSame,
    ).toBe(false);
    expect(warnings[0]).toMatch(/schemes differ \(encode3, encode4\)/);
  });
});

describe('two registries', () => {
  const assays = [
    ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'],
    ['DNase', 'CTCF'],
    ['H3K27ac'],
    ['DNase', 'H3K27ac'],
  ];

  it('of the same data and other parameters differ as their files say, in every biosample', async () => {
    const input = path.join(dir, 'input');
    const { registryYaml } = await writeMiniCase(input, 5, { assays, hasPrevious: true });
    await build(registryYaml, { out: `${dir}/one`, threads: 1, force: false, keepWork: false }, silent);
    const changed = readFileSync(registryYaml, 'utf8').concat('\nexclude: [chr10, chrM, chrEBV, "*_*"]\n');
    writeFileSync(registryYaml, changed.replace(/^dhs:.*\n/m, '').concat('dhs: {maxFdr: 0.0002}\n'));
    // A biosample less.
    const sheet = path.join(input, 'datasets.tsv');
    const kept = readFileSync(sheet, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('heart'));
    writeFileSync(sheet, kept.join('\n'));
    await build(registryYaml, { out: `${dir}/two`, threads: 1, force: false, keepWork: false }, silent);
    const diff = await compare(`${dir}/one`, `${dir}/two`);
    const { elements, rdhss, tiers, biosamples, isSame } = diff.summary;
    expect(isSame).toBe(false);
    const lines = (name: string) => readFileSync(path.join(dir, name), 'utf8').trimEnd().split('\n');
    const placeOf = (line: string) => line.split('\t').slice(0, 3).join(' ');
    const [old, now] = [lines('one/cCREs.bed'), lines('two/cCREs.bed')];
    const nowByPlace = new Map(now.map((line, k) => [placeOf(line), k]));
    const same = old.flatMap((line, i) => {
      const j = nowByPlace.get(placeOf(line));
      return j === undefined ? [] : [[i, j] as const];
    });
    expect(elements).toMatchObject({ old: old.length, new: now.length, samePlace: same.length });
    expect(elements.vanished).toBeGreaterThan(0);
    const rdhsPlaces = new Set(lines('two/rDHSs.bed').map(placeOf));
    expect(rdhss!.samePlace).toBe(
      lines('one/rDHSs.bed').filter((line) => rdhsPlaces.has(placeOf(line))).length,
    );
    expect(tiers!.confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(elements.pairs);
    expect(biosamples!.removed).toEqual(['heart/left  ventricle']);
    // Labels in every biosample, from the files that the program did not read.
    const pairs = [...diff.matches.partnerOfOld].flatMap((j, i) => (j < 0 ? [] : [[i, j] as const]));
    for (const own of biosamples!.shared) {
      const key = own.biosample.replace(/[^A-Za-z0-9._+-]+/g, '_');
      const labels = (side: string) =>
        lines(`${side}/biosamples/${key}.bed`).map((line) => line.split('\t')[9]!);
      const [before, after] = [labels('one'), labels('two')];
      expect(own.changedWithSuffix).toBe(pairs.filter(([i, j]) => before[i] !== after[j]).length);
      expect(own.changed).toBe(pairs.filter(([i, j]) => bare(before[i]!) !== bare(after[j]!)).length);
    }
    // What stands on the other side is told for every element without a partner.
    const told = Object.values(diff.summary.vanishedNow).reduce((sum, n) => sum + n, 0);
    expect(told).toBe(elements.vanished);
    const leftOut = lines('two/cCREs.unfiltered.bed')
      .filter((line) => /\t[34]$/.test(line))
      .map(placeOf);
    for (const row of await tableOf(diff)) {
      if (!leftOut.includes(`${row.chrom} ${row.oldStart} ${row.oldEnd}`)) continue;
      expect(row.otherSide).toMatch(/^(tier [34]|cCRE)$/);
    }
  });

  it('are the same as themselves and as their own cCREs.bed', async () => {
    const one = `${dir}/one`;
    const own = await compare(one, one);
    expect(own.summary.isSame).toBe(true);
    expect(diffText(own.summary)).toContain('the two are the same; not compared: values of Z-scores\n');
    const bed = await compare(one, `${one}/cCREs.bed`);
    expect(bed.summary).toMatchObject({ isSame: true, tiers: null, rdhss: null, biosamples: null });
    expect(diffText(bed.summary)).toContain(
      'the two are the same, as far as they can be compared; not compared: tiers, rDHSs, biosamples, values of Z-scores\n',
    );
    const all = await compare(`${one}/cCREs.unfiltered.bed`, one);
    expect(all.summary.tiers!.changed).toBe(0);
    expect(all.summary.elements.vanished).toBe(
      Object.values(all.summary.vanishedNow).reduce((a, b) => a + b, 0),
    );
    expect(Object.keys(all.summary.vanishedNow).every((name) => name.startsWith('tier'))).toBe(true);
  });

  it('of two assemblies are refused; of two schemes they are compared without labels of biosamples', async () => {
    const registry = JSON.parse(readFileSync(`${dir}/two/registry.json`, 'utf8'));
    const write = (change: object) =>
      writeFileSync(`${dir}/two/registry.json`, JSON.stringify({ ...registry, ...change }));
    rmSync(`${dir}/two/registry.json`);
    write({ assembly: 'mm10' });
    const mistake = await mistakeOf(compare(`${dir}/one`, `${dir}/two`));
    expect(mistake).toMatchObject({ code: 'ASSEMBLY' });
    expect(mistake.message).toMatch(/two: is of mm10 and .*one of GRCh38, expected one assembly/);
    write({ scheme: 'encode4' });
    const { biosamples, tiers } = (await compare(`${dir}/one`, `${dir}/two`)).summary;
    expect(biosamples!.shared.every((own) => own.changed === null)).toBe(true);
    expect(tiers).toBeNull();
    const text = diffText((await compare(`${dir}/one`, `${dir}/two`)).summary);
    expect(text).toContain('labels are not compared: the schemes differ');
    expect(text).not.toContain('labels differ in');
  });

  it('with one scheme and with another are not the same, even if nothing else differs', async () => {
    const registry = JSON.parse(readFileSync(`${dir}/one/registry.json`, 'utf8'));
    cpSync(`${dir}/one`, `${dir}/renamed`, { recursive: true });
    rmSync(`${dir}/renamed/registry.json`);
    const write = (scheme: string) =>
      writeFileSync(`${dir}/renamed/registry.json`, JSON.stringify({ ...registry, scheme }));
    write('encode3');
    const equal = (await compare(`${dir}/one`, `${dir}/renamed`)).summary;
    expect([equal.isSame, equal.biosamples!.labelsCompared]).toEqual([true, true]);
    write('encode4');
    const other = (await compare(`${dir}/one`, `${dir}/renamed`)).summary;
    expect([other.isSame, other.biosamples!.labelsCompared]).toEqual([false, false]);
    expect(diffText(other)).not.toContain('the two are the same');
    expect(await diffPage(other)).toContain('Labels are not compared: the schemes differ.');
  });
});
