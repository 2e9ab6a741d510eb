import { describe, expect, it } from 'vitest';
import { ORDER_OF_ZERO, readAllcalls, readFdrBed } from '../../src/formats/allcalls.ts';
import { readBed } from '../../src/formats/bed.ts';
import { readBroadPeak } from '../../src/formats/broad-peak.ts';
import { parseNarrowPeakRest, readNarrowPeak } from '../../src/formats/narrow-peak.ts';
import { hasShared, mistakeOf, SHARED, scratch } from './scratch.ts';

const { file } = scratch();
const path = (text: string) => file('rows.txt', text);
const complaint = async (promise: Promise<unknown>) =>
  (await mistakeOf(promise)).message.replace(/^.*rows\.txt/, 'rows.txt');

describe('narrowPeak', () => {
  const rows = 'chr1\t10\t160\t.\t0\t.\t7.5\t-1\t3.25\t75\nchr2\t0\t50\tp\t9\t+\t1e3\t12\tinf\t-1\n';

  it('gives signal, p, q and summit', async () => {
    const peaks = await readNarrowPeak(path(rows));
    expect(peaks.chromNames).toEqual(['chr1', 'chr2']);
    expect(Array.from(peaks.signalValue)).toEqual([7.5, 1000]);
    expect(Array.from(peaks.pValue)).toEqual([-1, 12]);
    expect(Array.from(peaks.qValue)).toEqual([3.25, Number.POSITIVE_INFINITY]);
    expect(Array.from(peaks.summit)).toEqual([75, -1]);
    expect(Array.from(peaks.line)).toEqual([1, 2]);
  });

  it.each([
    ['chr1\t0\t9\t.\t0\t.\t1\t1\t1\n', 'rows.txt:1: 9 columns; narrowPeak has at least 10'],
    ['chr1\t0\t9\t.\t0\t.\tx\t1\t1\t0\n', 'rows.txt:1:7: column 7 (signalValue) is "x", expected a number'],
    ['chr1\t0\t9\t.\t0\t.\t1\t1\t-2\t0\n', 'rows.txt:1:9: column 9 (qValue) is "-2", expected the -log10'],
    ['chr1\t0\t9\t.\t0\t.\t1\tnan\t1\t0\n', 'rows.txt:1:8: column 8 (pValue) is "nan", expected the -log10'],
    [
      'chr1\t0\t9\t.\t0\t.\t1\t1\t1\t9\n',
      'rows.txt:1:10: column 10 (peak) is "9", expected an offset of 0 to 8',
    ],
    ['chr1\t0\t9\t.\t0\t.\t1\t1\t1\t-2\n', 'rows.txt:1:10: column 10 (peak) is "-2"'],
  ])('refuses %j', async (text, expected) => {
    expect(await complaint(readNarrowPeak(path(text)))).toContain(expected);
  });

  it('is the same from the rest columns of a bigBed', async () => {
    const location = path(rows);
    const table = await readBed(location, { restFrom: 4 });
    const direct = await readNarrowPeak(location);
    const { signalValue, pValue, qValue, summit } = parseNarrowPeakRest(table, table.rest!, 'peaks.bb');
    expect({ signalValue, pValue, qValue, summit }).toEqual({
      signalValue: direct.signalValue,
      pValue: direct.pValue,
      qValue: direct.qValue,
      summit: direct.summit,
    });
  });

  it('from a bigBed names the item that is wrong', async () => {
    const broken = await readBed(path('chr1\t5\t9\t.\t0\t.\t1\t1\t1\t4\n'), { restFrom: 4 });
    expect(() => parseNarrowPeakRest(broken, broken.rest!, 'peaks.bb')).toThrow(
      'peaks.bb: column 10 (peak) of item 1 (chr1:5-9) is "4", expected an offset of 0 to 3',
    );
    const narrow = await readBed(path('chr1\t5\t9\tname\n'), { restFrom: 4 });
    expect(() => parseNarrowPeakRest(narrow, narrow.rest!, 'peaks.bb')).toThrow(
      'peaks.bb: 4 columns in item 1 (chr1:5-9), expected the 10 of narrowPeak',
    );
  });

  it.skipIf(!hasShared)('reads the real files of ../shared whole', async () => {
    const k562 = await readNarrowPeak(`${SHARED}/grch38-chr22-k562/K562.DNase.narrowPeak.gz`);
    expect([k562.count, k562.end[0], k562.summit[0], k562.qValue[0]]).toEqual([
      26612, 10709810, 10677503, 3.35023,
    ]);
    const counts = await Promise.all(
      ['GM12878', 'H1-hESC', 'K562'].map(async (name) => {
        return (await readNarrowPeak(`${SHARED}/hg19-chr1/${name}.DNase.narrowPeak.gz`)).count;
      }),
    );
    expect(counts.reduce((a, b) => a + b)).toBe(65031);
    expect((await readNarrowPeak(`${SHARED}/idr/peak1_sub`)).count).toBeGreaterThan(50);
  });
});

describe('broadPeak', () => {
  it('gives signal, p and q', async () => {
    const peaks = await readBroadPeak(path('chr1\t10\t160\t.\t0\t.\t7.5\t-1\t3.25\n'));
    expect([peaks.signalValue[0], peaks.pValue[0], peaks.qValue[0]]).toEqual([7.5, -1, 3.25]);
    expect(await complaint(readBroadPeak(path('chr1\t1\t2\t.\t0\t.\t1\t1\tq\n')))).toContain(
      'column 9 (qValue) is "q"',
    );
  });
});

describe('allcalls', () => {
  const orders = async (...fdrs: string[]) => {
    const text = fdrs.map((fdr, i) => `chr1\t${i}\t${i + 1}\ti\t${fdr}\n`).join('');
    return Array.from((await readAllcalls(path(text))).order);
  };

  it('take the order of an FDR from its text', async () => {
    expect(await orders('1e-05', '2.5e-400', '1e-4000', '9.99e-4', '9.999e-4', '1E-07')).toEqual([
      5, 400, 4000, 4, 4, 7,
    ]);
    expect(await orders('0', '0.0', '0e-7', '0.00E+00')).toEqual(new Array(4).fill(ORDER_OF_ZERO));
    expect(await orders('1', '1.0', '1e+00', '1e0', '10e-1')).toEqual([0, 0, 0, 0, 1]);
  });

  it('round text without an exponent to three digits first', async () => {
    expect(await orders('0.009999', '0.00999', '0.009995', '0.0099949', '0.00100004', '0.05')).toEqual([
      2, 3, 2, 3, 3, 2,
    ]);
    expect(await orders('0.9996', '0.9994', '0.5', '0.1', '0.00001')).toEqual([0, 1, 1, 1, 5]);
    expect(await orders(`0.${'0'.repeat(30)}1`, `0.${'0'.repeat(400)}1`)).toEqual([31, ORDER_OF_ZERO]);
  });

  it('agree with %.2E for every plain decimal', async () => {
    const texts = Array.from({ length: 3000 }, (_, i) => ((i + 1) / 3000 ** (1 + (i % 3))).toFixed(14));
    const plain = [...texts.filter((text) => Number(text) > 0), '0.09995', '0.099949999', '0.000999500001'];
    const expected = plain.map((text) => -Number(Number(text).toExponential(2).split('e')[1]) || 0);
    expect(await orders(...plain)).toEqual(expected);
  });

  it('keep the FDR as a double beside it', async () => {
    const calls = await readAllcalls(path('chr1\t1\t2\ti\t1.23457e-05\nchr1\t2\t3\ti\t3e-400\n'));
    expect(Array.from(calls.fdr)).toEqual([1.23457e-5, 0]);
  });

  it.each(['-0.1', 'nan', '1.5', '2e+00', '', 'x', '1e', '.', '1e-', 'inf'])(
    'refuse the FDR %j',
    async (fdr) => {
      expect(await complaint(readAllcalls(path(`chr1\t1\t2\ti\t${fdr}\n`)))).toMatch(
        /^rows\.txt:1:5: column 5 \(FDR\) is ".*", expected a false discovery rate from 0 to 1/,
      );
    },
  );
});

describe('DHSs with an FDR', () => {
  it('may have further columns', async () => {
    const table = await readFdrBed(path('chr1\t1\t200\t0.001\tmore\nchr1\t1\t200\t1e-9\tmore\n'));
    expect(Array.from(table.fdr)).toEqual([0.001, 1e-9]);
    expect(await complaint(readFdrBed(path('chr1\t1\t200\t7\n')))).toContain('column 4 (FDR) is "7"');
    expect(await complaint(readFdrBed(path('chr1\t1\t200\n')))).toContain('a DHS file has at least 4');
  });
});
