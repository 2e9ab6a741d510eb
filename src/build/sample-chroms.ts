/** The chromosomes of a sample: whether its files and the registry are of one assembly, known before anything is computed. */

import { CisregError } from '../errors.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { assemblyOf } from '../genome/assemblies.ts';
import { type ChromSizes, chromSizesOf, otherNaming } from '../genome/chrom-sizes.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { absentChroms } from '../signal/mean-signal.ts';
import { planRegions } from '../signal/region-plan.ts';
import type { TargetRegistry } from './target-registry.ts';

interface Sized {
  readonly name: string;
  readonly sizeBp: number;
}

/** A chromosome's size and the file that first told it. */
interface KnownSize {
  readonly sizeBp: number;
  readonly file: string;
}

/**
 * Opens every bigWig and gives the sizes of all chromosomes that have elements: as the registry or --chrom-sizes has them,
 * else as the bigWigs, else the end of the furthest rDHS, which is said. Throws CisregError for all bigWigs that cannot be read; ASSEMBLY: files that contradict
 * one another in sizes or naming, rDHSs beyond the end of a chromosome, a bigWig without any of the chromosomes.
 */
export async function checkSampleChroms(
  target: TargetRegistry,
  files: readonly Location[],
  progress: Progress,
): Promise<ChromSizes> {
  const known = new Map<string, KnownSize>();
  const mistakes: string[] = [];
  if (target.chromSizes !== undefined) {
    const { names, sizes } = target.chromSizes.table;
    addSizes(
      known,
      target.chromSizes.file,
      names.map((name, i) => ({ name, sizeBp: sizes[i]! })),
    );
  }
  const plan = planRegions(target.rdhs, 0);
  const absent: { file: string; names: string[]; pieces: number }[] = [];
  const unreadable = new Mistakes();
  for (const location of files) {
    const file = shownLocation(location);
    await unreadable.collect(async () => {
      const source = await openByteSource(location);
      try {
        const bigWig = await openBigWig(source);
        mistakes.push(...addSizes(known, file, bigWig.chroms));
        absent.push({ file, ...absentChroms(bigWig, plan) });
      } finally {
        await source.close();
      }
    });
  }
  unreadable.throwIfAny();
  const furthest = furthestEnds(target);
  mistakes.push(...elementMistakes(target, furthest, known), ...prefixMistakes(target, known));
  if (mistakes.length === 0) {
    for (const { file, names, pieces } of absent) {
      if (pieces < target.rdhsIds.count) continue;
      mistakes.push(
        `${file}: has none of the registry's chromosomes (${listed(names)}), expected one assembly and one naming`,
      );
    }
  }
  if (mistakes.length > 0) throw new CisregError('ASSEMBLY', mistakes.join('\n'), { all: mistakes });
  for (const { file, names, pieces } of absent) {
    if (names.length > 0) {
      progress.warn(`${file} has no ${listed(names)}: ${pieces} rDHSs count as uncovered`);
    }
  }
  if (target.assembly !== undefined) return target.chromSizes!.table;

  const names = [...furthest.keys()];
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    progress.warn(
      `no file tells the size of ${listed(unknown)}: the end of the furthest rDHS stands in the bigBed; --chrom-sizes names a file that does`,
    );
  }
  return chromSizesOf(
    names,
    names.map((name) => known.get(name)?.sizeBp ?? furthest.get(name)!.end),
  );
}

/** The assembly that ENCODE's accessions are given in, by their prefix. */
const ASSEMBLY_OF_PREFIX: Readonly<Record<string, string>> = { EH37: 'hg19', EH38: 'GRCh38', EM10: 'mm10' };

/** BEDs say no assembly, but ENCODE's accessions do: a bigWig of hg38 would fit hg19's elements without a word. */
function prefixMistakes(target: TargetRegistry, known: ReadonlyMap<string, KnownSize>): string[] {
  if (target.assembly !== undefined) return [];
  const prefix = target.rdhsIds.at(0).slice(0, 4);
  const expected = ASSEMBLY_OF_PREFIX[prefix];
  const chr1 = known.get('chr1') ?? known.get('1');
  if (expected === undefined || chr1 === undefined) return [];
  const found = assemblyOf(chromSizesOf(['chr1'], [chr1.sizeBp]));
  if (found === undefined || found === expected) return [];
  return [
    `${chr1.file}: chr1 has the size of ${found}, but accessions ${prefix} are of ${expected}, expected one assembly; take the registry or the signals of the other`,
  ];
}

/** Takes a file's chromosomes among those known; returns what of it contradicts them, a message a kind. */
function addSizes(known: Map<string, KnownSize>, file: string, chroms: readonly Sized[]): string[] {
  const own = new Set(chroms.map(({ name }) => name));
  const sizes: string[] = [];
  const namings: string[] = [];
  const fresh: Sized[] = [];
  for (const { name, sizeBp } of chroms) {
    const before = known.get(name);
    const other = otherNaming(name);
    const renamed = own.has(other) ? undefined : known.get(other);
    if (before === undefined && renamed !== undefined) {
      namings.push(
        `names a chromosome ${name} that ${renamed.file} names ${other}, expected one naming throughout; rename the chromosomes of one of them`,
      );
    } else if (before === undefined) fresh.push({ name, sizeBp });
    else if (before.sizeBp !== sizeBp) {
      sizes.push(
        `${name} has ${sizeBp} bases, expected the ${before.sizeBp} of ${before.file}; the two are of different assemblies`,
      );
    }
  }
  for (const { name, sizeBp } of fresh) known.set(name, { sizeBp, file });
  return [sizes, namings].flatMap((of) => firstOf(of, file));
}

interface FurthestEnd {
  readonly end: number;
  readonly row: number;
}

/** The rDHS that ends last on each chromosome that has any. */
function furthestEnds({ rdhs }: TargetRegistry): Map<string, FurthestEnd> {
  const furthest = new Map<string, FurthestEnd>();
  for (const [c, name] of rdhs.chromNames.entries()) {
    const from = rdhs.chromOffsets[c]!;
    const to = rdhs.chromOffsets[c + 1]!;
    let row = from;
    for (let i = from + 1; i < to; i++) if (rdhs.end[i]! > rdhs.end[row]!) row = i;
    if (from < to) furthest.set(name, { end: rdhs.end[row]!, row });
  }
  return furthest;
}

function elementMistakes(
  target: TargetRegistry,
  furthest: ReadonlyMap<string, FurthestEnd>,
  known: ReadonlyMap<string, KnownSize>,
): string[] {
  const beyond: string[] = [];
  const namings: string[] = [];
  for (const [name, { end, row }] of furthest) {
    const size = known.get(name);
    const other = otherNaming(name);
    const renamed = furthest.has(other) ? undefined : known.get(other);
    if (size === undefined && renamed !== undefined) {
      namings.push(
        `names a chromosome ${name} that ${renamed.file} names ${other}, expected one naming throughout; rename the chromosomes of one of them`,
      );
    } else if (size !== undefined && end > size.sizeBp) {
      beyond.push(
        `${target.rdhsIds.at(row)} ends at ${name}:${end}, expected at most the ${size.sizeBp} bases of ${size.file}; the two are of different assemblies`,
      );
    }
  }
  return [beyond, namings].flatMap((of) => firstOf(of, target.rdhsFile));
}

/** One message for all chromosomes: of another assembly, hundreds would say the same. */
function firstOf(messages: readonly string[], file: string): string[] {
  if (messages.length === 0) return [];
  const more = messages.length > 1 ? ` (and so for ${messages.length - 1} more chromosomes)` : '';
  return [`${file}: ${messages[0]}${more}`];
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
