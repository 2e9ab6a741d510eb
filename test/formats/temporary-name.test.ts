import { describe, expect, it } from 'vitest';
import { isTemporaryName, temporaryName } from '../../src/formats/temporary-name.ts';

describe('temporary names', () => {
  it('stand beside the file, differ each time, and are told from names of files', () => {
    const [one, other] = [temporaryName('a/b.bed'), temporaryName('a/b.bed')];
    expect(one.startsWith('a/b.bed.')).toBe(true);
    expect(one).not.toBe(other);
    expect([one, 'a/b.bed', 'a/b.tmp', 'x.tmp-notes'].map((name) => isTemporaryName(name))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('tell the process that writes', () => {
    const name = temporaryName('x');
    expect(isTemporaryName(name, process.pid)).toBe(true);
    expect(isTemporaryName(name, process.pid + 1)).toBe(false);
  });
});
