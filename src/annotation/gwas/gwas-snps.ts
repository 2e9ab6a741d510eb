/** What the columns of an association study spell: ids, places, p-values. */

import { type ChromSizes, otherNaming } from '../../genome/chrom-sizes.ts';

/** The ids of one cell: "rs1; rs2", "rs1, rs2", "rs1 x rs2" (an interaction) have two. "NR" and the like are none. */
export function splitIds(text: string): string[] {
  return splitCell(text).filter((id) => !/^(?:NR|NA|N\/A|none|-|\?|\.)$/i.test(id));
}

/** The parts of a cell that speaks of several SNPs. */
export function splitCell(text: string): string[] {
  return text
    .trim()
    .split(/\s*[;,]\s*|\s+x\s+|\s+/i)
    .filter((part) => part !== '');
}

/** A place on a chromosome of the registry. */
export interface SnpPlace {
  readonly chrom: string;
  /** 1-based. */
  readonly pos: number;
}

/** The place that an id such as chr6:32588205 or 6:32588205:A:G spells; undefined where it is none. */
export function placeOfId(id: string, chromSizes: ChromSizes): SnpPlace | undefined {
  const [, chrom, pos] = /^(?:chr)?(\w{1,2})[:_.](\d{1,10})(?:[:_.].*)?$/i.exec(id) ?? [];
  return chrom === undefined ? undefined : placeOf(chrom, pos!, chromSizes);
}

// PLINK's numbers, which the catalogue had in 2012.
const NUMBERED: Readonly<Record<string, string>> = { '23': 'X', '24': 'Y', '26': 'MT' };

/** The place of CHR_ID and CHR_POS; undefined where there is none, and on a chromosome that the registry has not. */
export function placeOf(chrom: string, pos: string, { index }: ChromSizes): SnpPlace | undefined {
  if (!/^\d{1,10}$/.test(pos)) return undefined;
  const bare = chrom.trim().toUpperCase().replace(/^CHR/, '');
  const own = NUMBERED[bare] ?? bare;
  const name = [own, `chr${own}`, otherNaming(own)].find((candidate) => index.has(candidate));
  return name === undefined ? undefined : { chrom: name, pos: Number(pos) };
}

/**
 * -log10 of a p-value as text: of 2E-400 too, which no double holds. NaN where it is none ("NS", "E", empty, negative, above 1);
 * Infinity for 0.
 */
export function minusLog10(text: string): number {
  const [, mantissa, exponent] =
    /^\s*(\d+(?:\.\d*)?|\.\d+)(?:\s*[eE]\s*([+-]?\d{1,6}))?\s*$/.exec(text) ?? [];
  if (mantissa === undefined) return Number.NaN;
  const value = -Math.log10(Number(mantissa)) - Number(exponent ?? 0);
  if (value < 0) return Number.NaN;
  return value === 0 ? 0 : value;
}
