import { describe, expect, it, vi } from 'vitest';
import { openSignalFiles } from '../../src/server/files/signal-files.ts';

const close = vi.fn(async () => {
  throw new Error('the disk is gone');
});
vi.mock('../../src/formats/byte-source.ts', () => ({ openByteSource: async () => ({ close }) }));
vi.mock('../../src/formats/bbi/bigwig.ts', () => ({ openBigWig: async () => ({ close }) }));

describe('bigWigs that stay open', () => {
  it('may fail to close: no answer is the worse for it, and the service goes on', async () => {
    const unhandled: unknown[] = [];
    const hear = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', hear);
    try {
      const files = openSignalFiles({ open: 1 });
      expect(await files.use('a', async () => 1)).toBe(1);
      expect(await files.use('b', async () => 2)).toBe(2);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(close).toHaveBeenCalled();
      await files.close();
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', hear);
    }
  });
});
