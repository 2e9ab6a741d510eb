import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { readChain } from '../../src/formats/chain.ts';
import type { Chains } from '../../src/genome/chains.ts';
import { chainsOf, type NaiveChain, naiveChains, randomChainText } from '../genome/naive-lift.ts';
import { seeded } from '../genome/random.ts';
import { hasBgzip, hasShared, mistakeOf, SHARED, scratch } from './scratch.ts';

const { file } = scratch();

const HEAD = 'chain 4900 chr1 1000 + 100 160 chrB 800 - 20 75 7';
const TWO = `${HEAD}\n30\t10\t0\n10\t0\t5\n10\n\nchain 1e3 chr2 500 + 0 5 chrB 800 + 0 5\n5\n\n`;

/** Columns as the naive reader has chains. */
function toNaive(chains: Chains): readonly NaiveChain[] {
  return Array.from({ length: chains.count }, (_, c) => {
    const blocks = [];
    for (let b = chains.blockOffsets[c]!; b < chains.blockOffsets[c + 1]!; b++) {
      const target = chains.blockStart[b]!;
      blocks.push({ target, query: chains.blockQueryStart[b]!, size: chains.blockEnd[b]! - target });
    }
    return {
      target: chains.targets.names[chains.targetChrom[c]!]!,
      targetSize: chains.targets.sizes[chains.targetChrom[c]!]!,
      targetStart: chains.targetStart[c]!,
      targetEnd: chains.targetEnd[c]!,
      query: chains.queries.names[chains.queryChrom[c]!]!,
      querySize: chains.queries.sizes[chains.queryChrom[c]!]!,
      isReverse: chains.queryStrand[c] === -1,
      blocks,
    };
  });
}

describe('a chain file', () => {
  it('gives headers and blocks as columns', async () => {
    const chains = await chainsOf(TWO);
    expect(chains.count).toBe(2);
    expect([chains.targets.names, chains.targets.sizes]).toEqual([
      ['chr1', 'chr2'],
      [1000, 500],
    ]);
    expect([chains.queries.names, chains.queries.sizes]).toEqual([['chrB'], [800]]);
    expect(Array.from(chains.score)).toEqual([4900, 1000]);
    expect([Array.from(chains.targetStart), Array.from(chains.targetEnd)]).toEqual([
      [100, 0],
      [160, 5],
    ]);
    expect([Array.from(chains.queryStart), Array.from(chains.queryEnd)]).toEqual([
      [20, 0],
      [75, 5],
    ]);
    expect(Array.from(chains.queryStrand)).toEqual([-1, 1]);
    expect(Array.from(chains.id)).toEqual([7, -1]);
    expect(Array.from(chains.line)).toEqual([1, 6]);
    expect(Array.from(chains.blockOffsets)).toEqual([0, 3, 4]);
    expect(Array.from(chains.blockStart)).toEqual([100, 140, 150, 0]);
    expect(Array.from(chains.blockEnd)).toEqual([130, 150, 160, 5]);
    expect(Array.from(chains.blockQueryStart)).toEqual([20, 50, 65, 0]);
  });

  it('may have comments anywhere, blank lines between chains, CRLF, spaces for tabs and no last LF', async () => {
    const plain = toNaive(await chainsOf(TWO));
    for (const text of [
      `##gap\n${TWO.replaceAll('\n', '\n# comment\n')}`,
      `\n \n${TWO.replace('\n\n', '\n\n\t\n\n')}\n\n`,
      TWO.replaceAll('\n', '\r\n'),
      TWO.replaceAll('\t', ' '),
      TWO.replaceAll(' ', '\t'),
      TWO.replaceAll('\n', ' \n'),
      TWO.trimEnd(),
    ]) {
      expect(toNaive(await chainsOf(text))).toEqual(plain);
    }
  });

  it('leaves out blocks of size 0, which align nothing', async () => {
    const chains = await chainsOf('chain 1 c 90 + 0 30 d 90 + 0 20 1\n0\t5\t0\n10\t5\t0\n0\t0\t0\n10\n\n');
    expect(Array.from(chains.blockStart)).toEqual([5, 20]);
    expect(Array.from(chains.blockQueryStart)).toEqual([0, 10]);
  });

  it('is read from gzip and bgzip as from text', async () => {
    const text = randomChainText(seeded(3), { chains: 400, sizeBp: 5000 });
    const plain = file('plain.chain', text);
    const half = text.indexOf('\n', text.length >> 1) + 3;
    const members = [text.slice(0, half), text.slice(half)].map((part) => gzipSync(part));
    const expected = naiveChains(text);
    expect(toNaive(await readChain(plain))).toEqual(expected);
    expect(toNaive(await readChain(file('x.chain.gz', Buffer.concat(members))))).toEqual(expected);
    if (!hasBgzip) return;
    const blocked = file('b.chain.gz', execFileSync('bgzip', ['-c', plain]));
    expect(toNaive(await readChain(blocked))).toEqual(expected);
  });

  it('is that of the naive reader on random chains', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const text = randomChainText(seeded(seed), { chains: 30, sizeBp: 300 });
      expect(toNaive(await chainsOf(text))).toEqual(naiveChains(text));
    }
  });

  const head = (from: string, to: string) => TWO.replace(HEAD, HEAD.replace(from, to));
  it.each([
    ['', 'test.chain: holds no chain'],
    ['# only\n\n', 'test.chain: holds no chain'],
    ['chr1\t5\t9\n', 'test.chain:1: a line that begins with "chr1", expected the header of a chain'],
    ['30\n', 'test.chain:1: a line that begins with "30", expected the header'],
    ['chain\n', "test.chain:1: 1 field, expected the 12 or 13 of a chain's header"],
    [head(' 20 75 7', ''), "test.chain:1: 10 fields, expected the 12 or 13 of a chain's header"],
    [head('75 7', '75 7 8'), 'test.chain:1: 14 fields, expected the 12 or 13'],
    [head('4900', 'many'), 'test.chain:1:2: column 2 (score) is "many", expected a number'],
    [head('1000', '-1000'), 'test.chain:1:4: column 4 (tSize) is "-1000", expected a whole number from 0'],
    [head('1000 +', '1000 -'), 'test.chain:1:5: column 5 (tStrand) is "-", expected +; '],
    [head('800 -', '800 .'), 'test.chain:1:10: column 10 (qStrand) is ".", expected + or -'],
    [head('1000', '150'), 'test.chain:1:7: column 7 (tEnd) is "160", expected at most the size 150'],
    [head('800', '74'), 'test.chain:1:12: column 12 (qEnd) is "75", expected at most the size 74'],
    [
      head('100 160', '160 160'),
      'test.chain:1:7: column 7 (tEnd) is "160", expected more than the start 160',
    ],
    [head('20 75', '75 20'), 'test.chain:1:12: column 12 (qEnd) is "20", expected more than the start 75'],
    [head('20 75', '2.5 75'), 'test.chain:1:11: column 11 (qStart) is "2.5", expected a whole number'],
    [head('160', '99999999999'), 'test.chain:1:7: column 7 (tEnd) is "99999999999", expected a whole number'],
    [head('75 7', '75 x'), 'test.chain:1:13: column 13 (id) is "x", expected a whole number'],
    [
      TWO.replace('0 5 chrB 800', '0 5 chrB 801'),
      'test.chain:6:9: column 9 (qSize) is "801", expected 800, which earlier chains give as the size of "chrB"',
    ],
    [
      head('160', '161'),
      'test.chain:4: the blocks end at 160 of the target, expected 161, the tEnd of line 1',
    ],
    [head('75', '74'), 'test.chain:4: the blocks end at 75 of the query, expected 74, the qEnd of line 1'],
    [head('160', '139'), 'test.chain:2: the blocks reach 140 of the target, expected at most 139'],
    [head('75', '60'), 'test.chain:3: the blocks reach 65 of the query, expected at most 60'],
    [
      TWO.replace('30\t10\t0', '30\t10'),
      'test.chain:2: 2 fields within the chain of line 1, expected a block',
    ],
    [TWO.replace('30\t10\t0', '30\t10\t0\t0'), 'test.chain:2: 4 fields within the chain of line 1'],
    [
      TWO.replace('30\t10\t0', '-30\t10\t0'),
      'test.chain:2:1: column 1 (size) is "-30", expected a whole number',
    ],
    [TWO.replace('30\t10\t0', '30\t-10\t0'), 'test.chain:2:2: column 2 (dt) is "-10"'],
    [TWO.replace('10\t0\t5', '10\t0\t5x'), 'test.chain:3:3: column 3 (dq) is "5x"'],
    [
      TWO.replace('10\n\n', '10\n'),
      'test.chain:5: a line that begins with "chain" after the last block of the chain of line 1, expected a blank line',
    ],
    [
      TWO.replace('\n10\n\n', '\n\n'),
      'test.chain:4: a blank line within the chain of line 1, expected a block',
    ],
    [TWO.replace('\n10\n\n', '\n'), 'test.chain:4: the header of a chain within the chain of line 1'],
    [
      `${TWO}${HEAD}\n30\t10\t0\n`,
      'test.chain:10: the file ends within the chain of line 9, expected its last line',
    ],
    [`${TWO}${HEAD}\n`, 'test.chain:9: the file ends within the chain of line 9'],
  ])('is refused where it is %j', async (text, expected) => {
    const mistake = await mistakeOf(chainsOf(text));
    expect(mistake.message).toContain(expected);
    expect(mistake.code).toBe(/the file ends/.test(expected) ? 'TRUNCATED' : 'FORMAT');
  });

  it('that is cut anywhere is refused, or holds the chains before the cut', async () => {
    const whole = naiveChains(TWO);
    for (let bytes = 0; bytes <= TWO.length; bytes++) {
      const outcome = await chainsOf(TWO.slice(0, bytes)).catch((error: unknown) => error);
      if (outcome instanceof CisregError) continue;
      const chains = toNaive(outcome as Chains);
      expect(chains).toEqual(whole.slice(0, chains.length));
    }
  });

  it('that is damaged is refused, or its blocks still add up', async () => {
    const random = seeded(11);
    const tokens = ['\t', '\n', '-', '9', '0', ' ', '#', 'chain', '99999999999', 'é', '\0', '\r\n', '\n\n'];
    let refused = 0;
    for (let run = 0; run < 1500; run++) {
      const text = randomChainText(random, { chains: 4, sizeBp: 200 });
      const at = random.int(0, text.length);
      const damaged = text.slice(0, at) + random.pick(tokens) + text.slice(at + random.int(0, 2));
      const outcome = await chainsOf(damaged).catch((error: unknown) => error);
      if (outcome instanceof CisregError) {
        refused++;
        expect(outcome.message).toContain('test.chain');
        expect(outcome.message).not.toMatch(/undefined|\bNaN\b|\[object/);
        continue;
      }
      for (const { blocks, targetStart, targetEnd, targetSize } of toNaive(outcome as Chains)) {
        expect(targetEnd).toBeLessThanOrEqual(targetSize);
        let end = targetStart;
        for (const block of blocks) {
          expect(block.target).toBeGreaterThanOrEqual(end);
          end = block.target + block.size;
        }
        expect(end).toBeLessThanOrEqual(targetEnd);
      }
    }
    expect(refused).toBeGreaterThan(800);
  });

  it.skipIf(!hasShared)('of ../shared is read whole', async () => {
    const counts: Record<string, readonly [chains: number, blocks: number]> = {
      'hg19ToHg38.over': [1278, 53_950],
      'hg38ToHg19.over': [25_374, 185_795],
      'mm10ToMm9.over': [7283, 181_450],
      'mm9ToMm10.over': [1048, 120_932],
      'hg19.mm9.rBest': [2, 566_505],
    };
    for (const [name, count] of Object.entries(counts)) {
      const chains = await readChain(`${SHARED}/chain/${name}.chain.gz`);
      expect([chains.count, chains.blockStart.length]).toEqual(count);
    }
    const path = `${SHARED}/chain/hg19ToHg38.over.chain.gz`;
    const text = gunzipSync(readFileSync(path)).toString('latin1');
    expect(toNaive(await readChain(path))).toEqual(naiveChains(text));
  });
});
