/** Reads blocks of a bbi file one after the other: large sequential reads, one inflate state, one buffer. */

import type { ByteSource } from '../byte-source.ts';
import { openBlockInflater } from './block-inflate.ts';
import type { BlockTable } from './block-table.ts';
import type { BbiHeader } from './header.ts';
import { type BlockBuffer, newBlockBuffer } from './section.ts';
import { bbiError } from './tree-reader.ts';

const READ_BYTES = 4 << 20;
/** A hole that is cheaper to read over than to leave out. */
const GAP_BYTES = 1 << 16;
/** zlib cannot expand more: a longer claim need not be believed, and no memory is reserved for it. */
const MAX_EXPANSION = 1032;

/** zlib copies in large steps only where at least 258 bytes, its longest match, are left. */
const SLACK_BYTES = 512;

/** A run of blocks that one read brings. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/**
 * Reads the blocks in the order of the table and hands each, inflated, to `visit`; the buffer is reused by the next.
 * `largestBytes` bounds what a block may be. Throws CisregError FORMAT for blocks that zlib cannot inflate, or that
 * are larger than the header says.
 */
export async function visitBlocks(
  file: { source: ByteSource; header: BbiHeader; largestBytes: number },
  blocks: BlockTable,
  visit: (block: BlockBuffer, length: number, i: number) => void,
): Promise<void> {
  const { source, header } = file;
  const isCompressed = header.bufferBytes > 0;
  const packedBytes = blocks.sizeBytes.reduce((most, bytes) => Math.max(most, bytes), 0);
  const claimed = isCompressed ? Math.min(header.bufferBytes, packedBytes * MAX_EXPANSION) : packedBytes;
  const limit = Math.min(claimed, file.largestBytes);
  // More than may be used: a full buffer is then one that was too small, and zlib slows down near the end of one.
  const block = newBlockBuffer(limit + SLACK_BYTES);
  const output = block.bytes;
  const inflater = openBlockInflater();
  const refuse = (i: number, complaint: string) =>
    bbiError(
      source,
      blocks.offset[i]!,
      `the block of ${blocks.sizeBytes[i]} bytes here ${complaint}; is the file damaged?`,
    );
  const visitStretch = (stretch: Stretch, bytes: Uint8Array) => {
    for (let i = stretch.from; i < stretch.to; i++) {
      const at = blocks.offset[i]! - stretch.offset;
      const to = at + blocks.sizeBytes[i]!;
      if (to > bytes.length) throw refuse(i, 'ends beyond the end of the file');
      let length: number | string = to - at;
      if (isCompressed) length = inflater.inflate(bytes, output, at, to);
      else if (length <= limit) output.set(bytes.subarray(at, to));
      if (typeof length === 'string') throw refuse(i, `cannot be inflated (${length})`);
      if (length > limit) throw refuse(i, `is larger than the ${limit} bytes that a block may have`);
      visit(block, length, i);
    }
  };
  const stretches = stretchesOf(blocks);
  const readStretch = newStretchReader(source);
  let waiting = readStretch(stretches[0]);
  try {
    for (let s = 0; s < stretches.length; s++) {
      const bytes = await waiting;
      // The next read runs while this one's blocks are inflated.
      waiting = readStretch(stretches[s + 1]);
      visitStretch(stretches[s]!, bytes);
    }
  } finally {
    inflater.close();
    await waiting.catch(() => {});
  }
}

/** Reads stretches into two buffers in turn: what one read brought is overwritten by the next but one. */
function newStretchReader(source: ByteSource): (stretch: Stretch | undefined) => Promise<Uint8Array> {
  let buffers = [new Uint8Array(0), new Uint8Array(0)] as const;
  return async (stretch) => {
    if (stretch === undefined) return new Uint8Array(0);
    if (source.readInto === undefined) return source.read(stretch.offset, stretch.sizeBytes);
    let [target, other] = buffers;
    if (target.length < stretch.sizeBytes)
      target = new Uint8Array(Math.max(stretch.sizeBytes, Math.min(READ_BYTES, source.sizeBytes)));
    buffers = [other, target];
    const filled = await source.readInto(target.subarray(0, stretch.sizeBytes), stretch.offset);
    return target.subarray(0, filled);
  };
}

function stretchesOf(blocks: BlockTable): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < blocks.count; ) {
    const offset = blocks.offset[from]!;
    let end = offset + blocks.sizeBytes[from]!;
    let to = from + 1;
    for (; to < blocks.count; to++) {
      const next = blocks.offset[to]!;
      const nextEnd = next + blocks.sizeBytes[to]!;
      if (next < end || next > end + GAP_BYTES || nextEnd - offset > READ_BYTES) break;
      end = nextEnd;
    }
    stretches.push({ from, to, offset, sizeBytes: end - offset });
    from = to;
  }
  return stretches;
}
