/** Numbers with six decimals, as C's "%.6f" prints them. */

/**
 * The text of x with six decimals; exact ties of the binary value go to the even digit, as in C and Python
 * (toFixed rounds them up). A tie needs exactly seven decimals, so it is an odd multiple of 2^-7.
 */
export function formatSixDecimals(x: number): string {
  const isTie = Number.isInteger(x * 128) && !Number.isInteger(x * 64);
  if (!isTie) return Object.is(x, -0) ? '-0.000000' : x.toFixed(6);
  // 2^-7 is 0.0078125: the seventh decimal is the 5 that is dropped, and the sixth must end up even.
  const seven = Math.abs(x).toFixed(7);
  const down = seven.slice(0, -1);
  const text = Number(down.at(-1)) % 2 === 0 ? down : Math.abs(x).toFixed(6);
  return x < 0 ? `-${text}` : text;
}
