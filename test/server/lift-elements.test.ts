import { describe, expect, it } from 'vitest';
import { liftBetween } from '../../src/server/lists/lift-elements.ts';
import type { Served } from '../../src/server/served.ts';

const of = (assembly: string) => ({ id: assembly, store: { registry: { assembly } } }) as unknown as Served;

describe('two registries', () => {
  it('are of one assembly in whatever spelling: elements are found by place, without orthologs', () => {
    for (const [a, b] of [
      ['hg38', 'GRCh38'],
      ['grcm38', 'mm10'],
    ] as const)
      expect(liftBetween(of(a), of(b))).toBeTypeOf('function');
  });
});
