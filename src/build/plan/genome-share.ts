/** What part of a genome a configuration builds. */

import { existsSync } from 'node:fs';
import { CisregError } from '../../errors.ts';
import { readChromSizes } from '../../formats/chrom-sizes.ts';
import { isElsewhere } from '../../formats/remote-files.ts';
import { patternOf } from '../chrom-names.ts';
import type { BuildConfig } from '../config.ts';
import type { Expectation } from '../expectation.ts';

/**
 * Bases of the chosen chromosomes over those of all that give rDHSs, and the latter: by the recipe's own list, else by chromSizes where it
 * lies on this machine. 1 with a note where neither is there, which plans for too much. Throws
 * CisregError CONFIG for a chromosome that is not there, and as readChromSizes.
 */
export async function genomeShare(
  config: BuildConfig,
  expectation: Expectation | undefined,
): Promise<{ share: number; genomeBases?: number; note?: string }> {
  const { chromosomes, chromSizes } = config;
  const sizes = await sizesOf(config, expectation);
  const total = sizes?.reduce((sum, [, size]) => sum + size, 0);
  if (chromosomes === undefined) return total === undefined ? { share: 1 } : { share: 1, genomeBases: total };
  if (sizes === undefined) {
    return {
      share: 1,
      note: `${chromSizes.name} is not on this machine, so the share of ${chromosomes.join(', ')} is not known: planned as if it were all of the genome`,
    };
  }
  const excluded = config.exclude.map(patternOf);
  const unknown = chromosomes.filter(
    (name) => !sizes.some(([own]) => own === name) && !excluded.some((pattern) => pattern.test(name)),
  );
  if (unknown.length > 0) {
    const known = sizes.map(([name]) => name);
    throw new CisregError(
      'CONFIG',
      `chromosomes names ${unknown.join(', ')}, expected ${known.slice(0, 6).join(', ')}${known.length > 6 ? ` or another of ${known.length}` : ''}`,
      { where: config.chromosomesWhere },
    );
  }
  const chosen = sizes.filter(([name]) => chromosomes.includes(name));
  const bases = chosen.reduce((sum, [, size]) => sum + size, 0);
  return { share: total === 0 ? 1 : bases / total!, genomeBases: total! };
}

async function sizesOf(
  { chromSizes, exclude }: BuildConfig,
  expectation: Expectation | undefined,
): Promise<readonly (readonly [string, number])[] | undefined> {
  const listed = Object.entries(expectation?.chromosomes ?? {});
  if (listed.length > 0) return listed;
  if (isElsewhere(chromSizes.name) || !existsSync(chromSizes.path)) return undefined;
  const { names, sizes } = await readChromSizes(chromSizes.path);
  const excluded = exclude.map(patternOf);
  return names
    .map((name, c) => [name, sizes[c]!] as const)
    .filter(([name]) => !excluded.some((pattern) => pattern.test(name)));
}
