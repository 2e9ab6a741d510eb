/** Ranges and conditions by RFC 9110, sections 13 and 14. */

import { describe, expect, it } from 'vitest';
import { fileAnswer } from '../../src/server/files/byte-range.ts';
import { seeded } from '../genome/random.ts';

const DATE = new Date('1994-11-15T12:45:26.700Z');
const FILE = { sizeBytes: 10_000, etag: '"xyz"', lastModified: DATE };
const SAME_DATE = 'Tue, 15 Nov 1994 12:45:26 GMT';
const EARLIER = 'Tue, 15 Nov 1994 12:45:25 GMT';
const get = (headers: Record<string, string>, file: Parameters<typeof fileAnswer>[2] = FILE) => {
  const { status, start, end } = fileAnswer('GET', headers, file);
  return status === 200 || status === 206 ? `${status} ${start}-${end}` : String(status);
};

describe('a range', () => {
  it('is one of the examples of the RFC', () => {
    // 14.1.2 of RFC 9110, for a representation of 10,000 bytes.
    expect(get({ range: 'bytes=0-499' })).toBe('206 0-500');
    expect(get({ range: 'bytes=500-999' })).toBe('206 500-1000');
    expect(get({ range: 'bytes=-500' })).toBe('206 9500-10000');
    expect(get({ range: 'bytes=9500-' })).toBe('206 9500-10000');
    expect(get({ range: 'bytes=9500-20000' })).toBe('206 9500-10000');
    expect(get({ range: 'bytes=-20000' })).toBe('206 0-10000');
    expect(get({ range: 'Bytes = 0-0' })).toBe('206 0-1');
  });

  it('is not satisfied beyond the end, and of nothing', () => {
    for (const range of ['bytes=10000-', 'bytes=10000-10001', 'bytes=-0']) expect(get({ range })).toBe('416');
    const empty = { ...FILE, sizeBytes: 0 };
    expect(get({ range: 'bytes=0-' }, empty)).toBe('416');
    expect(get({}, empty)).toBe('200 0-0');
  });

  it('is passed over where it is none, several, of another unit, or not of GET', () => {
    for (const range of [
      'bytes=5-4',
      'bytes=-',
      'bytes=',
      'bytes',
      'bytes=a-b',
      'bytes=0-1,4-5',
      'items=0-1',
      '0-1',
    ]) {
      expect(get({ range }), range).toBe('200 0-10000');
    }
    expect(fileAnswer('HEAD', { range: 'bytes=0-1' }, FILE)).toEqual({ status: 200, start: 0, end: 10_000 });
  });

  it('is passed over at once where it is a header full of blanks', () => {
    // 60 kB of them fit into the headers of a request; their squares shall not be counted.
    const blanks = ' '.repeat(250_000);
    expect(get({ range: `bytes=${blanks}x` })).toBe('200 0-10000');
    expect(get({ range: `${blanks}bytes = 0 - 1` })).toBe('200 0-10000');
    expect(get({ range: ' bytes = 0 - 1 ' })).toBe('206 0-2');
  });

  it('is within the file, or everything, whatever is asked', () => {
    const random = seeded(5);
    for (let i = 0; i < 2000; i++) {
      const sizeBytes = random.int(0, 30);
      const [from, to] = [random.int(0, 40), random.int(0, 40)];
      const range = `bytes=${random.chance(0.8) ? from : ''}-${random.chance(0.8) ? to : ''}`;
      const { status, start, end } = fileAnswer('GET', { range }, { ...FILE, sizeBytes });
      if (status === 206) expect(start >= 0 && start < end && end <= sizeBytes, range).toBe(true);
      else if (status === 200) expect([start, end], range).toEqual([0, sizeBytes]);
      else expect(status).toBe(416);
    }
  });

  it('counts only while its condition names this content', () => {
    const range = 'bytes=0-1';
    expect(get({ range, 'if-range': '"xyz"' })).toBe('206 0-2');
    expect(get({ range, 'if-range': SAME_DATE })).toBe('206 0-2');
    for (const condition of ['"abc"', 'W/"xyz"', EARLIER, 'nonsense', '']) {
      expect(get({ range, 'if-range': condition }), condition).toBe('200 0-10000');
    }
    const unknown = { sizeBytes: 10_000, etag: undefined, lastModified: undefined };
    for (const condition of ['"xyz"', SAME_DATE]) {
      expect(get({ range, 'if-range': condition }, unknown)).toBe('200 0-10000');
    }
  });
});

describe('a condition', () => {
  it('spares what the visitor has, weak tags included', () => {
    for (const tag of ['"xyz"', 'W/"xyz"', '"a", "xyz"', '*'])
      expect(get({ 'if-none-match': tag }), tag).toBe('304');
    expect(get({ 'if-none-match': '"a"' })).toBe('200 0-10000');
    expect(get({ 'if-modified-since': SAME_DATE })).toBe('304');
    expect(get({ 'if-modified-since': EARLIER })).toBe('200 0-10000');
    expect(get({ 'if-modified-since': 'never' })).toBe('200 0-10000');
    // The tag decides where both are there.
    expect(get({ 'if-none-match': '"a"', 'if-modified-since': SAME_DATE })).toBe('200 0-10000');
    expect(get({ 'if-none-match': '"xyz"', range: 'bytes=0-1' })).toBe('304');
  });

  it('refuses what is another content now', () => {
    expect(get({ 'if-match': '"abc"' })).toBe('412');
    expect(get({ 'if-match': '"abc", "xyz"' })).toBe('200 0-10000');
    expect(get({ 'if-match': '*' })).toBe('200 0-10000');
    expect(get({ 'if-match': 'W/"xyz"' })).toBe('412');
    expect(get({ 'if-unmodified-since': EARLIER })).toBe('412');
    expect(get({ 'if-unmodified-since': SAME_DATE })).toBe('200 0-10000');
  });
});
