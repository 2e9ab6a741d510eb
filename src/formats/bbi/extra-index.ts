/**
 * Indexes of a bigBed by the text of a column. The header's extension lists them; each is a B+ tree from a row's text,
 * padded with zeros, to the offset and size of the row's block. A text stands there once for each row that has it.
 */

import type { ByteSource } from '../byte-source.ts';
import { CHROM_TREE_HEADER_BYTES, CHROM_TREE_MAGIC, NODE_HEADER_BYTES } from './layout.ts';
import { bbiError, beyondEnd, type TreeReader } from './tree-reader.ts';

/** Where the header has the offset of its extension. */
export const EXTENSION_FIELD = 56;
/** Its size, the number of indexes, the offset of their list; the rest is reserved. */
export const EXTENSION_BYTES = 64;
/** Kind, number of columns, offset of the tree, four reserved bytes; and for the one column its place, two reserved. */
export const EXTRA_INDEX_BYTES = 20;
export const BLOCK_PLACE_BYTES = 16;

const FIELD_BYTES = 4;
/** Far above what any tree of a file's size needs. */
const MAX_DEPTH = 32;

export interface ExtraIndex {
  /** The column's place in a row: 3 is the fourth, which BED calls name. */
  readonly column: number;
  readonly offset: number;
}

/** The indexes of one column each. Throws CisregError FORMAT or TRUNCATED. */
export async function readExtraIndexes(source: ByteSource, reader: TreeReader): Promise<ExtraIndex[]> {
  const extensionAt = (await reader.read(EXTENSION_FIELD, 8, 'the header')).u64(0);
  if (extensionAt === 0) return [];
  const extension = await reader.read(extensionAt, EXTENSION_BYTES, 'the extension of the header');
  const count = extension.u16(2);
  const indexes: ExtraIndex[] = [];
  let at = extension.u64(4);
  for (let i = 0; i < count; i++) {
    const head = await reader.read(at, EXTRA_INDEX_BYTES - FIELD_BYTES, 'an extra index');
    const columns = head.u16(2);
    const fields = await reader.read(at + 16, columns * FIELD_BYTES, 'the columns of an extra index');
    const offset = head.u64(4);
    if (offset >= source.sizeBytes) throw beyondEnd(source, at + 4, offset);
    if (head.u16(0) === 0 && columns === 1) indexes.push({ column: fields.u16(0), offset });
    at += 16 + columns * FIELD_BYTES;
  }
  return indexes;
}

/** The offsets of the blocks with rows of the text `key`. Throws CisregError FORMAT or TRUNCATED. */
export async function findBlockOffsets(
  source: ByteSource,
  reader: TreeReader,
  { offset, key }: { readonly offset: number; readonly key: Uint8Array },
): Promise<Set<number>> {
  const refuse = (at: number, message: string) => bbiError(source, at, `${message}; is the file damaged?`);
  const header = await reader.read(offset, CHROM_TREE_HEADER_BYTES, 'the header of an extra index');
  const keyBytes = header.u32(8);
  if (
    header.u32(0) !== CHROM_TREE_MAGIC ||
    header.u32(12) !== BLOCK_PLACE_BYTES ||
    keyBytes > source.sizeBytes
  )
    throw refuse(offset, 'an extra index that does not begin as one');
  const found = new Set<number>();
  if (key.length > keyBytes || header.u64(16) === 0) return found;
  const wanted = Buffer.alloc(keyBytes);
  wanted.set(key);
  const visited = new Set<number>();
  let nodes = [offset + CHROM_TREE_HEADER_BYTES];
  for (let depth = 0; nodes.length > 0; depth++) {
    if (depth === MAX_DEPTH) throw refuse(nodes[0]!, `an extra index in more than ${MAX_DEPTH} levels`);
    const children: number[] = [];
    for (const at of nodes) {
      if (visited.has(at)) throw refuse(at, 'a node of an extra index that others lead to as well');
      visited.add(at);
      const head = await reader.read(at, NODE_HEADER_BYTES, 'a node of an extra index');
      if (head.u8(0) > 1) throw refuse(at, `a node of kind ${head.u8(0)}, expected 0 or 1`);
      const isLeaf = head.u8(0) === 1;
      const entries = head.u16(2);
      const entryBytes = keyBytes + (isLeaf ? BLOCK_PLACE_BYTES : 8);
      const node = await reader.read(at + NODE_HEADER_BYTES, entries * entryBytes, 'an extra index');
      for (let i = 0; i < entries; i++) {
        const entry = i * entryBytes;
        const order = Buffer.compare(node.bytes(entry, keyBytes), wanted);
        if (order > 0) break;
        const target = node.u64(entry + keyBytes);
        if (target >= source.sizeBytes)
          throw beyondEnd(source, at + NODE_HEADER_BYTES + entry + keyBytes, target);
        if (isLeaf) {
          if (order === 0) found.add(target);
          continue;
        }
        // A text that stands there often may go on in the next node, which then begins with it.
        const isLast = i + 1 === entries;
        if (isLast || Buffer.compare(node.bytes(entry + entryBytes, keyBytes), wanted) >= 0)
          children.push(target);
      }
    }
    nodes = children;
  }
  return found;
}
