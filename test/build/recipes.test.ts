/** The recipes that come with the program: read as a build reads them, and held against ENCODE's own lists. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { biosamplesFrom } from '../../src/build/biosample-table.ts';
import { readConfig } from '../../src/build/config.ts';
import { type Dataset, readDatasets } from '../../src/build/datasets.ts';
import { readExpectation } from '../../src/build/expectation.ts';
import { recipeConfiguration, recipeNames } from '../../src/build/recipe.ts';
import { readSheet } from '../../src/build/side-tables.ts';
import { assemblyOf } from '../../src/genome/assemblies.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { Mistakes } from '../../src/mistakes.ts';
import { filesBelow, ROOT, scratchDirectory } from './run-cli.ts';

const SHARED = path.join(ROOT, '..', 'shared', 'data');
const LISTS = path.join(SHARED, 'registry-v2');
const hasLists = existsSync(LISTS);
const scratch = scratchDirectory();
const ASSAYS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];

async function readRecipe(name: string) {
  const file = recipeConfiguration(name);
  const mistakes = new Mistakes();
  const config = await readConfig(file, mistakes);
  mistakes.throwIfAny();
  const { datasets } = await readDatasets(config, mistakes);
  const biosamples = biosamplesFrom(datasets, config.anchors, (message, line) =>
    mistakes.add(message, { line }),
  );
  mistakes.throwIfAny();
  const sheet = await readSheet(config.biosamples!.path);
  return { file, config, datasets, biosamples, sheet, expectation: readExpectation(file)! };
}

function linesOf(name: string): string[][] {
  const bytes = readFileSync(path.join(LISTS, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

const scored = (datasets: readonly Dataset[]) => datasets.filter(({ zscore }) => zscore);
const profiled = (datasets: readonly Dataset[]) => datasets.filter(({ peaks }) => peaks !== undefined);
const accessionOf = (name: string) => name.replace(/^encff:/, '');

describe.each(recipeNames())('the recipe %s', (name) => {
  it('is a configuration that a build accepts, with accessions alone for its data', async () => {
    const { config, datasets, sheet, biosamples } = await readRecipe(name);
    expect(config.scheme).toBe('encode3');
    for (const { signal, peaks, file, experiment } of datasets) {
      expect(signal!.name).toBe(`encff:${file}`);
      expect(file).toMatch(/^ENCFF\d{3}[A-Z]{3}$/);
      expect(experiment).toMatch(/^ENCSR\d{3}[A-Z]{3}$/);
      if (peaks !== undefined) expect(peaks.input.name).toMatch(/^encff:ENCFF\d{3}[A-Z]{3}$/);
    }
    for (const { name: biosample } of biosamples) expect(sheet.values.has(biosample), biosample).toBe(true);
    expect(sheet.values.size).toBe(biosamples.length);
  });

  it('has the inputs that its expected.json counts', async () => {
    const { datasets, expectation } = await readRecipe(name);
    expect(expectation.recipe).toBe(name);
    expect(profiled(datasets)).toHaveLength(expectation.inputs.profiles);
    expect(scored(datasets)).toHaveLength(expectation.inputs.bigWigs);
    expect(new Set(scored(datasets).map(({ biosample }) => biosample)).size).toBe(
      expectation.inputs.biosamples,
    );
    for (const assay of ASSAYS) {
      const own = scored(datasets).filter((dataset) => dataset.assay === assay);
      expect(own).toHaveLength(expectation.inputs.byAssay[assay]!);
    }
  });

  it('knows the chromosomes of its assembly', async () => {
    const { config, expectation } = await readRecipe(name);
    const { chromosomes } = expectation;
    const sizes = chromSizesOf(Object.keys(chromosomes), Object.values(chromosomes));
    expect(assemblyOf(sizes)).toBe(config.assembly);
  });
});

describe('the recipes of the 2020 registry', () => {
  it('have the numbers of inputs and elements that the paper gives', async () => {
    const human = (await readRecipe('encode3-grch38')).expectation;
    expect(human.inputs).toEqual({
      profiles: 706,
      bigWigs: 1257,
      biosamples: 839,
      byAssay: { DNase: 517, H3K4me3: 319, H3K27ac: 228, CTCF: 193 },
    });
    expect(human.counts.ccres).toBe(926535);
    const shares = Object.values(human.classShares!).reduce((sum, share) => sum + share, 0);
    expect(shares).toBeCloseTo(100, 5);
    const mouse = (await readRecipe('encode3-mm10')).expectation;
    expect(mouse.inputs).toEqual({
      profiles: 173,
      bigWigs: 317,
      biosamples: 157,
      byAssay: { DNase: 94, H3K4me3: 100, H3K27ac: 91, CTCF: 32 },
    });
    expect(mouse.counts.ccres).toBe(339815);
  });

  it('have the thresholds of signal that the scripts fix', async () => {
    expect((await readRecipe('encode3-grch38')).config.dhs.minSignal).toBe(0.1508);
    expect((await readRecipe('encode3-mm10')).config.dhs.minSignal).toBe(0.1454);
  });

  it('put the biosamples into the groups of availability that the paper counts', async () => {
    const sizes = async (name: string) => {
      const groups: Record<string, number> = {};
      for (const { group } of (await readRecipe(name)).biosamples) {
        if (group !== undefined) groups[group] = (groups[group] ?? 0) + 1;
      }
      return groups;
    };
    expect(await sizes('encode3-grch38')).toEqual({
      1: 25,
      2: 21,
      3: 35,
      4: 21,
      5: 3,
      7: 412,
      8: 101,
      9: 7,
      10: 64,
      11: 24,
      12: 72,
      13: 45,
      15: 9,
    });
    expect(await sizes('encode3-mm10')).toEqual({ 1: 15, 2: 22, 7: 57, 8: 43, 9: 6, 10: 3, 13: 11 });
  });
});

describe.skipIf(!hasLists)('the recipes beside the lists of ../shared', () => {
  it('are what the script makes of the lists in shared', () => {
    const out = path.join(scratch, 'recipes');
    execFileSync(process.execPath, [path.join(ROOT, 'scripts', 'make-recipes.mjs'), LISTS, out]);
    const committed = path.join(ROOT, 'recipes');
    expect(filesBelow(out)).toEqual(filesBelow(committed));
    for (const name of filesBelow(out)) {
      expect(readFileSync(path.join(out, name), 'utf8'), name).toBe(
        readFileSync(path.join(committed, name), 'utf8'),
      );
    }
  });

  it.each([
    ['encode3-grch38', 'hg38'],
    ['encode3-mm10', 'mm10'],
  ])('%s has every row of the lists in shared, and no other', async (recipe, genome) => {
    const { datasets } = await readRecipe(recipe);
    const fromLists = ASSAYS.flatMap((assay) =>
      linesOf(`experiment_lists_${genome}/${assay}-List.txt.gz`).map(
        ([experiment, file, biosample]) => `${assay} ${experiment} ${file} ${biosample}`,
      ),
    );
    const fromRecipe = scored(datasets).map(
      ({ assay, experiment, file, biosample }) => `${assay} ${experiment} ${file} ${biosample}`,
    );
    expect(fromRecipe.sort()).toEqual(fromLists.sort());
    const profiles = linesOf(`${genome}-Hotspot-List.txt`).map(
      ([experiment, peaks, file, replicate, lab]) => `${experiment} ${peaks} ${file} ${replicate} ${lab}`,
    );
    const own = profiled(datasets).map(
      ({ experiment, peaks, file, carried }) =>
        `${experiment} ${accessionOf(peaks!.input.name)} ${file} ${carried.replicate} ${carried.lab}`,
    );
    expect(own.sort()).toEqual(profiles.sort());
  });

  it('encode3-grch38 gives each biosample the files and the group of the master list in shared', async () => {
    const { biosamples, datasets } = await readRecipe('encode3-grch38');
    const groupOf = new Map(biosamples.map(({ name, group }) => [name, group]));
    const fileOf = new Map(
      scored(datasets).map(({ biosample, assay, file }) => [`${biosample} ${assay}`, file]),
    );
    const master = linesOf('Master-Cell-List.txt');
    expect(master).toHaveLength(839);
    for (const row of master) {
      // One name has a space there, where the list of its assay ends it.
      const [biosample, group] = [row[8]!.split(' ')[0]!, row[9]!];
      expect(`Group${groupOf.get(biosample)}`, biosample).toBe(group);
      ASSAYS.forEach((assay, a) => {
        expect(fileOf.get(`${biosample} ${assay}`) ?? '---').toBe(row[2 * a + 1]);
      });
    }
  });

  it('the laptop recipe takes biosamples that have all four assays in the lists of shared', async () => {
    const { biosamples, config } = await readRecipe('five-biosamples-chr22');
    expect(config.chromosomes).toEqual(['chr22']);
    const groups = new Map(linesOf('Master-Cell-List.txt').map((row) => [row[8]!, row[9]!]));
    expect(biosamples.map(({ name }) => groups.get(name))).toEqual(Array(5).fill('Group1'));
  });

  it.each([
    ['GENCODE24', 'hg38.v24.tss.basic.bed.gz'],
    ['GENCODEM18', 'mm10.vM18.tss.basic.bed.gz'],
  ])('the TSSs of %s are the file in shared, by the hash that docs/recipes.md gives', (folder, file) => {
    const bytes = readFileSync(path.join(SHARED, 'gencode', file));
    const hash = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    const page = readFileSync(path.join(ROOT, 'docs', 'recipes.md'), 'utf8');
    expect(page).toContain(`| ${folder}/TSS.Basic.bed.gz | ${hash} |`);
  });

  it('has the size of chr22 that files in shared have', async () => {
    const { expectation } = await readRecipe('five-biosamples-chr22');
    const sizes = readFileSync(path.join(SHARED, 'grch38-chr22-k562', 'chrom.sizes'), 'utf8');
    expect(sizes.split('\n')).toContain(`chr22\t${expectation.chromosomes.chr22}`);
  });
});
