/** Numbers as the pages print them: in full, with commas; a true minus; no dash for what is not known. */

/** 926,535 */
export function count(n: number): string {
  const text = String(Math.round(Math.abs(n))).replace(/\B(?=(\d{3})+$)/g, ',');
  return n < 0 && text !== '0' ? `\u2212${text}` : text;
}

/** A number with its noun: "1 biosample", "839 biosamples". */
export function counted(n: number, singular: string, plural = `${singular}s`): string {
  return `${count(n)} ${n === 1 ? singular : plural}`;
}

/** Decimals with a true minus: −0.50; NaN is "no data". */
export function decimals(x: number, digits = 2): string {
  if (Number.isNaN(x)) return 'no data';
  const text = Math.abs(x).toFixed(digits);
  return x < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

/** A share in per cent, one decimal: 72.1 %; "no data" of nothing. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)}\u00a0%` : 'no data';
}
