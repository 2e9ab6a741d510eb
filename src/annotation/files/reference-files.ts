/** The files of a reference genome held against the registry: a 2bit, or a bgzipped FASTA with its indices, and the bands of its chromosomes. */

import { CisregError } from '../../errors.ts';
import { readBed } from '../../formats/bed.ts';
import { type ByteSource, openByteSource } from '../../formats/byte-source.ts';
import { checkGzipIndex, isBgzip, readFastaIndex } from '../../formats/fasta-index.ts';
import { isTwoBit, readTwoBitSequences } from '../../formats/two-bit.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { otherAssembly } from '../chrom-agreement.ts';

export type SequenceForm = '2bit' | 'fasta';

/** Enough to tell what a file is. */
const FIRST_BYTES = 32;
/** UCSC's stains (https://genome.ucsc.edu/goldenPath/gbdDescriptionsOld.html#ChromosomeBand). */
const STAIN = /^(gneg|gpos\d{0,3}|acen|gvar|stalk)$/;

/** What a sequence file is, by its first bytes. Throws CisregError as openByteSource, and FORMAT for other files. */
export async function sequenceForm(file: string): Promise<SequenceForm> {
  const source = await openByteSource(file);
  try {
    const first = await source.read(0, FIRST_BYTES);
    if (isTwoBit(first)) return '2bit';
    if (isBgzip(first)) return 'fasta';
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    const found = isGzip ? 'is gzip, but not made by bgzip' : 'is neither 2bit nor bgzipped FASTA';
    const from = isGzip ? `gzip -dc ${file}` : `cat ${file}`;
    throw new CisregError(
      'FORMAT',
      `${found}, expected a file that can be read from any place; for a FASTA: ${from} | bgzip > genome.fa.gz && samtools faidx genome.fa.gz`,
      { where: { file } },
    );
  } finally {
    await source.close();
  }
}

/**
 * The names and sizes of a sequence file, which are those of the registry where both have a chromosome. Throws CisregError FORMAT, TRUNCATED or ASSEMBLY.
 */
export async function checkSequence(
  file: string,
  form: SequenceForm,
  chromSizes: ChromSizes,
): Promise<readonly { readonly name: string; readonly sizeBp: number }[]> {
  const sequences =
    form === '2bit' ? await reading(file, readTwoBitSequences) : await readFastaIndex(`${file}.fai`);
  if (form === 'fasta') {
    const sizeBytes = await reading(file, async (source) => source.sizeBytes);
    await reading(`${file}.gzi`, (source) => checkGzipIndex(source, sizeBytes));
  }
  const other = otherAssembly(sequences, chromSizes);
  if (other !== undefined) throw new CisregError('ASSEMBLY', other, { where: { file } });
  return sequences;
}

/** Counts the bands of UCSC's cytoBand table. Throws CisregError FORMAT (by line) or ASSEMBLY. */
export async function checkCytobands(
  file: string,
  { index, sizes, names }: ChromSizes,
): Promise<{ bands: number; onOtherChromosomes: number }> {
  const bands = await readBed(file, { minFields: 5, restFrom: 5 });
  const known = bands.chromNames.map((name) => index.get(name));
  const mistakes: CisregError[] = [];
  let onOtherChromosomes = 0;
  for (let row = 0; row < bands.count; row++) {
    const where = { file, line: bands.line[row]! };
    const stain = bands.rest!.at(row).trim();
    if (!STAIN.test(stain)) {
      const message = `the stain is ${stain === '' ? 'empty' : stain}, expected one of gneg, gpos25 to gpos100, acen, gvar, stalk`;
      mistakes.push(new CisregError('FORMAT', message, { where: { ...where, column: 5 } }));
    }
    const c = known[bands.chrom[row]!];
    if (c === undefined) onOtherChromosomes++;
    else if (bands.end[row]! > sizes[c]!) {
      const message = `a band ends at ${bands.end[row]}, expected it within the ${sizes[c]} bp of ${names[c]}; is it of this assembly?`;
      mistakes.push(new CisregError('ASSEMBLY', message, { where: { ...where, column: 3 } }));
    }
  }
  if (mistakes.length > 0) {
    const all = mistakes.map(({ message }) => message);
    throw new CisregError(mistakes[0]!.code, all.join('\n'), { all });
  }
  if (onOtherChromosomes === bands.count) {
    const message = `has bands on ${bands.chromNames.slice(0, 3).join(', ') || 'no chromosome'} and none on one of the registry (${names.slice(0, 3).join(', ')}); is it of this assembly?`;
    throw new CisregError('ASSEMBLY', message, { where: { file } });
  }
  return { bands: bands.count, onOtherChromosomes };
}

async function reading<T>(file: string, read: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openByteSource(file);
  try {
    return await read(source);
  } finally {
    await source.close();
  }
}
