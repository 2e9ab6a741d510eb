import { describe, expect, test } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { accessionNumber, assignAccessions, formatAccession } from '../../src/registry/accessions.ts';
import { seeded } from '../genome/random.ts';
import { byPlace, place, type Row, toRegions, toRows } from '../genome/rows.ts';

interface Listed extends Row {
  readonly number: number;
}

function assign(elements: readonly Row[], previous: readonly Listed[] | undefined): Map<string, number> {
  const { sorted } = sortRegions(toRegions(elements));
  const { numbers } = assignAccessions(sorted, previous && columns(previous), 'old.bed');
  return new Map(toRows(sorted).map((row, i) => [place(row), numbers[i]!]));
}

function columns(previous: readonly Listed[]) {
  return {
    ...toRegions(previous),
    number: Float64Array.from(previous, (row) => row.number),
    line: Int32Array.from(previous, (_, i) => i + 1),
  };
}

describe('assignAccessions', () => {
  test('gives what a table of places gives, or refuses what it refuses', () => {
    let refused = 0;
    let kept = 0;
    for (let seed = 0; seed < 600; seed++) {
      const random = seeded(seed);
      const rowAt = (chroms: readonly string[]): Row => {
        const start = random.int(0, 12) * 5;
        return { chrom: random.pick(chroms), start, end: start + random.int(1, 3) };
      };
      const elements = [
        ...new Map(
          Array.from({ length: random.int(0, 30) }, () => rowAt(['chr1', 'chr11', 'chr2'])).map((row) => [
            place(row),
            row,
          ]),
        ).values(),
      ];
      const numberRange = random.pick([40, 5000]);
      const previous: Listed[] = Array.from({ length: random.int(0, 25) }, () => ({
        ...rowAt(['chr2', 'chr1', 'chr11', 'chrUnknown']),
        number: random.int(0, numberRange),
      }));

      const numberOfPlace = new Map(previous.map((row) => [place(row), row.number]));
      const placeOfNumber = new Map<number, string>();
      let clash = false;
      for (const row of previous) {
        clash ||= (placeOfNumber.get(row.number) ?? place(row)) !== place(row);
        placeOfNumber.set(row.number, place(row));
      }
      if (clash) {
        expect(() => assign(elements, previous)).toThrow(CisregError);
        refused++;
        continue;
      }
      let next = Math.max(0, ...previous.map((row) => row.number)) + 1;
      const naive = new Map<string, number>();
      for (const row of [...elements].sort(byPlace)) {
        const old = numberOfPlace.get(place(row));
        if (old !== undefined) kept++;
        naive.set(place(row), old ?? next++);
      }
      // Equal starts are numbered in the order of the input, so both get the same one.
      const ours = assign([...elements].sort(byPlace), previous);
      expect(ours).toEqual(naive);
      expect(new Set(ours.values()).size).toBe(ours.size);
    }
    expect(refused).toBeGreaterThan(100);
    expect(kept).toBeGreaterThan(100);
  });

  const element = { chrom: 'chr1', start: 100, end: 300 };

  test('starts at 1 without a previous registry', () => {
    expect([...assign([element, { ...element, chrom: 'chr2' }], undefined).values()]).toEqual([1, 2]);
  });

  test('counts the elements that keep their number', () => {
    const { sorted } = sortRegions(toRegions([element, { ...element, start: 400, end: 600 }]));
    const previous = columns([
      { ...element, number: 5 },
      { ...element, number: 6 },
      { ...element, end: 299, number: 9 },
    ]);
    expect(assignAccessions(sorted, previous)).toEqual({ numbers: Float64Array.of(6, 10), reused: 1 });
  });

  test('keeps the number 0', () => {
    expect([...assign([element], [{ ...element, number: 0 }]).values()]).toEqual([0]);
  });

  test('counts the numbers of unknown chromosomes and of places beyond any end', () => {
    const previous = [{ chrom: 'hs37d5', start: 2_000_000_000, end: 2_000_000_100, number: 41 }];
    expect([...assign([element], previous).values()]).toEqual([42]);
  });

  test('does not take chr1:1100-1300 for chr11:100-1300, as keys without separators do', () => {
    const previous = [{ chrom: 'chr11', start: 100, end: 1300, number: 7 }];
    expect([...assign([{ chrom: 'chr1', start: 1100, end: 1300 }], previous).values()]).toEqual([8]);
  });

  test('names both lines of a number at two places', () => {
    const previous = [
      { ...element, number: 7 },
      { ...element, start: 1000, end: 1200, number: 8 },
      { ...element, chrom: 'chr2', number: 7 },
    ];
    expect(() => assign([element], previous)).toThrow(/^old\.bed:3: accession number 7 .* line 1 /);
  });
});

describe('accessionNumber', () => {
  test('reads the last run of digits whatever the prefix', () => {
    expect(accessionNumber('EH37D0000007')).toBe(7);
    expect(accessionNumber('EM10E12345678')).toBe(12345678);
    expect(accessionNumber('LB01D0000010')).toBe(10);
    expect(accessionNumber('EH38D')).toBeNaN();
    expect(accessionNumber('EH38D0000007x')).toBeNaN();
    expect(accessionNumber('')).toBeNaN();
  });

  test('reads back what formatAccession writes, beyond seven digits too', () => {
    expect(formatAccession('EH38', 'E', 7)).toBe('EH38E0000007');
    for (const number of [1, 9_999_999, 10_000_000, 123_456_789]) {
      expect(accessionNumber(formatAccession('EM10', 'D', number))).toBe(number);
    }
  });
});
