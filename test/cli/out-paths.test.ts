import { describe, expect, it } from 'vitest';
import { outPaths } from '../../src/cli/out-paths.ts';

describe('the table of a bigWig', () => {
  it.each([
    ['a/liver.bigWig', 'liver'],
    ['a/K562#1.bw', 'K562#1'],
    ['a/what?.bw', 'what?'],
    ['encff:ENCFF001ABC', 'ENCFF001ABC'],
    ['https://h.org/x/liver.bw?sig=SECRET', 'liver'],
    ['https://h.org/get?id=1#liver.bigWig', 'liver'],
    ['https://h.org/get?id=1#../../liver.bigWig', 'liver'],
    ['https://h.org/get?id=1#', 'get'],
  ])('%s is called %s', (signal, name) => {
    expect(outPaths([signal], 'out', 'tsv')).toEqual([`out/${name}.tsv`]);
  });

  it('has a name of its own, which two addresses are told apart by', () => {
    const same = ['https://h.org/get?id=1', 'https://h.org/get?id=2'];
    expect(() => outPaths(same, 'out', 'tsv')).toThrow(/would both be written to out\/get\.tsv/);
    const named = same.map((address, i) => `${address}#s${i}.bw`);
    expect(outPaths(named, 'out', 'tsv')).toEqual(['out/s0.tsv', 'out/s1.tsv']);
  });
});
