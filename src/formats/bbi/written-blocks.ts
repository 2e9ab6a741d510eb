/** Reads back the blocks of a file that is being written: what zoom levels are made of is known only at the end. */

import type { FileHandle } from 'node:fs/promises';
import type { WrittenBlocks } from './bbi-writer.ts';
import { openBlockInflater } from './block-inflate.ts';
import { type BlockBuffer, newBlockBuffer } from './section.ts';

/**
 * Hands each block, inflated, to `visit`, by chromosome and start; the buffer is reused by the next. What `visit`
 * returns is a complaint: our own defect.
 */
export async function visitWrittenBlocks(
  handle: FileHandle,
  { blocks, largestBytes }: WrittenBlocks,
  options: {
    readonly isCompressed: boolean;
    readonly visit: (block: BlockBuffer, length: number) => string | undefined;
  },
): Promise<void> {
  const block = newBlockBuffer(largestBytes + 1);
  const inflater = openBlockInflater();
  try {
    for (let i = 0; i < blocks.count; i++) {
      const packed = new Uint8Array(blocks.sizeBytes[i]!);
      await handle.read(packed, 0, packed.length, blocks.offset[i]!);
      let length: number | string = packed.length;
      if (options.isCompressed) length = inflater.inflate(packed, block.bytes);
      else block.bytes.set(packed);
      const complaint = typeof length === 'string' ? length : options.visit(block, length);
      if (complaint !== undefined)
        throw new Error(`a block that was just written reads back wrong: ${complaint}`);
    }
  } finally {
    inflater.close();
  }
}
