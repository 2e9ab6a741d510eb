/** Reads blocks of a bbi file one after the other: large sequential reads, one inflate state, one buffer. */

import type { BulkReading, ByteSource } from '../byte-source.ts';
import { openBlockInflater } from './block-inflate.ts';
import type { BlockTable } from './block-table.ts';
import type { BbiHeader } from './header.ts';
import { type BlockBuffer, newBlockBuffer } from './section.ts';
import { bbiError } from './tree-reader.ts';

/** How a disk is read fast. */
const OF_DISK: BulkReading = { readBytes: 4 << 20, gapBytes: 1 << 16, inFlight: 1 };
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
  const bulk = source.bulk ?? OF_DISK;
  const stretches = stretchesOf(blocks, bulk);
  const readStretch = newStretchReader(source, bulk);
  const waiting: Promise<Uint8Array>[] = [];
  let next = 0;
  const readAhead = () => {
    for (; next < stretches.length && waiting.length < bulk.inFlight; next++) {
      const reading = readStretch(stretches[next]!);
      // Where an earlier one fails nobody waits for this one.
      reading.catch(() => {});
      waiting.push(reading);
    }
  };
  try {
    for (const stretch of stretches) {
      readAhead();
      const bytes = await waiting.shift()!;
      // The next reads run while this one's blocks are inflated.
      readAhead();
      visitStretch(stretch, bytes);
      // What has come in meanwhile is taken, and the next requests leave, only when the thread looks up.
      if (source.bulk !== undefined) await new Promise(setImmediate);
    }
  } finally {
    inflater.close();
    await Promise.allSettled(waiting);
  }
}

/** Reads stretches into buffers in turn: what one read brought holds until so many more have begun as may be under way. */
function newStretchReader(
  source: ByteSource,
  { readBytes, inFlight }: BulkReading,
): (stretch: Stretch) => Promise<Uint8Array> {
  const buffers = Array.from({ length: inFlight + 1 }, () => new Uint8Array(0));
  return async (stretch) => {
    if (source.readInto === undefined) return source.read(stretch.offset, stretch.sizeBytes);
    let target = buffers.shift()!;
    if (target.length < stretch.sizeBytes)
      target = new Uint8Array(Math.max(stretch.sizeBytes, Math.min(readBytes, source.sizeBytes)));
    buffers.push(target);
    const filled = await source.readInto(target.subarray(0, stretch.sizeBytes), stretch.offset);
    return target.subarray(0, filled);
  };
}

function stretchesOf(blocks: BlockTable, { gapBytes, readBytes }: BulkReading): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < blocks.count; ) {
    const offset = blocks.offset[from]!;
    let end = offset + blocks.sizeBytes[from]!;
    let to = from + 1;
    for (; to < blocks.count; to++) {
      const next = blocks.offset[to]!;
      const nextEnd = next + blocks.sizeBytes[to]!;
      if (next < end || next > end + gapBytes || nextEnd - offset > readBytes) break;
      end = nextEnd;
    }
    stretches.push({ from, to, offset, sizeBytes: end - offset });
    from = to;
  }
  return stretches;
}
