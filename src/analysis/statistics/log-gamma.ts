/** Logarithms of the gamma and the beta function, for positive arguments. */

const HALF_LN_2PI = 0.5 * Math.log(2 * Math.PI);
/** From here on eight terms of Stirling's series have all digits of a double. */
const STIRLING_FROM = 10;
/** B(2k) / (2k (2k - 1)), k = 1 .. 8 (Abramowitz and Stegun 6.1.41). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
] as const;

/** ln of gamma(x), x > 0; small arguments are raised by gamma(x + 1) = x gamma(x). */
export function logGamma(x: number): number {
  let product = 1;
  let raised = x;
  for (; raised < STIRLING_FROM; raised++) product *= raised;
  const stirling = (raised - 0.5) * Math.log(raised) - raised + HALF_LN_2PI + stirlingRest(raised);
  return stirling - Math.log(product);
}

/** ln of beta(a, b), a and b > 0. */
export function logBeta(a: number, b: number): number {
  const [less, more] = a < b ? [a, b] : [b, a];
  if (more < STIRLING_FROM) return logGamma(a) + logGamma(b) - logGamma(a + b);
  // The logarithms of two large gammas would cancel: ln gamma(more) - ln gamma(more + less) is taken term by term.
  const ratio =
    less -
    (more - 0.5) * Math.log1p(less / more) -
    less * Math.log(more + less) +
    stirlingRest(more) -
    stirlingRest(more + less);
  return logGamma(less) + ratio;
}

/** What Stirling's formula leaves of ln gamma(x), x >= 10. */
function stirlingRest(x: number): number {
  const inverse = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * inverse + STIRLING[k]!;
  return sum / x;
}
