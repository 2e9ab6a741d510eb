/** Recipes: configurations whose inputs are named by accession or address, with what is known of the registry that they make. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';

/** A recipe's configuration, which stands in its folder with datasets.tsv and expected.json. */
export const RECIPE_CONFIGURATION = 'registry.yaml';

/** The recipes of the package: two levels above, from the sources as from what is compiled. */
const PACKAGED = path.resolve(import.meta.dirname, '..', '..', 'recipes');

/** The names of the recipes that come with the program, in order. */
export function recipeNames(): readonly string[] {
  if (!existsSync(PACKAGED)) return [];
  return readdirSync(PACKAGED)
    .filter((name) => existsSync(path.join(PACKAGED, name, RECIPE_CONFIGURATION)))
    .sort();
}

/**
 * The configuration of a recipe: of one that comes with the program by its name, or of a folder by its path (one with a
 * slash in it, or one that no recipe is called by). NOT_FOUND: neither is there, or the folder has no registry.yaml.
 */
export function recipeConfiguration(recipe: string): string {
  const names = recipeNames();
  if (names.includes(recipe)) return path.join(PACKAGED, recipe, RECIPE_CONFIGURATION);
  const isFolder = statSync(recipe, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) {
    throw new CisregError(
      'NOT_FOUND',
      `no recipe is called ${recipe}, expected ${names.join(', ')}, or the path of a folder with ${RECIPE_CONFIGURATION}`,
    );
  }
  const file = path.join(recipe, RECIPE_CONFIGURATION);
  if (existsSync(file)) return file;
  throw new CisregError(
    'NOT_FOUND',
    `has no ${RECIPE_CONFIGURATION}, expected a recipe: a folder with ${RECIPE_CONFIGURATION} and what it names`,
    { where: { file: recipe } },
  );
}

/** The configuration that a command was asked for: a file, or a recipe; USAGE where it is none or both. */
export function chosenConfiguration(file: string | undefined, recipe: string | undefined): string {
  if (file !== undefined && recipe !== undefined) {
    throw new CisregError('USAGE', `${file} and --recipe ${recipe} are given, expected one; leave one out`);
  }
  if (file !== undefined) return file;
  if (recipe !== undefined) return recipeConfiguration(recipe);
  throw new CisregError(
    'USAGE',
    `nothing to build is given, expected a registry.yaml, or --recipe with one of ${recipeNames().join(', ')}`,
  );
}
