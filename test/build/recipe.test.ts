/** What a recipe is, and what is said where it is none; its figures beside those of a build. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Expectation, readExpectation } from '../../src/build/expectation.ts';
import { expectationText, heldAgainst } from '../../src/build/expectation-text.ts';
import { chosenConfiguration, recipeConfiguration, recipeNames } from '../../src/build/recipe.ts';
import type { RegistrySummary } from '../../src/build/registry-json.ts';
import { CisregError } from '../../src/errors.ts';
import { scratchDirectory } from './run-cli.ts';

const scratch = scratchDirectory();

function mistake(run: () => unknown): CisregError {
  try {
    run();
  } catch (error) {
    if (error instanceof CisregError) return error;
    throw error;
  }
  throw new Error('expected a CisregError');
}

function folder(name: string, files: Readonly<Record<string, string>>): string {
  const at = path.join(scratch, name);
  mkdirSync(at, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(at, file), text);
  return at;
}

const EXPECTED = {
  recipe: 'toy',
  title: 'a toy',
  inputs: { profiles: 1, bigWigs: 2, biosamples: 1, byAssay: { DNase: 1, CTCF: 1 } },
  counts: { calledDhs: 1000, selectedRdhs: 500, ccres: 200 },
  about: ['calledDhs'],
  classShares: { PLS: 25, dELS: 75 },
  published: { ccres: 'https://example.org/ccres.bed.gz' },
  chromosomes: { chr1: 1000 },
};

/** The parts of a registry.json that are compared. */
function registryWith(chromosomes: readonly string[] | null): RegistrySummary {
  return {
    parameters: { chromosomes },
    counts: {
      dhs: { called: 1100 },
      rdhs: { selectedRdhs: 450 },
      elements: { ccres: 210, classes: { PLS: 21, dELS: 189 } },
    },
  } as unknown as RegistrySummary;
}

describe('a recipe', () => {
  it('is found by its name, or as a folder by its path', () => {
    expect(recipeNames()).toEqual(['encode3-grch38', 'encode3-mm10', 'five-biosamples-chr22']);
    expect(recipeConfiguration('encode3-mm10')).toMatch(/recipes.encode3-mm10.registry\.yaml$/);
    const own = folder('own', { 'registry.yaml': 'assembly: GRCh38\n' });
    expect(recipeConfiguration(own)).toBe(path.join(own, 'registry.yaml'));
  });

  it('that is not there is answered with the names of those that are', () => {
    const error = mistake(() => recipeConfiguration('encode5'));
    expect(error.code).toBe('NOT_FOUND');
    expect(error.message).toContain(
      'no recipe is called encode5, expected encode3-grch38, encode3-mm10, five-biosamples-chr22, or the path of a folder',
    );
    const empty = folder('empty', {});
    expect(mistake(() => recipeConfiguration(empty)).message).toMatch(/empty: has no registry\.yaml/);
  });

  it('or a configuration is built, never both and never none', () => {
    expect(chosenConfiguration('registry.yaml', undefined)).toBe('registry.yaml');
    expect(mistake(() => chosenConfiguration('registry.yaml', 'encode3-mm10')).code).toBe('USAGE');
    expect(mistake(() => chosenConfiguration(undefined, undefined)).message).toContain('--recipe');
  });
});

describe('expected.json', () => {
  const read = (name: string, text: string) =>
    readExpectation(path.join(folder(name, { 'expected.json': text }), 'registry.yaml'));

  it('is read where it stands beside the configuration, and is nothing where it is of something else', () => {
    expect(read('good', JSON.stringify(EXPECTED))).toEqual(EXPECTED);
    expect(readExpectation(path.join(folder('without', {}), 'registry.yaml'))).toBeUndefined();
    expect(read('other', '{"rows": 3}')).toBeUndefined();
    expect(read('broken', '{"recipe": ')).toBeUndefined();
  });

  it.each([
    ['without a title', { title: undefined }, 'title is missing, expected text'],
    ['without counts', { counts: undefined }, 'counts is no object'],
    [
      'with a count of its own',
      { counts: { dhs: 3 } },
      'counts has dhs, expected calledDhs, selectedRdhs, ccres',
    ],
    ['with a share that is text', { classShares: { PLS: '3' } }, 'classShares has a value that is no number'],
    ['with a negative size', { chromosomes: { chr1: -1 } }, 'chromosomes has a value that is no number'],
    ['without inputs', { inputs: 3 }, 'inputs is no object'],
    ['with inputs of no assay', { inputs: {} }, 'byAssay has a value that is no number'],
  ])('%s is refused', (name, change, message) => {
    const error = mistake(() => read(name, JSON.stringify({ ...EXPECTED, ...change })));
    expect(error.code).toBe('FORMAT');
    expect(error.message).toContain(message);
    expect(error.message).toContain('expected.json');
  });
});

describe('what came out beside what is published', () => {
  it('has counts with their difference and shares in points', () => {
    const held = heldAgainst(EXPECTED as Expectation, registryWith(null));
    const lines = expectationText(held, 'out').split('\n');
    expect(lines[0]).toMatch(/^a toy +published +here$/);
    expect(lines[1]).toMatch(/^ {2}DHSs called +about 1,000 +1,100 +\+10\.0 %$/);
    expect(lines[2]).toMatch(/^ {2}rDHSs selected +500 +450 +-10\.0 %$/);
    expect(lines[3]).toMatch(/^ {2}cCREs +200 +210 +\+5\.0 %$/);
    expect(lines[4]).toMatch(/^ {2}PLS +25\.0 % +10\.0 % +-15\.0 points$/);
    expect(lines.at(-2)).toBe('  cisreg diff https://example.org/ccres.bed.gz out');
  });

  it('compares no counts where some chromosomes were built, and says so', () => {
    const held = heldAgainst(EXPECTED as Expectation, registryWith(['chr22']));
    expect(held.figures.map(({ name }) => name)).toEqual(['PLS', 'dELS']);
    const text = expectationText(held, 'out');
    expect(text).toContain('Only some chromosomes were built');
    expect(text).toMatch(
      /\n {2}cisreg diff https:\/\/example\.org\/ccres\.bed\.gz out --chromosomes chr22\n$/,
    );
  });

  it('is nothing but the way to the published elements where no figure is known', () => {
    const bare = { ...EXPECTED, counts: {}, classShares: undefined } as Expectation;
    const text = expectationText(heldAgainst(bare, registryWith(null)), 'out');
    expect(text).toBe(
      'To compare the elements themselves with those that are published:\n  cisreg diff https://example.org/ccres.bed.gz out\n',
    );
  });
});
