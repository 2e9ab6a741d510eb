/** The two sides of a comparison: registries, or BEDs of elements; and whether they can be compared at all. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { locationName } from '../formats/byte-stream.ts';
import { otherNaming } from '../genome/chrom-sizes.ts';
import { rowsWhere } from '../genome/gather.ts';
import { type Scheme, schemeOfLabels } from '../registry/schemes.ts';
import { LAST_PUBLISHED_TIER } from '../registry/tiers.ts';
import { CCRE_BED, RDHS_BED, UNFILTERED_BED } from '../store/layout.ts';
import { openRegistry, type RegistryDirectory } from '../store/registry-directory.ts';
import { type DiffElements, pickElements, readDiffElements } from './diff-elements.ts';

export interface DiffSide {
  /** As it was given. */
  readonly name: string;
  /** undefined for a BED. */
  readonly registry: RegistryDirectory | undefined;
  /** Of a BED: told by its classes; undefined where they do not tell. */
  readonly scheme: Scheme | undefined;
  /** What is compared: the cCREs of a registry, every row of a BED. */
  readonly elements: DiffElements;
  /** cCREs that a registry leaves out for their tier. */
  readonly leftOut: DiffElements | undefined;
  readonly rdhss: DiffElements | undefined;
  /** Every rDHS of a registry, in the rows of its store, where `rdhss` are those of some chromosomes. */
  readonly allRdhss: DiffElements | undefined;
}

/** Reads a registry's directory, or a BED (`-`: standard input). */
export async function readDiffSide(location: string): Promise<DiffSide> {
  const name = locationName(location);
  if (!isDirectory(location)) {
    const elements = await readDiffElements(location);
    return {
      name,
      registry: undefined,
      scheme: schemeOfLabels(elements.labels),
      elements,
      leftOut: undefined,
      rdhss: undefined,
      allRdhss: undefined,
    };
  }
  const registry = await openRegistry(location);
  const rdhss = await readDiffElements(path.join(location, RDHS_BED));
  const { scheme } = registry;
  if (scheme === 'encode4') {
    const elements = await readDiffElements(path.join(location, CCRE_BED));
    return { name, registry, scheme, elements, leftOut: undefined, rdhss, allRdhss: rdhss };
  }
  const all = await readDiffElements(path.join(location, UNFILTERED_BED));
  const isPublished = Uint8Array.from(all.tier ?? [], (tier) => (tier <= LAST_PUBLISHED_TIER ? 1 : 0));
  return {
    name,
    registry,
    scheme,
    elements: pickElements(all, rowsWhere(isPublished)),
    leftOut: pickElements(all, rowsWhere(isPublished.map((flag) => 1 - flag))),
    rdhss,
    allRdhss: rdhss,
  };
}

/** Both sides on some chromosomes alone. Throws a CisregError (USAGE) for a chromosome that neither has. */
export function onChromosomes(
  sides: readonly [DiffSide, DiffSide],
  names: readonly string[],
): [DiffSide, DiffSide] {
  const known = new Set(sides.flatMap(({ elements }) => elements.regions.chromNames));
  const stray = names.find((name) => !known.has(name));
  if (stray !== undefined) {
    throw new CisregError(
      'USAGE',
      `neither side has elements on ${stray}, expected chromosomes of theirs, such as ${[...known].slice(0, 3).join(', ')}`,
    );
  }
  const [old, now] = sides;
  return [sideOn(old, names), sideOn(now, names)];
}

function sideOn(side: DiffSide, names: readonly string[]): DiffSide {
  const on = (elements: DiffElements | undefined) => {
    if (elements === undefined) return undefined;
    const { chrom, chromNames } = elements.regions;
    const isWanted = chromNames.map((name) => (names.includes(name) ? 1 : 0));
    return pickElements(elements, rowsWhere(Uint8Array.from(chrom, (c) => isWanted[c]!)));
  };
  const { elements, leftOut, rdhss } = side;
  return { ...side, elements: on(elements)!, leftOut: on(leftOut), rdhss: on(rdhss) };
}

/**
 * What a reader must know before comparing, a sentence each. Throws a CisregError (ASSEMBLY) where two registries name
 * different assemblies, or the sides have no chromosome in common.
 */
export function comparisonWarnings(old: DiffSide, now: DiffSide): readonly string[] {
  const [a, b] = [old.registry?.assembly, now.registry?.assembly];
  if (a !== undefined && b !== undefined && a !== b) {
    throw new CisregError(
      'ASSEMBLY',
      `is of ${b} and ${old.name} of ${a}, expected one assembly; lift one over and compare it as a BED`,
      { where: { file: now.name } },
    );
  }
  refuseOtherChromosomes(old, now);
  const warnings: string[] = [];
  if (old.scheme !== undefined && now.scheme !== undefined && old.scheme !== now.scheme) {
    warnings.push(
      `the schemes differ (${old.scheme}, ${now.scheme}): DNase-H3K4me3 is compared with CA-H3K4me3 and CTCF-only with CA-CTCF; the suffix CTCF-bound is not compared`,
    );
  }
  const prefixes = [old, now].map(({ elements }) => /^.*?(?=\d*$)/.exec(elements.accession?.at(0) ?? '')![0]);
  if (prefixes[0] !== '' && prefixes[1] !== '' && prefixes[0] !== prefixes[1]) {
    warnings.push(
      `accessions begin with ${prefixes[0]} and ${prefixes[1]}: they are compared as they stand, so none is kept`,
    );
  }
  return warnings;
}

function refuseOtherChromosomes(old: DiffSide, now: DiffSide): void {
  const ours = old.elements.regions.chromNames;
  const theirs = new Set(now.elements.regions.chromNames);
  if (ours.length === 0 || theirs.size === 0 || ours.some((name) => theirs.has(name))) return;
  const isOtherNaming = ours.some((name) => theirs.has(otherNaming(name)));
  const mend = isOtherNaming ? 'rename the chromosomes of one (chr1, 1)' : 'are they of the same assembly?';
  throw new CisregError(
    'ASSEMBLY',
    `has no chromosome of ${old.name} (${[...theirs][0]}, ${ours[0]}), expected the same names; ${mend}`,
    { where: { file: now.name } },
  );
}

function isDirectory(location: string): boolean {
  return statSync(location, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
