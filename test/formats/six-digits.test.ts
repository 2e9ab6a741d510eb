import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatToSix, formatSix, roundSix, writeInteger, writeSix } from '../../src/formats/six-digits.ts';

/** printf("%g") from the exact value of the double, in integers. */
function exactSix(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (x === 0) return `${sign}0`;
  if (!Number.isFinite(x)) return `${sign}inf`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const field = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  const binary = (field === 0 ? 1 : field) - 1075;
  let numerator = binary > 0 ? mantissa << BigInt(binary) : mantissa;
  let denominator = binary < 0 ? 1n << BigInt(-binary) : 1n;
  let exponent = 0;
  while (numerator >= denominator * 10n) {
    denominator *= 10n;
    exponent++;
  }
  while (numerator < denominator) {
    numerator *= 10n;
    exponent--;
  }
  numerator *= 100_000n;
  let digits = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  if (twice > denominator || (twice === denominator && digits % 2n === 1n)) digits++;
  if (digits === 1_000_000n) {
    digits = 100_000n;
    exponent++;
  }
  const text = String(digits);
  if (exponent < -4 || exponent >= 6) {
    const mantissaText = `${text[0]}.${text.slice(1)}`.replace(/\.?0+$/, '');
    return `${sign}${mantissaText}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${text}`.replace(/0+$/, '');
  const whole = text.slice(0, exponent + 1);
  const part = text.slice(exponent + 1).replace(/0+$/, '');
  return part === '' ? `${sign}${whole}` : `${sign}${whole}.${part}`;
}

function written(x: number): string {
  const bytes = new Uint8Array(40);
  return Buffer.from(bytes.subarray(0, writeSix(bytes, 3, x)))
    .toString('latin1')
    .slice(3);
}

const anyDouble = fc.double();
const float = fc.float().map(Math.fround);
/** Seven digits that end in 5, over a power of two or ten: ties, and their neighbours. */
const nearTie = fc
  .tuple(
    fc.integer({ min: 100_000, max: 999_999 }),
    fc.integer({ min: -12, max: 16 }),
    fc.integer({ min: -2, max: 2 }),
  )
  .map(([digits, power, step]) => nudged(Number(`${digits}5e${power}`), step));
const dyadic = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.integer({ min: 0, max: 20 }))
  .map(([n, power]) => n / 2 ** power);
const nearDecade = fc
  .tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -3, max: 3 }))
  .map(([power, step]) => nudged(Number(`1e${power}`), step));

function nudged(x: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
  return view.getFloat64(0);
}

const interesting = fc.oneof(anyDouble, float, nearTie, dyadic, nearDecade);

describe('six significant digits', () => {
  it('prints what printf("%g") is documented to print', () => {
    const cases: [number, string][] = [
      [0, '0'],
      [-0, '-0'],
      [Number.NaN, 'nan'],
      [Number.POSITIVE_INFINITY, 'inf'],
      [Number.NEGATIVE_INFINITY, '-inf'],
      [1e-5, '1e-05'],
      [0.0001, '0.0001'],
      [1.5e6, '1.5e+06'],
      [123456, '123456'],
      [1234565, '1.23456e+06'],
      [1234575, '1.23458e+06'],
      [0.5 + 123456, '123456'],
      [0.5 + 123457, '123458'],
      [999999.5, '1e+06'],
      [-2.5, '-2.5'],
      [5e-324, '4.94066e-324'],
      [Number.MAX_VALUE, '1.79769e+308'],
    ];
    for (const [x, text] of cases) {
      expect(formatSix(x)).toBe(text);
      expect(written(x)).toBe(text);
    }
  });

  it('agrees with exact integer arithmetic on doubles, floats, ties and decades', () => {
    fc.assert(
      fc.property(interesting, (x) => {
        const exact = exactSix(x);
        expect(formatSix(x)).toBe(exact);
        expect(written(x)).toBe(exact);
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });

  it('agrees with the printf of the C library, through awk', (ctx) => {
    const values = fc.sample(interesting.filter(Number.isFinite), { numRuns: 20_000, seed: 2 });
    const input = values.map((x) => (Object.is(x, -0) ? '-0' : x.toExponential(20))).join('\n');
    const awk = spawnSync('awk', ['{ printf "%g\\n", $1 }'], {
      input,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      maxBuffer: 1e8,
    });
    if (awk.error !== undefined) ctx.skip('awk is not on PATH');
    const texts = awk.stdout.trimEnd().split('\n');
    expect(texts.length).toBe(values.length);
    // Some awks write the zero of an underflow or of -0 without its sign.
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) expect(formatSix(values[i]!)).toBe(texts[i]);
  });

  it('rounds to the double that the text parses to', () => {
    fc.assert(
      fc.property(interesting.filter(Number.isFinite), (x) => {
        expect(roundSix(x)).toBe(Number(exactSix(x)));
      }),
      { numRuns: 20_000, seed: 3 },
    );
    expect(roundSix(Number.NaN)).toBeNaN();
    expect(roundSix(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('finds the six-digit decimal again that a float32 was made from', () => {
    const decimal = fc
      .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: -36, max: 32 }))
      .map(([digits, power]) => Number(`${digits}e${power}`));
    fc.assert(
      fc.property(decimal, (x) => {
        expect(floatToSix(Math.fround(x))).toBe(x);
        expect(floatToSix(Math.fround(x))).toBe(Number(Math.fround(x).toPrecision(6)));
      }),
      { numRuns: 20_000, seed: 4 },
    );
  });

  it('writes whole numbers of every length', () => {
    const bytes = new Uint8Array(20);
    for (const n of [0, 7, 10, 99, 100, 65_535, 999_999_999, 1_000_000_000, 2 ** 31 - 1]) {
      const end = writeInteger(bytes, 1, n);
      expect(Buffer.from(bytes.subarray(1, end)).toString('latin1')).toBe(String(n));
    }
  });
});
