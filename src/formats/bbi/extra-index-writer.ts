/** Writes the index of a bigBed by the text of a column; its layout is in extra-index.ts. */

import { CisregError } from '../../errors.ts';
import { byteOrder } from '../byte-order.ts';
import { growingFloat64, growingInt32 } from '../growing-column.ts';
import { TextColumnBuilder } from '../text-column.ts';
import { BLOCK_PLACE_BYTES } from './extra-index.ts';
import type { FileAppender } from './file-appender.ts';
import { encodeKeyTree, type KeyTree } from './tree-writer.ts';

/** Every key takes the room of the longest: one text of a megabyte would make the index a million times that. */
const MAX_KEY_BYTES = 255;

export interface ExtraIndexBuilder {
  /** Takes the next row's text, source[from, to). Throws CisregError FORMAT for one of over 255 bytes. */
  add(source: Uint8Array, from: number, to: number): void;
  /** Says in which block the rows since the last call stand. */
  closeBlock(offset: number, sizeBytes: number): void;
  /** Appends the tree; returns its offset. */
  write(file: FileAppender): Promise<number>;
}

/** Collects the texts of `column` for the file `path`. Holds them, and 12 bytes a row. */
export function buildExtraIndex(path: string, column: string): ExtraIndexBuilder {
  const texts = new TextColumnBuilder();
  const blockOf = growingInt32();
  const offsets = growingFloat64();
  const sizes = growingInt32();
  let blocks = 0;
  let keyBytes = 1;
  return {
    add(source, from, to) {
      if (to - from > MAX_KEY_BYTES) {
        const start = Buffer.from(source.subarray(from, from + 20)).toString('utf8');
        const message = `a ${column} of ${to - from} bytes (${start}...), expected at most ${MAX_KEY_BYTES} in an index; shorten it`;
        throw new CisregError('FORMAT', message, { where: { file: path } });
      }
      keyBytes = Math.max(keyBytes, to - from);
      blockOf.reserve(texts.count + 1);
      blockOf.values[texts.count] = blocks;
      texts.append(source, from, to);
    },
    closeBlock(offset, sizeBytes) {
      offsets.reserve(blocks + 1);
      sizes.reserve(blocks + 1);
      offsets.values[blocks] = offset;
      sizes.values[blocks] = sizeBytes;
      blocks++;
    },
    async write(file) {
      const keys = texts.finish();
      const order = byteOrder(keys);
      const tree: KeyTree = {
        count: keys.count,
        keyBytes,
        valueBytes: BLOCK_PLACE_BYTES,
        writeKey: (i, to, at) => {
          let byte = at;
          const row = order[i]!;
          for (let from = keys.offsets[row]!; from < keys.offsets[row + 1]!; from++)
            to[byte++] = keys.bytes[from]!;
        },
        writeValue: (i, to, at) => {
          const block = blockOf.values[order[i]!]!;
          writeUint64(to, offsets.values[block]!, at);
          writeUint64(to, sizes.values[block]!, at + 8);
        },
      };
      const at = file.offset;
      for (const node of encodeKeyTree(tree, at)) await file.append(node);
      return at;
    },
  };
}

/** Without a BigInt for each row. */
function writeUint64(to: Buffer, value: number, at: number): void {
  to.writeUInt32LE(value % 2 ** 32, at);
  to.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}
