/** expected.json beside a recipe's registry.yaml: what its inputs are, and what is published of the registry they make. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';

/** Counts that a registry's own counts are held against. */
export const EXPECTED_COUNTS = ['calledDhs', 'selectedRdhs', 'ccres'] as const;
export type ExpectedCount = (typeof EXPECTED_COUNTS)[number];

/** What is known of a recipe. Counts and shares are of all chromosomes. */
export interface Expectation {
  readonly recipe: string;
  readonly title: string;
  /** What the recipe takes: profiles give DHSs, bigWigs give Z-scores. */
  readonly inputs: {
    readonly profiles: number;
    readonly bigWigs: number;
    readonly biosamples: number;
    readonly byAssay: Readonly<Record<string, number>>;
  };
  readonly counts: Readonly<Partial<Record<ExpectedCount, number>>>;
  /** Those of `counts` that are published in round figures. */
  readonly about: readonly string[];
  /** Percent of the cCREs by class. */
  readonly classShares: Readonly<Record<string, number>> | undefined;
  /** Addresses of the published registry, for `cisreg diff`. */
  readonly published: Readonly<Record<string, string>>;
  /** Bases of the chromosomes that give rDHSs. */
  readonly chromosomes: Readonly<Record<string, number>>;
}

/** The file beside a configuration that holds it. */
export const EXPECTED_JSON = 'expected.json';

/**
 * What expected.json beside the configuration `file` says; undefined where there is none, or one that is of something
 * else (it names no recipe). FORMAT: one that names a recipe and is not as above.
 */
export function readExpectation(file: string): Expectation | undefined {
  const at = path.join(path.dirname(file), EXPECTED_JSON);
  if (!existsSync(at)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(at, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (!isObject(value) || typeof value.recipe !== 'string') return undefined;
  const wrong = mistakeIn(value);
  if (wrong !== undefined) {
    throw new CisregError('FORMAT', `${wrong}; mend it, or take the file away`, { where: { file: at } });
  }
  return { about: [], published: {}, classShares: undefined, ...value } as unknown as Expectation;
}

function mistakeIn(value: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof value.title !== 'string') return 'title is missing, expected text';
  for (const key of ['inputs', 'counts', 'chromosomes']) {
    if (!isObject(value[key])) return `${key} is no object, expected one`;
  }
  const { counts, inputs, chromosomes, classShares = {} } = value as Record<string, Record<string, unknown>>;
  const numbers = { counts, chromosomes, classShares, byAssay: inputs!.byAssay };
  for (const [key, of] of Object.entries(numbers)) {
    if (!isObject(of) || !Object.values(of).every((entry) => typeof entry === 'number' && entry >= 0)) {
      return `${key} has a value that is no number, expected numbers, 0 or more`;
    }
  }
  const strangers = Object.keys(counts!).filter(
    (key) => !(EXPECTED_COUNTS as readonly string[]).includes(key),
  );
  if (strangers.length > 0) return `counts has ${strangers[0]}, expected ${EXPECTED_COUNTS.join(', ')}`;
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
