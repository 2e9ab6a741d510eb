/** The trees of a bbi file as bytes: B+ trees of names, and R-trees of blocks by place. Little endian. */

import type { BlockExtent, BlockTable } from './block-table.ts';
import {
  CHROM_TREE_HEADER_BYTES,
  CHROM_TREE_MAGIC,
  INDEX_BRANCH_BYTES,
  INDEX_HEADER_BYTES,
  INDEX_LEAF_BYTES,
  INDEX_MAGIC,
  NODE_HEADER_BYTES,
} from './layout.ts';

/** Entries of a node, as UCSC's tools write them. */
const NODE_ENTRIES = 256;

/** Keys of one size, in byte order, and their values. */
export interface KeyTree {
  readonly count: number;
  readonly keyBytes: number;
  readonly valueBytes: number;
  /** Writes the i-th key; the bytes behind it are 0. */
  writeKey(i: number, to: Buffer, at: number): void;
  writeValue(i: number, to: Buffer, at: number): void;
}

/** A B+ tree in pieces of a node. `at` is the offset in the file that the bytes will have. */
export function* encodeKeyTree(tree: KeyTree, at: number): Generator<Buffer> {
  const { keyBytes, valueBytes } = tree;
  const header = Buffer.alloc(CHROM_TREE_HEADER_BYTES);
  header.writeUInt32LE(CHROM_TREE_MAGIC, 0);
  header.writeUInt32LE(NODE_ENTRIES, 4);
  header.writeUInt32LE(keyBytes, 8);
  header.writeUInt32LE(valueBytes, 12);
  header.writeBigUInt64LE(BigInt(tree.count), 16);
  yield header;
  const entryBytesOf = (level: Level | undefined) => keyBytes + (level?.isLeaf ? valueBytes : 8);
  const levels = levelsOf(tree.count);
  let next = at + header.length;
  for (const [depth, level] of levels.entries()) {
    const { nodes, keysPerEntry, isLeaf, entries } = level;
    const entryBytes = entryBytesOf(level);
    // Every node of the next level but the last is full.
    const childBytes = NODE_HEADER_BYTES + NODE_ENTRIES * entryBytesOf(levels[depth + 1]);
    next += nodes * NODE_HEADER_BYTES + entries * entryBytes;
    for (let node = 0; node < nodes; node++) {
      const from = node * NODE_ENTRIES;
      const count = Math.min(NODE_ENTRIES, entries - from);
      const bytes = Buffer.alloc(NODE_HEADER_BYTES + count * entryBytes);
      let to = writeNodeHeader(bytes, 0, isLeaf, count);
      for (let entry = from; entry < from + count; entry++) {
        tree.writeKey(entry * keysPerEntry, bytes, to);
        if (isLeaf) tree.writeValue(entry, bytes, to + keyBytes);
        else bytes.writeBigUInt64LE(BigInt(next + entry * childBytes), to + keyBytes);
        to += entryBytes;
      }
      yield bytes;
    }
  }
}

/**
 * The B+ tree of chromosomes. `names` are in byte order; a name's id is its place. `at` is the offset in the file
 * that the bytes will have.
 */
export function encodeChromTree(names: readonly string[], sizes: readonly number[], at: number): Buffer {
  const keys = names.map((name) => Buffer.from(name, 'utf8'));
  const tree: KeyTree = {
    count: names.length,
    keyBytes: keys.reduce((longest, key) => Math.max(longest, key.length), 1),
    valueBytes: 8,
    writeKey: (i, to, offset) => void keys[i]!.copy(to, offset),
    writeValue: (i, to, offset) => {
      to.writeUInt32LE(i, offset);
      to.writeUInt32LE(sizes[i]!, offset + 4);
    },
  };
  return Buffer.concat([...encodeKeyTree(tree, at)]);
}

/** The R-tree over blocks in order. `at` is the offset in the file that the bytes will have: the data end there. */
export function encodeIndex(blocks: BlockTable, at: number, itemsPerBlock: number): Buffer {
  const levels = levelsOf(blocks.count);
  const header = Buffer.alloc(INDEX_HEADER_BYTES);
  header.writeUInt32LE(INDEX_MAGIC, 0);
  header.writeUInt32LE(NODE_ENTRIES, 4);
  header.writeBigUInt64LE(BigInt(blocks.count), 8);
  if (blocks.count > 0) writeExtent(header, 16, extentOf(blocks, 0, blocks.count));
  header.writeBigUInt64LE(BigInt(at), 32);
  header.writeUInt32LE(itemsPerBlock, 40);
  const parts = [header];
  let next = at + header.length;
  levels.forEach(({ nodes, keysPerEntry, isLeaf, entries }, level) => {
    const entryBytes = isLeaf ? INDEX_LEAF_BYTES : INDEX_BRANCH_BYTES;
    const childBytes = levels[level + 1]?.isLeaf ? INDEX_LEAF_BYTES : INDEX_BRANCH_BYTES;
    const bytes = Buffer.alloc(nodes * NODE_HEADER_BYTES + entries * entryBytes);
    next += bytes.length;
    let to = 0;
    for (let entry = 0; entry < entries || entry === 0; entry++) {
      if (entry % NODE_ENTRIES === 0)
        to = writeNodeHeader(bytes, to, isLeaf, Math.min(NODE_ENTRIES, entries - entry));
      if (entry === entries) break;
      const first = entry * keysPerEntry;
      writeExtent(bytes, to, extentOf(blocks, first, Math.min(first + keysPerEntry, blocks.count)));
      if (isLeaf) {
        bytes.writeBigUInt64LE(BigInt(blocks.offset[first]!), to + 16);
        bytes.writeBigUInt64LE(BigInt(blocks.sizeBytes[first]!), to + 24);
      } else {
        const child = next + entry * (NODE_HEADER_BYTES + NODE_ENTRIES * childBytes);
        bytes.writeBigUInt64LE(BigInt(child), to + 16);
      }
      to += entryBytes;
    }
    parts.push(bytes);
  });
  return Buffer.concat(parts);
}

interface Level {
  readonly isLeaf: boolean;
  readonly nodes: number;
  readonly entries: number;
  /** How many leaf entries lie below one entry of this level. */
  readonly keysPerEntry: number;
}

/** The levels of a tree over `count` keys, the root first; an empty tree is one empty leaf. */
function levelsOf(count: number): Level[] {
  const levels: Level[] = [];
  for (let keysPerEntry = 1; ; keysPerEntry *= NODE_ENTRIES) {
    const entries = Math.ceil(count / keysPerEntry);
    const nodes = Math.max(1, Math.ceil(entries / NODE_ENTRIES));
    levels.unshift({ isLeaf: keysPerEntry === 1, nodes, entries, keysPerEntry });
    if (nodes === 1) return levels;
  }
}

function writeNodeHeader(bytes: Buffer, at: number, isLeaf: boolean, entries: number): number {
  bytes.writeUInt8(isLeaf ? 1 : 0, at);
  bytes.writeUInt16LE(entries, at + 2);
  return at + NODE_HEADER_BYTES;
}

function writeExtent(bytes: Buffer, at: number, extent: BlockExtent): void {
  bytes.writeUInt32LE(extent.startChrom, at);
  bytes.writeUInt32LE(extent.start, at + 4);
  bytes.writeUInt32LE(extent.endChrom, at + 8);
  bytes.writeUInt32LE(extent.end, at + 12);
}

/** What blocks from..to-1, which are in order, span together. */
function extentOf(blocks: BlockTable, from: number, to: number): BlockExtent {
  let endChrom = blocks.endChrom[from]!;
  let end = blocks.end[from]!;
  for (let i = from + 1; i < to; i++) {
    const chrom = blocks.endChrom[i]!;
    if (chrom > endChrom || (chrom === endChrom && blocks.end[i]! > end)) {
      endChrom = chrom;
      end = blocks.end[i]!;
    }
  }
  return { startChrom: blocks.startChrom[from]!, start: blocks.start[from]!, endChrom, end };
}
