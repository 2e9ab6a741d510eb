/** Numbers as pages show them: exact, aligned, with a true minus. */

const MINUS = '\u2212';
const COUNT = new Intl.NumberFormat('en-US');
const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '\u207b',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [String(digit), sign])),
};

/** 926,535. */
export const count = (value: number): string => COUNT.format(value).replace('-', MINUS);

/** "1 element", "2 elements". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A number with so many decimals and a true minus; a rounded zero has no sign. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}

/** A Z-score with two decimals; with three where two would show 1.64 and the threshold lies there. */
export function zScore(value: number): string {
  const text = fixed(value, 2);
  return text === '1.64' ? fixed(value, 3) : text;
}

/** p and q: two significant digits; below 0.001 as 3.4 × 10⁻¹⁸, below 10⁻³⁰⁰ as that; never 0. */
export function pValue(value: number): string {
  if (value < 1e-300) return `< 10${superscript(-300)}`;
  if (value >= 0.001) return value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
  const [digits, exponent] = value.toExponential(1).split('e');
  return `${digits} × 10${superscript(Number(exponent))}`;
}

/** An exponent in raised digits. */
export const superscript = (value: number): string =>
  [...String(value)].map((sign) => SUPERSCRIPTS[sign] ?? sign).join('');

/** A share as 72.1%. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? '0.0%' : `${((100 * part) / whole).toFixed(1)}%`;

/** TPM and RPM: one decimal, "< 0.1" below that, 0 as 0. */
export const tpm = (value: number): string =>
  value === 0 ? '0' : value < 0.1 ? '< 0.1' : value >= 1000 ? count(Math.round(value)) : value.toFixed(1);

/** A distance: 10,566 bp, from a million on 1.24 Mb. */
export const distance = (bp: number): string =>
  Math.abs(bp) >= 1e6 ? `${fixed(bp / 1e6, 2)} Mb` : `${count(bp)} bp`;

/** The size of a stretch of the genome: 349 bp, 122 kb, 2.4 Mb. */
export function span(bp: number): string {
  if (bp < 10_000) return `${count(bp)} bp`;
  return bp < 1e6 ? `${count(Math.round(bp / 1000))} kb` : `${(bp / 1e6).toFixed(1)} Mb`;
}

/** A region, 1-based inclusive with separators, from a 0-based half-open one. */
export const place = ({ chrom, start, end }: { chrom: string; start: number; end: number }): string =>
  `${chrom}:${count(start + 1)}-${count(end)}`;

/** The same as the API and other programs take it: without separators. */
export const plainPlace = ({ chrom, start, end }: { chrom: string; start: number; end: number }): string =>
  `${chrom}:${start + 1}-${end}`;

/** A place as the API writes it, `chr1:51252-62892`, with separators. */
export const withSeparators = (location: string): string =>
  location.replace(/:(\d+)(?:-(\d+))?$/, (_, from: string, to: string | undefined) =>
    to === undefined ? `:${count(Number(from))}` : `:${count(Number(from))}-${count(Number(to))}`,
  );
