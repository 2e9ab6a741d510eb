/** Parsers of option values that several commands share. */

import { InvalidArgumentError } from 'commander';

/** The values of an option that may be repeated. */
export function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** A number of threads: 1 or more. */
export function threadCount(text: string): number {
  return wholeNumber(1)(text);
}

/** A parser of whole numbers from `low` to `high`, both inclusive. */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < low || value > high) {
      const range = high === Number.MAX_SAFE_INTEGER ? `${low} or more` : `${low} to ${high}`;
      throw new InvalidArgumentError(`expected a whole number, ${range}`);
    }
    return value;
  };
}

/** A parser of numbers from `low` to `high`. */
export function decimal(low: number, high = Number.POSITIVE_INFINITY): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high)) {
      throw new InvalidArgumentError(
        high === Number.POSITIVE_INFINITY
          ? `expected a number, ${low} or more`
          : `expected a number from ${low} to ${high}`,
      );
    }
    return value;
  };
}

/** A parser of different names separated by commas: chr21,chr22. */
export function nameList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('') || new Set(names).size < names.length) {
    throw new InvalidArgumentError('expected different names separated by commas, such as chr21,chr22');
  }
  return names;
}
