/**
 * Numbers with six significant digits, as C's printf("%g") writes them. UCSC's tools print signals so, and the
 * method compares and takes logarithms of what they print. The exact value of the double is what is rounded, and
 * exact ties go to the even digit (ISO C 7.21.6.1 under IEEE 754); JavaScript's toPrecision rounds them up.
 */

/** 10^0 to 10^22: the powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** 5^0 to 5^13, below 2^31. */
const FIVES = Int32Array.from({ length: 14 }, (_, i) => 5 ** i);
/** The decades that values usually lie in, found by comparing instead of by a logarithm. */
const LOWEST = -6;
const DECADES = Float64Array.from({ length: 16 }, (_, i) => Number(`1e${LOWEST + i}`));

/** The digits of 00 to 99, side by side. */
const PAIRS = Uint8Array.from(
  { length: 200 },
  (_, i) => 48 + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10),
);

/** The digits of 000 to 999, side by side. */
const TRIPLES = Uint8Array.from(
  { length: 3000 },
  (_, i) => 48 + (Math.floor(i / 3 / 10 ** (2 - (i % 3))) % 10),
);
/** How many zeros end 000 to 999. */
const ZEROS = Uint8Array.from({ length: 1000 }, (_, n) =>
  n === 0 ? 3 : n % 100 === 0 ? 2 : n % 10 === 0 ? 1 : 0,
);

// What split() found: |x| is digits * 10^(exponent - 5), digits in 100000..999999.
let digits = 0;
let exponent = 0;

/** The text that C's printf("%g", x) gives; `nan`, `inf` and `-0` included. */
export function formatSix(x: number): string {
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const sign = x < 0 ? '-' : '';
  const size = Math.abs(x);
  if (size < 1e6 && Number.isInteger(size)) return String(x);
  if (!Number.isFinite(size)) return Number.isNaN(x) ? 'nan' : `${sign}inf`;
  split(size);
  let kept = digits;
  let length = 6;
  while (kept % 10 === 0) {
    kept /= 10;
    length--;
  }
  const text = String(kept);
  if (exponent < -4 || exponent >= 6) {
    const mantissa = length === 1 ? text : `${text[0]}.${text.slice(1)}`;
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${text}`;
  if (length <= exponent + 1) return `${sign}${text}${'0'.repeat(exponent + 1 - length)}`;
  return `${sign}${text.slice(0, exponent + 1)}.${text.slice(exponent + 1)}`;
}

/** The double that the text of formatSix(x) parses to. */
export function roundSix(x: number): number {
  const size = Math.abs(x);
  if (!(size < Number.POSITIVE_INFINITY) || size === 0) return x;
  if (size < 1e6 && Number.isInteger(size)) return x;
  split(size);
  const power = exponent - 5;
  let rounded: number;
  // An integer and an exact power of ten: one rounding, so the result is the nearest double.
  if (power >= -22 && power <= 0) rounded = digits / POWERS[-power]!;
  else if (power > 0 && power <= 22) rounded = digits * POWERS[power]!;
  else rounded = Number(`${digits}e${power}`);
  return x < 0 ? -rounded : rounded;
}

/**
 * The double of the decimal with six digits whose nearest float32 is `f`: what a float32 column that was filled
 * from such decimals meant. float32 keeps six digits apart (FLT_DIG), so it is unique for |f| >= 1.2e-38.
 */
export function floatToSix(f: number): number {
  return roundSix(f);
}

/** Writes the text of formatSix(x) at bytes[at...]; returns the offset behind it. Needs room for 14 bytes. */
export function writeSix(bytes: Uint8Array, at: number, x: number): number {
  held[0] = x;
  return writeHeld(bytes, at);
}

// A double that is handed to a function which is too long to be compiled into its caller becomes an object: millions of them to collect. One in an
// array does not.
const held = new Float64Array(1);

function writeHeld(bytes: Uint8Array, at: number): number {
  const x = held[0]!;
  if (x === 0) {
    if (Object.is(x, -0)) bytes[at++] = 45;
    bytes[at] = 48;
    return at + 1;
  }
  let to = at;
  if (x < 0) bytes[to++] = 45;
  const size = Math.abs(x);
  if (size < 1e6 && Number.isInteger(size)) return writeInteger(bytes, to, size);
  if (!(size < Number.POSITIVE_INFINITY)) return writeText(bytes, to, Number.isNaN(x) ? 'nan' : 'inf');
  held[0] = size;
  splitHeld();
  const high = (digits / 1000) | 0;
  const low = digits - 1000 * high;
  // The digits that are left without the zeros at their end.
  const length = low === 0 ? 3 - ZEROS[high]! : 6 - ZEROS[low]!;
  const power = exponent;
  const isScientific = power < -4 || power >= 6;
  const whole = isScientific ? 1 : power + 1;
  if (whole <= 0) {
    bytes[to++] = 48;
    bytes[to++] = 46;
    for (let i = whole; i < 0; i++) bytes[to++] = 48;
    writeThree(bytes, to, high);
    writeThree(bytes, to + 3, low);
    to += length;
  } else if (length <= whole) {
    writeThree(bytes, to, high);
    writeThree(bytes, to + 3, low);
    to += whole;
  } else {
    // The digits go one place to the right, then those before the point move back over it.
    writeThree(bytes, to + 1, high);
    writeThree(bytes, to + 4, low);
    for (let i = 0; i < whole; i++) bytes[to + i] = bytes[to + i + 1]!;
    bytes[to + whole] = 46;
    to += length + 1;
  }
  if (!isScientific) return to;
  bytes[to++] = 101;
  bytes[to++] = power < 0 ? 45 : 43;
  const shown = Math.abs(power);
  if (shown < 10) bytes[to++] = 48;
  return writeInteger(bytes, to, shown);
}

function writeThree(bytes: Uint8Array, at: number, n: number): void {
  bytes[at] = TRIPLES[3 * n]!;
  bytes[at + 1] = TRIPLES[3 * n + 1]!;
  bytes[at + 2] = TRIPLES[3 * n + 2]!;
}

/** Writes a whole number of 0..2^31-1 in decimal at bytes[at...]; returns the offset behind it. */
export function writeInteger(bytes: Uint8Array, at: number, n: number): number {
  let length = 1;
  while (length < 10 && n >= POWERS[length]!) length++;
  return writeDigits(bytes, at, n, length);
}

function writeDigits(bytes: Uint8Array, at: number, n: number, length: number): number {
  let rest = n | 0;
  let i = at + length - 1;
  for (; i > at; i -= 2) {
    const hundredth = (rest / 100) | 0;
    const pair = 2 * (rest - hundredth * 100);
    bytes[i - 1] = PAIRS[pair]!;
    bytes[i] = PAIRS[pair + 1]!;
    rest = hundredth;
  }
  if (i === at) bytes[at] = 48 + rest;
  return at + length;
}

function writeText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** Sets `digits` and `exponent` for a positive finite number. */
function split(size: number): void {
  held[0] = size;
  splitHeld();
}

function splitHeld(): void {
  const size = held[0]!;
  let power: number;
  if (size >= 1e-6 && size < 1e9) {
    let i = -LOWEST;
    while (size < DECADES[i]!) i--;
    while (size >= DECADES[i + 1]!) i++;
    power = LOWEST + i;
  } else {
    power = Math.floor(Math.log10(size));
    if (power < -17 || power > 27) {
      splitExactly(size);
      return;
    }
  }
  // |scaled - its exact value| < 1.2e-10, since 10^|5 - power| is exact: far from a tie it cannot matter.
  const shift = 5 - power;
  const scaled = shift >= 0 ? size * POWERS[shift]! : size / POWERS[-shift]!;
  let whole = Math.floor(scaled);
  const part = scaled - whole;
  if (part > 0.499999999 && part < 0.500000001) {
    if (part !== 0.5 || !isTie(size, scaled, shift)) {
      splitExactly(size);
      return;
    }
    whole += whole & 1;
  } else if (part > 0.5) whole++;
  if (whole >= 1_000_000) {
    // 999999.5 and more, or a logarithm that fell one short.
    if (scaled >= 1_000_001) {
      splitExactly(size);
      return;
    }
    whole = 100_000;
    power++;
  } else if (whole < 100_000) {
    splitExactly(size);
    return;
  }
  digits = whole;
  exponent = power;
}

/** Whether `size` is exactly scaled / 10^shift, where scaled ends in a half. False where that is hard to tell. */
function isTie(size: number, scaled: number, shift: number): boolean {
  const odd = 2 * scaled;
  // Twice the value is odd / 10^shift; a double can only be that if the fives cancel.
  if (shift >= 0) return shift <= 9 && odd % FIVES[shift]! === 0 && size === scaled / POWERS[shift]!;
  return -shift <= 13 && size === scaled * POWERS[-shift]!;
}

/** The slow way, from the exact decimal expansion. */
function splitExactly(size: number): void {
  // Correctly rounded, but ties go up. A tie ends at its seventh digit; no double that is none has 50 zeros there.
  const text = size.toExponential(60);
  const rounded = size.toExponential(5);
  const mark = rounded.indexOf('e');
  let whole = Number(rounded[0] + rounded.slice(2, mark));
  const isExactTie = text[7] !== undefined && /^50*$/.test(text.slice(7, text.indexOf('e')));
  if (isExactTie && (whole & 1) === 1) whole--;
  digits = whole;
  exponent = Number(rounded.slice(mark + 1));
  // 100000 is even, so a tie that was rounded up to the next decade stays there.
}
