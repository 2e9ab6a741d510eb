/** The R-tree of a bbi file: which blocks hold which stretch of the genome. */

import type { CisregError } from '../../errors.ts';
import { MAX_COORDINATE } from '../../genome/regions.ts';
import type { ByteSource } from '../byte-source.ts';
import { type BlockExtent, type BlockTable, type BlockTableBuilder, buildBlockTable } from './block-table.ts';
import {
  INDEX_BRANCH_BYTES,
  INDEX_HEADER_BYTES,
  INDEX_LEAF_BYTES,
  INDEX_MAGIC,
  NODE_HEADER_BYTES,
} from './layout.ts';
import { bbiError, beyondEnd, type Fields, type TreeReader } from './tree-reader.ts';

/** Far above what any tree of a file's size needs. */
const MAX_DEPTH = 32;

export interface IndexRequest {
  /** Where the index begins. */
  readonly offset: number;
  /** The version of the file. */
  readonly version: number;
  /** Which blocks to find; default all. */
  readonly isWanted?: ((extent: BlockExtent) => boolean) | undefined;
}

/**
 * The blocks whose extent `isWanted` accepts, by chromosome and start; nodes that it refuses are not read. Throws
 * CisregError FORMAT or TRUNCATED: nodes that are visited twice, extents that leave those of their parents, blocks
 * beyond the end of the file, and, where all is wanted, another number of blocks than the header counts.
 */
export async function readBlockIndex(
  source: ByteSource,
  reader: TreeReader,
  request: IndexRequest,
): Promise<BlockTable> {
  const { offset, isWanted } = request;
  const header = await reader.read(offset, INDEX_HEADER_BYTES, 'the header of the index');
  if (header.u32(0) !== INDEX_MAGIC) {
    const magic = `0x${header.u32(0).toString(16).padStart(8, '0')}`;
    throw refuse(source, offset, `${magic}, expected 0x${INDEX_MAGIC.toString(16)}, which begins the index`);
  }
  const itemCount = header.u64(8);
  const itemsPerBlock = header.u32(40);
  const table = buildBlockTable();
  if (itemCount === 0) {
    const bounds = extentAt(header, 16);
    if (bounds.start + bounds.end + bounds.startChrom + bounds.endChrom > 0) {
      throw refuse(source, offset + 8, `no block is counted, but the index spans ${shown(bounds)}`);
    }
    // Files without any item may end here, without even a root.
    return table.finish();
  }

  const visited = new Set<number>();
  const found: Found = { source, isWanted, itemCount, table, children: [], isWhole: true };
  let nodes: readonly IndexNode[] = [{ at: offset + INDEX_HEADER_BYTES, extent: undefined }];
  for (let depth = 0; nodes.length > 0; depth++) {
    if (depth === MAX_DEPTH) throw refuse(source, nodes[0]!.at, `an index of more than ${MAX_DEPTH} levels`);
    found.children = [];
    for (const { at, extent } of nodes) {
      if (visited.has(at)) throw refuse(source, at, 'a node of the index that others lead to as well');
      visited.add(at);
      const head = await reader.read(at, NODE_HEADER_BYTES, 'a node of the index');
      if (head.u8(0) > 1) throw refuse(source, at, `a node of kind ${head.u8(0)}, expected 0 or 1`);
      const isLeaf = head.u8(0) === 1;
      const entries = head.u16(2);
      const bytes = entries * (isLeaf ? INDEX_LEAF_BYTES : INDEX_BRANCH_BYTES);
      const node = await reader.read(at + NODE_HEADER_BYTES, bytes, 'entries of the index');
      addEntries(found, node, { entries, isLeaf, outer: extent });
    }
    nodes = found.children;
    if ((visited.size + nodes.length + table.count) * NODE_HEADER_BYTES > source.sizeBytes) {
      throw refuse(source, offset, 'an index of more nodes than the file has room for');
    }
  }
  // Version 1 counted items, which lie in blocks of up to itemsPerBlock; later versions count blocks.
  const expected = request.version === 1 ? Math.ceil(itemCount / Math.max(1, itemsPerBlock)) : itemCount;
  if (found.isWhole && table.count < expected) {
    throw refuse(
      source,
      offset + 8,
      `${table.count} blocks found, expected the ${expected} that the index counts`,
    );
  }
  return table.finish();
}

interface IndexNode {
  readonly at: number;
  readonly extent: BlockExtent | undefined;
}

/** What the nodes that were read so far hold. */
interface Found {
  readonly source: ByteSource;
  readonly isWanted: ((extent: BlockExtent) => boolean) | undefined;
  readonly itemCount: number;
  readonly table: BlockTableBuilder;
  children: IndexNode[];
  isWhole: boolean;
}

/** Adds the entries of one node: blocks of a leaf, children of another. A function of its own, as loops in async ones are slow to compile. */
function addEntries(
  found: Found,
  node: Fields,
  { entries, isLeaf, outer }: { entries: number; isLeaf: boolean; outer: BlockExtent | undefined },
): void {
  const { source, isWanted, itemCount, table } = found;
  const entryBytes = isLeaf ? INDEX_LEAF_BYTES : INDEX_BRANCH_BYTES;
  for (let entry = 0; entry < entries * entryBytes; entry += entryBytes) {
    const place = node.offset + entry;
    const extent = extentAt(node, entry);
    if (!isOrdered(extent) || (outer !== undefined && !contains(outer, extent))) {
      const inside = outer === undefined ? '' : ` inside ${shown(outer)}`;
      const message = `an extent of ${shown(extent)} in the index, expected start before end${inside}`;
      throw refuse(source, place, message);
    }
    if (isWanted !== undefined && !isWanted(extent)) {
      found.isWhole = false;
      continue;
    }
    const target = node.u64(entry + 16);
    if (!isLeaf) {
      if (target >= source.sizeBytes) throw beyondEnd(source, place, target);
      found.children.push({ at: target, extent });
      continue;
    }
    const sizeBytes = node.u64(entry + 24);
    if (target + sizeBytes > source.sizeBytes || sizeBytes > MAX_COORDINATE) {
      const message = `a block of ${sizeBytes} bytes at byte ${target}, but the file ends at byte ${source.sizeBytes}`;
      throw bbiError(source, place, `${message}; fetch it again`, 'TRUNCATED');
    }
    if (sizeBytes === 0) throw refuse(source, place, 'a block of 0 bytes');
    table.add(extent, target, sizeBytes);
    if (table.count > itemCount)
      throw refuse(source, place, `more blocks than the ${itemCount} that the index counts`);
  }
}

function refuse(source: ByteSource, at: number, message: string): CisregError {
  return bbiError(source, at, `${message}; is the file damaged?`);
}

function extentAt(node: Fields, at: number): BlockExtent {
  return {
    startChrom: node.u32(at),
    start: node.u32(at + 4),
    endChrom: node.u32(at + 8),
    end: node.u32(at + 12),
  };
}

function isOrdered({ startChrom, start, endChrom, end }: BlockExtent): boolean {
  const isInRange = start <= MAX_COORDINATE && end <= MAX_COORDINATE && endChrom <= MAX_COORDINATE;
  return isInRange && (startChrom < endChrom || (startChrom === endChrom && start <= end));
}

function contains(outer: BlockExtent, inner: BlockExtent): boolean {
  const startsInside =
    inner.startChrom > outer.startChrom ||
    (inner.startChrom === outer.startChrom && inner.start >= outer.start);
  const endsInside =
    inner.endChrom < outer.endChrom || (inner.endChrom === outer.endChrom && inner.end <= outer.end);
  return startsInside && endsInside;
}

function shown({ startChrom, start, endChrom, end }: BlockExtent): string {
  return `${startChrom}:${start}-${endChrom}:${end}`;
}
