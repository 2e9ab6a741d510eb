import { describe, expect, it } from 'vitest';
import { turns } from '../../src/formats/host-pace.ts';

describe('turns', () => {
  it('are at once while they are rare, and far enough apart when many want one', () => {
    const next = turns(10);
    expect([0, 0, 0, 50, 1000, 1000, 1099].map(next)).toEqual([0, 100, 200, 300, 1000, 1100, 1200]);
  });
});
